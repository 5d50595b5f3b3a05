"""Settings: what is told to others, and what is kept on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal

from peertube_desktop.services.storage import Storage
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.dialogs.confirm import ConfirmDialog
from peertube_desktop.ui.format import byte_size
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection


class PrivacySection(SettingSection):
    """Private mode, pictures, history, everything. `notice(sentence)` when something was done."""

    notice = Signal(str)

    def __init__(self, bound: Bound, storage: Storage) -> None:
        super().__init__(_("Privacy and storage"))
        self._storage = storage
        self._measuring: asyncio.Task[None] | None = None
        self.add(
            SettingRow(
                _("Private mode"),
                _("No views are sent, and no history is kept. Ctrl+Shift+P turns it on and off."),
                bound.switch("private_mode"),
                _("incognito tracking views history"),
            )
        )
        size = bound.number("image_cache_mb", (10, 10_000), 50, " MB")
        self.add(
            SettingRow(
                _("Room for pictures"),
                _("Pictures of videos are kept, so that they need not be loaded again."),
                size,
                _("cache disk size thumbnails"),
            )
        )
        self._pictures = self._button("clear-pictures", _("Pictures on this computer"), _("Clear"))
        self._pictures_row = self.add(self._pictures[1])
        self._pictures[0].clicked.connect(lambda: self._run(self._clear_pictures(), self._pictures_row))
        history, self._history_row = self._button(
            "clear-history",
            _("History"),
            _("Clear…"),
            _("What you watched and how far, and what you searched for."),
        )
        self.add(self._history_row)
        history.clicked.connect(self._ask_history)
        everything, self._everything_row = self._button(
            "clear-everything", _("Everything"), _("Clear…"), _("Begin anew, as at the first start.")
        )
        self.add(self._everything_row)
        everything.clicked.connect(self._ask_everything)

    def _button(self, name: str, title: str, label: str, hint: str = "") -> tuple[PillButton, SettingRow]:
        button = PillButton(label, None, "", None)
        button.setObjectName(name)
        button.setAccessibleName(f"{title}: {label}")
        return button, SettingRow(title, hint, button, _("clear delete remove forget cache reset"))

    def reopened(self) -> None:
        """The page is shown anew: say how much is used now."""
        # An earlier answer may come later.
        if self._measuring is not None:
            self._measuring.cancel()
        self._measuring = spawn(self, self._show_size())

    async def _show_size(self) -> None:
        size = await self._storage.pictures_size()
        self._pictures_row.set_hint(_("{size} used now").format(size=byte_size(size)))

    async def _clear_pictures(self) -> None:
        await self._storage.clear_pictures()
        await self._show_size()
        self.notice.emit(_("The pictures are cleared"))

    async def _clear_history(self) -> None:
        await self._storage.clear_history()
        self.notice.emit(_("The history is cleared"))

    async def _clear_everything(self) -> None:
        await self._storage.clear_everything()
        self.notice.emit(_("Everything is cleared"))

    def _run(self, work: Coroutine[Any, Any, None], row: SettingRow) -> None:
        row.set_error("")

        def failed(error: BaseException) -> None:
            if not isinstance(error, StoreError):
                raise error
            row.set_error(_("This could not be done: the disk is full or cannot be written to."))

        spawn(self, work, on_error=failed)

    def _ask_history(self) -> None:
        dialog = ConfirmDialog(
            _("Clear the history?"),
            _("This cannot be undone. What goes:"),
            _("Clear the history"),
            (
                _("the videos you watched, and how far"),
                _("the marks of watched videos"),
                _("what you searched for"),
            ),
            self.window(),
        )
        dialog.accepted.connect(lambda: self._run(self._clear_history(), self._history_row))
        dialog.open()

    def _ask_everything(self) -> None:
        dialog = ConfirmDialog(
            _("Clear everything?"),
            _(
                "This cannot be undone. The proxy, the certificate and private mode stay as they are, so that"
                " nobody learns more than before. What goes:"
            ),
            _("Clear everything"),
            (
                _("the history, the places in videos, and what you searched for"),
                _("the instances you know, and which one is open"),
                _("the accounts you are signed in to"),
                _("the pictures on this computer"),
                _("the log"),
                _("all other settings"),
            ),
            self.window(),
        )
        dialog.accepted.connect(lambda: self._run(self._clear_everything(), self._everything_row))
        dialog.open()
