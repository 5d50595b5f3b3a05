"""Two-factor authentication: switching it on, with an authenticator, and off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError, BadRequestError, ForbiddenError, HttpError
from peertube_desktop.api.models.me import OtpRequest
from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import Field, PasswordEdit
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.qr_code import QrCode
from peertube_desktop.ui.words import one_line, sentence

GROUP = 4


def grouped(secret: str) -> str:
    """A secret in groups, as one types it."""
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))


class _PasswordDialog(FormDialog):
    """Begins with the present password. `changed(MyUser)` when it is done."""

    changed = Signal(object)

    def __init__(
        self,
        settings: AccountSettings,
        account_id: str,
        title: str,
        text: str,
        action: str,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None,
    ) -> None:
        super().__init__("twoFactor", title, text, action, theme, parent)
        self._settings = settings
        self._account_id = account_id
        self._password = PasswordEdit(icons, "twoFactorPassword", self)
        self._password_field = Field(_("Your password"), self._password, parent=self)
        self.body.addWidget(self._password_field)
        self._password.setFocus()

    def has_password(self) -> bool:
        """Whether one is typed; says so where it is not."""
        if self._password.text():
            return True
        self._password_field.set_error(_("The password is missing."))
        self.reveal(self._password)
        return False

    def fail(self, error: BaseException) -> None:
        """Say what went wrong."""
        self.set_busy()
        if isinstance(error, HttpError) and error.code == "current_password_is_invalid":
            self._password_field.set_error(one_line(sentence(error)))
            self._password.selectAll()
            self.reveal(self._password)
        else:
            self.said.say(one_line(sentence(error)), "error")
        if not isinstance(error, (ApiError, KeyError)):
            raise error

    def forget(self) -> None:
        self._password.forget()


class TwoFactorOffDialog(_PasswordDialog):
    """Switches it off."""

    def __init__(
        self, settings: AccountSettings, account_id: str, theme: Theme, icons: Icons, parent: QWidget | None
    ) -> None:
        title, text = _("Turn two-factor off?"), _("The password alone then opens the account.")
        super().__init__(settings, account_id, title, text, _("Turn off"), theme, icons, parent)

    def submitted(self) -> None:
        if self.has_password():
            self.said.say("")
            self.set_busy(_("One moment…"))
            spawn(self, self._disable(), on_error=self.fail)

    async def _disable(self) -> None:
        user = await self._settings.disable_two_factor(self._account_id, self._password.text())
        self.accept()
        self.changed.emit(user)


class TwoFactorOnDialog(_PasswordDialog):
    """Password, then the secret as text and as a code for a camera, then a first code from the authenticator."""

    def __init__(
        self, settings: AccountSettings, account_id: str, theme: Theme, icons: Icons, parent: QWidget | None
    ) -> None:
        text = _("An authenticator app then shows a code for each sign-in, beside your password.")
        super().__init__(
            settings, account_id, _("Turn two-factor on"), text, _("Go on"), theme, icons, parent
        )
        self._request: OtpRequest | None = None
        self._step = self._make_step()
        self._step.hide()
        self.body.addWidget(self._step)

    def _make_step(self) -> QWidget:
        step = QWidget(self)
        scan = QLabel(_("Scan this with your authenticator app, or type the secret there:"), step)
        scan.setWordWrap(True)
        self._code = QrCode(_("QR code of the secret; the secret follows as text"), step)
        self._secret = QLineEdit(step)
        self._secret.setObjectName("twoFactorSecret")
        self._secret.setReadOnly(True)
        secret = Field(_("Secret"), self._secret, parent=step)
        copy = PillButton(_("Copy"), None, "", step)
        copy.setObjectName("twoFactorCopy")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(secret, 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignBottom)
        self._otp = QLineEdit(step)
        self._otp.setObjectName("twoFactorCode")
        self._otp.setMaxLength(20)
        self._otp.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._otp_field = Field(_("Code that the app shows now"), self._otp, parent=step)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(scan)
        column.addWidget(self._code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addWidget(self._otp_field)
        return step

    def submitted(self) -> None:
        self.said.say("")
        if self._request is None:
            if self.has_password():
                self.set_busy(_("One moment…"))
                spawn(self, self._ask(), on_error=self.fail)
        elif not self._otp.text().strip():
            self._otp_field.set_error(_("The code is missing."))
            self.reveal(self._otp)
        else:
            self.set_busy(_("One moment…"))
            spawn(self, self._confirm(self._request), on_error=self._refused)

    async def _ask(self) -> None:
        request = await self._settings.request_two_factor(self._account_id, self._password.text())
        self._request = request
        self._password.forget()
        self._password_field.hide()
        self._code.show_text(request.uri)
        self._secret.setText(grouped(request.secret))
        self._secret.setCursorPosition(0)
        self._step.show()
        self.set_action(_("Turn on"))
        self.set_busy()
        self.reveal(self._otp)

    async def _confirm(self, request: OtpRequest) -> None:
        user = await self._settings.confirm_two_factor(self._account_id, request, self._otp.text())
        self.accept()
        self.changed.emit(user)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, (ForbiddenError, BadRequestError)):
            self.set_busy()
            self._otp_field.set_error(
                _("That is not the code of this moment. Type the one that is shown now.")
            )
            self._otp.selectAll()
            self.reveal(self._otp)
        else:
            self.fail(error)

    def _copy(self) -> None:
        if self._request is not None:
            QGuiApplication.clipboard().setText(self._request.secret)
            self.said.say(_("Copied."), "ok")

    def forget(self) -> None:
        super().forget()
        self._request = None
        self._code.show_text("")
        self._secret.setText("")
        self._otp.setText("")
