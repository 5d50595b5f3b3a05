"""Comments: threads page by page, answers when asked for, a thousand of them without holding up the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peertube_desktop.api import videos
from peertube_desktop.api.models.comment import Comment
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.links import VideoRef
from peertube_desktop.ui.comments.delegate import Part
from peertube_desktop.ui.comments.model import Folding, make_row
from peertube_desktop.ui.comments.pane import CommentPane
from peertube_desktop.ui.rich_document import Style, comment_document
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things


async def most_commented(things: Things, origin: str) -> VideoDetails:
    client = things.connections.client(origin)
    found = await videos.list_videos(client, VideoQuery(nsfw="both"), 0, 100)
    best = max(found.data, key=lambda video: video.comments or 0)
    return await videos.get_video(client, best.uuid)


@pytest.fixture
def pane(things: Things, qtbot: QtBot) -> CommentPane:
    pane = CommentPane(things.theme, things.icons, things.pictures, things.comments)
    pane.resize(340, 620)
    pane.show()
    qtbot.addWidget(pane)
    return pane


async def test_threads_come_as_they_are_scrolled_to(
    things: Things, pane: CommentPane, demo_82: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, demo_82.url)
    pane.show_video(VideoRef(demo_82.url, details.uuid), details)
    await until(lambda: pane.model.rowCount() >= 20)
    first = pane.model.rowCount()
    assert pane.model.total is not None
    assert pane.model.total > first
    bar = pane.view.verticalScrollBar()
    await until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    await until(lambda: pane.model.rowCount() > first)


async def test_answers_are_shown_and_hidden_again(
    things: Things, pane: CommentPane, demo_82: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, demo_82.url)
    pane.show_video(VideoRef(demo_82.url, details.uuid), details)
    await until(lambda: pane.model.rowCount() >= 20)
    before = [row.comment.id for row in pane.model.rows]
    place = next(at for at, row in enumerate(pane.model.rows) if row.folding is Folding.CLOSED)
    row = pane.model.row(place)
    view = pane.view
    rect = view.visualRect(pane.model.index(place))
    view.verticalScrollBar().setValue(rect.bottom() - 300)
    pane.model.toggle(place)
    await until(lambda: pane.model.rowCount() == len(before) + row.comment.total_replies)
    assert row.folding is Folding.OPEN
    assert all(
        answer.depth > 0 for answer in pane.model.rows[place + 1 : place + 1 + row.comment.total_replies]
    )
    pane.model.toggle(place)
    assert [row.comment.id for row in pane.model.rows] == before


async def test_a_thousand_comments_never_hold_up_the_window(
    things: Things, pane: CommentPane, demo_82: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, demo_82.url)
    assert (details.comments or 0) >= 1000
    pane.show_video(VideoRef(demo_82.url, details.uuid), details)
    bar = pane.view.verticalScrollBar()

    def all_there() -> bool:
        bar.setValue(bar.maximum())
        for place, row in enumerate(pane.model.rows):
            if row.folding is Folding.CLOSED:
                pane.model.toggle(place)
                return False
        return pane.model.done and pane.model.rowCount() == (pane.model.total or 0) + sum(
            row.comment.total_replies for row in pane.model.rows if row.depth == 0
        )

    await until(all_there)
    assert pane.model.rowCount() >= 1000
    pane.resize(420, 620)
    bar.setValue(0)
    await until(lambda: pane.view.viewport().width() > 380)
    pane.view.grab()


async def test_links_and_names_can_be_clicked(
    things: Things, pane: CommentPane, demo_82: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, demo_82.url)
    pane.show_video(VideoRef(demo_82.url, details.uuid), details)
    await until(lambda: pane.model.rowCount() >= 20)
    view = pane.view
    followed: list[str] = []
    authors: list[str] = []
    pane.link.connect(followed.append)
    pane.author.connect(authors.append)
    hits: dict[Part, QPoint] = {}

    def has_author() -> bool:
        for y in range(0, view.viewport().height(), 4):
            for x in range(0, view.viewport().width(), 6):
                _row, hit = view._hit(QPoint(x, y))
                if hit is not None:
                    hits.setdefault(hit.part, QPoint(x, y))
        return Part.AUTHOR in hits

    # The rows are there before they are laid out.
    await until(has_author)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=hits[Part.AUTHOR])
    assert len(authors) == 1
    assert "@" in authors[0]
    if Part.LINK in hits:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=hits[Part.LINK])
        assert followed


async def test_an_instance_that_fails_is_asked_again(
    things: Things, pane: CommentPane, faulty_demo: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, faulty_demo.url)
    faulty_demo.set_faults([{"path": "comment-threads", "status": 500}])
    pane.show_video(VideoRef(faulty_demo.url, details.uuid), details)
    await until(lambda: "has a problem" in pane.words)
    faulty_demo.set_faults([])
    pane._retry()
    await until(lambda: pane.model.rowCount() > 0)
    faulty_demo.set_faults([{"path": "comment-threads", "body": "<html>", "status": 200}])
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
    pane.model.fetchMore()
    await until(lambda: "strangely" in pane.words)
    assert pane.model.rowCount() > 0


async def test_answers_that_do_not_come_can_be_asked_for_again(
    things: Things, pane: CommentPane, faulty_demo: DemoProcess, until: Until
) -> None:
    details = await most_commented(things, faulty_demo.url)
    pane.show_video(VideoRef(faulty_demo.url, details.uuid), details)
    await until(lambda: pane.model.rowCount() > 0)
    faulty_demo.set_faults([{"path": r"comment-threads/\d+", "status": 404}])
    place = next(at for at, row in enumerate(pane.model.rows) if row.folding is Folding.CLOSED)
    pane.model.toggle(place)
    await until(lambda: pane.model.row(place).folding is Folding.FAILED)
    faulty_demo.set_faults([])
    pane.model.toggle(place)
    await until(lambda: pane.model.row(place).folding is Folding.OPEN)


def test_deleted_and_held_comments_say_so() -> None:
    gone = make_row(Comment(id=1, is_deleted=True), 0, "https://a.example", "")
    assert gone.name == "Deleted comment"
    assert "deleted" in gone.text
    held = make_row(Comment(id=2, text="x", held_for_review=True), 0, "https://a.example", "")
    assert "approval" in held.text


def test_a_comment_with_a_tag_or_two_keeps_its_lines(qapp: QApplication) -> None:
    style = Style(QFont(), QColor("red"), QColor("grey"))
    typed = "Line one\nLine two\n\nParagraph <b>bold</b>"
    assert comment_document(typed, style).toPlainText() == "Line one\nLine two\nParagraph bold"
