"""What the person watched, searched and visited, on this machine."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec

from peertube_desktop.store.db import Db

MAX_SEARCHES = 100
MAX_HISTORY = 5000


@dataclass(frozen=True)
class Position:
    """How far a video was watched, in seconds; `watched` once it was seen to its end."""

    uuid: str
    seconds: float
    duration: float
    watched: bool
    updated: float


@dataclass(frozen=True)
class Visit:
    """A video that was watched: when (Unix time) and, as JSON, what a card needs to show it offline."""

    uuid: str
    origin: str
    visited: float
    video: bytes


class _Person(msgspec.Struct, rename="camel"):
    name: str = ""
    host: str = ""
    display_name: str = ""


class _Searched(msgspec.Struct):
    """What of a visit's JSON is searched."""

    name: str = ""
    channel: _Person | None = None
    account: _Person | None = None


def _fits(video: bytes, words: Sequence[str]) -> bool:
    """Whether every word (case-folded) is found."""
    try:
        found = msgspec.json.decode(video, type=_Searched)
    except msgspec.MsgspecError:
        return False
    people = [person for person in (found.channel, found.account) if person is not None]
    texts = [found.name, *(f"{one.display_name} {one.name}@{one.host}" for one in people)]
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


@dataclass(frozen=True)
class KnownInstance:
    """An instance that was browsed before. `avatar` is a URL or ""."""

    origin: str
    name: str
    avatar: str = ""
    version: str = ""


class Library:
    """Everything raises StoreError where the disk does not play along."""

    def __init__(self, db: Db) -> None:
        self._db = db

    # Positions

    async def set_position(self, uuid: str, seconds: float, duration: float, *, watched: bool) -> None:
        """Remember the place in a video. Once watched, a video stays so until `forget_position`."""

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT INTO position VALUES (?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET"
                " seconds = excluded.seconds, duration = excluded.duration,"
                " watched = max(watched, excluded.watched), updated = excluded.updated",
                (uuid, seconds, duration, int(watched), time.time()),
            )

        await self._db.run(work)

    async def set_watched(self, uuid: str, watched: bool) -> None:
        """Mark a video as watched or not, as the person says."""

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT INTO position VALUES (?, 0, 0, ?, ?) ON CONFLICT (uuid) DO UPDATE SET"
                " watched = excluded.watched, seconds = 0, updated = excluded.updated",
                (uuid, int(watched), time.time()),
            )

        await self._db.run(work)

    async def positions(self, uuids: Iterable[str] | None = None) -> dict[str, Position]:
        """The places in these videos, those that have one; in all videos for None."""
        wanted = None if uuids is None else set(uuids)

        def work(db: sqlite3.Connection) -> dict[str, Position]:
            rows = db.execute("SELECT uuid, seconds, duration, watched, updated FROM position")
            return {
                uuid: Position(uuid, seconds, duration, bool(watched), updated)
                for uuid, seconds, duration, watched, updated in rows
                if wanted is None or uuid in wanted
            }

        return await self._db.run(work)

    # History

    async def add_visit(self, uuid: str, origin: str, video: bytes) -> None:
        """A video is being watched: it goes to the top of the history, which is bounded."""

        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)", (uuid, origin, time.time(), video)
            )
            db.execute(
                "DELETE FROM history WHERE visited < (SELECT visited FROM history"
                " ORDER BY visited DESC LIMIT 1 OFFSET ?)",
                (MAX_HISTORY - 1,),
            )

        await self._db.run(work)

    async def visits(self, start: int = 0, count: int = 50, search: str = "") -> Sequence[Visit]:
        """The history, newest first; with `search`, what has all its words in title, channel or account."""
        words = search.casefold().split()

        def work(db: sqlite3.Connection) -> list[Visit]:
            rows = db.execute(
                "SELECT uuid, origin, visited, video FROM history ORDER BY visited DESC LIMIT ? OFFSET ?",
                (-1, 0) if words else (count, start),
            )
            if not words:
                return [Visit(*row) for row in rows]
            found = (Visit(*row) for row in rows if _fits(row[3], words))
            return list(islice(found, start, start + count))

        return await self._db.run(work)

    async def remove_visit(self, uuid: str) -> None:
        """Take one video out of the history, and its place with it."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM history WHERE uuid = ?", (uuid,))
            db.execute("DELETE FROM position WHERE uuid = ?", (uuid,))

        await self._db.run(work)

    async def clear_history(self) -> None:
        """Forget every visit and place."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM history")
            db.execute("DELETE FROM position")

        await self._db.run(work)

    # Searches

    async def add_search(self, text: str) -> None:
        """Remember what was searched; the oldest goes when there are too many."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO search VALUES (?, ?)", (text, time.time()))
            db.execute(
                "DELETE FROM search WHERE text NOT IN (SELECT text FROM search ORDER BY used DESC LIMIT ?)",
                (MAX_SEARCHES,),
            )

        await self._db.run(work)

    async def searches(self) -> Sequence[str]:
        """What was searched, newest first."""
        return await self._db.run(
            lambda db: [text for (text,) in db.execute("SELECT text FROM search ORDER BY used DESC")]
        )

    async def remove_search(self, text: str) -> None:
        """Forget one search."""
        await self._db.run(lambda db: db.execute("DELETE FROM search WHERE text = ?", (text,)))

    async def clear_searches(self) -> None:
        """Forget all searches."""
        await self._db.run(lambda db: db.execute("DELETE FROM search"))

    # Instances

    async def remember_instance(self, instance: KnownInstance) -> None:
        """An instance is browsed now: it goes to the top of the known ones."""
        row = (instance.origin, instance.name, instance.avatar, instance.version, time.time())
        await self._db.run(
            lambda db: db.execute("INSERT OR REPLACE INTO instance VALUES (?, ?, ?, ?, ?)", row)
        )

    async def forget_instance(self, origin: str) -> None:
        """Take an instance off the list."""
        await self._db.run(lambda db: db.execute("DELETE FROM instance WHERE origin = ?", (origin,)))

    async def instances(self) -> Sequence[KnownInstance]:
        """The known instances, the one used last first."""

        def work(db: sqlite3.Connection) -> list[KnownInstance]:
            rows = db.execute("SELECT origin, name, avatar, version FROM instance ORDER BY used DESC")
            return [KnownInstance(*row) for row in rows]

        return await self._db.run(work)

    # Session

    async def set_session(self, values: dict[str, str]) -> None:
        """Keep where the window was. Keys are the caller's."""
        await self._db.run(
            lambda db: db.executemany("INSERT OR REPLACE INTO session VALUES (?, ?)", list(values.items()))
        )

    async def session(self) -> dict[str, str]:
        """What `set_session` kept."""
        return await self._db.run(lambda db: dict(db.execute("SELECT key, value FROM session").fetchall()))

    async def clear(self) -> None:
        """Forget everything."""

        def work(db: sqlite3.Connection) -> None:
            db.executescript(
                "BEGIN; DELETE FROM position; DELETE FROM history; DELETE FROM search;"
                " DELETE FROM instance; DELETE FROM session; COMMIT;"
            )

        await self._db.run(work)
