"""What watching leaves behind, on the server and here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from peertube_desktop.services import viewing
from peertube_desktop.services.history import NEAR_END_SHARE
from peertube_desktop.services.player import Loop, PlayerState
from tests.demo_process import DemoProcess
from tests.services.conftest import Watching, moves, play
from tests.services.demo_videos import Special, video_of

OFTEN = {"views": {"videos": {"watchingInterval": {"anonymous": 1000, "users": 1000}}}}


def views(demo: DemoProcess) -> list[dict[str, Any]]:
    """What the instance was told, oldest first."""
    return [
        json.loads(request["body"]) | {"status": request["status"]}
        for request in demo.log()
        if request["method"] == "POST" and request["path"].endswith("/views")
    ]


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch, faulty_demo: DemoProcess) -> DemoProcess:
    """A demo instance that wants to hear of a viewer more often than any real one does."""
    monkeypatch.setattr(viewing, "SHORTEST_INTERVAL", 1.0)
    faulty_demo.set_faults([{"path": "^/api/v1/config$", "body": faulty_demo.get("/api/v1/config") | OFTEN}])
    return faulty_demo


async def test_views_are_sent_while_it_plays(watching: Watching, often: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(often, Special.RIDGE), start=3.0)
    await watching.until(lambda: player.position > 6.2)
    sent = views(often)
    assert [view["status"] for view in sent] == [204] * len(sent)
    times = [view["currentTime"] for view in sent]
    assert times[0] == 3
    assert times == sorted(set(times))
    assert len(times) >= 3
    assert len({view["sessionId"] for view in sent}) == 1
    assert not any("viewEvent" in view for view in sent)


async def test_jumps_are_told(watching: Watching, often: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(often, Special.RIDGE))
    player.seek(20)
    await watching.until(lambda: player.position > 22)
    sent = views(often)
    assert [view["currentTime"] for view in sent if view.get("viewEvent") == "seek"] in ([20], [21], [22])


async def test_each_viewing_is_its_own_session(watching: Watching, faulty_demo: DemoProcess) -> None:
    for _time in range(2):
        await play(watching, video_of(faulty_demo, Special.CHART), start=1.0)
        await watching.until(lambda: watching.player.position > 1.5)
    assert len({view["sessionId"] for view in views(faulty_demo)}) == 2


async def test_the_end_is_told_once(watching: Watching, faulty_demo: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(faulty_demo, Special.CHART), start=8.5)
    await watching.until(lambda: player.state is PlayerState.ENDED)
    player.open(video_of(faulty_demo, Special.LIVE_ENDED))
    await watching.until(lambda: player.state is PlayerState.OVER)
    assert [view["currentTime"] for view in views(faulty_demo)] == [8, 10]


async def test_private_mode_tells_and_keeps_nothing(watching: Watching, often: DemoProcess) -> None:
    player = watching.player
    watching.preferences.update(private_mode=True)
    await play(watching, video_of(often, Special.CHART), start=7.0)
    player.seek(8)
    await watching.until(lambda: player.state is PlayerState.ENDED)
    player.stop()
    assert views(often) == []
    assert await watching.library.visits() == []
    assert await watching.library.positions() == {}


async def test_private_mode_in_the_middle(watching: Watching, often: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(often, Special.RIDGE))
    await watching.until(lambda: player.position > 1.5)
    watching.preferences.update(private_mode=True)
    known = await watching.library.positions()
    player.seek(20)
    await watching.until(lambda: player.position > 21)
    player.stop()
    assert not any(view["currentTime"] >= 20 for view in views(often))
    assert (await watching.library.positions()).keys() == known.keys()


async def test_leaving_private_mode_does_not_tell_of_what_was_on(
    watching: Watching, often: DemoProcess
) -> None:
    player = watching.player
    watching.preferences.update(private_mode=True)
    await play(watching, video_of(often, Special.RIDGE))
    watching.preferences.update(private_mode=False)
    await watching.until(lambda: player.position > 2)
    player.stop()
    assert views(often) == []
    assert await watching.library.visits() == []
    assert await watching.library.positions() == {}


async def test_what_did_not_play_was_not_viewed(watching: Watching, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": r"\.m3u8", "status": 404}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.RIDGE))
    await watching.until(lambda: player.state is PlayerState.FAILED)
    player.stop()
    assert views(faulty_demo) == []
    assert await watching.library.visits() == []


async def test_refused_views_are_silent(watching: Watching, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": "/views$", "status": 500}])
    await play(watching, video_of(faulty_demo, Special.CHART))
    await watching.until(lambda: watching.player.position > 1)
    assert [view["status"] for view in views(faulty_demo)] == [500]


async def test_place_and_history_are_kept(watching: Watching, faulty_demo: DemoProcess) -> None:
    player, ref = watching.player, video_of(faulty_demo, Special.RIDGE)
    await play(watching, ref, start=6.0)
    await watching.until(lambda: player.position > 7)
    player.pause()
    await watching.until(
        lambda: watching.history.resume_at(ref.uuid) == pytest.approx(player.position, abs=0.5)
    )
    player.play()
    await watching.until(lambda: player.position > 8)
    await player.aclose()
    kept = (await watching.library.positions())[ref.uuid]
    assert kept.seconds >= 8
    assert not kept.watched
    assert [visit.uuid for visit in await watching.library.visits()] == [ref.uuid]


async def test_jumping_to_the_end_is_not_watching(watching: Watching, faulty_demo: DemoProcess) -> None:
    player, ref = watching.player, video_of(faulty_demo, Special.RIDGE)
    await play(watching, ref)
    player.seek(34 * NEAR_END_SHARE)
    await watching.until(lambda: moves(watching))
    player.pause()
    assert not watching.history.is_watched(ref.uuid)
    # Played up to there, it is.
    player.seek(29)
    player.play()
    await watching.until(lambda: player.position > 34 * NEAR_END_SHARE)
    player.pause()
    await watching.until(lambda: watching.history.is_watched(ref.uuid))


async def test_loops_are_viewed_once(watching: Watching, faulty_demo: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(faulty_demo, Special.CHART), start=8.5)
    player.set_loop(Loop())
    await watching.until(lambda: 0.2 < player.position < 5)
    player.stop()
    assert len({view["sessionId"] for view in views(faulty_demo)}) == 1
