"""A playlist's page: its elements, what plays, and what a bad instance leaves on it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.api.models.playlist import PlaylistElement
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import QueueItem
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.models.element_list import ElementCard, part_of
from peertube_desktop.ui.pages.playlist import PlaylistPage
from peertube_desktop.ui.router import PageState, Route
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things


def playlist_of(demo: DemoProcess, words: str) -> str:
    """The uuid of the public playlist with `words` in its name."""
    found = demo.get("/api/v1/video-playlists?count=100")["data"]
    return next(str(one["uuid"]) for one in found if words in one["displayName"])


@pytest.fixture
def page(things: Things, qtbot: QtBot) -> PlaylistPage:
    page = PlaylistPage(
        theme=things.theme,
        icons=things.icons,
        pictures=things.pictures,
        browsing=things.browsing,
        preferences=things.preferences,
        actions=things.actions,
        item_actions=ItemActions(things.router, things.root),
        links=things.links,
    )
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.go.connect(things.routes.append)
    return page


def cards(page: PlaylistPage) -> list[ElementCard]:
    return list(page.pane.list_model.cards)


def text_of(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def played_in(things: Things) -> list[tuple[list[QueueItem], int]]:
    """What is given to the queue from now on: items, and the place that is gone to."""
    played: list[tuple[list[QueueItem], int]] = []
    things.actions.play_items.connect(lambda items, place: played.append((items, place)))
    return played


async def test_elements_in_order_with_what_is_gone(
    page: PlaylistPage, demo: DemoProcess, until: Until, things: Things
) -> None:
    page.open(Route.of("playlist", demo.url, id=playlist_of(demo, "Odd ones")), None)
    await until(lambda: cards(page) and "Odd ones" in text_of(page, "playlistTitle"))
    assert [card.position for card in cards(page)] == [str(n + 1) for n in range(len(cards(page)))]
    gone = {card.title: card for card in cards(page) if card.missing}
    assert set(gone) == {"Deleted video", "Private video"}
    assert "Public" in text_of(page, "playlistFacts")
    row = cards(page).index(gone["Deleted video"])
    before = list(things.routes)
    page.pane.list_view.open_row(row)
    assert things.routes == before
    assert not page.pane.list_view.entries_for(gone["Deleted video"])
    press(page, "ownerButton")
    assert things.routes[-1].page == "channel"


async def test_part_of_a_video_is_said_and_begins_there(
    page: PlaylistPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    page.open(Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "Best of")), None)
    await until(lambda: cards(page))
    assert cards(page)[0].meta.startswith("0:09 – 0:27 · ")
    played = played_in(things)
    page.pane.list_view.open_row(0)
    route = things.routes[-1]
    assert (route.page, route.arg("id"), route.arg("start")) == ("watch", cards(page)[0].video.uuid, "9")
    [(items, place)] = played
    assert place == 0
    assert (items[0].start, items[0].stop) == (9, 27)
    assert len(items) == len(cards(page))


async def test_play_all_and_shuffle(
    page: PlaylistPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    page.open(Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "Odd ones")), None)
    await until(lambda: cards(page))
    played = played_in(things)
    wanted = [card.video.uuid for card in cards(page) if not card.missing]
    press(page, "playAllButton")
    await until(lambda: played)
    items, place = played[0]
    assert [item.ref for item in items] == [VideoRef(demo_82.url, uuid) for uuid in wanted]
    assert place == 0
    assert things.routes[-1] == Route.of("watch", demo_82.url, id=wanted[0])
    press(page, "shuffleButton")
    await until(lambda: len(played) == 2)
    assert sorted(item.ref.uuid for item in played[1][0]) == sorted(wanted)


async def test_play_all_keeps_to_the_parts(
    page: PlaylistPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    page.open(Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "Best of")), None)
    await until(lambda: cards(page))
    played = played_in(things)
    states: list[PageState] = []
    things.router.moved.connect(lambda _route, state: states.append(state))
    press(page, "playAllButton")
    await until(lambda: played and states)
    assert (played[0][0][0].start, played[0][0][0].stop) == (9, 27)
    assert things.routes[-1].arg("start") == "9"
    assert states[-1].held["stop"] == 27


async def test_an_empty_playlist_plays_nothing(
    page: PlaylistPage, demo_82: DemoProcess, until: Until
) -> None:
    page.open(Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "empty")), None)
    await until(lambda: page.pane.shows_state)
    await until(lambda: "empty" in text_of(page, "playlistTitle"))
    assert page.header.isVisible()
    button = page.findChild(QPushButton, "playAllButton")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()


async def test_unknown_playlist(page: PlaylistPage, demo_82: DemoProcess, until: Until) -> None:
    page.open(Route.of("playlist", demo_82.url, id="00000000-0000-4000-8000-000000000000"), None)
    await until(lambda: not page.header.isVisible())
    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "There is no such playlist" in shown


async def test_the_way_back_keeps_the_place(page: PlaylistPage, demo_82: DemoProcess, until: Until) -> None:
    first = Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "Odd ones"))
    page.open(first, None)
    await until(lambda: cards(page) and "Odd" in text_of(page, "playlistTitle"))
    bar = page.pane.list_view.verticalScrollBar()
    await until(lambda: bar.maximum() > 120)
    bar.setValue(120)
    before, kept = [card.title for card in cards(page)], page.state()
    page.open(Route.of("playlist", demo_82.url, id=playlist_of(demo_82, "Best of")), None)
    await until(lambda: cards(page) and cards(page)[0].title != before[0])
    page.open(first, kept)
    assert [card.title for card in cards(page)] == before
    await until(lambda: bar.value() == 120)
    assert "Odd" in text_of(page, "playlistTitle")


async def test_a_hint_is_shown_at_once(
    page: PlaylistPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    found = playlist_of(demo_82, "Best of")
    known = await things.browsing.playlist(demo_82.url, found)
    page.open(Route.of("playlist", demo_82.url, id=found), PageState(held={"playlist": known}))
    assert text_of(page, "playlistTitle") == known.display_name
    await until(lambda: cards(page))


FAULTS: dict[str, dict[str, Any]] = {
    **{str(status): {"status": status} for status in (401, 403, 404, 409, 429, 500, 502, 503)},
    "html": {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}},
    "truncated": {
        "status": 200,
        "body_base64": base64.b64encode(b'{"total": 7, "data": [{"id').decode(),
        "headers": {"Content-Type": "application/json"},
    },
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_was_shown_stays_when_a_call_fails(
    page: PlaylistPage, faulty_demo: DemoProcess, until: Until, fault: str
) -> None:
    found = playlist_of(faulty_demo, "Best of")
    route = Route.of("playlist", faulty_demo.url, id=found)
    page.open(route, None)
    await until(lambda: cards(page) and "Best of" in text_of(page, "playlistTitle"))
    before = [card.title for card in cards(page)]
    faulty_demo.set_faults([{"path": found, **FAULTS[fault]}])
    page.open(route, None)
    await until(lambda: page.pane.words and page.header.error.isVisible())
    assert [card.title for card in cards(page)] == before
    assert "Best of" in text_of(page, "playlistTitle")
    faulty_demo.set_faults([])
    retry = next(one for one in page.header.error.findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    await until(lambda: not page.header.error.isVisible() and not page.pane.words)


def test_words_for_a_part() -> None:
    def element(start: int | None, stop: int | None) -> PlaylistElement:
        return PlaylistElement(id=1, position=1, start_timestamp=start, stop_timestamp=stop)

    assert part_of(element(None, None)) == ""
    assert part_of(element(65, None)) == "from 1:05"
    assert part_of(element(None, 3700)) == "0:00 – 1:01:40"
