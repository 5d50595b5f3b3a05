"""The journal of uploads: one row for each file, committed before what it promises is done.

A row's `state` goes only ways that `WAYS` has, and only from where the writer believes it to be.
"""

from __future__ import annotations

import os
import sqlite3
import time
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import StoreError

WAYS: Mapping[str, frozenset[str]] = {
    "queued": frozenset({"starting", "failed", "changed", "cancelling"}),
    "starting": frozenset({"starting", "sending", "finishing", "failed", "changed", "cancelling"}),
    "sending": frozenset({"starting", "finishing", "failed", "changed", "cancelling"}),
    "finishing": frozenset({"starting", "sending", "completing", "failed", "changed", "cancelling"}),
    "completing": frozenset({"transcoding", "failed", "cancelling"}),
    "transcoding": frozenset({"completing", "published", "failed", "cancelling"}),
    "published": frozenset({"completing"}),
    "failed": frozenset(
        {"queued", "starting", "sending", "finishing", "completing", "transcoding", "changed", "cancelling"}
    ),
    "changed": frozenset({"queued", "cancelling"}),
    "cancelling": frozenset(),
}


class StaleRowError(StoreError):
    """The row is not where the writer believed it to be, or may not go where it was sent: nothing was written."""


@dataclass(frozen=True)
class NewUpload:
    """A file to be put on the queue. `sent_name` is what the server will hear as its name."""

    account: str
    origin: str
    username: str
    path: Path
    size: int
    mtime_ns: int
    fingerprint: str
    mime: str
    sent_name: str
    metadata: str


@dataclass(frozen=True)
class UploadRow:
    """A row as it stands.

    `key` tells this upload from all others of the account on the server. `mark`: the account's videos with a larger
    id were made after the last part was promised. `whole`: sent in one piece, by an instance that knows no parts.
    """

    id: int
    account: str
    origin: str
    username: str
    place: float
    path: Path
    size: int
    mtime_ns: int
    fingerprint: str
    mime: str
    sent_name: str
    metadata: str
    state: str
    paused: bool
    key: int | None
    sent_title: str
    sent_details: str
    location: str
    whole: bool
    held: int
    mark: int | None
    begun_anew: int
    video_id: int | None
    video_uuid: str
    video_short: str
    steps: str
    problem: str
    detail: str
    created: float
    updated: float

    @property
    def stage(self) -> str:
        """The state that what is known of it speaks for: where to go on after a failure."""
        if self.video_id is not None:
            return "completing"
        if self.mark is not None and (self.location or self.whole):
            return "finishing"
        return "sending" if self.location else "queued"


_WRITABLE = frozenset(field.name for field in fields(UploadRow)) - {"id", "state", "created", "updated"}
_INSERT = """
INSERT INTO upload (account, origin, username, place, path, size, mtime_ns, fingerprint, mime, sent_name,
    metadata, state, created, updated)
VALUES (:account, :origin, :username, :place, :path, :size, :mtime_ns, :fingerprint, :mime, :sent_name,
    :metadata, 'queued', :now, :now)
"""
_UPDATE = """
UPDATE upload SET account = :account, origin = :origin, username = :username, place = :place, path = :path,
    size = :size, mtime_ns = :mtime_ns, fingerprint = :fingerprint, mime = :mime, sent_name = :sent_name,
    metadata = :metadata, state = :state, paused = :paused, key = :key, sent_title = :sent_title,
    sent_details = :sent_details, location = :location, whole = :whole, held = :held, mark = :mark,
    begun_anew = :begun_anew, video_id = :video_id, video_uuid = :video_uuid, video_short = :video_short,
    steps = :steps, problem = :problem, detail = :detail, updated = :updated
WHERE id = :id
"""


def _named(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


def _row(named: Mapping[str, Any]) -> UploadRow:
    path = Path(os.fsdecode(named["path"]))
    flags = {"paused": bool(named["paused"]), "whole": bool(named["whole"])}
    return UploadRow(**{**named, **flags, "path": path})


def _get(db: sqlite3.Connection, upload: int) -> dict[str, Any]:
    found = db.execute("SELECT * FROM upload WHERE id = ?", (upload,))
    values = found.fetchone()
    if values is None:
        raise StaleRowError(f"upload {upload} is gone")
    return _named(found, values)


class UploadJournal:
    """Everything raises StoreError where the disk does not play along; then nothing was promised."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def all(self) -> list[UploadRow]:
        """Every row, in the order of the queue."""

        def work(db: sqlite3.Connection) -> list[UploadRow]:
            found = db.execute("SELECT * FROM upload ORDER BY place, id")
            return [_row(_named(found, values)) for values in found]

        return await self._db.run(work)

    async def get(self, upload: int) -> UploadRow | None:
        """One row as it stands, or None."""

        def work(db: sqlite3.Connection) -> UploadRow | None:
            found = db.execute("SELECT * FROM upload WHERE id = ?", (upload,))
            values = found.fetchone()
            return _row(_named(found, values)) if values is not None else None

        return await self._db.run(work)

    async def add(self, uploads: Sequence[NewUpload]) -> list[UploadRow]:
        """New rows at the end of the queue.

        Files of one size and name that go to one account get different names, so that the videos made of
        them can be told apart.
        """

        def work(db: sqlite3.Connection) -> list[UploadRow]:
            (place,) = db.execute("SELECT coalesce(max(place), 0) FROM upload").fetchone()
            return [_row(_add(db, one, place + number)) for number, one in enumerate(uploads, 1)]

        return await self._db.run(work)

    async def advance(self, row: UploadRow, state: str, **changes: object) -> UploadRow:
        """Send a row from the state it has to another, with what else changes. Raises StaleRowError."""
        if state not in WAYS[row.state]:
            raise StaleRowError(f"upload {row.id} does not go from {row.state} to {state}")
        return await self._write(row.id, changes, way=(row.state, state))

    async def note(self, upload: int, **changes: object) -> UploadRow:
        """Change what is known of a row, not its state. Raises StaleRowError where it is gone."""
        return await self._write(upload, changes)

    async def remove(self, *ids: int) -> None:
        """Forget rows."""
        wanted = [(one,) for one in ids]
        await self._db.run(lambda db: db.executemany("DELETE FROM upload WHERE id = ?", wanted))

    async def _write(
        self, upload: int, changes: Mapping[str, object], way: tuple[str, str] | None = None
    ) -> UploadRow:
        if not changes.keys() <= _WRITABLE:
            raise ValueError(f"not to be written: {sorted(changes.keys() - _WRITABLE)}")

        def work(db: sqlite3.Connection) -> UploadRow:
            now = _get(db, upload)
            state = now["state"]
            if way is not None:
                if state != way[0]:
                    raise StaleRowError(f"upload {upload} is {state}, not {way[0]}")
                state = way[1]
            path = changes.get("path")
            encoded = {"path": os.fsencode(path)} if isinstance(path, Path) else {}
            db.execute(_UPDATE, {**now, **changes, **encoded, "state": state, "updated": time.time()})
            return _row(_get(db, upload))

        return await self._db.run(work)


def _add(db: sqlite3.Connection, one: NewUpload, place: float) -> dict[str, Any]:
    same = db.execute(
        "SELECT sent_name FROM upload WHERE origin = ? AND username = ? AND size = ?",
        (one.origin, one.username, one.size),
    )
    name = _another_name(one.sent_name, {_folded(name) for (name,) in same})
    values = {**vars(one), "path": os.fsencode(one.path), "sent_name": name, "place": place}
    cursor = db.execute(_INSERT, {**values, "now": time.time()})
    return _get(db, cursor.lastrowid or 0)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _another_name(name: str, taken: set[str]) -> str:
    """`name`, or `name (2)` and so on before its extension where it is taken."""
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    wanted, number = name, 1
    while _folded(wanted) in taken:
        number += 1
        wanted = f"{stem} ({number}){dot}{extension}"
    return wanted
