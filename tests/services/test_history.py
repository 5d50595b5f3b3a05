"""What was watched on this machine: places, marks, and cards that can be shown again without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.history import History, near_end
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.db import Db
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import Settings, SettingsFile
from tests.api.replay import recording

REF = VideoRef("https://tube.example", "uuid-1")


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    database = Db(tmp_path / "library.sqlite")
    await database.open()
    preferences = Preferences(SettingsFile(tmp_path / "settings.json"), Settings())
    yield History(Library(database), preferences)
    await preferences.flush()
    await database.close()


def details(line: str) -> VideoDetails:
    return msgspec.json.decode(recording(line, "video_hd").content, type=VideoDetails)


@pytest.mark.parametrize("line", ["6.3", "8.2"])
async def test_a_visited_video_comes_back_with_all_a_card_shows(history: History, line: str) -> None:
    video = details(line)
    await history.visit(VideoRef(REF.origin, video.uuid), video)
    (visited,) = await history.feed().next_page()
    assert visited.origin == REF.origin
    kept = visited.video
    assert kept.thumbnail_ref(300) == video.thumbnail_ref(300) != ""
    assert (kept.short_uuid, kept.published_at) == (video.short_uuid, video.published_at)
    assert kept.channel is not None
    assert video.channel is not None
    assert kept.channel.handle == video.channel.handle


async def test_the_last_visit_comes_first_and_once(history: History) -> None:
    first, second = details("6.3"), details("8.2")
    for video in (first, second, first):
        await history.visit(VideoRef(REF.origin, video.uuid), video)
    assert [visited.video.uuid for visited in await history.feed().next_page()] == [first.uuid, second.uuid]


async def test_the_place_is_kept_and_the_end_is_a_mark(history: History) -> None:
    await history.keep_place(REF, 40.0, 100.0)
    assert history.resume_at(REF.uuid) == 40.0
    assert history.progress(REF.uuid) == pytest.approx(0.4)
    assert not history.is_watched(REF.uuid)
    await history.keep_place(REF, 100.0, 100.0, ended=True)
    assert history.resume_at(REF.uuid) is None
    assert history.is_watched(REF.uuid)
    assert history.progress(REF.uuid) == 1.0


async def test_nothing_is_kept_in_private_mode(history: History) -> None:
    history._preferences.update(private_mode=True)
    await history.visit(REF, details("6.3"))
    await history.keep_place(REF, 40.0, 100.0)
    assert history.position(REF.uuid) is None
    assert not await history.feed().next_page()


async def test_a_new_start_knows_the_places(history: History) -> None:
    await history.keep_place(REF, 40.0, 100.0)
    again = History(history._library, history._preferences)
    await again.load()
    assert again.resume_at(REF.uuid) == 40.0


@pytest.mark.parametrize(
    ("seconds", "duration", "near"),
    [(0, 0, False), (50, 100, False), (97, 100, True), (91, 100, True), (9, 10, True), (3590, 3600, True)],
)
def test_the_credits_count_as_the_end(seconds: float, duration: float, near: bool) -> None:
    assert near_end(seconds, duration) is near
