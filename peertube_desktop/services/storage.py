"""What the program keeps on this machine: how much, and clearing it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from peertube_desktop.services.history import History
from peertube_desktop.services.instances import Instances
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.image_cache import ImageCache
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import Settings

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
KEPT = ("proxy_mode", "proxy_url", "ca_file", "private_mode")
"""What "clear everything" leaves: without it more would be told to others than before."""


class Storage(QObject):
    """Pictures, history, all of it. Bounds the picture cache as the settings say.

    `cleared` when everything is gone, before the program goes to where it begins.
    """

    cleared = Signal()

    def __init__(
        self,
        cache: ImageCache,
        library: Library,
        history: History,
        instances: Instances,
        preferences: Preferences,
        clear_logs: Callable[[], None],
        parent: QObject | None = None,
        *,
        sign_out: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._library = library
        self._history = history
        self._instances = instances
        self._preferences = preferences
        self._clear_logs = clear_logs
        self._sign_out = sign_out
        self._limit = preferences.current.image_cache_mb
        preferences.changed.connect(self._preferences_changed)

    def _preferences_changed(self) -> None:
        limit = self._preferences.current.image_cache_mb
        if limit != self._limit:
            self._limit = limit
            spawn(self, asyncio.to_thread(self._cache.set_limit, limit * MEGABYTE))

    async def pictures_size(self) -> int:
        """Bytes of pictures on disk."""
        return await asyncio.to_thread(self._cache.size)

    async def clear_pictures(self) -> None:
        """Remove the pictures on disk; they are fetched again when they are seen."""
        await asyncio.to_thread(self._cache.clear)

    async def clear_history(self) -> None:
        """Forget what was watched, how far, and what was searched for. Raises StoreError."""
        await self._history.clear()
        await self._library.clear_searches()

    async def clear_everything(self) -> None:
        """Begin anew: history, searches, instances, pictures, logs, settings except KEPT. Raises StoreError.

        Accounts are signed out first.
        """
        if self._sign_out is not None:
            await self._sign_out()
        await self._history.clear()
        await self._library.clear()
        now = self._preferences.current
        fresh = msgspec.structs.replace(Settings(), **{name: getattr(now, name) for name in KEPT})
        self._preferences.update(**msgspec.to_builtins(fresh))
        await self.clear_pictures()
        await asyncio.to_thread(self._clear_logs)
        await self._preferences.flush()
        self.cleared.emit()
        self._instances.forget_all()
