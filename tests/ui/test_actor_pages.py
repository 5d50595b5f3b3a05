"""The pages of channels and accounts, against demo instances of both lines, good and bad."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.pages.account import AccountPage
from peertube_desktop.ui.pages.actor import ActorPage
from peertube_desktop.ui.pages.channel import ChannelPage
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.rich_text import RichText
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things

Parts = dict[str, Any]


@pytest.fixture
def parts(things: Things) -> Parts:
    item_actions = ItemActions(things.router, things.root)
    item_actions.notice.connect(things.notices.append)
    return {
        "theme": things.theme,
        "icons": things.icons,
        "pictures": things.pictures,
        "browsing": things.browsing,
        "preferences": things.preferences,
        "actions": things.actions,
        "item_actions": item_actions,
        "links": things.links,
    }


def shown(page: ActorPage, qtbot: QtBot, things: Things) -> ActorPage:
    """`page` on the screen, and what it asks for done at once, as the window does."""
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.go.connect(lambda route: page.open(route, None))
    page.go.connect(things.routes.append)
    return page


@pytest.fixture
def channel(parts: Parts, qtbot: QtBot, things: Things) -> ActorPage:
    return shown(ChannelPage(**parts), qtbot, things)


@pytest.fixture
def account(parts: Parts, qtbot: QtBot, things: Things) -> ActorPage:
    return shown(AccountPage(**parts), qtbot, things)


def label(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def visible_retry(page: QWidget) -> QPushButton | None:
    """The button of the words that are shown in place of something."""
    buttons = page.findChildren(QPushButton, "retryButton")
    return next((one for one in buttons if one.isVisible() and one.text()), None)


def pane_of(page: ActorPage) -> FeedPane[Any, Any]:
    assert isinstance(page.pane, FeedPane)
    return page.pane


def titles(page: ActorPage) -> list[str]:
    return [card.title for card in pane_of(page).list_model.cards]


async def test_channel_shows_who_it_is_and_its_videos(
    channel: ActorPage, demo: DemoProcess, until: Until, things: Things
) -> None:
    channel.open(Route.of("channel", demo.url, handle="slow_wheels"), None)
    await until(lambda: titles(channel))
    await until(lambda: "followers" in label(channel, "actorFacts"))
    assert label(channel, "actorName").startswith("Slow Wheels")
    facts = label(channel, "actorFacts")
    assert f"slow_wheels@{demo.host}" in facts
    assert f"{len(titles(channel))} videos" in facts
    assert any("Long rides" in text.plain for text in channel.findChildren(RichText))
    support = button(channel, "supportButton")
    box = channel.findChild(QWidget, "supportBox")
    assert isinstance(box, QWidget)
    assert box.isHidden()
    QTest.mouseClick(support, Qt.MouseButton.LeftButton)
    assert not box.isHidden()
    QTest.mouseClick(button(channel, "ownerButton"), Qt.MouseButton.LeftButton)
    assert things.routes[-1] == Route.of("account", demo.url, handle=f"alice@{demo.host}")


async def test_header_scrolls_away_and_comes_back_with_the_keyboard(
    channel: ActorPage, demo_82: DemoProcess, until: Until
) -> None:
    channel.open(Route.of("channel", demo_82.url, handle="slow_wheels"), None)
    await until(lambda: titles(channel))
    view = pane_of(channel).list_view
    await until(lambda: view.verticalScrollBar().maximum() > 200)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert channel.header.y() < -100
    channel.activateWindow()
    button(channel, "sortButton").setFocus(Qt.FocusReason.TabFocusReason)
    await until(lambda: channel.header.y() + button(channel, "sortButton").y() > 0)


async def test_searching_in_a_channel(channel: ActorPage, demo_82: DemoProcess, until: Until) -> None:
    channel.open(Route.of("channel", demo_82.url, handle="slow_wheels"), None)
    await until(lambda: titles(channel))
    edit = channel.findChild(QLineEdit, "actorSearch")
    assert isinstance(edit, QLineEdit)
    edit.setText("Alps")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    await until(lambda: titles(channel) and all("Alps" in title for title in titles(channel)))
    edit.setText("nothing like this")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    await until(lambda: pane_of(channel).shows_state)
    assert "nothing like this" in pane_of(channel).words
    assert channel.header.isVisible()
    retry = visible_retry(channel)
    assert retry is not None
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    await until(lambda: len(titles(channel)) > 2)
    assert edit.text() == ""


async def test_tabs_share_the_header(channel: ActorPage, demo_82: DemoProcess, until: Until) -> None:
    route = Route.of("channel", demo_82.url, handle="slow_wheels")
    channel.open(route, None)
    await until(lambda: titles(channel))
    channel.open(route.with_args(tab="playlists"), None)
    await until(lambda: titles(channel) and "Best of" in titles(channel)[0])
    assert channel.header.isVisible()
    channel.open(route.with_args(tab="about"), None)
    assert channel.header.isVisible()

    def texts() -> list[str]:
        return [one.text() for one in channel.pane.findChildren(QLabel) if one.isVisible()]

    await until(lambda: f"{demo_82.url}/c/slow_wheels/videos" in texts())
    channel.open(route, None)
    assert titles(channel)
    channel.open(route.with_args(handle="night_sky", tab="about"), None)
    assert f"{demo_82.url}/c/slow_wheels/videos" not in texts()


async def test_the_way_back_keeps_the_place(channel: ActorPage, demo_82: DemoProcess, until: Until) -> None:
    first = Route.of("channel", demo_82.url, handle="slow_wheels")
    channel.open(first, None)
    await until(lambda: titles(channel))
    await until(lambda: "followers" in label(channel, "actorFacts"))
    bar = pane_of(channel).list_view.verticalScrollBar()
    await until(lambda: bar.maximum() > 150)
    bar.setValue(150)
    before, kept = titles(channel), channel.state()
    channel.open(Route.of("channel", demo_82.url, handle="night_sky"), None)
    await until(lambda: titles(channel) and titles(channel) != before)
    channel.open(first, kept)
    assert titles(channel) == before
    await until(lambda: bar.value() == 150)
    assert label(channel, "actorName").startswith("Slow Wheels")


async def test_an_instance_that_does_not_know_it_is_not_the_end(
    channel: ActorPage, demo_82: DemoProcess, faulty_demo: DemoProcess, until: Until
) -> None:
    faulty_demo.set_faults([{"path": "slow_wheels", "status": 404}])
    handle = f"slow_wheels@{demo_82.host}"
    channel.open(Route.of("channel", faulty_demo.url, handle=handle), None)
    await until(lambda: titles(channel))
    note = label(channel, "actorNote")
    assert demo_82.host in note
    assert faulty_demo.host in note
    assert pane_of(channel).list_model.origin == demo_82.url
    assert channel.link.startswith(demo_82.url)


async def test_nobody_knows_it(channel: ActorPage, demo_82: DemoProcess, until: Until) -> None:
    channel.open(Route.of("channel", demo_82.url, handle="nobody"), None)
    await until(lambda: visible_retry(channel))
    state = [one for one in channel.findChildren(QLabel) if one.isVisible() and "nobody" in one.text()]
    assert state


async def test_account_shows_videos_and_channels(account: ActorPage, demo: DemoProcess, until: Until) -> None:
    route = Route.of("account", demo.url, handle="alice")
    account.open(route, None)
    await until(lambda: titles(account))
    await until(lambda: "Alice" in label(account, "actorName"))
    account.open(route.with_args(tab="channels"), None)
    await until(lambda: any("Slow Wheels" in title for title in titles(account)))


FAULTS: dict[str, dict[str, Any]] = {
    **{str(status): {"status": status} for status in (401, 403, 404, 409, 429, 500, 502, 503)},
    "html": {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}},
    # Not the true answer cut short: what did not change since is answered without a body.
    "truncated": {
        "status": 200,
        "body_base64": base64.b64encode(b'{"total": 7, "data": [{"na').decode(),
        "headers": {"Content-Type": "application/json"},
    },
}

Case = tuple[str, str, str]
CASES: list[Case] = [
    ("channel", "slow_wheels", ""),
    ("channel", "slow_wheels", "playlists"),
    ("account", "alice", ""),
    ("account", "alice", "channels"),
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2] or 'videos'}")
async def test_what_was_shown_stays_when_a_call_fails(
    channel: ActorPage,
    account: ActorPage,
    faulty_demo: DemoProcess,
    until: Until,
    case: Case,
    fault: str,
) -> None:
    kind, handle, tab = case
    page = channel if kind == "channel" else account
    (account if kind == "channel" else channel).hide()
    route = Route.of(kind, faulty_demo.url, handle=handle, tab=tab)
    page.open(route, None)
    await until(lambda: titles(page))
    await until(lambda: "follower" in label(page, "actorFacts"))
    before = titles(page), label(page, "actorName")
    faulty_demo.set_faults([{"path": handle, **FAULTS[fault]}])
    page.open(route, None)
    await until(lambda: pane_of(page).words and page.header.error.isVisible())
    assert (titles(page), label(page, "actorName")) == before
    assert len(page.header.error.text) > 20
    assert not pane_of(page).shows_state
    faulty_demo.set_faults([])
    retry = next(one for one in page.header.error.findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    await until(lambda: not page.header.error.isVisible() and not pane_of(page).words)
    await until(lambda: titles(page) == before[0])


@pytest.mark.parametrize("fault", ["403", "404", "500", "html", "truncated"])
async def test_a_first_visit_that_fails_can_be_tried_again(
    channel: ActorPage, faulty_demo: DemoProcess, until: Until, fault: str
) -> None:
    faulty_demo.set_faults([{"path": "slow_wheels", **FAULTS[fault]}])
    channel.open(Route.of("channel", faulty_demo.url, handle="slow_wheels"), None)

    await until(lambda: visible_retry(channel))
    # The list and the details fail each in its time; the page says it once.
    await until(lambda: not channel.header.isVisible())
    faulty_demo.set_faults([])
    found = visible_retry(channel)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    await until(lambda: titles(channel))
    await until(lambda: label(channel, "actorName").startswith("Slow Wheels"))


async def test_marks_follow_what_is_watched(
    channel: ActorPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    channel.open(Route.of("channel", demo_82.url, handle="slow_wheels"), None)
    await until(lambda: titles(channel))
    cards: list[Card] = list(pane_of(channel).list_model.cards)

    def entries() -> dict[str, Any]:
        found = pane_of(channel).list_view.entries_for(cards[1])
        return {entry.label: entry.act for entry in found}

    entries()["Mark as watched"]()
    await until(lambda: cards[1].watched and cards[1].progress == 1.0)
    assert not cards[0].watched
    entries()["Mark as not watched"]()
    await until(lambda: not cards[1].watched)
    # A list that is filled later is marked as well.
    await things.history.mark(cards[2].video.uuid, True)
    found = await things.browsing.channel_videos(demo_82.url, "slow_wheels", VideoQuery()).next_page()
    pane_of(channel).list_model.restore(list(found), None, demo_82.url, ratio=1.0)
    assert [card.video.uuid for card in pane_of(channel).list_model.cards if card.watched] == [
        cards[2].video.uuid
    ]


async def test_a_hint_is_shown_at_once(
    channel: ActorPage, demo_82: DemoProcess, until: Until, things: Things
) -> None:
    known = await things.browsing.channel(demo_82.url, "night_sky")
    route = Route.of("channel", demo_82.url, handle=known.handle)
    channel.open(route, PageState(held={"channel": known}))
    assert label(channel, "actorName") == known.display_name
    await until(lambda: titles(channel))


async def test_the_ring_is_for_those_who_use_keys(
    channel: ActorPage, demo_82: DemoProcess, until: Until
) -> None:
    channel.open(Route.of("channel", demo_82.url, handle="slow_wheels"), None)
    await until(lambda: titles(channel))
    view = pane_of(channel).list_view
    channel.activateWindow()
    place = view.visualRect(view.model().index(0, 0)).center()
    # The button of another kind than a click on a card, which would open it.
    QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=place)
    channel.focus_first()
    await until(view.hasFocus)
    without = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    channel.focus_first()
    assert view.grab().toImage() != without
