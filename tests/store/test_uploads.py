"""The journal of uploads: what a row promises holds whatever happens, and however often the program starts again."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.uploads import WAYS, NewUpload, StaleRowError, UploadJournal, UploadRow

T = TypeVar("T")

CLIP = NewUpload(
    account="a1",
    origin="https://tube.example",
    username="ann",
    path=Path("/films/clip.mp4"),
    size=1000,
    mtime_ns=5,
    fingerprint="f",
    mime="video/mp4",
    sent_name="clip.mp4",
    metadata="{}",
)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Db]:
    """An open database."""
    made = Db(tmp_path / "library.sqlite")
    await made.open()
    yield made
    await made.close()


@pytest.fixture
def journal(db: Db) -> UploadJournal:
    """Empty."""
    return UploadJournal(db)


async def test_kept(tmp_path: Path, journal: UploadJournal) -> None:
    """A row is read as it was written, by another run too; a name that is no Unicode survives."""
    odd = replace(CLIP, path=Path(os.fsdecode(b"/films/\xff\xfe.mp4")))
    (row,) = await journal.add([odd])
    row = await journal.advance(row, "starting", key=7, sent_title="Clip")
    later = Db(tmp_path / "library.sqlite")
    await later.open()
    (found,) = await UploadJournal(later).all()
    await later.close()
    assert found == row
    assert found.path == odd.path
    assert (found.state, found.key, found.paused, found.held) == ("starting", 7, False, 0)


async def test_order(journal: UploadJournal) -> None:
    """As they were put there, until one is moved."""
    rows = await journal.add([replace(CLIP, sent_name=f"{n}.mp4") for n in range(4)])
    assert [row.id for row in await journal.all()] == [row.id for row in rows]
    await journal.note(rows[3].id, place=(rows[0].place + rows[1].place) / 2)
    assert [row.sent_name for row in await journal.all()] == ["0.mp4", "3.mp4", "1.mp4", "2.mp4"]


async def test_equal_files_get_different_names(journal: UploadJournal) -> None:
    """One name, size and account: nothing else would tell their videos apart. Others keep their names."""
    first, second = await journal.add([CLIP, replace(CLIP, path=Path("/other/clip.mp4"))])
    (third,) = await journal.add([replace(CLIP, sent_name="CLIP.mp4")])
    (other,) = await journal.add([replace(CLIP, username="bob")])
    (longer,) = await journal.add([replace(CLIP, size=1001)])
    names = [first.sent_name, second.sent_name, third.sent_name, other.sent_name, longer.sent_name]
    assert names == ["clip.mp4", "clip (2).mp4", "CLIP (3).mp4", "clip.mp4", "clip.mp4"]


async def test_only_from_where_it_is(journal: UploadJournal) -> None:
    """A writer with an old idea of a row writes nothing."""
    (row,) = await journal.add([CLIP])
    await journal.advance(row, "starting", key=1)
    with pytest.raises(StaleRowError):
        await journal.advance(row, "starting", key=2)
    with pytest.raises(StaleRowError):
        await journal.advance(row, "published")
    await journal.remove(row.id)
    with pytest.raises(StaleRowError):
        await journal.note(row.id, held=1)
    assert await journal.get(row.id) is None


async def test_a_video_is_one_uploads_own(journal: UploadJournal) -> None:
    """The database refuses a second one."""
    rows = await journal.add([CLIP, replace(CLIP, path=Path("/b"))])
    for number, row in enumerate(rows):
        there = await journal.advance(row, "starting", key=number + 1)
        there = await journal.advance(there, "sending", location="/x")
        there = await journal.advance(there, "finishing", mark=0)
        if number == 0:
            await journal.advance(there, "completing", video_id=5, video_uuid="u")
        else:
            with pytest.raises(StoreError):
                await journal.advance(there, "completing", video_id=5, video_uuid="u")


async def test_only_what_may_be_written(journal: UploadJournal) -> None:
    """A slip in a name is no silent loss."""
    (row,) = await journal.add([CLIP])
    with pytest.raises(ValueError, match="state"):
        await journal.note(row.id, state="published")
    with pytest.raises(ValueError, match="helt"):
        await journal.note(row.id, helt=5)


class JournalMachine(RuleBasedStateMachine):
    """Any way through the states, with any facts, killed at any moment: what a row promises is true of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="journal-"))
        self.loop = asyncio.new_event_loop()
        self.copies = 0
        self.path = self.folder / "0.sqlite"
        self.rows: dict[int, UploadRow] = {}
        self._open()

    def _open(self) -> None:
        self.db = Db(self.path)
        self.run(self.db.open())
        self.journal = UploadJournal(self.db)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.db.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    @precondition(lambda self: len(self.rows) < 4)
    @rule(name=st.sampled_from(["a.mp4", "b.mp4", "noext"]), account=st.sampled_from(["ann", "bob"]))
    def add(self, name: str, account: str) -> None:
        one = replace(CLIP, sent_name=name, username=account, account=account)
        (row,) = self.run(self.journal.add([one]))
        self.rows[row.id] = row

    facts = st.fixed_dictionaries(
        {},
        optional={
            "key": st.integers(1, 4),
            "location": st.sampled_from(["", "/up?upload_id=1"]),
            "mark": st.sampled_from([None, 0, 3]),
            "whole": st.booleans(),
            "held": st.integers(-1, 1001),
            "video_id": st.sampled_from([None, 1, 2]),
            "video_uuid": st.sampled_from(["", "u"]),
            "paused": st.booleans(),
        },
    )

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), state=st.sampled_from(sorted(WAYS)), changes=facts, stale=st.booleans())
    def advance(self, data: st.DataObject, state: str, changes: dict[str, Any], stale: bool) -> None:
        row = self.rows[data.draw(st.sampled_from(sorted(self.rows)))]
        believed = replace(row, state=data.draw(st.sampled_from(sorted(WAYS)))) if stale else row
        try:
            found = self.run(self.journal.advance(believed, state, **changes))
        except StoreError:
            # Refused: nothing of it may have been written.
            assert self.run(self.journal.get(row.id)) == row
            return
        assert believed.state == row.state
        assert state in WAYS[row.state]
        expected = replace(row, **changes, state=state, updated=found.updated)
        assert found == expected
        self.rows[row.id] = found

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), changes=facts)
    def note(self, data: st.DataObject, changes: dict[str, Any]) -> None:
        row = self.rows[data.draw(st.sampled_from(sorted(self.rows)))]
        try:
            self.rows[row.id] = self.run(self.journal.note(row.id, **changes))
        except StoreError:
            assert self.run(self.journal.get(row.id)) == row

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        upload = data.draw(st.sampled_from(sorted(self.rows)))
        self.run(self.journal.remove(upload))
        del self.rows[upload]

    @rule()
    def power_goes(self) -> None:
        """What was committed is in the files as they lie there now, without a word of goodbye."""
        self.copies += 1
        target = self.folder / f"{self.copies}.sqlite"
        for suffix in ("", "-wal"):
            source = self.path.with_name(self.path.name + suffix)
            if source.exists():
                shutil.copy(source, target.with_name(target.name + suffix))
        self.run(self.db.close())
        self.path = target
        self._open()

    @invariant()
    def all_as_written(self) -> None:
        found = {row.id: row for row in self.run(self.journal.all())}
        assert found == self.rows

    @invariant()
    def promises_hold(self) -> None:
        videos = [(row.origin, row.video_id) for row in self.rows.values() if row.video_id is not None]
        assert len(videos) == len(set(videos))
        names = [(row.username, row.size, row.sent_name.casefold()) for row in self.rows.values()]
        assert len(names) == len(set(names))
        for row in self.rows.values():
            assert 0 <= row.held <= row.size
            assert row.state != "starting" or row.key is not None
            assert row.state != "sending" or row.location
            assert row.state != "finishing" or (row.mark is not None and (row.location or row.whole))
            if row.state in ("completing", "transcoding", "published"):
                assert row.video_id is not None
                assert row.video_uuid

    @invariant()
    def a_failed_one_knows_where_to_go_on(self) -> None:
        for row in self.rows.values():
            assert row.stage in WAYS["failed"]


TestJournalMachine = JournalMachine.TestCase
TestJournalMachine.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


async def test_full_synchronisation(db: Db) -> None:
    """A commit is on the disk when it is told."""

    def mode(connection: sqlite3.Connection) -> int:
        found: int = connection.execute("PRAGMA synchronous").fetchone()[0]
        return found

    assert await db.run(mode) == 2
