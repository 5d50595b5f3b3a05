"""The player where not all is well: locked, failing, not there yet, over, too quick, too slow."""

from __future__ import annotations

import asyncio

import pytest

from peertube_desktop.api.errors import NotFoundError, ServerError
from peertube_desktop.services import player_stage
from peertube_desktop.services.connections import make_pool
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.player import PlayerState, Unplayable, UnplayableError
from peertube_desktop.store.settings import Settings
from tests.demo_process import DemoProcess
from tests.services.conftest import Watching, moves, play
from tests.services.demo_videos import Special, video_of


async def test_password(watching: Watching, demo: DemoProcess) -> None:
    player, ref = watching.player, video_of(demo, Special.PASSWORD)
    player.open(ref)
    await watching.until(lambda: player.state is PlayerState.LOCKED)
    assert not player.wrong_password
    player.give_password("guess")
    assert player.state is PlayerState.LOADING
    await watching.until(lambda: player.state is PlayerState.LOCKED)
    assert player.wrong_password
    player.give_password("demo")
    await watching.until(lambda: moves(watching))
    assert not player.wrong_password
    # It is remembered, for this run.
    await play(watching, video_of(demo, Special.CHART))
    watching.frames.clear()
    await play(watching, ref)


async def test_private_video_is_refused(watching: Watching, demo: DemoProcess) -> None:
    player = watching.player
    player.open(video_of(demo, Special.PRIVATE))
    await watching.until(lambda: player.state is PlayerState.FAILED)
    assert player.error is not None
    player.open(VideoRef(demo.url, "00000000-0000-4000-8000-000000000000"))
    await watching.until(lambda: isinstance(player.error, NotFoundError))


async def test_refused_files_are_opened_with_a_token(watching: Watching, faulty_demo: DemoProcess) -> None:
    # A proxy in between that loses the header.
    rule = {"path": "private/(?!.*videoFileToken)", "method": "GET", "status": 403}
    faulty_demo.set_faults([rule])
    player, ref = watching.player, video_of(faulty_demo, Special.PASSWORD)
    player.open(ref)
    await watching.until(lambda: player.state is PlayerState.LOCKED)
    player.give_password("demo")
    await watching.until(lambda: moves(watching))
    asked = [request for request in faulty_demo.log() if request["path"].endswith("/token")]
    assert len(asked) == 1


async def test_password_that_is_another_now(watching: Watching, faulty_demo: DemoProcess) -> None:
    wrong = {"code": "incorrect_video_password", "detail": "no", "status": 403}
    faulty_demo.set_faults(
        [
            {"path": "/static/.*private", "status": 403},
            {"path": "/token$", "status": 403},
            {"path": "^/api/v1/videos/[^/]+$", "skip": 2, "status": 403, "body": wrong},
        ]
    )
    player = watching.player
    player.open(video_of(faulty_demo, Special.PASSWORD))
    await watching.until(lambda: player.state is PlayerState.LOCKED)
    player.give_password("demo")
    await watching.until(lambda: player.state is PlayerState.LOCKED)
    assert player.wrong_password


async def test_goes_through_new_connections(watching: Watching, demo_82: DemoProcess) -> None:
    await play(watching, video_of(demo_82, Special.RIDGE))
    watching.connections.use(await make_pool(Settings()))
    watching.frames.clear()
    await play(watching, video_of(demo_82, Special.CHART))


async def test_fails_and_tries_again(watching: Watching, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": "^/api/v1/videos/[^/]+$", "status": 500}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.RIDGE), start=7)
    await watching.until(lambda: player.state is PlayerState.FAILED)
    assert isinstance(player.error, ServerError)
    faulty_demo.clear()
    player.retry()
    assert watching.state() is PlayerState.LOADING
    assert not player.error
    await watching.until(lambda: moves(watching))
    assert 7 <= player.position < 12


async def test_missing_extras_are_silent(watching: Watching, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": "(captions|chapters|storyboards)", "status": 500}])
    await play(watching, video_of(faulty_demo, Special.RIDGE))
    assert watching.player.captions == ()
    assert watching.player.chapters == ()


async def test_nothing_to_play(watching: Watching, faulty_demo: DemoProcess) -> None:
    body = {"uuid": "u", "name": "n", "state": {"id": 2}, "files": [], "streamingPlaylists": []}
    faulty_demo.set_faults([{"path": "^/api/v1/videos/[^/]+$", "body": body}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.RIDGE))
    await watching.until(lambda: player.state is PlayerState.FAILED)
    assert isinstance(player.error, UnplayableError)
    assert player.error.reason is Unplayable.NOT_READY


async def test_live(watching: Watching, demo: DemoProcess) -> None:
    player = watching.player
    await play(watching, video_of(demo, Special.LIVE))
    assert player.live
    assert player.at_live_edge
    assert player.duration == 0
    assert not player.seekable
    player.pause()
    assert not player.at_live_edge
    player.jump_to_live()
    assert player.at_live_edge
    await watching.until(lambda: moves(watching))


async def test_live_that_has_not_begun(
    watching: Watching, faulty_demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_stage, "SOON_MS", 100)
    faulty_demo.set_faults([{"path": "^/api/v1/videos/[^/]+$", "skip": 1, "status": 503, "times": 3}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.LIVE_WAITING))
    await watching.until(lambda: player.state is PlayerState.SOON)
    # A server that does not answer while one waits is nothing new.
    asked = len(faulty_demo.log())
    await watching.until(lambda: len(faulty_demo.log()) > asked + 4)
    assert watching.state() is PlayerState.SOON
    running = faulty_demo.get(f"/api/v1/videos/{video_of(faulty_demo, Special.LIVE).uuid}")
    faulty_demo.set_faults([{"path": "^/api/v1/videos/[^/]+$", "body": running}])
    await watching.until(lambda: moves(watching))
    assert player.live


async def test_live_that_ends(watching: Watching, faulty_demo: DemoProcess) -> None:
    player = watching.player
    ends: list[PlayerState] = []
    player.ended.connect(lambda: ends.append(player.state))
    await play(watching, video_of(faulty_demo, Special.LIVE))
    faulty_demo.set_faults([{"path": r"\.m3u8", "status": 404}])
    await watching.until(lambda: player.state is PlayerState.OVER)
    assert ends == [PlayerState.OVER]


async def test_live_that_is_over(watching: Watching, demo: DemoProcess) -> None:
    player = watching.player
    player.open(video_of(demo, Special.LIVE_ENDED))
    await watching.until(lambda: player.state is PlayerState.OVER)


async def test_quick_switching_leaves_only_the_last(watching: Watching, faulty_demo: DemoProcess) -> None:
    # Earlier ones are answered later.
    faulty_demo.set_faults(
        [
            {"path": f"/api/v1/videos/{video_of(faulty_demo, index).uuid}$", "delay": 0.05 * (30 - index)}
            for index in range(11, 20)
        ]
    )
    player = watching.player
    shown: list[str] = []
    player.details_changed.connect(lambda: shown.append(player.details.name if player.details else ""))
    for index in (*range(11, 20), Special.RIDGE):
        player.open(video_of(faulty_demo, index))
    await watching.until(lambda: moves(watching) and player.position > 1)
    assert set(shown) == {"", player.details.name if player.details else "?"}
    assert player.details is not None
    assert player.details.uuid == video_of(faulty_demo, Special.RIDGE).uuid


@pytest.mark.parametrize("what", ["^/api/v1/videos/[^/]+$", "/static/"])
async def test_closes_while_the_server_is_silent(
    watching: Watching, faulty_demo: DemoProcess, what: str
) -> None:
    faulty_demo.set_faults([{"path": what, "hang": True}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.RIDGE))
    await watching.until(lambda: what != "/static/" or player.details is not None)
    async with asyncio.timeout(5):
        await player.aclose()
