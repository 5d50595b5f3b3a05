"""Draws comments: who, when, the formatted text, and the line that shows or hides the answers."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPen,
    QTextDocument,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from peertube_desktop.ui.comments.model import Row
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.rich_document import Style, comment_document
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

Index = QModelIndex | QPersistentModelIndex
AVATAR = 28
REPLY_AVATAR = 22
INDENT = 20
MOST_INDENTS = 4
GAP = 9
PADDING = 8
DOCUMENTS = 120
"""Formatted texts that are kept; heights are kept for all."""
BUDGET_SECONDS = 0.008
"""How long texts are measured in one go when the width changes; the rest follows in the next turns."""


class Part(Enum):
    """What can be clicked in a comment."""

    LINK = "link"
    FOLDING = "folding"
    AUTHOR = "author"


class Hit(NamedTuple):
    """A part and, of a link, where it leads."""

    part: Part
    href: str = ""


class CommentDelegate(QStyledItemDelegate):
    """`unfinished` is called when heights are not exact yet: lay out once more, soon."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        row_at: Callable[[int], Row],
        unfinished: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._row_at = row_at
        self._theme = theme
        self._pictures = pictures
        self._unfinished = unfinished
        self._documents: OrderedDict[int, tuple[int, QTextDocument]] = OrderedDict()
        self._heights: dict[int, tuple[int, int]] = {}
        self._turn_began = 0.0
        self.width = 300
        """Of the view."""
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take fonts and colours from the theme anew."""
        theme = self._theme
        colour = theme.colour
        self._name_font = theme.font(12, bold=True)
        self._small_font = theme.font(12)
        self._badge_font = theme.font(10, bold=True)
        self._line = round(QFontMetricsF(self._name_font).height())
        self._colour = {name: QColor(value) for name, value in vars(colour).items()}
        self._style = Style(
            theme.font(13), self._colour["accent"], self._colour["muted"], seeks=True, mentions=True
        )
        self.forget()

    def forget(self) -> None:
        """Other rows or other fonts: what was measured counts no more."""
        self._documents.clear()
        self._heights.clear()

    def begin_turn(self) -> None:
        """The view is about to ask for sizes."""
        self._turn_began = time.monotonic()

    # Geometry

    def _avatar_size(self, row: Row) -> int:
        return self._theme.px(AVATAR if row.depth == 0 else REPLY_AVATAR)

    def _left(self, row: Row) -> int:
        return min(row.depth, MOST_INDENTS) * self._theme.px(INDENT)

    def _text_left(self, row: Row) -> int:
        return self._left(row) + self._avatar_size(row) + GAP

    def _text_width(self, row: Row) -> int:
        return max(80, self.width - self._text_left(row) - PADDING)

    def document(self, row: Row) -> QTextDocument:
        """The row's text, formatted and laid out."""
        key, width = row.comment.id, self._text_width(row)
        known = self._documents.get(key)
        if known is not None:
            self._documents.move_to_end(key)
            if known[0] != width:
                known[1].setTextWidth(width)
                self._documents[key] = (width, known[1])
            return known[1]
        document = comment_document(row.text, self._style)
        document.setTextWidth(width)
        self._documents[key] = (width, document)
        if len(self._documents) > DOCUMENTS:
            self._documents.popitem(last=False)
        return document

    def _text_height(self, row: Row) -> int:
        key, width = row.comment.id, self._text_width(row)
        known = self._heights.get(key)
        if known is not None and known[0] == width:
            return known[1]
        if known is not None and time.monotonic() - self._turn_began > BUDGET_SECONDS:
            # A new width and a thousand rows: this one's old height will do for a moment.
            self._unfinished()
            return known[1]
        height = -int(-self.document(row).size().height() // 1)
        self._heights[key] = (width, height)
        return height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Asked for every row at each change: an answer out of the row itself takes a microsecond.
        row = self._row_at(index.row())
        known = row.measured
        if known is not None and known[0] == self.width and known[1] is row.folding:
            return known[2]
        height = PADDING + self._line + 2 + self._text_height(row) + PADDING
        if row.folding_label:
            height += self._line + 6
        size = QSize(self.width, height)
        if self._heights[row.comment.id][0] == self._text_width(row):
            row.measured = (self.width, row.folding, size)
        return size

    def _folding_rect(self, row: Row, rect: QRect) -> QRect:
        metrics = QFontMetricsF(self._name_font)
        width = round(metrics.horizontalAdvance(row.folding_label)) + 8
        left = rect.left() + self._text_left(row)
        return QRect(left - 4, rect.bottom() - PADDING - self._line + 1, width, self._line + 2)

    def hit(self, row: Row, rect: QRect, place: QPoint) -> Hit | None:
        """What is at `place` in a row drawn in `rect`."""
        if row.folding_label and self._folding_rect(row, rect).contains(place):
            return Hit(Part.FOLDING)
        head = QRect(rect.left() + self._left(row), rect.top() + PADDING, self._avatar_size(row), self._line)
        metrics = QFontMetricsF(self._name_font)
        head.setWidth(self._text_left(row) - self._left(row) + round(metrics.horizontalAdvance(row.name)))
        if row.handle and head.contains(place):
            return Hit(Part.AUTHOR)
        top = QPoint(rect.left() + self._text_left(row), rect.top() + PADDING + self._line + 2)
        href = self.document(row).documentLayout().anchorAt(QPointF(place - top))
        return Hit(Part.LINK, href) if href else None

    def wants(self, row: Row, ratio: float) -> Want | None:
        """The avatar a row needs."""
        side = self._avatar_size(row)
        return Want(row.avatar, side, side, ratio, Shape.CIRCLE) if row.avatar else None

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.paint_row(painter, option.rect, self._row_at(index.row()))

    def paint_row(self, painter: QPainter, rect: QRect, row: Row, focused: bool = False) -> None:
        """Draw `row` into `rect`."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if focused:
            painter.setPen(QPen(self._colour["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)
        side = self._avatar_size(row)
        self._paint_avatar(
            painter, QRect(rect.left() + self._left(row), rect.top() + PADDING, side, side), row
        )
        left = rect.left() + self._text_left(row)
        self._paint_head(painter, QRect(left, rect.top() + PADDING, self._text_width(row), self._line), row)
        painter.translate(left, rect.top() + PADDING + self._line + 2)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._colour["muted" if not row.comment.text else "text"])
        context.palette = palette
        self.document(row).documentLayout().draw(painter, context)
        painter.restore()
        if row.folding_label:
            painter.setFont(self._name_font)
            painter.setPen(self._colour["accent"])
            line = self._folding_rect(row, rect)
            painter.drawText(line.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.folding_label)

    def _paint_head(self, painter: QPainter, rect: QRect, row: Row) -> None:
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        small = QFontMetricsF(self._small_font)
        when = f"  {row.when}" if row.when else ""
        badge = _("Creator") if row.by_owner else ""
        badge_width = QFontMetricsF(self._badge_font).horizontalAdvance(badge) + 14 if badge else 0
        room = rect.width() - small.horizontalAdvance(when) - badge_width
        metrics = QFontMetricsF(self._name_font)
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, max(40.0, room))
        painter.setFont(self._name_font)
        painter.setPen(self._colour["text"])
        painter.drawText(rect, flags, name)
        x = rect.left() + metrics.horizontalAdvance(name)
        if badge:
            pill = QRectF(x + 5, rect.top() + 1, badge_width - 6, rect.height() - 2)
            painter.setPen(QPen(self._colour["accent"], 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setFont(self._badge_font)
            painter.setPen(self._colour["accent"])
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, badge)
            x += badge_width
        painter.setFont(self._small_font)
        painter.setPen(self._colour["muted"])
        painter.drawText(QRectF(x, rect.top(), rect.right() - x + 1, rect.height()), flags, when)

    def _paint_avatar(self, painter: QPainter, rect: QRect, row: Row) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        want = self.wants(row, ratio)
        pixmap = self._pictures.get(want) if want is not None else None
        if pixmap is not None:
            painter.drawPixmap(rect.topLeft(), pixmap)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsl(row.hue, 110, 110))
        painter.drawEllipse(rect)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._name_font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, row.letter)
