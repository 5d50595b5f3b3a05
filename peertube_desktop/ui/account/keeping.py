"""Where this program keeps what one signs in with."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peertube_desktop.services.accounts import Accounts, Place
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import SecretsError
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection
from peertube_desktop.ui.words import keyring_words, one_line, sentence


class KeepingSection(SettingSection):
    """Of all accounts. Changes apply at once."""

    def __init__(self, accounts: Accounts, parent: QWidget | None = None) -> None:
        super().__init__(_("On this computer"))
        self._accounts = accounts
        self._choice = ChoiceBox(
            [
                (Place.KEYRING, _("In the system's keyring")),
                (Place.FILE, _("In a file only I can read")),
                (Place.RUN, _("Not after this run")),
            ],
            "setting-keep_sessions",
        )
        self._choice.chosen.connect(self._chosen)
        self._row = self.add(
            SettingRow(
                _("Stay signed in"),
                _("Your password is not kept, only what the instance gave for it. This is for all accounts."),
                self._choice,
            )
        )
        accounts.keeping_changed.connect(self.show_place)
        self.show_place()

    def show_place(self) -> None:
        """Show where, and what is wrong with it."""
        self._choice.show_value(self._accounts.place)
        problem = self._accounts.problem
        self._row.set_error(one_line(keyring_words(problem)) if problem is not None else "")

    def _chosen(self, value: str) -> None:
        self._choice.setEnabled(False)
        # A combo box gives a plain string back.
        spawn(self, self._keep(Place(value)), on_error=self._failed)

    async def _keep(self, place: Place) -> None:
        await self._accounts.keep_in(place)
        self._choice.setEnabled(True)
        self.show_place()

    def _failed(self, error: BaseException) -> None:
        self._choice.setEnabled(True)
        self.show_place()
        if not isinstance(error, SecretsError):
            raise error
        self._row.set_error(one_line(sentence(error)))
