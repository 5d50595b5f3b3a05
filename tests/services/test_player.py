"""The player, really playing from the demo instance."""

from __future__ import annotations

import asyncio

import pytest

from peertube_desktop.services.player import Loop, PlayerState
from tests.demo_process import DemoProcess
from tests.services.conftest import Watching, moves, play
from tests.services.demo_videos import Special, video_of


async def test_opens_and_plays(watching: Watching, demo: DemoProcess) -> None:
    player = watching.player
    states: list[PlayerState] = []
    player.state_changed.connect(lambda: states.append(player.state))
    ref = video_of(demo, Special.RIDGE)
    player.open(ref)
    assert (player.state, player.ref, player.waiting) == (PlayerState.LOADING, ref, True)
    await watching.until(lambda: moves(watching) and player.chapters and player.captions)
    assert states[0] is PlayerState.LOADING
    assert states[-1] is PlayerState.PLAYING
    assert player.details is not None
    assert player.video is player.details
    assert player.duration == pytest.approx(34, abs=0.5)
    assert player.seekable
    assert not player.live
    assert [quality.label for quality in player.qualities] == ["", "720p", "360p", "240p"]
    assert player.quality == 0
    assert {track.language for track in player.captions} == {"en", "fr", "ar", "ja"}
    assert [track.language for track in player.captions if track.automatic] == ["ar"]
    assert len(player.chapters) == 4
    await watching.until(lambda: player.position > 0.5)
    await watching.until(lambda: player.shown_height in (720, 360, 240))


@pytest.mark.parametrize("special", [Special.NO_HLS, Special.SPLIT_SOUND, Special.UPRIGHT])
async def test_plays_whatever_form_it_has(watching: Watching, demo: DemoProcess, special: Special) -> None:
    await play(watching, video_of(demo, special))
    width, height = watching.frames[-1]
    assert (height > width) is (special is Special.UPRIGHT)


async def test_pauses_and_goes_on(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE))
    player.toggle()
    # At once, whatever the engine has heard of it.
    assert player.state is PlayerState.PAUSED
    await watching.until(lambda: not player.waiting)
    player.toggle()
    assert watching.state() is PlayerState.PLAYING
    place = player.position
    await watching.until(lambda: player.position > place + 0.3)


async def test_opens_paused(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    player.open(video_of(demo_82, Special.RIDGE), paused=True)
    assert not player.waiting
    await watching.until(lambda: player.state is PlayerState.PAUSED and watching.frames)
    assert watching.keeper.asked == []
    player.play()
    await watching.until(lambda: player.state is PlayerState.PLAYING and player.position > 0.2)


async def test_seeks(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE))
    places: list[float] = []
    player.position_changed.connect(places.append)
    player.seek(20)
    assert player.position == 20
    assert places == [20]
    # What is pressed quickly adds up.
    player.seek_by(5)
    player.seek_by(-10)
    assert player.position == 15
    await watching.until(lambda: moves(watching) and 15.2 < player.position < 20)
    player.seek(1e9)
    assert player.position < player.duration
    player.seek(-5)
    assert player.position == 0


async def test_where_it_starts(watching: Watching, demo_82: DemoProcess) -> None:
    player, ref = watching.player, video_of(demo_82, Special.RIDGE)
    await watching.history.keep_place(ref, 12.0, 34.0)
    player.open(ref)
    assert player.position == 12
    await watching.until(lambda: moves(watching))
    assert 12 <= player.position < 16
    # What a link says goes first, even if it is the beginning.
    await play(watching, ref, start=0.0)
    assert player.position < 6
    await watching.history.keep_place(ref, 33.5, 34.0)
    await play(watching, ref)
    assert player.position < 6
    watching.preferences.update(resume=False)
    await watching.history.keep_place(ref, 12.0, 34.0)
    await play(watching, ref)
    assert player.position < 6


async def test_ends_once(watching: Watching, demo_82: DemoProcess) -> None:
    player, ref = watching.player, video_of(demo_82, Special.CHART)
    ends: list[float] = []
    player.ended.connect(lambda: ends.append(player.position))
    await play(watching, ref)
    player.seek(9)
    await watching.until(lambda: player.state is PlayerState.ENDED)
    assert player.position == pytest.approx(10, abs=0.3)
    await asyncio.sleep(0)
    assert len(ends) == 1
    assert watching.history.is_watched(ref.uuid)
    assert watching.history.resume_at(ref.uuid) is None
    player.play()
    await watching.until(lambda: moves(watching) and 0.2 < player.position < 5)
    assert len(ends) == 1


async def test_goes_back_from_the_end(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.CHART), start=9.0)
    await watching.until(lambda: player.state is PlayerState.ENDED)
    player.seek(3)
    await watching.until(lambda: moves(watching) and 3.2 < player.position < 6)


async def test_quality_is_switched_at_the_place_and_remembered(
    watching: Watching, demo_82: DemoProcess
) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE), start=10.0)
    player.set_quality(240)
    # No page has to show a beginning again.
    assert player.state is PlayerState.PLAYING
    await watching.until(lambda: moves(watching) and player.shown_height == 240)
    assert 10 <= player.position < 16
    assert (player.quality, watching.preferences.current.quality) == (240, 240)
    player.set_quality(720)
    await watching.until(lambda: moves(watching) and player.shown_height == 720)
    watching.preferences.update(metered=True, metered_height=360)
    await watching.until(lambda: moves(watching) and player.shown_height == 360)
    assert watching.preferences.current.quality == 720


async def test_captions(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    watching.preferences.update(captions_on=True, caption_language="en")
    await play(watching, video_of(demo_82, Special.RIDGE))
    await watching.until(lambda: player.caption == "en" and player.cues)
    assert player.cues == ("We begin in silence.",)
    player.seek(30)
    await watching.until(lambda: player.cues == ("Thank you for watching.",))
    player.set_caption("fr")
    assert watching.lines() == ()
    await watching.until(lambda: player.cues == ("Merci d’avoir regardé.",))
    player.set_caption("")
    assert player.caption == ""
    assert watching.lines() == ()
    player.toggle_captions()
    await watching.until(lambda: player.caption == "fr" and player.cues)
    assert watching.preferences.current.caption_language == "fr"


async def test_chapters(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE), start=9.0)
    await watching.until(lambda: player.chapters)
    assert player.chapter == player.chapters[1]
    player.go_to_chapter(1)
    assert player.position == player.chapters[2].timecode
    player.go_to_chapter(-1)
    assert player.position == player.chapters[1].timecode
    player.seek(player.chapters[2].timecode + 5)
    player.go_to_chapter(-1)
    assert player.position == player.chapters[2].timecode
    player.seek(player.chapters[3].timecode)
    player.go_to_chapter(1)
    assert player.position == player.chapters[3].timecode


async def test_loops(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    ends: list[None] = []
    player.ended.connect(lambda: ends.append(None))
    await play(watching, video_of(demo_82, Special.CHART), start=2.0)
    player.set_loop(Loop(2.0, 3.0))
    places: list[float] = []
    player.position_changed.connect(places.append)
    await watching.until(lambda: places.count(2.0) == 2)
    assert max(places) < 4
    player.set_loop(Loop())
    player.seek(9)
    await watching.until(lambda: moves(watching) and 0.1 < player.position < 2)
    assert ends == []


async def test_ends_where_its_part_ends(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.CHART), start=2.0, stop=3.0)
    await watching.until(lambda: player.state is PlayerState.ENDED)
    assert player.position == 3
    player.play()
    await watching.until(lambda: moves(watching) and player.position > 3.2)


async def test_sound_settings_are_the_preferences(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE))
    player.set_muted(True)
    player.set_volume(150)
    assert (player.volume, player.muted) == (100, False)
    player.set_volume(0)
    player.set_rate(9)
    now = watching.preferences.current
    assert (now.volume, now.muted, now.rate) == (0, False, 3.0)
    place = player.position
    await watching.until(lambda: player.position > place + 2)


async def test_awake_only_while_it_plays(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE))
    player.pause()
    player.play()
    await watching.until(lambda: moves(watching))
    player.stop()
    await player.aclose()
    assert watching.keeper.asked[0] is True
    assert watching.keeper.asked[-1] is False


async def test_stop_forgets_everything(watching: Watching, demo_82: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo_82, Special.RIDGE))
    player.stop()
    assert (player.state, player.ref, player.video, player.details) == (PlayerState.EMPTY, None, None, None)
    assert (player.position, player.duration, tuple(player.qualities)) == (0, 0, ())
    assert player.take_frame() is None


async def test_storyboard(watching: Watching, demo: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo, Special.RIDGE))
    await watching.until(lambda: player.storyboard_at(3.0) is not None)
    early, later = player.storyboard_at(3.0), player.storyboard_at(30.0)
    assert early is not None
    assert later is not None
    assert (early.width(), early.height()) == (192, 108)
    assert early != later
