"""Where what one signs in with is kept, when the system's keyring does not take it."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from peertube_desktop.services.accounts import Accounts, Place
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import SecretsError, SecretsProblem
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.words import keyring_words, one_line, sentence


class KeepSessionsDialog(FormDialog):
    """Shown with `open()`: this run only, a file, or the keyring once more."""

    def __init__(
        self, accounts: Accounts, problem: SecretsProblem, theme: Theme, parent: QWidget | None = None
    ) -> None:
        words = keyring_words(problem)
        super().__init__("keep", words.title, words.text, _("Keep them so"), theme, parent)
        self._accounts = accounts
        self._group = QButtonGroup(self)
        offered = [
            (
                Place.RUN,
                "keepRun",
                _("For this run only"),
                _("Nothing is written down. The next time the program asks for your password."),
            ),
            (
                Place.FILE,
                "keepFile",
                _("In a file that only I can read"),
                _("You stay signed in. Who can read your files, or a copy of them, can act as you."),
            ),
        ]
        if problem is not SecretsProblem.NO_KEYRING:
            again = _("In the keyring: try again"), _("The system may ask you to unlock it.")
            offered.insert(0, (Place.KEYRING, "keepKeyring", *again))
        self._places: dict[int, Place] = {}
        for number, (place, name, label, hint) in enumerate(offered):
            self._places[number] = place
            self._add(number, name, label, hint)
        first = self._group.button(0)
        first.setChecked(True)
        first.setFocus()

    def _add(self, number: int, name: str, label: str, hint: str) -> None:
        button = QRadioButton(label, self)
        button.setObjectName(name)
        button.setAccessibleDescription(hint)
        self._group.addButton(button, number)
        below = QLabel(hint, self)
        below.setProperty("kind", "small")
        below.setWordWrap(True)
        below.setContentsMargins(28, 0, 0, 0)
        both = QVBoxLayout()
        both.setSpacing(0)
        both.addWidget(button)
        both.addWidget(below)
        self.body.addLayout(both)

    def submitted(self) -> None:
        self.said.say("")
        self.set_busy(_("One moment…"))
        spawn(self, self._keep(self._places[self._group.checkedId()]), on_error=self._failed)

    async def _keep(self, place: Place) -> None:
        if place is Place.KEYRING:
            await self._accounts.retry_keeping()
            problem = self._accounts.problem
            if problem is not None:
                self.set_busy()
                self.said.say(one_line(keyring_words(problem)))
                return
        else:
            await self._accounts.keep_in(place)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        if not isinstance(error, SecretsError):
            raise error
        if self._places[self._group.checkedId()] is Place.FILE:
            self.said.say(_("The file could not be written: is the disk full?"))
        else:
            self.said.say(one_line(sentence(error)))
