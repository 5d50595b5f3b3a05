"""Text from others: it is shown well, and it runs, reads and fetches nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.ui import links as links_module
from peertube_desktop.ui.dialogs.leave import LeaveDialog
from peertube_desktop.ui.links import LinkOpener, opens_inside
from peertube_desktop.ui.rich_document import (
    MAX_SHOWN,
    SafeDocument,
    Style,
    comment_document,
    markdown_document,
    web_address,
)
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.rich_text import RichText

ORIGIN = "https://tube.example"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


class Opened(QObject):
    """Remembers what was to be opened inside."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def open_text(self, text: str) -> bool:
        self.texts.append(text)
        return True


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    theme.choose("dark", 100)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def router() -> Router:
    return Router()


@pytest.fixture
def links(router: Router, opened: Opened) -> LinkOpener:
    return LinkOpener(router, opened)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the browser."""
    urls: list[str] = []

    def browse(url: str) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(links_module, "open_in_browser", browse)
    return urls


Make = Callable[..., RichText]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, links: LinkOpener) -> Make:
    """`make(lines=…, seeks=…)`: a text in a window of 600 pixels."""
    windows: list[QWidget] = []

    def build(lines: int = 0, seeks: bool = False) -> RichText:
        window = QWidget()
        windows.append(window)
        window.resize(600, 500)
        layout = QVBoxLayout(window)
        text = RichText(theme, links, lines=lines, seeks=seeks, name="Description")
        layout.addWidget(text)
        layout.addStretch(1)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        return text

    return build


def style(seeks: bool = True) -> Style:
    return Style(QFont(), QColor("#f00"), QColor("#888"), seeks, mentions=True)


def hrefs(document: QTextDocument) -> list[tuple[str, str]]:
    """Words and target of every link, in order."""
    found: list[tuple[str, str]] = []
    block = document.firstBlock()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            if fragment.charFormat().isAnchor():
                found.append((fragment.text(), fragment.charFormat().anchorHref()))
            at += 1
        block = block.next()
    return found


def paint(document: QTextDocument) -> None:
    """Lay out and draw it, as a widget does: that is when Qt looks for pictures."""
    from PySide6.QtGui import QImage, QPainter

    document.setTextWidth(400)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()


# What it looks like


def test_markdown_as_peertube_shows_it(qapp: QApplication) -> None:
    text = "Two *short*\nlines\n\n# Title\n- one\n- two\n---\nend"
    document = markdown_document(text, style())
    assert document.toPlainText() == "Two short\nlines\nTitle\none\ntwo\n\nend"
    block = document.firstBlock()
    assert block.blockFormat().bottomMargin() == 0, "a line end is no paragraph"
    assert block.next().blockFormat().bottomMargin() > 0


def test_what_looks_like_a_link_is_one(qapp: QApplication) -> None:
    text = (
        "See https://a.example/x_(y), (http://b.example/?q=1). www.c.example! "
        "@alice@tube.example bob@tube.example #Music #1 👍 1:23 at 01:02:03 not 1:99 or 12:34:56:78 `9:99`"
    )
    assert hrefs(markdown_document(text, style())) == [
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("http://b.example/?q=1", "http://b.example/?q=1"),
        ("www.c.example", "https://www.c.example"),
        ("@alice@tube.example", "actor:@alice@tube.example"),
        ("bob@tube.example", "actor:bob@tube.example"),
        ("#Music", "tag:Music"),
        ("1:23", "seek:83"),
        ("01:02:03", "seek:3723"),
    ]
    assert not hrefs(markdown_document("1:23", style(seeks=False)))


def test_each_line_has_the_direction_of_its_words(qapp: QApplication) -> None:
    document = markdown_document("مقدمة قصيرة\nA line of English", style())
    first = document.firstBlock()
    assert first.textDirection() is Qt.LayoutDirection.RightToLeft
    assert first.next().textDirection() is Qt.LayoutDirection.LeftToRight


def test_html_of_another_platform_keeps_its_words_and_good_links(qapp: QApplication) -> None:
    html = (
        '<p>Hello <span class="h-card"><a href="https://m.example/@x" onclick="x()">@x</a></span>'
        ' <a href="javascript:alert(1)">bad</a><img src="https://evil.example/t.png"></p>'
        "<script>alert(1)</script><style>p {}</style><p>Bye<br>now</p>"
    )
    document = comment_document(html, style())
    assert document.toPlainText() == "Hello @x bad\nBye\nnow"
    assert hrefs(document) == [("@x", "https://m.example/@x")]


def test_comment_without_tags_is_markdown(qapp: QApplication) -> None:
    assert comment_document("I <3 *this* & 1 < 2", style()).toPlainText() == "I <3 this & 1 < 2"


# Hostile text

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "![t](https://evil.example/t.png) ![f](file:///etc/hostname) ![r](../../etc/hostname) ![q](qrc:/x.png)",
    "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) [d](seek:5) [e](actor:x) [f](/w/x)",
    "<javascript:alert(1)> <file:///etc/passwd>",
    '<a href="file:///etc/passwd">x</a><iframe src="https://evil.example"></iframe><p>',
    '<p style="background-image:url(https://evil.example/b.png)">x</p><link rel=stylesheet href=file:///x>',
    "> " * 10_000 + "deep",
    "- " * 10_000 + "deep",
    "\n".join("  " * depth + "- x" for depth in range(1000)),
    "<blockquote>" * 10_000 + "deep",
    "<ul><li>" * 10_000 + "deep",
    "<em>" * 10_000 + "deep",
    "[" * 100_000,
    "*" * 100_000 + "a",
    "1:23 " * 40_000,
    "line 1:23\n" * 20_000,
    "a" * 200_000,
    "e" + "\u0301" * 100_000,
    "\u202egnp.exe \u2066x\u2069 \u200b\x00\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("build", [markdown_document, comment_document])
def test_hostile_text_reads_and_fetches_nothing(
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    build: Callable[[str, Style], QTextDocument],
) -> None:
    asked: list[str] = []

    def load(self: object, kind: int, name: QUrl) -> None:
        asked.append(name.toString())

    monkeypatch.setattr(SafeDocument, "loadResource", load)
    monkeypatch.setattr(socket.socket, "connect", lambda *_a: asked.append("connect"))
    document = build(text, style())
    paint(document)
    assert not asked
    assert "\ufffc" not in document.toPlainText()
    assert len(document.toPlainText()) <= MAX_SHOWN + 10
    assert all(
        href.startswith(("https://", "http://", "seek:83", "actor:", "tag:")) for _w, href in hrefs(document)
    )
    assert ("d", "seek:5") not in hrefs(document)
    assert not set("\u202e\u2066\u2069\u200b\x00\x1b") & set(document.toPlainText())


def test_picture_becomes_a_link_that_is_not_followed_by_itself(qapp: QApplication) -> None:
    document = markdown_document("![A cat](https://x.example/cat.png) ![](file:///etc/hostname)", style())
    assert hrefs(document) == [("A cat", "https://x.example/cat.png")]


def test_qt_is_given_nothing_even_if_a_picture_slipped_in(qapp: QApplication, tmp_path: Path) -> None:
    document = SafeDocument()
    cursor = QTextCursor(document)
    cursor.insertHtml(f'<img src="file://{tmp_path}/none.png"><img src="none.png">')
    paint(document)
    assert document.idealWidth() < 20, "Qt would have shown its own picture of a file that is missing"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://a.example/ä?q=é", "https://a.example/%C3%A4?q=%C3%A9"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),
        ("HTTP://A.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("//evil.example", ""),
        ("https:///x", ""),
        ("mailto:a@b.example", ""),
        ("https://" + "a" * 5000, ""),
    ],
)
def test_addresses_are_whole_and_ascii(href: str, address: str) -> None:
    assert web_address(href) == address


# The widget


def test_height_follows_width_and_nothing_scrolls(make: Make, qtbot: QtBot) -> None:
    text = make()
    text.show_markdown("word " * 200, ORIGIN)
    qtbot.waitUntil(lambda: text.view.height() > 100)
    low = text.view.height()
    text.window().resize(300, 500)
    qtbot.waitUntil(lambda: text.view.height() > low * 1.5)
    text.view.moveCursor(QTextCursor.MoveOperation.End)
    assert text.view.verticalScrollBar().value() == 0


def test_a_few_lines_and_the_rest_on_demand(make: Make, qtbot: QtBot) -> None:
    text = make(lines=3)
    text.show_markdown("\n".join(f"line {n}" for n in range(20)), ORIGIN)
    more = text.findChild(QPushButton, "moreButton")
    assert isinstance(more, QPushButton)
    qtbot.waitUntil(more.isVisible)
    short = text.height()
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: text.height() > short * 3)
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: text.height() == short)
    text.show_markdown("one\ntwo", ORIGIN)
    qtbot.waitUntil(lambda: not more.isVisible())


def click(qtbot: QtBot, text: RichText, words: str) -> None:
    """Click on a link by its words."""
    cursor = text.view.document().find(words)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 1)
    place: QRect = text.view.cursorRect(cursor)
    QTest.mouseClick(
        text.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.center().y())
    )


def test_time_code_seeks(make: Make, qtbot: QtBot) -> None:
    text = make(seeks=True)
    text.show_markdown("Chorus at 1:02:03", ORIGIN)
    with qtbot.waitSignal(text.seek) as seeks:
        click(qtbot, text, "1:02:03")
    assert seeks.args == [3723.0]


def test_link_that_leaves_asks_first(make: Make, qtbot: QtBot, browsed: list[str]) -> None:
    text = make()
    text.show_markdown("[your bank](https://evil.example/login?x=1)", ORIGIN)
    click(qtbot, text, "your bank")
    dialog = text.window().findChild(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    assert dialog.address == "https://evil.example/login?x=1"
    assert not browsed
    button = dialog.findChild(QPushButton, "leaveCancel")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: text.window().findChild(LeaveDialog) is None)
    assert not browsed
    click(qtbot, text, "your bank")
    dialog = text.window().findChild(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    button = dialog.findChild(QPushButton, "leaveOpen")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert browsed == ["https://evil.example/login?x=1"]


def test_link_can_be_copied_instead(make: Make, qtbot: QtBot, browsed: list[str]) -> None:
    text = make()
    text.show_markdown("https://a.example/x", ORIGIN)
    click(qtbot, text, "https://a.example/x")
    dialog = text.window().findChild(LeaveDialog)
    assert isinstance(dialog, LeaveDialog)
    button = dialog.findChild(QPushButton, "leaveCopy")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "https://a.example/x"
    assert not browsed


def test_peertube_links_open_inside(
    make: Make, qtbot: QtBot, opened: Opened, router: Router, browsed: list[str]
) -> None:
    text = make()
    text.show_comment(f"https://other.example/w/{UUID} @alice@tube.example @bob #music", ORIGIN)
    click(qtbot, text, "https://other.example")
    click(qtbot, text, "@alice")
    click(qtbot, text, "@bob")
    assert opened.texts == [f"https://other.example/w/{UUID}", "alice@tube.example", "bob@tube.example"]
    click(qtbot, text, "#music")
    assert router.current == Route.of("discover", ORIGIN, tags="music")
    assert not browsed


def test_only_what_is_surely_peertube_opens_without_asking() -> None:
    assert opens_inside(f"https://x.example/videos/watch/{UUID}", ORIGIN)
    assert opens_inside(f"{ORIGIN}/c/barn/videos", ORIGIN)
    assert opens_inside("https://x.example/c/barn@music.example", ORIGIN)
    assert not opens_inside("https://www.youtube.example/c/barn", ORIGIN)
    assert not opens_inside("https://x.example/", ORIGIN)
    assert not opens_inside("https://x.example/blog/w", ORIGIN)


def test_keyboard_reaches_links_and_what_is_hidden(make: Make, qtbot: QtBot, opened: Opened) -> None:
    text = make(lines=2)
    text.show_markdown("@first@a.example\n" + "words\n" * 10 + "@last@b.example", ORIGIN)
    text.window().activateWindow()
    text.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(text.view.hasFocus)
    QTest.keyClick(text.view, Qt.Key.Key_Tab)
    QTest.keyClick(text.view, Qt.Key.Key_Return)
    assert opened.texts == ["first@a.example"]
    assert not text.expanded
    QTest.keyClick(text.view, Qt.Key.Key_Tab)
    assert text.expanded
    QTest.keyClick(text.view, Qt.Key.Key_Return)
    assert opened.texts[1:] == ["last@b.example"]


def test_follows_the_theme(make: Make, theme: Theme) -> None:
    text = make()
    text.show_markdown("https://a.example", ORIGIN)
    theme.choose("light", 150)
    format_ = text.view.document().firstBlock().begin().fragment().charFormat()
    assert format_.foreground().color() == QColor(theme.colour.accent)
    assert text.view.document().defaultFont().pixelSize() == theme.px(13)
