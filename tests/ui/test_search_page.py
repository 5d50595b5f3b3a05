"""The page of search results, on what the demo instance finds."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.pages.search import CHANNELS, PLAYLISTS, VIDEOS, SearchPage
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things


@pytest.fixture
def page(things: Things, qtbot: QtBot) -> SearchPage:
    page = SearchPage(
        theme=things.theme,
        icons=things.icons,
        pictures=things.pictures,
        browsing=things.browsing,
        searching=things.searching,
        preferences=things.preferences,
        actions=things.actions,
        item_actions=ItemActions(things.router, things.root),
    )
    page.resize(1000, 700)
    qtbot.addWidget(page)
    page.go.connect(lambda route: page.open(route, None))
    page.show()
    return page


def rows(page: SearchPage, tab: str) -> int:
    return page._panes[tab].list_model.rowCount()


def pane(page: SearchPage, tab: str) -> FeedPane[Any, Any]:
    return page._panes[tab]


def labels(page: SearchPage) -> list[str]:
    return [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]


async def test_three_kinds_with_their_counts(
    page: SearchPage, demo: DemoProcess, until: Until, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.titled) as titled:
        page.open(Route.of("search", demo.url, text="night"), None)
    assert titled.args == ["Search: night"]
    await until(lambda: rows(page, VIDEOS) and rows(page, CHANNELS) == 1)
    await until(lambda: f"Videos · {rows(page, VIDEOS)}" in labels(page) and "Channels · 1" in labels(page))
    assert page.pane is pane(page, VIDEOS)
    assert "Sort: Best match" in labels(page)
    channels = next(button for button in page.findChildren(QPushButton) if button.text() == "Channels · 1")
    channels.click()
    assert page.pane is pane(page, CHANNELS)
    assert pane(page, CHANNELS).list_view.isVisible()
    assert "Sort: Best match" not in labels(page)


async def test_a_tab_is_changed_without_asking_again(
    page: SearchPage, faulty_demo: DemoProcess, until: Until
) -> None:
    route = Route.of("search", faulty_demo.url, text="the")
    page.open(route, None)
    await until(lambda: rows(page, VIDEOS) and rows(page, CHANNELS) and rows(page, PLAYLISTS))
    asked = len([one for one in faulty_demo.log() if "/search/" in one["path"]])
    page.open(route.with_args(tab="playlists"), None)
    page.open(route, page.state())
    assert len([one for one in faulty_demo.log() if "/search/" in one["path"]]) == asked == 3
    page.open(route.with_args(sort="-views"), None)
    await until(lambda: any("sort=-views" in one["query"] for one in faulty_demo.log()))
    assert len([one for one in faulty_demo.log() if "/search/" in one["path"]]) == asked + 1


async def test_the_list_goes_on(page: SearchPage, demo_82: DemoProcess, until: Until) -> None:
    page.open(Route.of("search", demo_82.url, text="e"), None)
    await until(lambda: rows(page, VIDEOS) >= 25)
    grid = pane(page, VIDEOS).list_view
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    feed = pane(page, VIDEOS).list_model.feed
    assert feed is not None
    await until(lambda: rows(page, VIDEOS) == feed.total)
    assert rows(page, VIDEOS) > 25


async def test_nothing_found_offers_to_search_everywhere(
    page: SearchPage, things: Things, demo_82: DemoProcess, until: Until
) -> None:
    things.searching.index_address = demo_82.url
    page.open(Route.of("search", demo_82.url, text="zzz qqq"), None)
    await until(lambda: pane(page, VIDEOS).shows_state)
    assert "No videos for “zzz qqq”" in pane(page, VIDEOS).words
    asked: list[Route] = []
    page.go.connect(asked.append)
    next(button for button in page.findChildren(QPushButton, "retryButton") if button.isVisible()).click()
    assert asked[-1].arg("scope") == "everywhere"
    await until(lambda: "No instance that the search index knows has it." in pane(page, VIDEOS).words)


async def test_filters_that_leave_nothing_can_be_reset(
    page: SearchPage, demo_82: DemoProcess, until: Until
) -> None:
    page.open(Route.of("search", demo_82.url, text="night", language="vi"), None)
    await until(lambda: pane(page, VIDEOS).shows_state)
    assert "fits these filters" in pane(page, VIDEOS).words
    next(button for button in page.findChildren(QPushButton, "retryButton") if button.isVisible()).click()
    await until(lambda: rows(page, VIDEOS))


async def test_what_is_found_everywhere_opens_where_it_is_at_home(
    page: SearchPage, things: Things, demo_82: DemoProcess, until: Until
) -> None:
    things.searching.index_address = demo_82.url
    route = Route.of("search", "https://nobody.invalid", text="night", scope="everywhere")
    page.open(route, None)
    await until(lambda: rows(page, VIDEOS) and rows(page, CHANNELS))
    pane(page, VIDEOS).list_view.open_row(0)
    assert (things.routes[-1].page, things.routes[-1].origin) == ("watch", demo_82.url)
    pane(page, CHANNELS).list_view.open_row(0)
    assert things.routes[-1] == Route.of("channel", demo_82.url, handle=f"night_sky@{demo_82.host}")
    picture = pane(page, VIDEOS).list_model.index(0)
    await until(lambda: picture.data(Qt.ItemDataRole.DecorationRole) is not None)


async def test_each_list_fails_for_itself_and_can_be_tried_again(
    page: SearchPage, faulty_demo: DemoProcess, until: Until
) -> None:
    faulty_demo.set_faults([{"path": "/search/video-channels", "status": 500}])
    page.open(Route.of("search", faulty_demo.url, text="night", tab="channels"), None)
    await until(lambda: pane(page, CHANNELS).shows_state and rows(page, VIDEOS))
    assert "has a problem" in pane(page, CHANNELS).words
    assert "Channels" in labels(page)
    faulty_demo.set_faults([])
    next(button for button in page.findChildren(QPushButton, "retryButton") if button.isVisible()).click()
    await until(lambda: rows(page, CHANNELS) == 1)
    assert not pane(page, CHANNELS).shows_state


async def test_what_is_shown_stays_when_reloading_fails(
    page: SearchPage, faulty_demo: DemoProcess, until: Until
) -> None:
    route = Route.of("search", faulty_demo.url, text="night")
    page.open(route, None)
    await until(lambda: rows(page, VIDEOS))
    before = rows(page, VIDEOS)
    faulty_demo.set_faults([{"path": "/search/videos", "status": 503}])
    page.open(route, None)
    await until(lambda: "is not available" in pane(page, VIDEOS).words)
    assert rows(page, VIDEOS) == before
    assert not pane(page, VIDEOS).shows_state


async def test_the_way_back_shows_what_was_there(
    page: SearchPage, demo_82: DemoProcess, until: Until
) -> None:
    first = Route.of("search", demo_82.url, text="e")
    page.open(first, None)
    await until(lambda: rows(page, VIDEOS) >= 25 and rows(page, CHANNELS) and rows(page, PLAYLISTS))
    grid = pane(page, VIDEOS).list_view
    grid.verticalScrollBar().setValue(300)
    kept: PageState = page.state()
    titles = [card.title for card in pane(page, VIDEOS).list_model.cards]
    page.open(Route.of("search", demo_82.url, text="night"), None)
    await until(lambda: 0 < rows(page, VIDEOS) < 25)
    page.open(first, kept)
    assert rows(page, VIDEOS) == len(titles)
    await until(lambda: grid.verticalScrollBar().value() == 300)
    assert rows(page, CHANNELS) > 1


async def test_keys_reach_the_results(
    page: SearchPage, things: Things, demo_82: DemoProcess, until: Until
) -> None:
    page.open(Route.of("search", demo_82.url, text="night"), None)
    page.focus_first()
    await until(lambda: rows(page, VIDEOS))
    grid = pane(page, VIDEOS).list_view
    assert grid.currentIndex().row() == 0
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert things.routes[-1].page == "watch"
    assert things.routes[-1].arg("id") == pane(page, VIDEOS).list_model.items[1].uuid
