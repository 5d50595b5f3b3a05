"""The queue of uploads: what the window sees of it and can do with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from peertube_desktop.services.retry import is_here
from peertube_desktop.services.tasks import spawn
from peertube_desktop.services.uploading import steps
from peertube_desktop.services.uploading.admission import (
    Allowance,
    Candidate,
    admit,
    allowance_if_told,
    look_at,
)
from peertube_desktop.services.uploading.desk import MOST_AT_ONCE
from peertube_desktop.services.uploading.entry import Entry
from peertube_desktop.services.uploading.items import RefusedFile, UploadItem, UploadState
from peertube_desktop.services.uploading.metadata import Metadata, encode, title_of
from peertube_desktop.services.uploading.queue import UploadQueue
from peertube_desktop.services.uploading.source_file import FileFacts, read_facts
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.uploads import NewUpload

log = logging.getLogger(__name__)


class Uploads(UploadQueue):
    """What the person can do with the queue."""

    async def add(
        self, paths: Iterable[Path], account: str, defaults: Metadata | None = None
    ) -> Sequence[RefusedFile]:
        """Put files, and those in folders, on the queue of an account. `defaults`: all but the title.

        Returns (and emits as `refused`) the files that were not taken. Raises KeyError for an account that is
        not known, StoreError where this machine's disk takes nothing: then no file was put on the queue.
        """
        info, client = self._accounts.info(account), self._accounts.client(account)
        own = [
            row for row in self._rows.values() if (row.origin, row.username) == (info.origin, info.username)
        ]
        queued = {row.path for row in own if row.state != "published"}
        candidates, refused = await asyncio.to_thread(look_at, list(paths), queued)
        if candidates:
            pending = sum(row.size for row in own if row.video_id is None and row.state != "failed")
            reachable = self._desk.network.online or is_here(info.origin)
            allowance = await allowance_if_told(client) if reachable else Allowance()
            candidates, more = admit(candidates, allowance, pending)
            refused += more
        wanted = defaults or Metadata()
        rows = await self._journal.add(
            [_new(one, account, info.origin, info.username, wanted) for one in candidates]
        )
        for row in rows:
            self._admit(row)
            self.added.emit(row.id)
        self._schedule()
        self._mark_summary()
        if refused:
            self.refused.emit(refused)
        return refused

    def pause(self, *ids: int) -> None:
        """Hold these; all for none. What the server has stays there."""
        self._each(ids, self._pause, lambda item: not item.paused and not item.is_finished)

    def resume(self, *ids: int) -> None:
        """Let these go on; all for none."""
        self._each(ids, self._resume, lambda item: item.paused)

    def retry(self, *ids: int) -> None:
        """Try failed ones, and failed steps, again; do not wait any longer where one waits. All for none."""
        self._each(ids, self._retry, lambda item: item.problem is not None)

    def cancel(self, *ids: int) -> None:
        """Delete on the server what is there of these (the unfinished video too), and take them off."""
        self._each(ids, self._cancel, lambda item: item.state is not UploadState.PUBLISHED)

    def clear_finished(self) -> None:
        """Take off what is published. The videos stay."""
        if ids := [item.id for item in self.items if item.state is UploadState.PUBLISHED]:
            self._each(ids, self._remove, lambda _: True)

    def move(self, upload: int, place: int) -> None:
        """Give an upload another place in the queue, counted from 0."""
        order = [entry for entry in self._in_order() if entry.row.id != upload]
        entry = self._entries.get(upload)
        if entry is None:
            return
        place = max(0, min(place, len(order)))
        before = order[place - 1].place if place else None
        after = order[place].place if place < len(order) else None
        if before is None:
            entry.place = (after or 0.0) - 1 if after is not None else 0.0
        else:
            entry.place = before + 1 if after is None else (before + after) / 2
        self._write(entry, place=entry.place)
        self.reordered.emit()

    def set_metadata(self, upload: int, metadata: Metadata) -> None:
        """What the person typed: kept at once, sent with the upload's beginning or after it."""
        entry = self._entries.get(upload)
        if entry is None or entry.metadata == metadata:
            return
        entry.metadata = metadata
        self._mark(upload)
        spawn(self, self._guarded(entry, self._keep_metadata))

    def set_limits(self, *, at_once: int | None = None, bytes_per_second: int | None = None) -> None:
        """How many files flow at once (1 by default), and how fast all together (0: as fast as it goes)."""
        if at_once is not None:
            self._at_once = max(1, min(MOST_AT_ONCE, at_once))
        if bytes_per_second is not None:
            self._desk.throttle.limit(bytes_per_second)
        self._schedule()

    # One at a time for each upload

    def _each(
        self,
        ids: Sequence[int],
        what: Callable[[Entry], Awaitable[None]],
        applies: Callable[[UploadItem], bool],
    ) -> None:
        chosen = [self._entries[one] for one in ids if one in self._entries] if ids else self._in_order()
        for entry in chosen:
            if applies(entry.item):
                spawn(self, self._guarded(entry, what))

    async def _guarded(self, entry: Entry, what: Callable[[Entry], Awaitable[None]]) -> None:
        async with entry.lock:
            if entry.row.id not in self._entries or self._closing:
                return
            try:
                await what(entry)
            except StoreError as error:
                log.info("The journal of uploads takes nothing: %s", type(error).__name__)
                self.storage_failed.emit()
        self._schedule()
        self._mark(entry.row.id)

    async def _pause(self, entry: Entry) -> None:
        if entry.row.paused or entry.row.state == "cancelling":
            return
        self._take(await self._journal.note(entry.row.id, paused=True))
        await entry.stop()

    async def _resume(self, entry: Entry) -> None:
        entry.is_idle = False
        self._take(await self._journal.note(entry.row.id, paused=False))

    async def _retry(self, entry: Entry) -> None:
        row = entry.row
        if row.state == "changed":
            await entry.stop()
            facts = await asyncio.to_thread(_facts_or_none, row.path)
            if facts is not None and facts.size == 0:
                return
            # What the server may still have of the file as it was has another key: it is nobody's, and is purged.
            new = {} if facts is None else vars(facts)
            row = await self._journal.note(row.id, **new, held=0, location="", mark=None)
            self._take(await self._journal.advance(row, "queued", problem="", detail="", begun_anew=0))
        elif row.state == "failed":
            steps_again = steps.without_refusals(row.steps)
            self._take(
                await self._journal.advance(
                    row, row.stage, problem="", detail="", steps=steps_again, begun_anew=0
                )
            )
        elif entry.item.failed_steps:
            self._take(await self._journal.note(row.id, steps=steps.without_refusals(row.steps)))
            await self._complete_again(entry)
        entry.wake()

    async def _cancel(self, entry: Entry) -> None:
        await entry.stop()
        row = await self._journal.get(entry.row.id)
        if row is None or row.state == "cancelling":
            return
        known = any((one.origin, one.username) == (row.origin, row.username) for one in self._accounts.known)
        nothing_there = not row.location and row.mark is None and row.video_id is None
        if nothing_there or not known:
            await self._remove(entry)
        else:
            self._take(await self._journal.advance(row, "cancelling", paused=False))

    async def _remove(self, entry: Entry) -> None:
        await entry.stop()
        await self._journal.remove(entry.row.id)
        self._forget(entry)

    async def _keep_metadata(self, entry: Entry) -> None:
        self._take(await self._journal.note(entry.row.id, metadata=encode(entry.metadata)))
        await self._complete_again(entry)
        entry.wake()

    async def _complete_again(self, entry: Entry) -> None:
        """A published video gets what is due; one that is followed is found due by itself."""
        row = entry.row
        if row.state == "published" and steps.is_due(row.steps, row.sent_details, entry.metadata):
            await entry.stop()
            self._take(await self._journal.advance(row, "completing"))

    def _write(self, entry: Entry, **changes: object) -> None:
        async def write(_: Entry) -> None:
            self._take(await self._journal.note(entry.row.id, **changes))

        spawn(self, self._guarded(entry, write))


def _new(one: Candidate, account: str, origin: str, username: str, defaults: Metadata) -> NewUpload:
    metadata = msgspec.structs.replace(defaults, title=title_of(one.path.name))
    return NewUpload(
        account=account,
        origin=origin,
        username=username,
        path=one.path,
        size=one.facts.size,
        mtime_ns=one.facts.mtime_ns,
        fingerprint=one.facts.fingerprint,
        mime=one.kind.mime,
        sent_name=one.sent_name,
        metadata=encode(metadata),
    )


def _facts_or_none(path: Path) -> FileFacts | None:
    try:
        return read_facts(path)
    except OSError:
        return None
