"""How one signs in: e-mail address, password, two-factor authentication."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from peertube_desktop.api.models.me import MeUpdate, MyUser
from peertube_desktop.ui import checks
from peertube_desktop.ui.account.shown import ShownAccount
from peertube_desktop.ui.dialogs.two_factor import TwoFactorOffDialog, TwoFactorOnDialog
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import PasswordEdit
from peertube_desktop.ui.widgets.form_section import FormSection
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection


class EmailSection(FormSection):
    """Another address, confirmed by the password."""

    def __init__(self, shown: ShownAccount, icons: Icons) -> None:
        super().__init__(_("E-mail"), "email")
        self._shown = shown
        self._email = QLineEdit(self)
        self._email.setObjectName("emailAddress")
        self._email.setMaxLength(500)
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._email_field = self.add_field(
            _("E-mail address"), self._email, _("Only you and the instance's people see it."), "email"
        )
        self._password = PasswordEdit(icons, "emailPassword", self)
        self._password_field = self.add_field(
            _("Your password"), self._password, _("A change of the address wants it."), "currentPassword"
        )
        self.save_wanted.connect(self._save)
        shown.changed.connect(self._show)

    def _show(self, user: MyUser) -> None:
        if not self.is_typed_in:
            self._email.setText(user.email)
        hint = _("Only you and the instance's people see it.")
        if user.pending_email:
            hint = _("A message went to {address}: open its link, and the address changes.").format(
                address=clean_line(user.pending_email, 120)
            )
        self._email_field.set_hint(hint)

    def begin(self) -> None:
        """Another account: what was typed was about the one before."""
        self.settle()
        self._password.forget()
        self.said.say("")

    def _save(self) -> None:
        email, password = self._email.text().strip(), self._password.text()
        missing = "" if password else _("The password is missing.")
        if self.check({self._email_field: checks.email(email), self._password_field: missing}):
            self.run(self._update(MeUpdate(email=email, current_password=password)))

    async def _update(self, update: MeUpdate) -> None:
        user = await self._shown.settings.update(self._shown.id, update)
        self._password.forget()
        self.settle()
        self._shown.show(user)


class PasswordSection(FormSection):
    """Another password, confirmed by the present one."""

    def __init__(self, shown: ShownAccount, icons: Icons) -> None:
        super().__init__(_("Password"), "password", _("Change the password"))
        self._shown = shown
        self._old = PasswordEdit(icons, "passwordOld", self)
        self._old_field = self.add_field(_("Present password"), self._old, param="currentPassword")
        self._new = PasswordEdit(icons, "passwordNew", self)
        self._new_field = self.add_field(_("New password"), self._new, param="password")
        self.save_wanted.connect(self._save)

    def begin(self) -> None:
        """Another account: what was typed was about the one before."""
        self.settle()
        self._old.forget()
        self._new.forget()
        self.said.say("")

    def _save(self) -> None:
        old, new = self._old.text(), self._new.text()
        missing = "" if old else _("The password is missing.")
        if self.check({self._old_field: missing, self._new_field: checks.password(new)}):
            self.run(self._update(MeUpdate(password=new, current_password=old)))

    async def _update(self, update: MeUpdate) -> None:
        user = await self._shown.settings.update(self._shown.id, update)
        self._old.forget()
        self._new.forget()
        self.settle()
        self._shown.show(user)


class TwoFactorSection(SettingSection):
    """On or off."""

    def __init__(self, shown: ShownAccount, theme: Theme, icons: Icons) -> None:
        super().__init__(_("Two-factor authentication"))
        self._shown = shown
        self._theme = theme
        self._icons = icons
        self._button = PillButton("", None, "", self)
        self._button.setObjectName("twoFactorButton")
        self._button.clicked.connect(self._pressed)
        self._row = self.add(SettingRow(_("A code at each sign-in"), "", self._button))
        shown.changed.connect(self._show)

    def _show(self, user: MyUser) -> None:
        on = user.two_factor_enabled
        self._button.set_label(_("Turn off…") if on else _("Turn on…"))
        self._button.setAccessibleName(
            _("Turn two-factor authentication off") if on else _("Turn two-factor authentication on")
        )
        self._row.set_hint(
            _("It is on: who knows your password alone cannot sign in.")
            if on
            else _("It is off: who knows your password can sign in.")
        )

    def _pressed(self) -> None:
        user = self._shown.user
        if user is None:
            return
        kind = TwoFactorOffDialog if user.two_factor_enabled else TwoFactorOnDialog
        dialog = kind(self._shown.settings, self._shown.id, self._theme, self._icons, self.window())
        dialog.changed.connect(self._shown.show)
        dialog.open()
