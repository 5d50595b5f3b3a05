"""The accounts on disk, and the way there from the database's first version."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from peertube_desktop.store.accounts import AccountRow, AccountStore
from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import DatabaseTooNewError, StoreError
from peertube_desktop.store.library import KnownInstance, Library
from peertube_desktop.store.migrations import STEPS, v1

ALICE = AccountRow("1", "https://a.example", "alice", "Alice ✨", "https://a.example/x.png")
BOB = AccountRow("2", "https://a.example", "bob")
ALICE_ELSEWHERE = AccountRow("3", "https://b.example", "alice")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Db]:
    made = Db(tmp_path / "library.sqlite")
    await made.open()
    yield made
    await made.close()


async def test_accounts_keep_their_order(db: Db) -> None:
    store = AccountStore(db)
    for row in (ALICE, BOB, ALICE_ELSEWHERE):
        await store.put(row)
    assert await store.all() == [ALICE, BOB, ALICE_ELSEWHERE]
    await store.set_order(["3", "1", "2"])
    renamed = AccountRow("1", ALICE.origin, "alice", "Another name")
    await store.put(renamed)
    assert await store.all() == [ALICE_ELSEWHERE, renamed, BOB]
    await store.remove("1")
    await store.remove("nobody")
    await store.put(ALICE)
    assert await store.all() == [ALICE_ELSEWHERE, BOB, ALICE]


async def test_an_account_is_there_once(db: Db) -> None:
    store = AccountStore(db)
    await store.put(ALICE)
    with pytest.raises(StoreError):
        await store.put(AccountRow("other", ALICE.origin, "alice"))
    assert await store.all() == [ALICE]


async def test_a_library_of_the_first_version_is_brought_along(tmp_path: Path) -> None:
    """With all that is in it."""
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(f"BEGIN; {v1.SQL} PRAGMA user_version = 1; COMMIT;")
        old.execute("INSERT INTO instance VALUES ('https://a.example', 'A', '', '6.3.0', 1)")
        old.execute("INSERT INTO position VALUES ('u', 30, 60, 0, 1)")
        old.commit()
    db = Db(path)
    await db.open()
    assert db.set_aside_as is None
    library, store = Library(db), AccountStore(db)
    assert await library.instances() == [KnownInstance("https://a.example", "A", "", "6.3.0")]
    assert (await library.positions())["u"].seconds == 30
    assert await store.all() == []
    await store.put(ALICE)
    await db.close()
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


async def test_a_library_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        newer.commit()
    before = path.read_bytes()
    db = Db(path)
    with pytest.raises(DatabaseTooNewError):
        await db.open()
    await db.close()
    assert path.read_bytes() == before


async def test_there_is_no_place_for_a_secret(db: Db) -> None:
    columns = await db.run(lambda one: [row[1] for row in one.execute("PRAGMA table_info(account)")])
    assert columns == ["id", "origin", "username", "display_name", "avatar", "position", "added"]
