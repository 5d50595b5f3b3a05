"""The queue itself: its rows taken up, a job for each that may run, and the window told of what changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.retry import NetworkWatch
from peertube_desktop.services.tasks import spawn
from peertube_desktop.services.uploading import deleting, finishing, following, sending, steps
from peertube_desktop.services.uploading.desk import Desk
from peertube_desktop.services.uploading.entry import Entry
from peertube_desktop.services.uploading.items import UploadItem, UploadProblem, UploadSummary
from peertube_desktop.services.uploading.job import Job, Stage
from peertube_desktop.services.uploading.views import summary
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.uploads import WAYS, UploadJournal, UploadRow

log = logging.getLogger(__name__)

TELL_MS = 200
STAGES: dict[str, Stage] = {
    "queued": sending.queue,
    "starting": sending.start,
    "sending": sending.send,
    "finishing": finishing.finish,
    "completing": steps.complete,
    "transcoding": following.follow,
    "changed": deleting.forget_changed,
    "cancelling": deleting.cancel,
}
FLOWING = ("queued", "starting", "sending", "finishing")
"""The states that take one of the places for files that flow at once."""


class UploadQueue(QObject):
    """All uploads of the profile, in their order.

    `added(id)`, `changed(id)` (at most a few times a second for each), `removed(id)`, `reordered()`;
    `refused(list[RefusedFile])` after files were looked at; `summary_changed()` when `summary` did;
    `published(id)` once for each video that is ready; `storage_failed()` when this machine's disk would not
    take what was asked for: nothing has changed then.
    """

    added = Signal(int)
    changed = Signal(int)
    removed = Signal(int)
    reordered = Signal()
    refused = Signal(list)
    summary_changed = Signal()
    published = Signal(int)
    storage_failed = Signal()

    def __init__(
        self,
        journal: UploadJournal,
        accounts: Accounts,
        network: NetworkWatch,
        lock_path: Path,
        parent: QObject | None = None,
        *,
        at_once: int = 1,
        bytes_per_second: int = 0,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._accounts = accounts
        self._lock_path = lock_path
        self._lock: QLockFile | None = None
        self._entries: dict[int, Entry] = {}
        self._rows: dict[int, UploadRow] = {}
        self._desk = Desk(journal, accounts, network, self._rows)
        self._at_once = at_once
        self._desk.throttle.limit(bytes_per_second)
        self._dirty: set[int] = set()
        self._summary = UploadSummary()
        self._closing = False
        self.is_elsewhere = False
        """Another run of the program on this profile has the queue: this one leaves it alone."""
        self._teller = QTimer(self)
        self._teller.setSingleShot(True)
        self._teller.setInterval(TELL_MS)
        self._teller.timeout.connect(self._tell)
        accounts.changed.connect(self._accounts_changed)

    # What there is

    @property
    def items(self) -> Sequence[UploadItem]:
        """All uploads, in the order they will be sent."""
        return tuple(entry.item for entry in self._in_order())

    @property
    def summary(self) -> UploadSummary:
        """All that is on its way, in one."""
        return summary(entry.item for entry in self._entries.values())

    def item(self, upload: int) -> UploadItem | None:
        """One of them, or None."""
        entry = self._entries.get(upload)
        return entry.item if entry is not None else None

    # The queue's life

    async def load(self) -> None:
        """Take up the queue as the last run left it, and go on. Raises StoreError."""
        lock = QLockFile(str(self._lock_path))
        # Hours of sleep make it no older; a run that is gone is told by its number.
        lock.setStaleLockTime(0)
        if not await asyncio.to_thread(lock.tryLock, 0):
            self.is_elsewhere = True
            return
        self._lock = lock
        for row in await self._journal.all():
            self._admit(row)
        self._schedule()
        self._mark_summary()

    async def aclose(self) -> None:
        """Stop; the queue stays as it is for the next run."""
        self._closing = True
        self._teller.stop()
        await asyncio.gather(*(entry.stop() for entry in self._entries.values()))
        self._desk.disk.shutdown(wait=False)
        if self._lock is not None:
            await asyncio.to_thread(self._lock.unlock)
            self._lock = None

    # Jobs

    def _in_order(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda entry: (entry.place, entry.row.id))

    def _schedule(self) -> None:
        """Start what may run: all that only waits for the server, and so many files that flow."""
        if self._closing:
            return
        places = self._at_once - sum(
            entry.is_running and entry.row.state in FLOWING and not entry.is_parked
            for entry in self._entries.values()
        )
        for entry in self._in_order():
            row = entry.row
            if entry.is_running or entry.is_idle or entry.lock.locked():
                continue
            if row.paused or row.state not in STAGES:
                continue
            if row.state in FLOWING:
                if places <= 0:
                    continue
                places -= 1
            elif row.state == "changed" and not row.location:
                continue
            entry.start(Job(self._desk, row, STAGES, self._take, partial(self._mark, row.id)))

    def _admit(self, row: UploadRow) -> None:
        entry = Entry(row, self._desk.needs_password, self._ended)
        self._entries[row.id] = entry
        self._rows[row.id] = row

    def _take(self, row: UploadRow) -> None:
        """A row as it was written."""
        entry = self._entries.get(row.id)
        if entry is None:
            return
        before = entry.row.state
        self._rows[row.id] = row
        entry.take(row)
        self._desk.row_written()
        self._mark(row.id)
        if row.state != before:
            if row.state == "published":
                self.published.emit(row.id)
            # A place may have become free.
            QTimer.singleShot(0, self, self._schedule)

    def _ended(self, entry: Entry, failed: BaseException | None) -> None:
        """A job has nothing left to do."""
        if failed is not None:
            log.error("An upload's work failed", exc_info=failed)
            if not self._closing:
                spawn(self, self._give_up(entry))
        if entry.row.state == "cancelling" and failed is None and not self._closing:
            spawn(self, self._take_off(entry))
        self._schedule()
        self._mark(entry.row.id)

    async def _give_up(self, entry: Entry) -> None:
        """After a mistake of our own: nothing more is done until the person wants it."""
        async with entry.lock:
            row = await self._journal.get(entry.row.id)
            if row is not None and "failed" in WAYS[row.state]:
                self._take(await self._journal.advance(row, "failed", problem=str(UploadProblem.INTERNAL)))

    async def _take_off(self, entry: Entry) -> None:
        """Nothing is left of it on the server."""
        async with entry.lock:
            if entry.row.id in self._entries:
                try:
                    await self._journal.remove(entry.row.id)
                except StoreError as error:
                    # The next run looks once more, finds nothing on the server, and removes it.
                    log.info("An upload is not taken off: %s", type(error).__name__)
                    return
                self._forget(entry)

    def _forget(self, entry: Entry) -> None:
        self._entries.pop(entry.row.id, None)
        self._rows.pop(entry.row.id, None)
        self._dirty.discard(entry.row.id)
        self._desk.row_written()
        self.removed.emit(entry.row.id)
        self._mark_summary()

    # Telling

    def _mark(self, upload: int) -> None:
        if upload in self._entries:
            self._entries[upload].look_again()
        self._dirty.add(upload)
        self._mark_summary()

    def _mark_summary(self) -> None:
        if not self._teller.isActive() and not self._closing:
            self._teller.start()

    def _tell(self) -> None:
        dirty, self._dirty = self._dirty, set()
        for upload in dirty:
            if upload in self._entries:
                self.changed.emit(upload)
        now = self.summary
        if now != self._summary:
            self._summary = now
            self.summary_changed.emit()

    def _accounts_changed(self) -> None:
        for upload in self._entries:
            self._mark(upload)
