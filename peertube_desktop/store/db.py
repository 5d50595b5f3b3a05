"""The SQLite database: one connection, in one thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from peertube_desktop.store.errors import DatabaseTooNewError, DiskFullError, StoreError
from peertube_desktop.store.files import set_aside
from peertube_desktop.store.migrations import STEPS

T = TypeVar("T")

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class Db:
    """The database in file `path`, made and brought to the newest version by `open`.

    `set_aside_as` tells where a damaged one was put, for a note to the person.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._connection: sqlite3.Connection | None = None
        self.set_aside_as: Path | None = None

    async def open(self) -> None:
        """Open it. Raises DatabaseTooNewError (nothing is touched then) or StoreError."""
        await self._in_thread(self._open)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in a transaction, in the database's thread; rolled back where it raises.

        Raises StoreError (DiskFullError) for what SQLite reports.
        """
        return await self._in_thread(lambda: self._transact(work))

    async def close(self) -> None:
        """Finish what was asked for, then close."""
        await self._in_thread(self._close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        # A task that is cancelled must not leave its work half done in the thread: it ends by itself there.
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            raise StoreError("the database is not open")
        try:
            with self._connection:
                return work(self._connection)
        except sqlite3.Error as error:
            raise _typed(error) from error

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError as error:
                # OperationalError is about the disk or a lock, and passes; the file itself is not to blame.
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self.set_aside_as = self._set_aside()
                self._connection = self._connect()
        except sqlite3.Error as error:
            raise _typed(error) from error
        except OSError as error:
            raise StoreError(error.strerror or "") from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=5, check_same_thread=False)
        try:
            # First of all: the journal's mode would be a change already.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > len(STEPS):
                raise DatabaseTooNewError(version, len(STEPS))
            if version < 0:
                raise sqlite3.DatabaseError("no version of ours")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Costs a page or two: finds a file that is no database, and most that are damaged.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for number in range(version, len(STEPS)):
                connection.executescript(
                    f"BEGIN; {STEPS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
                )
            (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if result != "ok":
                raise sqlite3.DatabaseError(result)
            if not _columns(connection) >= _wanted_columns():
                raise sqlite3.DatabaseError("not our tables")
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self) -> Path:
        target = set_aside(self._path)
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        return target

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Table and name of each column."""
    query = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
    return set(connection.execute(query))


def _wanted_columns() -> set[tuple[str, str]]:
    """What there is in a database that was made anew."""
    with closing(sqlite3.connect(":memory:")) as made:
        for step in STEPS:
            made.executescript(step)
        return _columns(made)


def _typed(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int) and code & 0xFF in _FULL:
        return DiskFullError(str(error))
    return StoreError(str(error))
