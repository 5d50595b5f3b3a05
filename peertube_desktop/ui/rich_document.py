"""Text that came from others as a document that can be shown: formatted, with links, and with nothing that acts.

Nothing here reads or fetches: pictures become links, other schemes than http(s) no links at all, HTML is
either shown as typed or cut down to a few tags. What is deep or endless is bounded before Qt sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_text

MAX_SHOWN = 40_000
"""Characters of one text. PeerTube's own bound for a description is 10,000."""
MAX_LINES = 2_000
MAX_DEPTH = 5
"""Quotes in quotes and lists in lists; more is shown as if it were this deep."""
MAX_INDENT = 12
GAP = 8
"""Pixels between paragraphs."""
MAX_HTML = 20_000
MAX_NESTING_TAGS = 200
MAX_TAGS = 2_000

SEEK = "seek:"
TAG = "tag:"
ACTOR = "actor:"
"""Links of our own making: a place in the video, a tag, a handle. A text cannot bring them in itself."""

_BREAK = "\u1680"
"""Stands for a line break while Markdown is read, which would make a space of it. A white space, so that
emphasis ends before it as it should; nobody writes Ogham here."""

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_BLOCK_START = re.compile(r"\s*(?:[-*+]\s|\d{1,9}[.)]\s|>|#{1,6}\s|```|~~~|\||(?:[-*_=]\s*){2,}$)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_RULE = re.compile(r"\s{0,3}(?:[-*_=]\s*){2,}$")
_DEEP = re.compile(r"(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))+")
_MARK = re.compile(r"\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))")
_HTML = re.compile(
    r"</?(?:p|br|a|span|div|b|strong|i|em|u|ul|ol|li|blockquote|code|pre|del|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_LAID_OUT = re.compile(r"<(?:p|br|div|ul|ol|li|blockquote|pre|h[1-6])\b", re.IGNORECASE)
_NESTING = re.compile(r"<\s*(?:ul|ol|blockquote)\b", re.IGNORECASE)
_FLAT_TAGS = frozenset({"p", "br", "a", "strong", "b", "em", "i", "code", "del"})
_NESTING_TAGS = frozenset({"ul", "ol", "li", "blockquote", "pre"})

_HOST = (
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?){1,8}"
)
_WORDS = re.compile(
    rf"(?P<url>\bhttps?://[^\s<>\"{_BREAK}\u2028]{{1,2000}}|\bwww\.{_HOST}(?:/[^\s<>\"{_BREAK}\u2028]{{0,2000}})?)"
    rf"|(?P<actor>(?<![\w@./!])[@!]?[A-Za-z0-9][A-Za-z0-9._-]{{0,119}}@{_HOST}(?::\d{{1,5}})?(?![\w@]))"
    r"|(?P<mention>(?<![\w@./!])@[A-Za-z0-9][A-Za-z0-9_]{0,50}(?![\w@]))"
    r"|(?P<tag>(?<![\w#&/])\#(?=[^\W\d_]|\d+[^\W\d_])\w{2,50})"
    r"|(?P<time>(?<![\w:.])(?:\d{1,2}:[0-5]\d:[0-5]\d|\d{1,3}:[0-5]\d)(?![\w:]))"
)
_TRAILING = ".,;:!?'\u2019\u201d\u00bb*_~"


@dataclass(frozen=True)
class Style:
    """What the document is drawn with. `handles` and `tags` become links; `mentions` also a bare `@name`."""

    font: QFont
    link: QColor
    muted: QColor
    seeks: bool = False
    mentions: bool = False


class SafeDocument(QTextDocument):
    """A document that looks nothing up. Qt tries files itself where it is given nothing, so it gets a dot."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            dot = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            dot.fill(0)
            return dot
        return None


def markdown_document(text: str, style: Style) -> QTextDocument:
    """`text` as PeerTube shows it: Markdown whose line ends are line ends, HTML as it is typed."""
    document = _empty(style)
    features = QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(_prepared(clean_text(text, MAX_SHOWN).replace(_BREAK, " ")), features)
    _finish(document, style)
    return document


def comment_document(text: str, style: Style) -> QTextDocument:
    """A comment: Markdown, or a little HTML where it comes from another platform."""
    if not _HTML.search(text[:MAX_SHOWN]):
        return markdown_document(text, style)
    cleaned = clean_text(text, MAX_HTML)
    # Qt takes long over tags in tags: what has too many is shown without.
    tags = {"p", "br"}
    if cleaned.count("<") <= MAX_TAGS:
        tags |= _FLAT_TAGS
        if len(_NESTING.findall(cleaned)) <= MAX_NESTING_TAGS:
            tags |= _NESTING_TAGS
    if cleaned.count("\n") <= MAX_LINES and not _LAID_OUT.search(cleaned):
        # Typed with a bold word, say: its line ends are meant.
        paragraphs = re.split(r"\n\s*\n", cleaned)
        cleaned = "".join("<p>" + paragraph.replace("\n", "<br>") + "</p>" for paragraph in paragraphs)
    safe = nh3.clean(
        cleaned, tags=tags, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None
    )
    document = _empty(style)
    document.setHtml(safe)
    _finish(document, style)
    return document


def web_address(href: str) -> str:
    """`href` as an absolute http(s) address in ASCII, as a browser is given it; "" for anything else."""
    if len(href) > 4000:
        return ""
    url = QUrl(href.strip(), QUrl.ParsingMode.TolerantMode)
    if not url.isValid() or url.scheme() not in ("http", "https") or not url.host():
        return ""
    address = bytes(url.toEncoded().data()).decode("ascii", "ignore")
    # What Qt reads as an address must be one for everybody else, too.
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.hostname else ""


def _empty(style: Style) -> SafeDocument:
    document = SafeDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(style.font)
    document.setDocumentMargin(0)
    document.setIndentWidth(24)
    return document


# Markdown, before Qt reads it


def _prepared(text: str) -> str:
    """`text` with its line breaks kept, and no deeper and longer than is worth showing."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        lines = [*lines[:MAX_LINES], "…"]
    lines = [_shallow(line.expandtabs(4)) for line in lines]
    prepared: list[str] = []
    fenced = False
    for place, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
            prepared.append(line)
            continue
        if not fenced and _RULE.match(line) and prepared and prepared[-1].strip():
            # A line of dashes is meant as a line, not to make a heading of the paragraph above.
            prepared.append("")
        following = lines[place + 1] if place + 1 < len(lines) else ""
        breaks = line.strip() and following.strip() and not fenced and not _BLOCK_START.match(following)
        if breaks and not _HEADING.match(line) and not _RULE.match(line):
            line = line.rstrip() + _BREAK
        prepared.append(line)
    return "\n".join(prepared)


def _shallow(line: str) -> str:
    """`line` with a few quote and list marks at most, and not indented beyond reason."""
    indent = len(line) - len(line.lstrip(" "))
    if indent > MAX_INDENT:
        line = line[indent - MAX_INDENT :]
    found = _DEEP.match(line)
    if found is None:
        return line
    end, marks = 0, 0
    while marks < MAX_DEPTH and (mark := _MARK.match(line, end)):
        end, marks = mark.end(), marks + 1
    return line[:end] + line[found.end() :]


# The document, after Qt has read it


class _Run(NamedTuple):
    """A stretch of one format; `start` in the document, both it and `text` counted as Qt does."""

    start: int
    length: int
    text: str
    format: QTextCharFormat


def _runs(block: QTextBlock) -> Iterator[_Run]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        yield _Run(fragment.position(), fragment.length(), fragment.text(), fragment.charFormat())
        at += 1


def _finish(document: QTextDocument, style: Style) -> None:
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.firstBlock()
    while block.isValid():
        following = block.next()
        _shape_block(cursor, block)
        # From the last to the first: an edit moves what comes after it.
        for run in reversed(list(_runs(block))):
            _shape_run(cursor, run, style)
        block = following
    _trim(cursor, document)
    cursor.endEditBlock()


def _shape_block(cursor: QTextCursor, block: QTextBlock) -> None:
    form = block.blockFormat()
    cursor.setPosition(block.position())
    if form.headingLevel():
        # A heading of somebody's text is not a heading of ours.
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        change = QTextCharFormat()
        change.setProperty(QTextFormat.Property.FontSizeAdjustment, 1 if form.headingLevel() <= 2 else 0)
        change.setFontWeight(QFont.Weight.DemiBold)
        cursor.mergeCharFormat(change)
    if block.textList() is None:
        form.setTopMargin(GAP if block.previous().isValid() else 0)
        form.setBottomMargin(GAP)
    form.setIndent(min(form.indent(), MAX_DEPTH))
    form.setLeftMargin(min(form.leftMargin() * 0.6, 100.0))
    form.setRightMargin(0)
    form.clearBackground()
    cursor.clearSelection()
    cursor.setPosition(block.position())
    cursor.setBlockFormat(form)


def _shape_run(cursor: QTextCursor, run: _Run, style: Style) -> None:
    form = run.format
    if form.isImageFormat():
        _replace_picture(cursor, run, style)
        return
    if form.isAnchor():
        address = web_address(form.anchorHref())
        clean = _link(style, address) if address else QTextCharFormat()
        clean.setFontWeight(form.fontWeight())
        clean.setFontItalic(form.fontItalic())
        _select(cursor, run.start, run.length)
        cursor.setCharFormat(clean)
    elif not form.fontFixedPitch():
        for start, length, href in reversed(list(_find_links(run.text, style))):
            _select(cursor, run.start + start, length)
            cursor.mergeCharFormat(_link(style, href))
    units = run.text.encode("utf-16-le", "surrogatepass")
    for place in range(len(units) // 2 - 1, -1, -1):
        if units[place * 2 : place * 2 + 2] == b"\x80\x16":
            after = units[place * 2 + 2 : place * 2 + 4] == b" \x00"
            _select(cursor, run.start + place, 2 if after else 1)
            _break_line(cursor)


def _break_line(cursor: QTextCursor) -> None:
    """A line end for what is selected. Each line has the direction of its own words, so it is a block."""
    if cursor.currentList() is not None:
        cursor.insertText("\u2028")
        return
    cursor.removeSelectedText()
    above = cursor.blockFormat()
    below = cursor.blockFormat()
    above.setBottomMargin(0)
    cursor.setBlockFormat(above)
    below.setTopMargin(0)
    cursor.insertBlock(below)


def _replace_picture(cursor: QTextCursor, run: _Run, style: Style) -> None:
    """A remote picture is not fetched: its name leads to it."""
    image = run.format.toImageFormat()
    alternative = image.property(QTextFormat.Property.ImageAltText)
    label = alternative if isinstance(alternative, str) and alternative.strip() else _("Picture")
    address = web_address(image.name())
    _select(cursor, run.start, run.length)
    cursor.insertText(label[:200], _link(style, address) if address else QTextCharFormat())


def _select(cursor: QTextCursor, start: int, length: int) -> None:
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)


def _trim(cursor: QTextCursor, document: QTextDocument) -> None:
    """No empty lines at the end, no space below the last one."""
    last = document.lastBlock()
    while last.previous().isValid() and not last.text().strip() and last.textList() is None:
        cursor.setPosition(last.position() + last.length() - 1)
        cursor.setPosition(
            last.previous().position() + last.previous().length() - 1, QTextCursor.MoveMode.KeepAnchor
        )
        cursor.removeSelectedText()
        if document.lastBlock().position() == last.position():
            break
        last = document.lastBlock()
    form = last.blockFormat()
    form.setBottomMargin(0)
    cursor.setPosition(last.position())
    cursor.setBlockFormat(form)


def _link(style: Style, href: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setAnchor(True)
    form.setAnchorHref(href)
    form.setForeground(style.link)
    form.setFontUnderline(False)
    return form


# Links in plain words


def _find_links(text: str, style: Style) -> Iterator[tuple[int, int, str]]:
    """Place and length, in UTF-16 units as Qt counts, and target of what looks like a link."""
    units, before = 0, 0
    for match in _WORDS.finditer(text):
        found = match.group()
        target = ""
        if match["url"]:
            found = _without_tail(found)
            target = web_address(found if found.startswith("http") else f"https://{found}")
        elif match["actor"]:
            found = found.rstrip(".")
            target = ACTOR + found
        elif match["mention"] and style.mentions:
            target = ACTOR + found
        elif match["tag"]:
            target = TAG + found[1:]
        elif match["time"] and style.seeks:
            target = SEEK + str(_seconds(found))
        if not target:
            continue
        units += _units(text[before : match.start()])
        before = match.start()
        yield units, _units(found), target


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_tail(url: str) -> str:
    """`url` without the sentence's own punctuation; a bracket stays where it closes one inside."""
    while url:
        if url[-1] in _TRAILING or (
            url[-1] in ")]" and url.count(url[-1]) > url.count("(["[")]".index(url[-1])])
        ):
            url = url[:-1]
        else:
            break
    return url


def _seconds(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total
