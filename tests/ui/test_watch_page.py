"""The watch page: what there is to know of a video, beside and below it, and where its words lead."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from peertube_desktop.api import videos
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video, VideoDetails
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.services.recommending import Recommending
from peertube_desktop.services.recommending import UpNext as Recommender
from peertube_desktop.ui.comments.pane import CommentPane
from peertube_desktop.ui.pages.watch import WatchPage
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.watch.about import facts_of
from peertube_desktop.ui.watch.up_next import UpNext
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage, make_stage
from tests.ui.things import Things


@dataclass
class Place:
    """The page on a real window, with the real player."""

    stage: Stage
    page: WatchPage
    queue: PlayQueue
    player: Player

    def open(self, origin: str, uuid: str, video: Video | None = None, **args: str) -> None:
        held = {"video": video} if video is not None else {}
        route = Route.of("watched", origin, id=uuid, **args)
        self.stage.things.router.go(route, PageState(held=held))

    @property
    def texts(self) -> str:
        from PySide6.QtWidgets import QLabel

        return "\n".join(
            label.text() for label in self.page.findChildren(QLabel) if label.isVisibleTo(self.page)
        )


@pytest.fixture
async def place(things: Things) -> AsyncIterator[Place]:
    async with make_stage(things) as stage:
        page = WatchPage(
            theme=things.theme,
            icons=things.icons,
            pictures=things.pictures,
            player=stage.player,
            queue=stage.queue,
            host=stage.host,
            browsing=things.browsing,
            comments=CommentPane(things.theme, things.icons, things.pictures, things.comments),
            up_next=UpNext(
                things.theme, things.icons, things.pictures, stage.queue, things.preferences, things.actions
            ),
            actions=things.actions,
            links=things.links,
            preferences=things.preferences,
        )
        stage.window.register("watched", lambda: page)
        Recommender(
            stage.player, stage.queue, Recommending(things.connections, things.preferences), things.root
        )
        stage.window.resize(1280, 800)
        yield Place(stage, page, stage.queue, stage.player)


async def a_video(things: Things, origin: str, *, chapters: bool = True) -> VideoDetails:
    """One that plays and has comments, tags and, where wanted, chapters."""
    from peertube_desktop.api import chapters as chapter_calls

    client = things.connections.client(origin)
    found = await videos.list_videos(client, VideoQuery(sort="-publishedAt"), 0, 40)
    for video in found.data:
        if video.is_live:
            continue
        details = await videos.get_video(client, video.uuid)
        if details.tags and (not chapters or await chapter_calls.list_chapters(client, video.uuid)):
            return details
    raise LookupError("no such video")


async def test_all_of_a_video_is_shown(place: Place, demo_82: DemoProcess, until: Until) -> None:
    details = await a_video(place.stage.things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    await until(lambda: place.player.details is not None)
    await until(lambda: details.name in place.texts)
    assert details.channel is not None
    assert details.channel.handle in place.texts
    assert f"#{details.tags[0]}" in place.texts
    await until(lambda: place.page._side.tab == "next" and place.queue.recommended)
    assert details.uuid not in {item.video.uuid for item in place.queue.recommended}
    await until(lambda: "chapters" in dict(place.page._side._tabs._items))


async def test_what_the_list_knew_is_there_at_once(place: Place, demo_82: DemoProcess, until: Until) -> None:
    details = await a_video(place.stage.things, demo_82.url)
    place.open(demo_82.url, details.uuid, details)
    assert details.name in place.texts
    assert place.stage.window.windowTitle().startswith(details.name[:20])


async def test_a_chapter_and_a_time_code_lead_to_their_place(
    place: Place, demo_82: DemoProcess, until: Until
) -> None:
    details = await a_video(place.stage.things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    await until(lambda: place.player.chapters and place.stage.played())
    last = place.player.chapters[-1]
    place.page._side.chapters.seek.emit(float(last.timecode))
    await until(lambda: place.player.position >= last.timecode - 1)
    place.page._about.seek.emit(1.0)
    await until(lambda: place.player.position < last.timecode)


async def test_one_of_up_next_goes_on_its_own_page(place: Place, demo_82: DemoProcess, until: Until) -> None:
    things = place.stage.things
    things.router.moved.connect(
        lambda route, state: (
            things.router.replace(Route("watched", route.origin, route.args))
            if route.page == "watch" and route.args
            else None
        )
    )
    details = await a_video(things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    await until(lambda: place.queue.recommended)
    item = place.queue.recommended[0]
    place.page._side.up_next.chosen.emit(item)
    await until(lambda: place.player.ref is not None and place.player.ref.uuid == item.ref.uuid)


async def test_a_part_of_a_playlist_begins_and_ends_where_it_should(
    place: Place, demo_82: DemoProcess, until: Until
) -> None:
    ref = video_of(demo_82, Special.CHART)
    route = Route.of("watched", ref.origin, id=ref.uuid)
    # Whole seconds, as servers say them.
    place.stage.things.router.go(route, PageState(held={"start": 2, "stop": 3}))
    await until(lambda: place.player.state is PlayerState.PLAYING)
    assert place.player.position >= 2
    await until(lambda: place.player.state is PlayerState.ENDED)
    assert place.player.position == 3


async def test_the_queue_is_shown_moved_and_emptied(place: Place, demo_82: DemoProcess, until: Until) -> None:
    things = place.stage.things
    client = things.connections.client(demo_82.url)
    found = (await videos.list_videos(client, VideoQuery(), 0, 5)).data
    details = await a_video(things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    for video in found[:3]:
        place.queue.add(VideoRef(demo_82.url, video.uuid), video)
    up_next = place.page._side.up_next
    shown = up_next.queued.model
    assert [item.video.uuid for item in shown.items] == [video.uuid for video in found[:3]]
    entries = up_next._entries_for(up_next.queued, shown.cards[1])
    next(entry for entry in entries if entry.label == "Move up").act()
    assert shown.items[0].video.uuid == found[1].uuid
    entries = up_next._entries_for(up_next.queued, shown.cards[0])
    next(entry for entry in entries if entry.label == "Remove from queue").act()
    assert len(shown.items) == 2
    place.queue.clear()
    assert not up_next.queued.isVisibleTo(up_next)


async def test_links_are_copied_with_and_without_the_time(
    place: Place, demo_82: DemoProcess, until: Until
) -> None:
    details = await a_video(place.stage.things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    await until(lambda: place.player.details is not None and place.stage.played())
    about = place.page._about
    about.copy_link.emit()
    plain = QGuiApplication.clipboard().text()
    assert plain.startswith("http")
    place.player.pause()
    place.player.seek(7.0)
    about.copy_link_at_time.emit()
    assert QGuiApplication.clipboard().text() == f"{plain}?start=7s"


async def test_what_is_unfolded_stays_when_small_pictures_come(
    place: Place, demo_82: DemoProcess, until: Until
) -> None:
    ref = video_of(demo_82, Special.RIDGE)
    place.open(ref.origin, ref.uuid)
    await until(lambda: place.player.chapters and place.stage.played())
    place.page._about._support.show()
    place.player.details_changed.emit()
    assert place.page._about._support.isVisibleTo(place.page)


async def test_a_cut_description_is_fetched_once(
    place: Place, faulty_demo: DemoProcess, until: Until
) -> None:
    ref = video_of(faulty_demo, Special.RIDGE)
    path = f"/api/v1/videos/{ref.uuid}"
    details = faulty_demo.get(path)
    # As servers before 6.1 give it.
    details.pop("truncatedDescription", None)
    details["description"] = "word " * 50 + "..."
    faulty_demo.set_faults(
        [
            {"path": f"{path}$", "status": 200, "body": json.dumps(details)},
            {
                "path": f"{path}/description$",
                "status": 200,
                "body": json.dumps({"description": "All of it."}),
            },
        ]
    )
    place.open(ref.origin, ref.uuid)
    await until(lambda: place.player.chapters and place.stage.played())
    place.player.details_changed.emit()
    description = place.page._about._description
    await until(lambda: description.plain == "All of it.")
    asked = [one for one in faulty_demo.log() if one["path"] == f"{path}/description"]
    assert len(asked) == 1


async def test_a_video_that_is_not_there_says_so(place: Place, demo_82: DemoProcess, until: Until) -> None:
    place.open(demo_82.url, "00000000-0000-4000-8000-000000000000")
    await until(lambda: place.player.state is PlayerState.FAILED)
    assert "Not found" in place.texts
    assert not place.page._about._share.isVisibleTo(place.page)


async def test_the_layouts_have_their_places(place: Place, demo_82: DemoProcess, until: Until) -> None:
    details = await a_video(place.stage.things, demo_82.url)
    place.open(demo_82.url, details.uuid)
    layout, window = place.page._layout, place.stage.window
    await until(lambda: abs(layout.slot.height() * 16 - layout.slot.width() * 9) < 32)
    wide = layout.slot.width()
    place.stage.host.toggle_theatre.emit()
    await until(lambda: layout.slot.width() > wide + 200)
    assert place.stage.things.preferences.current.theatre
    place.stage.host.toggle_theatre.emit()
    await until(lambda: layout.slot.width() == wide)
    window.resize(800, 700)
    await until(lambda: layout.narrow)
    QApplication.sendPostedEvents()
    side = place.page._side
    assert side.mapTo(place.page, side.rect().topLeft()).y() > layout.slot.height()


def test_facts_leave_out_what_is_unknown() -> None:
    found = facts_of(VideoDetails(uuid="u", name="n", duration=61))
    assert dict(found) == {"Duration": "1:01", "Likes": "0", "Dislikes": "0"}
