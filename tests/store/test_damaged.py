"""Databases and settings that something happened to: set aside or left alone, never an error of ours."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import Settings, SettingsFile


async def used(path: Path) -> None:
    """Leaves a library that was in use."""
    db = Db(path)
    await db.open()
    await Library(db).set_session({"route": "page=discover", "geometry": "x" * 4000})
    await db.close()


async def opened(path: Path) -> Path | None:
    """Opens it, uses it, and tells where it was set aside."""
    db = Db(path)
    try:
        await db.open()
        library = Library(db)
        await library.session()
        await library.set_session({"route": "page=recent"})
        assert (await library.session())["route"] == "page=recent"
    finally:
        await db.close()
    return db.set_aside_as


async def test_another_program_s_database_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE instances (x); PRAGMA user_version = 1;")
    aside = await opened(path)
    assert aside is not None
    with closing(sqlite3.connect(aside)) as kept:
        assert ("instances",) in kept.execute("SELECT name FROM sqlite_master").fetchall()


@pytest.mark.parametrize("loss", ["DROP TABLE session", "ALTER TABLE session DROP COLUMN value"])
async def test_what_lacks_a_part_is_set_aside(tmp_path: Path, loss: str) -> None:
    path = tmp_path / "library.sqlite"
    await used(path)
    with closing(sqlite3.connect(path)) as other:
        other.executescript(loss)
    assert await opened(path) is not None


async def test_a_version_below_all(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    await used(path)
    with closing(sqlite3.connect(path)) as other:
        other.executescript("PRAGMA user_version = -3")
    assert await opened(path) is not None


async def test_a_good_one_with_more_in_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    await used(path)
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE more (x)")
    assert await opened(path) is None


@pytest.mark.parametrize("seed", range(12))
async def test_bytes_that_changed(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "library.sqlite"
    await used(path)
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    if seed % 3 == 0:
        del data[chance.randrange(1, len(data)) :]
    else:
        start = chance.randrange(len(data))
        for place in range(start, min(len(data), start + 600)):
            data[place] ^= chance.randrange(256)
    path.write_bytes(data)
    for _time in range(2):
        try:
            await opened(path)
        except StoreError:
            # What cannot be told from a fault of the disk is left alone, and the program does without.
            assert path.exists()


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"null", b"\xff\xfe", b'{"theme":' + b"[" * 100_000, b'{"a":' * 100_000, b"\x00" * 5000],
    ids=["empty", "list", "null", "bytes", "deep list", "deep object", "zeros"],
)
def test_settings_that_are_none_are_set_aside(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(text)
    file = SettingsFile(path)
    assert file.read() == Settings()
    assert file.set_aside_as is not None
    assert file.set_aside_as.read_bytes() == text
