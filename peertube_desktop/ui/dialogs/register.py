"""Becoming a user of an instance, where it takes new ones; or why it does not."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError, ConflictError, ForbiddenError, HttpError
from peertube_desktop.api.models.registration import FirstChannel, Registration
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.instances import InstanceError, Instances
from peertube_desktop.services.sign_in import SignIn, SignUp, SignUpRules
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui import checks
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.instance_words import instance_words
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import Field, NotedEdit, PasswordEdit, TextArea
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.words import one_line, sentence

WIDTH = 520


class RegisterDialog(FormDialog):
    """Shown with `open()`. `signed_in(AccountInfo)` where one may begin at once, else `registered(origin, name)`
    when the person has read what comes next."""

    signed_in = Signal(object)
    registered = Signal(str, str)

    def __init__(
        self,
        accounts: Accounts,
        instances: Instances,
        helper: SignIn,
        links: LinkOpener,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
        *,
        address: str = "",
    ) -> None:
        super().__init__("register", _("Create an account"), "", _("Create"), theme, parent, width=WIDTH)
        self._accounts = accounts
        self._instances = instances
        self._helper = helper
        self._asking = QObject(self)
        self._origin = ""
        self._rules: SignUpRules | None = None
        self._done = False
        self._instance = NotedEdit("registerInstance", self)
        self._instance.setPlaceholderText("tube.example")
        self._instance.setText(address)
        self._instance_field = Field(_("Instance"), self._instance, parent=self)
        self._instance.textEdited.connect(self._address_changed)
        self._instance.editingFinished.connect(self._look)
        self.body.addWidget(self._instance_field)
        self._form = QWidget(self)
        self._make_form(links, icons)
        self._form.hide()
        self.body.addWidget(self._form)
        self.submit.setEnabled(False)
        self._instance.setFocus()
        if address:
            self._look()

    def _line(self, name: str, title: str, hint: str = "") -> Field:
        edit = QLineEdit(self._form)
        edit.setObjectName(name)
        edit.setMaxLength(500)
        return Field(title, edit, hint, self._form)

    def _make_form(self, links: LinkOpener, icons: Icons) -> None:
        self._name = self._line(
            "registerUsername", _("User name"), _("As in name@instance. It never changes.")
        )
        self._title = self._line("registerDisplayName", _("Name that is shown"), _("May be left out."))
        self._email = self._line("registerEmail", _("E-mail"))
        self._password_edit = PasswordEdit(icons, "registerPassword", self._form)
        self._password = Field(_("Password"), self._password_edit, parent=self._form)
        self._channel = self._line(
            "registerChannel",
            _("Name of your first channel"),
            _("Where your videos appear. Another one than your user name; may be left out."),
        )
        self._channel_title = self._line("registerChannelTitle", _("Name of the channel that is shown"))
        self._reason_edit = TextArea("registerReason", 3, checks.MAX_REASON, self._form)
        self._reason = Field(_("Why do you want to join?"), self._reason_edit, parent=self._form)
        self._terms = RichText(self._theme, links, lines=6, name=_("Terms"), parent=self._form)
        self._terms_title = QLabel(_("Terms"), self._form)
        self._terms_title.setProperty("kind", "strong")
        self._agree = QCheckBox("", self._form)
        self._agree.setObjectName("registerAgree")
        self._agree_field = Field("", self._agree, parent=self._form)
        self._agree.toggled.connect(lambda: self._agree_field.set_error(""))
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (
            self._name,
            self._title,
            self._email,
            self._password,
            self._channel,
            self._channel_title,
            self._reason,
            self._terms_title,
            self._terms,
            self._agree_field,
        ):
            column.addWidget(widget)

    # What the instance asks for

    def _address_changed(self) -> None:
        cancel_tasks(self._asking)
        self._rules = None
        self._instance.set_note("")
        self._form.hide()
        self.said.say("")
        self.submit.setEnabled(False)

    def _look(self) -> None:
        text = self._instance.text().strip()
        if not text or self._rules is not None or self.is_busy:
            return
        cancel_tasks(self._asking)
        self._instance.set_note(_("Asking…"), "small")
        spawn(self._asking, self._ask(text), on_error=self._not_asked)

    async def _ask(self, text: str) -> None:
        info = await self._instances.probe(text)
        rules = await self._helper.rules(info.origin)
        self._origin, self._rules = info.origin, rules
        self._instance.set_note(_("{name} ✓").format(name=clean_line(rules.name, 30)))
        self._show_rules(rules)

    def _not_asked(self, error: BaseException) -> None:
        self._instance.set_note("")
        self._instance_field.set_error(one_line(instance_words(error)))
        if not isinstance(error, (InstanceError, ApiError)):
            raise error

    def _show_rules(self, rules: SignUpRules) -> None:
        name = clean_line(rules.name, 60)
        if rules.sign_up in (SignUp.CLOSED, SignUp.NOT_FROM_HERE):
            text = (
                _("{name} takes no new accounts now. Its people decide that; look for another instance.")
                if rules.sign_up is SignUp.CLOSED
                else _("{name} takes no new accounts from your network.")
            )
            self.said.say(text.format(name=name), "error")
            self._form.hide()
            self.submit.setEnabled(False)
            return
        approval = rules.sign_up is SignUp.APPROVAL
        self._reason.setVisible(approval)
        self._reason.set_hint(_("The people of {name} read this, and decide.").format(name=name))
        self.set_action(_("Ask for an account") if approval else _("Create"))
        terms = "\n\n".join(part.strip() for part in (rules.terms, rules.code_of_conduct) if part.strip())
        self._terms.show_markdown(terms, self._origin)
        for widget in (self._terms, self._terms_title):
            widget.setVisible(bool(terms))
        self._agree.setText(_agreement(rules, bool(terms)))
        self._agree.setAccessibleName(self._agree.text())
        self._agree_field.setVisible(bool(self._agree.text()))
        self._form.show()
        self.submit.setEnabled(True)
        if self.focusWidget() in (None, self._instance):
            self.reveal(self._name.control)

    # Registering

    def submitted(self) -> None:
        if self._done:
            self.accept()
            self.registered.emit(self._origin, _text(self._name))
            return
        rules = self._rules
        if rules is None:
            self._look()
            return
        if not self._is_complete(rules):
            return
        self.said.say("")
        self.set_busy(_("Creating…"))
        spawn(self, self._register(rules), on_error=self._failed)

    def _is_complete(self, rules: SignUpRules) -> bool:
        name, channel = _text(self._name), _text(self._channel)
        found = [
            (self._name, checks.user_name(name)),
            (self._email, checks.email(_text(self._email))),
            (self._password, checks.password(self._password_edit.text())),
        ]
        if _text(self._title):
            found.append((self._title, checks.title(_text(self._title))))
        if channel or _text(self._channel_title):
            same = _("It must be another one than your user name.") if channel == name else ""
            found.append((self._channel, same or checks.user_name(channel)))
        if rules.sign_up is SignUp.APPROVAL:
            found.append((self._reason, checks.reason(self._reason_edit.text.strip())))
        if not self._agree_field.isHidden() and not self._agree.isChecked():
            found.append((self._agree_field, _("Without this there is no account.")))
        for field, problem in found:
            field.set_error(problem)
        first = next((field for field, problem in found if problem), None)
        if first is not None:
            self.reveal(first.control)
        return first is None

    async def _register(self, rules: SignUpRules) -> None:
        name, password = _text(self._name), self._password_edit.text()
        extra: dict[str, object] = {}
        if _text(self._title):
            extra["display_name"] = _text(self._title)
        if _text(self._channel):
            title = _text(self._channel_title) or _text(self._channel)
            extra["channel"] = FirstChannel(name=_text(self._channel), display_name=title)
        if rules.sign_up is SignUp.APPROVAL:
            extra["registration_reason"] = self._reason_edit.text.strip()
        person = Registration(username=name, password=password, email=_text(self._email))
        await self._helper.register(self._origin, rules, msgspec.structs.replace(person, **extra))
        if rules.sign_up is SignUp.OPEN and not rules.verifies_email:
            info = await self._accounts.sign_in(self._origin, name, password)
            self.accept()
            self.signed_in.emit(info)
            return
        self._tell_next(rules)

    def _tell_next(self, rules: SignUpRules) -> None:
        """It is done, and the person has to wait for something."""
        self._done = True
        self._password_edit.forget()
        self.set_busy()
        name = clean_line(rules.name, 60)
        if rules.sign_up is SignUp.APPROVAL:
            text = _("Your wish is with the people of {name}. They write to you when they have decided.")
            self.submit.hide()
            self.cancel.set_label(_("Close"))
        else:
            text = _("{name} has sent you a message: open its link, then sign in.")
            self.set_action(_("Sign in"))
        self._form.hide()
        self._instance_field.hide()
        self.said.say(text.format(name=name), "ok")

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        if isinstance(error, ConflictError):
            # It is one of them: which one is told in the server's own language, if at all.
            self._name.set_error(_("This user name, address or channel name is taken already."))
            self.reveal(self._name.control)
            return
        fields = self._fields()
        wrong = [] if not isinstance(error, HttpError) else [n for n in error.invalid_params if n in fields]
        for name in wrong:
            fields[name].set_error(_("The instance does not take this."))
        if wrong:
            self.reveal(fields[wrong[0]].control)
        elif isinstance(error, ForbiddenError):
            self._rules = None
            self._look()
        else:
            self.said.say(one_line(sentence(error)), "error")
        if not isinstance(error, ApiError):
            raise error

    def _fields(self) -> dict[str, Field]:
        """By the API's names."""
        return {
            "username": self._name,
            "displayName": self._title,
            "email": self._email,
            "password": self._password,
            "channel.name": self._channel,
            "channel.displayName": self._channel_title,
            "registrationReason": self._reason,
        }

    def forget(self) -> None:
        cancel_tasks(self._asking)
        self._password_edit.forget()


def _text(field: Field) -> str:
    control = field.control
    return control.text().strip() if isinstance(control, QLineEdit) else ""


def _agreement(rules: SignUpRules, has_terms: bool) -> str:
    age = rules.minimum_age
    if has_terms and age:
        text = ngettext(
            "I agree, and I am at least {n} year old", "I agree, and I am at least {n} years old", age
        )
    elif age:
        text = ngettext("I am at least {n} year old", "I am at least {n} years old", age)
    else:
        text = _("I agree") if has_terms else ""
    return text.format(n=age)
