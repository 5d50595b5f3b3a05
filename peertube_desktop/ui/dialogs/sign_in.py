"""Signing in: where, who, the password, and a code where one is wanted."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from peertube_desktop.api.errors import (
    ApiError,
    OtpRequiredError,
    RateLimitedError,
    SignInError,
    SignInProblem,
)
from peertube_desktop.services.accounts import AccountInfo, Accounts
from peertube_desktop.services.instances import InstanceError, InstanceInfo, Instances
from peertube_desktop.services.sign_in import SignIn
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.instance_words import instance_words
from peertube_desktop.ui.links import typed_address
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import Field, NotedEdit, PasswordEdit
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.words import one_line, sentence, wait_words

MOST_TEXT = 500
PAUSE_SECONDS = 60.0
"""How long to wait where a server does not say it."""
SECOND_MS = 1000


class SignInDialog(FormDialog):
    """Shown with `open()`. `signed_in(AccountInfo)`; `register_wanted(text)` and `reset_wanted(text, name)`
    with the address as typed.

    `again` is an account whose session is over: its instance and name are what they are.
    """

    signed_in = Signal(object)
    register_wanted = Signal(str)
    reset_wanted = Signal(str, str)

    def __init__(
        self,
        accounts: Accounts,
        instances: Instances,
        helper: SignIn,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
        *,
        origin: str = "",
        again: AccountInfo | None = None,
    ) -> None:
        if again is None:
            title, text = _("Sign in"), _("to publish, and to see what is there for you")
        else:
            title = _("Sign in again")
            text = _("Your session on {host} has ended. What was waiting goes on then.").format(
                host=clean_line(again.host, 80)
            )
        super().__init__("login", title, text, _("Sign in"), theme, parent)
        self._accounts = accounts
        self._instances = instances
        self._helper = helper
        self._again = again
        self._found: tuple[str, InstanceInfo] | None = None
        self._probing = QObject(self)
        self._left = 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(SECOND_MS)
        self._clock.timeout.connect(self._tick)
        self._make_fields(icons)
        self._make_links()
        self._instance.setText(typed_address(again.origin if again is not None else origin))
        if again is not None:
            self._username.setText(again.username)
            for edit in (self._instance, self._username):
                edit.setReadOnly(True)
                edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        edits = (self._instance, self._username, self._password)
        next(edit for edit in edits if edit is self._password or not edit.text()).setFocus()
        self._probe()

    def fill_name(self, username: str) -> None:
        """The name to sign in with."""
        self._username.setText(username)
        self._password.setFocus()

    def _make_fields(self, icons: Icons) -> None:
        self._instance = NotedEdit("loginInstance", self)
        self._instance.setPlaceholderText("tube.example")
        self._username = QLineEdit(self)
        self._username.setObjectName("loginUsername")
        self._password = PasswordEdit(icons, "loginPassword", self)
        self._otp = QLineEdit(self)
        self._otp.setObjectName("loginOtp")
        self._otp.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhPreferNumbers
        )
        self._email = QLineEdit(self)
        self._email.setObjectName("loginEmail")
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._instance.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        for edit in (self._instance, self._username, self._otp, self._email):
            edit.setMaxLength(MOST_TEXT)
        self._username.setInputMethodHints(
            Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._instance_field = Field(_("Instance"), self._instance, parent=self)
        self._username_field = Field(_("User name or e-mail"), self._username, parent=self)
        self._password_field = Field(_("Password"), self._password, parent=self)
        self._otp_field = Field(
            _("Two-factor code"), self._otp, _("The one your authenticator app shows now."), self
        )
        self._mail = self._make_mail()
        for field in (self._instance_field, self._username_field, self._password_field, self._otp_field):
            self.body.addWidget(field)
        self.body.addWidget(self._mail)
        self._otp_field.hide()
        self._mail.hide()
        self._instance.textEdited.connect(self._address_changed)
        self._instance.editingFinished.connect(self._probe)
        for edit in (self._username, self._password, self._otp):
            edit.textEdited.connect(lambda: self.said.say("") if not self._clock.isActive() else None)

    def _make_mail(self) -> QWidget:
        """What asks for the mail that confirms an address once more."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._email_field = Field(_("Your e-mail address"), self._email, parent=box)
        self._send = PillButton(_("Send it again"), None, "", box)
        self._send.setObjectName("loginSendAgain")
        self._send.setAutoDefault(False)
        self._send.clicked.connect(self._send_again)
        row.addWidget(self._email_field, 1)
        row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        return box

    def _make_links(self) -> None:
        register = PillButton(_("Create an account"), None, "link", self)
        register.setObjectName("loginRegister")
        register.clicked.connect(lambda: self.register_wanted.emit(self._instance.text()))
        register.setVisible(self._again is None)
        reset = PillButton(_("Forgot password"), None, "link", self)
        reset.setObjectName("loginForgot")
        reset.clicked.connect(
            lambda: self.reset_wanted.emit(self._instance.text(), self._username.text().strip())
        )
        for link in (register, reset):
            link.setAutoDefault(False)
            self.links.addWidget(link)

    # The instance

    def _address_changed(self) -> None:
        cancel_tasks(self._probing)
        self._found = None
        self._instance.set_note("")

    def _probe(self) -> None:
        """Find out what is at the address; nothing is said of what goes wrong until it matters."""
        text = self._instance.text().strip()
        if not text or self._found is not None or self.is_busy:
            return
        cancel_tasks(self._probing)
        spawn(self._probing, self._find(text), on_error=self._not_found)

    def _not_found(self, error: BaseException) -> None:
        if not isinstance(error, (InstanceError, ApiError)):
            raise error
        words = instance_words(error)
        self._instance_field.set_error(one_line(words))

    async def _find(self, text: str) -> InstanceInfo:
        if self._found is not None and self._found[0] == text:
            return self._found[1]
        info = await self._instances.probe(text)
        self._found = (text, info)
        version = ".".join(clean_line(info.version, 20).split(".")[:2])
        self._instance.set_note(_("PeerTube {version} ✓").format(version=version))
        self._instance_field.set_error("")
        return info

    # Signing in

    def submitted(self) -> None:
        if self._clock.isActive():
            return
        wanted = (
            (self._instance_field, _("Which instance is your account on?")),
            (self._username_field, _("Who are you there?")),
            (self._password_field, _("The password is missing.")),
        )
        missing = None
        for field, words in wanted:
            edit = field.control
            if isinstance(edit, QLineEdit) and not edit.text().strip():
                field.set_error(words)
                missing = missing or field
        if missing is not None:
            self.reveal(missing.control)
            return
        cancel_tasks(self._probing)
        self.said.say("")
        self._mail.hide()
        self.set_busy(_("Signing in…"))
        spawn(self, self._sign_in(), on_error=self._failed)

    async def _sign_in(self) -> None:
        origin = self._again.origin if self._again is not None else ""
        if not origin:
            origin = (await self._find(self._instance.text().strip())).origin
        username, otp = self._username.text().strip(), self._otp.text().strip()
        info = await self._accounts.sign_in(origin, username, self._password.text(), otp)
        self.accept()
        self.signed_in.emit(info)

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        if isinstance(error, InstanceError) or (self._found is None and self._again is None):
            words = instance_words(error)
            self._instance_field.set_error(one_line(words))
            self.reveal(self._instance)
        elif isinstance(error, OtpRequiredError):
            self._otp_field.show()
            self.said.say(one_line(sentence(error)), "small")
            self.reveal(self._otp)
        elif isinstance(error, SignInError):
            self._refused(error)
        else:
            words = sentence(error)
            if isinstance(error, RateLimitedError):
                self._pause(error.retry_after or PAUSE_SECONDS)
            else:
                self.said.say(one_line(words), "error")
            self.reveal(self._password)
        if not isinstance(error, (InstanceError, ApiError)):
            raise error

    def _refused(self, error: SignInError) -> None:
        self.said.say(one_line(sentence(error)), "error")
        if error.problem is SignInProblem.OTP_WRONG:
            self._otp_field.show()
            self._otp.selectAll()
            self.reveal(self._otp)
            return
        if error.problem in (SignInProblem.EMAIL_UNVERIFIED, SignInProblem.DENIED):
            name = self._username.text().strip()
            self._email.setText(name if "@" in name else "")
            self._mail.show()
        self._password.selectAll()
        self.reveal(self._password)

    # Waiting

    def _pause(self, seconds: float) -> None:
        self._left = float(ceil(seconds))
        self._clock.start()
        self._tell_pause()

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._tell_pause()
            return
        self._clock.stop()
        self.submit.setEnabled(not self.is_busy)
        self.said.say(_("You can try again now."), "small")

    def _tell_pause(self) -> None:
        self.submit.setEnabled(False)
        words = _("Too many tries: the instance asks for a pause.")
        self.said.say(f"{words} {wait_words(self._left)}", "error")

    # The mail that confirms an address

    def _send_again(self) -> None:
        email = self._email.text().strip()
        if "@" not in email:
            self._email_field.set_error(_("The address you registered with."))
            self.reveal(self._email)
            return
        self._send.setEnabled(False)
        spawn(self, self._ask_mail(email), on_error=self._mail_failed)

    async def _ask_mail(self, email: str) -> None:
        origin = self._again.origin if self._again is not None else ""
        if not origin:
            origin = (await self._find(self._instance.text().strip())).origin
        await self._helper.ask_verification_mail(origin, email)
        self._mail.hide()
        self._send.setEnabled(True)
        self.said.say(_("A message is on its way. Open its link, then sign in."), "ok")

    def _mail_failed(self, error: BaseException) -> None:
        self._send.setEnabled(True)
        self._email_field.set_error(one_line(sentence(error)))
        if not isinstance(error, (InstanceError, ApiError)):
            raise error

    def forget(self) -> None:
        self._clock.stop()
        cancel_tasks(self._probing)
        self._password.forget()
        self._otp.setText("")
