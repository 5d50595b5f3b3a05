"""What is recommended, and how the queue learns of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.recommending import Recommending, UpNext
from tests.demo_process import DemoProcess
from tests.services.conftest import Watching
from tests.services.demo_videos import Special, video_of


@pytest.fixture
def recommending(watching: Watching) -> Recommending:
    """Over real connections."""
    return Recommending(watching.connections, watching.preferences)


@pytest.fixture
async def queue(watching: Watching, recommending: Recommending) -> AsyncIterator[PlayQueue]:
    """A queue that follows the player."""
    root = QObject()
    made = PlayQueue(root)
    UpNext(watching.player, made, recommending, root)
    yield made
    watching.player.stop()
    root.deleteLater()


def details(**fields: Any) -> VideoDetails:
    """A video to recommend for."""
    return VideoDetails(uuid="u", name="n", **fields)


async def test_videos_of_the_same_tags_come_first(recommending: Recommending, demo: DemoProcess) -> None:
    ref = video_of(demo, Special.RIDGE)
    found = await recommending.videos(ref.origin, VideoDetails(uuid=ref.uuid, name="n", tags=["cycling"]))
    names = [video.name for video in found]
    assert names[0].startswith("Crossing the Alps at 12 km/h")
    assert len(names) == 20
    assert len({video.uuid for video in found}) == 20
    assert ref.uuid not in {video.uuid for video in found}
    # The newest fill it up.
    assert any("Northern lights" in name for name in names[5:])


async def test_the_newest_without_tags(recommending: Recommending, demo_82: DemoProcess) -> None:
    found = await recommending.videos(demo_82.url, details())
    newest = demo_82.get("/api/v1/videos?sort=-publishedAt&count=20&nsfw=false")["data"]
    assert [video.uuid for video in found] == [video["uuid"] for video in newest]


async def test_what_was_seen_is_left_out_while_there_is_other(
    recommending: Recommending, demo_82: DemoProcess
) -> None:
    first = await recommending.videos(demo_82.url, details())
    seen = {video.uuid for video in first}
    second = await recommending.videos(demo_82.url, details(), seen)
    assert second
    assert not seen & {video.uuid for video in second}
    everything = {video["uuid"] for video in demo_82.get("/api/v1/videos?count=100")["data"]}
    assert await recommending.videos(demo_82.url, details(), everything)


async def test_a_search_that_is_off_is_done_without(
    recommending: Recommending, faulty_demo: DemoProcess
) -> None:
    faulty_demo.set_faults([{"path": "^/api/v1/search/", "status": 403}])
    assert await recommending.videos(faulty_demo.url, details(tags=["cycling"]))


async def test_queue_follows_the_player(
    watching: Watching, queue: PlayQueue, faulty_demo: DemoProcess
) -> None:
    player, ref = watching.player, video_of(faulty_demo, Special.RIDGE)
    player.open(ref, paused=True)
    await watching.until(lambda: player.details)
    assert queue.current is not None
    assert queue.current.ref == ref
    queue.changed.connect(player.details_changed)
    await watching.until(lambda: queue.recommended)
    assert queue.up_next == queue.recommended[0]
    following = queue.next()
    assert following is not None
    asked = len([entry for entry in faulty_demo.log() if "/search/videos" in entry["path"]])
    assert asked == 1
    player.open(following.ref, following.video, paused=True)
    await watching.until(lambda: queue.recommended)
    assert ref not in [item.ref for item in queue.recommended]
    back = queue.previous()
    assert back is not None
    assert back.ref == ref


async def test_instance_that_recommends_nothing(
    watching: Watching, queue: PlayQueue, faulty_demo: DemoProcess
) -> None:
    faulty_demo.set_faults([{"path": r"^/api/v1/(search|videos\?)", "status": 500}])
    player = watching.player
    player.open(video_of(faulty_demo, Special.RIDGE), paused=True)
    await watching.until(lambda: player.chapters)
    assert queue.up_next is None
    queue.add(VideoRef(faulty_demo.url, "x"), details())
    assert queue.up_next is not None
