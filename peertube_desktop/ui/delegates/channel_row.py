"""Draws a channel as a row: avatar, name, handle and numbers, the beginning of its description."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from peertube_desktop.ui.delegates.card_layout import TextCache, draw_lines
from peertube_desktop.ui.delegates.cell import CellDelegate
from peertube_desktop.ui.models.channel_list import AVATAR_WIDTH, ChannelCard
from peertube_desktop.ui.widgets.pictures import Shape, Want

GAP = 14


class ChannelRowDelegate(CellDelegate[ChannelCard]):
    """Rows three lines high, beside a large avatar."""

    def restyle(self) -> None:
        super().restyle()
        theme = self._theme
        self._title_font = theme.font(14, bold=True)
        self._letter_font = theme.font(22, bold=True)
        self._text = TextCache(self._title_font, self._line_font, title_lines=1)
        self._title_step = max(self._text.title_height, theme.px(20))
        self._line_step = max(QFontMetricsF(self._line_font).height(), theme.px(18))
        self._avatar = theme.px(AVATAR_WIDTH)

    def card_height(self, width: int) -> int:
        return max(self._avatar, round(self._title_step + 2 * self._line_step)) + 8

    def wants(self, card: ChannelCard, width: int, ratio: float) -> list[Want]:
        return [Want(card.avatar, self._avatar, self._avatar, ratio, Shape.CIRCLE)] if card.avatar else []

    def paint_card(
        self, painter: QPainter, rect: QRect, card: ChannelCard, hovered: bool, focused: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, hovered, focused)
        self.paint_avatar(painter, self._avatar_rect(rect), card.avatar, card.letter, card.hue)
        left, width, y = self._column(rect)
        second = " · ".join(part for part in (card.handle, card.meta) if part)
        text = self._text.get(card.title, second, card.text, width)
        painter.setPen(self._colour["text"])
        y = draw_lines(painter, text.title, left, y, self._title_step)
        painter.setFont(self._line_font)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        for line, colour in ((text.channel, "muted"), (text.meta, "faint")):
            painter.setPen(self._colour[colour])
            painter.drawText(QRectF(left, y, width, self._line_step), flags, line)
            y += self._line_step

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        painter.drawEllipse(self._avatar_rect(rect))
        left, width, y = self._column(rect)
        self.paint_lines(painter, left, y, [width * part for part in (0.4, 0.6, 0.8)], self._line_step)

    def _avatar_rect(self, rect: QRect) -> QRect:
        return QRect(rect.left(), rect.center().y() - self._avatar // 2 + 1, self._avatar, self._avatar)

    def _column(self, rect: QRect) -> tuple[int, int, float]:
        """Left edge, width and top of the text."""
        left = rect.left() + self._avatar + self._theme.px(GAP)
        height = self._title_step + 2 * self._line_step
        return left, rect.right() - left + 1, rect.top() + (rect.height() - height) / 2
