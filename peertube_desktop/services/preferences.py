"""The settings as the running program sees them."""

from __future__ import annotations

import asyncio
import logging

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.settings import Settings, SettingsFile

log = logging.getLogger(__name__)

WRITE_AFTER_MS = 300


class Preferences(QObject):
    """`current` settings; `changed` after any did; `write_failed` when the disk would not take them."""

    changed = Signal()
    write_failed = Signal()

    def __init__(self, file: SettingsFile, current: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self.current = current
        self._written = current
        self._lock = asyncio.Lock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(lambda: spawn(self, self.flush()))

    def update(self, **fields: object) -> None:
        """Change settings by name, tell everybody, and write them a moment later.

        Raises msgspec.ValidationError for a value that is out of bounds: nothing is changed then.
        """
        wanted = msgspec.convert({**msgspec.to_builtins(self.current), **fields}, Settings)
        if wanted == self.current:
            return
        self.current = wanted
        self.changed.emit()
        self._timer.start()

    def reset(self, *names: str) -> None:
        """Give settings their defaults again."""
        self.update(**{name: getattr(Settings(), name) for name in names})

    async def flush(self) -> None:
        """Write now what is not written yet."""
        self._timer.stop()
        async with self._lock:
            wanted = self.current
            if wanted == self._written:
                return
            try:
                await asyncio.to_thread(self._file.write, wanted)
            except OSError as error:
                log.info("Settings not written: %s", error.strerror)
                self.write_failed.emit()
            else:
                self._written = wanted
