"""Draws a video as a row: a small picture, and the words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from peertube_desktop.ui.delegates.card_layout import draw_lines
from peertube_desktop.ui.delegates.cell import HALO
from peertube_desktop.ui.delegates.video_card import GAP, VideoCardDelegate
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.theme import RADIUS
from peertube_desktop.ui.widgets.pictures import Shape, Want

PICTURE_WIDTH = 128
LEAST_TEXT = 90
"""Pixels of text beside the picture, which becomes smaller where there is no room for them."""


class VideoRowDelegate(VideoCardDelegate):
    """Rows as beside a video that is being watched."""

    def picture_size(self, width: int) -> QSize:
        """Of the picture in a row that is `width` pixels wide."""
        wide = max(64, min(self._theme.px(PICTURE_WIDTH), width - self._theme.px(LEAST_TEXT)))
        return QSize(wide, wide * 9 // 16)

    def card_height(self, width: int) -> int:
        """Of a row `width` pixels wide: the picture's, or that of four lines."""
        return max(self.picture_size(width).height(), round(2 * self._title_step + 2 * self._line_step))

    def wants(self, card: Card, width: int, ratio: float) -> list[Want]:
        """The one picture of a row."""
        size = self.picture_size(width)
        shape = Shape.BLURRED if card.hidden else Shape.CARD
        return [Want(card.thumbnail, size.width(), size.height(), ratio, shape)] if card.thumbnail else []

    def paint_card(self, painter: QPainter, rect: QRect, card: Card, hovered: bool, focused: bool) -> None:
        """Draw `card` into `rect`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour
        if hovered or focused:
            ground = QRectF(rect).adjusted(1 - HALO, 1 - HALO, HALO - 1, HALO - 1)
            painter.setPen(QPen(colour["accent"], 2) if focused else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(colour["hover"] if hovered else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, RADIUS + 2, RADIUS + 2)
        size = self.picture_size(rect.width())
        self._paint_picture(painter, QRect(rect.topLeft(), size), card)
        left = rect.left() + size.width() + GAP
        width = rect.right() - left + 1
        text = self._text.get(card.title, card.channel, card.meta, width)
        painter.setPen(colour["text"])
        y = draw_lines(painter, text.title, left, rect.top() - 1, self._title_step)
        painter.setPen(colour["muted"])
        painter.setFont(self._line_font)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        for line in (text.channel, text.meta):
            painter.drawText(QRectF(left, y, width, self._line_step), flags, line)
            y += self._line_step

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        """The outline of a row that is on its way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        size = self.picture_size(rect.width())
        painter.drawRoundedRect(QRect(rect.topLeft(), size), RADIUS, RADIUS)
        left = rect.left() + size.width() + GAP
        width = rect.right() - left
        height = max(6, round(self._title_step * 0.6))
        for line, part in enumerate((0.95, 0.7, 0.5)):
            y = round(rect.top() + line * self._title_step + 3)
            painter.drawRoundedRect(QRectF(left, y, width * part, height), 4, 4)
