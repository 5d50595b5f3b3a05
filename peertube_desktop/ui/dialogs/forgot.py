"""A forgotten password: the instance sends a mail with a link to choose another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.instances import InstanceError, Instances
from peertube_desktop.services.sign_in import SignIn
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.instance_words import instance_words
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import Field
from peertube_desktop.ui.words import one_line


class ForgotDialog(FormDialog):
    """Shown with `open()`. `address` is that of the instance, as typed."""

    def __init__(
        self,
        instances: Instances,
        helper: SignIn,
        theme: Theme,
        parent: QWidget | None,
        address: str,
        email: str,
    ) -> None:
        text = _("The instance sends you a message with a link. You choose another password in your browser.")
        super().__init__("forgot", _("Forgot your password?"), text, _("Send the message"), theme, parent)
        self._instances = instances
        self._helper = helper
        self._sent = False
        self._address = QLineEdit(address, self)
        self._address.setObjectName("forgotInstance")
        self._email = QLineEdit(email, self)
        self._email.setObjectName("forgotEmail")
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._address_field = Field(_("Instance"), self._address, parent=self)
        self._email_field = Field(_("E-mail address of the account"), self._email, parent=self)
        self.body.addWidget(self._address_field)
        self.body.addWidget(self._email_field)
        (self._email if address else self._address).setFocus()

    def submitted(self) -> None:
        if self._sent:
            self.accept()
            return
        email = self._email.text().strip()
        if not self._address.text().strip():
            self._address_field.set_error(_("Which instance is your account on?"))
            self.reveal(self._address)
        elif "@" not in email:
            self._email_field.set_error(_("The address you registered with."))
            self.reveal(self._email)
        else:
            self.said.say("")
            self.set_busy(_("Sending…"))
            spawn(self, self._ask(self._address.text(), email), on_error=self._failed)

    async def _ask(self, address: str, email: str) -> None:
        info = await self._instances.probe(address)
        await self._helper.request_password_reset(info.origin, email)
        self._sent = True
        self.set_busy()
        self.set_action(_("Close"))
        self.cancel.hide()
        self.said.say(_("If there is an account with this address, a message is on its way to it."), "ok")

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        self.said.say(one_line(instance_words(error)), "error")
        if not isinstance(error, (InstanceError, ApiError)):
            raise error
