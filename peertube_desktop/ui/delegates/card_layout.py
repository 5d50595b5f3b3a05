"""The lines of a card, shaped once per card and width, with whole glyphs and an ellipsis where they end."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

TITLE_LINES = 2
LIMIT = 400
"""Cards whose shaped text is kept."""


class CardText:
    """A card's shaped title (at most two lines) and its two single lines."""

    __slots__ = ("channel", "meta", "title")

    def __init__(self, title: list[QTextLayout], channel: str, meta: str) -> None:
        self.title = title
        self.channel = channel
        self.meta = meta


def _layout(text: str, font: QFont, width: float) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    # The direction is the text's own, but all cards begin at the same edge.
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    return layout


def _one_line(text: str, font: QFont, width: float) -> QTextLayout:
    layout = _layout(text, font, width)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(max(width, 1.0))
        line.setPosition(QPointF(0, 0))
    layout.endLayout()
    return layout


def shape_title(text: str, font: QFont, width: float, lines: int = TITLE_LINES) -> list[QTextLayout]:
    """`text` in at most `lines` lines of `width` pixels; the last one is elided at a whole glyph."""
    metrics = QFontMetricsF(font)
    shaped: list[QTextLayout] = []
    rest = text
    while rest:
        last = len(shaped) == lines - 1
        if last or metrics.horizontalAdvance(rest) <= width:
            elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
            shaped.append(_one_line(elided, font, width))
            break
        layout = _layout(rest, font, width)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(width, 1.0))
        taken = line.textLength()
        layout.endLayout()
        if taken <= 0:
            break
        # QTextLayout counts UTF-16 units, Python characters.
        head = rest.encode("utf-16-le")[: taken * 2].decode("utf-16-le", "ignore")
        shaped.append(_one_line(head.rstrip(), font, width))
        rest = rest[len(head) :].lstrip()
    return shaped


class TextCache:
    """Shaped text by card and width, the longest unused forgotten first."""

    def __init__(self, title_font: QFont, line_font: QFont, title_lines: int = TITLE_LINES) -> None:
        self._title_lines = title_lines
        self._title_font = title_font
        self._line_font = line_font
        self._line_metrics = QFontMetricsF(line_font)
        self.title_height = QFontMetricsF(title_font).height()
        self.line_height = self._line_metrics.height()
        self._kept: OrderedDict[tuple[str, str, str, int], CardText] = OrderedDict()

    def get(self, title: str, channel: str, meta: str, width: int) -> CardText:
        """The shaped text of a card whose text column is `width` pixels wide."""
        key = (title, channel, meta, width)
        text = self._kept.get(key)
        if text is not None:
            self._kept.move_to_end(key)
            return text
        elide = Qt.TextElideMode.ElideRight
        text = CardText(
            shape_title(title, self._title_font, width, self._title_lines),
            self._line_metrics.elidedText(channel, elide, width),
            self._line_metrics.elidedText(meta, elide, width),
        )
        self._kept[key] = text
        if len(self._kept) > LIMIT:
            self._kept.popitem(last=False)
        return text


def draw_lines(painter: QPainter, layouts: list[QTextLayout], x: float, y: float, step: float) -> float:
    """Draw shaped lines from `y` down, `step` apart; the new y."""
    for layout in layouts:
        layout.draw(painter, QPointF(x, y))
        y += step
    return y
