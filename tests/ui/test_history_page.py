"""The page of what was watched here: real history, on disk."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.video import Video
from peertube_desktop.services.links import VideoRef
from peertube_desktop.ui.dialogs.confirm import ConfirmDialog
from peertube_desktop.ui.pages.history import HistoryPage
from peertube_desktop.ui.router import Route
from tests.ui.conftest import Until
from tests.ui.things import Things

ROUTE = Route("history")
NAMES = ["Concert in the barn", "Fixing a bicycle", "مقدمة قصيرة"]


def video(number: int, name: str) -> Video:
    channel = Actor(name=f"channel{number}", host="tube.example", display_name=f"Channel №{number}")
    return Video(uuid=f"00000000-0000-4000-8000-{number:012}", name=name, duration=100, channel=channel)


@pytest.fixture
async def watched(things: Things) -> list[Video]:
    """Three videos, the last one watched last; the second to its middle, the third to its end."""
    videos = [video(number, name) for number, name in enumerate(NAMES)]
    for number, one in enumerate(videos):
        ref = VideoRef("https://tube.example", one.uuid)
        await things.history.visit(ref, one)
        await things.history.keep_place(ref, number * 50.0, 100.0, ended=number == 2)
    return videos


@pytest.fixture
def page(things: Things, qtbot: QtBot) -> HistoryPage:
    page = HistoryPage(
        theme=things.theme,
        icons=things.icons,
        pictures=things.pictures,
        history=things.history,
        preferences=things.preferences,
        actions=things.actions,
    )
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.go.connect(lambda route: page.open(route, None))
    page.notice.connect(things.notices.append)
    return page


def titles(page: HistoryPage) -> list[str]:
    return [card.title for card in page.pane.list_model.cards]


def button(inside: QWidget, name: str) -> QPushButton:
    found = inside.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


async def test_newest_first_with_marks(
    page: HistoryPage, watched: list[Video], until: Until, things: Things
) -> None:
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 3)
    assert titles(page) == list(reversed(NAMES))
    newest, middle, oldest = page.pane.list_model.cards
    assert newest.watched
    assert middle.progress == 0.5
    assert not oldest.watched
    assert newest.meta.startswith("Watched ")
    page.pane.list_view.open_row(0)
    assert things.routes[-1] == Route.of("watch", "https://tube.example", id=watched[2].uuid)


async def test_searching_finds_titles_and_channels(
    page: HistoryPage, watched: list[Video], until: Until
) -> None:
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 3)
    edit = page.findChild(QLineEdit, "historySearch")
    assert isinstance(edit, QLineEdit)
    for text, wanted in (
        ("BICYCLE fixing", [NAMES[1]]),
        ("channel0@tube", [NAMES[0]]),
        ("№2", [NAMES[2]]),
        ("قصيرة", [NAMES[2]]),
    ):
        edit.setText(text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        await until(partial(lambda wanted: titles(page) == wanted, wanted))
    edit.setText("nothing like it")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    await until(lambda: page.pane.shows_state)
    assert "nothing like it" in page.pane.words


async def test_one_is_removed(page: HistoryPage, watched: list[Video], until: Until, things: Things) -> None:
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 3)
    card = page.pane.list_model.cards[1]
    entries = {entry.label: entry.act for entry in page.pane.list_view.entries_for(card)}
    entries["Remove from history"]()
    await until(lambda: len(titles(page)) == 2)
    assert NAMES[1] not in titles(page)
    assert things.history.progress(watched[1].uuid) == 0
    assert [visit.uuid for visit in await things.library.visits()] == [watched[2].uuid, watched[0].uuid]


async def test_clearing_asks_first(
    page: HistoryPage, watched: list[Video], until: Until, things: Things
) -> None:
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 3)
    QTest.mouseClick(button(page, "clearHistoryButton"), Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(ConfirmDialog)
    assert isinstance(dialog, ConfirmDialog)
    QTest.mouseClick(button(dialog, "confirmCancel"), Qt.MouseButton.LeftButton)
    await until(lambda: page.window().findChild(ConfirmDialog) is None)
    assert len(titles(page)) == 3
    QTest.mouseClick(button(page, "clearHistoryButton"), Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(ConfirmDialog)
    assert isinstance(dialog, ConfirmDialog)
    QTest.mouseClick(button(dialog, "confirmAction"), Qt.MouseButton.LeftButton)
    await until(lambda: page.pane.shows_state)
    assert "Nothing watched yet" in page.pane.words
    assert not await things.library.visits()


async def test_private_mode_says_that_nothing_is_kept(
    page: HistoryPage, until: Until, things: Things
) -> None:
    note = page.findChild(QWidget, "historyPrivate")
    assert isinstance(note, QWidget)
    page.open(ROUTE, None)
    await until(lambda: page.pane.shows_state)
    assert not note.isVisible()
    things.preferences.update(private_mode=True)
    assert note.isVisible()
    await things.history.visit(VideoRef("https://tube.example", "x"), video(9, "Secret"))
    page.open(ROUTE, None)
    await until(lambda: page.pane.shows_state)
    assert "Nothing is kept" in page.pane.words


async def test_the_way_back_shows_what_was_there_unless_it_was_forgotten(
    page: HistoryPage, watched: list[Video], until: Until, things: Things
) -> None:
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 3)
    kept = page.state()
    page.hide()
    page.open(ROUTE, kept)
    assert len(titles(page)) == 3
    await things.history.clear()
    page.open(ROUTE, kept)
    assert not titles(page)


async def test_a_broken_row_does_not_hide_the_others(
    page: HistoryPage, watched: list[Video], until: Until, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite") as database:
        database.execute("UPDATE history SET video = ? WHERE uuid = ?", (b"{not json", watched[1].uuid))
    database.close()
    page.open(ROUTE, None)
    await until(lambda: len(titles(page)) == 2)
    page.open(ROUTE.with_args(search="barn"), None)
    await until(lambda: titles(page) == [NAMES[0]])
