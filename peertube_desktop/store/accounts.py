"""The accounts the person signed in to, in the order they are shown. No secret is in here."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from peertube_desktop.store.db import Db


@dataclass(frozen=True)
class AccountRow:
    """One account. `id` is a random word; `avatar` is a URL or ""."""

    id: str
    origin: str
    username: str
    display_name: str = ""
    avatar: str = ""


class AccountStore:
    """Everything raises StoreError where the disk does not play along."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def all(self) -> Sequence[AccountRow]:
        """The accounts, in their order."""

        def work(db: sqlite3.Connection) -> list[AccountRow]:
            rows = db.execute(
                "SELECT id, origin, username, display_name, avatar FROM account ORDER BY position, added"
            )
            return [AccountRow(*row) for row in rows]

        return await self._db.run(work)

    async def put(self, row: AccountRow) -> None:
        """Add an account at the end, or change what is known of one."""

        def work(db: sqlite3.Connection) -> None:
            (last,) = db.execute("SELECT coalesce(max(position), 0) FROM account").fetchone()
            db.execute(
                "INSERT INTO account (id, origin, username, display_name, avatar, position, added)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, username = excluded.username,"
                " display_name = excluded.display_name, avatar = excluded.avatar",
                (row.id, row.origin, row.username, row.display_name, row.avatar, last + 1, time.time()),
            )

        await self._db.run(work)

    async def remove(self, account_id: str) -> None:
        """Forget one."""
        await self._db.run(lambda db: db.execute("DELETE FROM account WHERE id = ?", (account_id,)))

    async def set_order(self, ids: Sequence[str]) -> None:
        """Show them in this order from now on."""
        places = [(place, account_id) for place, account_id in enumerate(ids, 1)]
        await self._db.run(lambda db: db.executemany("UPDATE account SET position = ? WHERE id = ?", places))
