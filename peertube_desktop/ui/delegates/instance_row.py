"""Draws an instance as a box: picture, name, description and languages, numbers, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from peertube_desktop.ui.delegates.card_layout import TextCache, draw_lines
from peertube_desktop.ui.delegates.cell import CellDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.instance_list import AVATAR_WIDTH, InstanceCard
from peertube_desktop.ui.widgets.pictures import Shape, Want

PAD = 12
CORNER = 12
WIDE = 560
"""From this width on (at 100 % text) there is room for the numbers at the right; else they are a third line."""


class InstanceRowDelegate(CellDelegate[InstanceCard]):
    """Rows as in the list one starts from."""

    def restyle(self) -> None:
        super().restyle()
        theme = self._theme
        self._letter_font = theme.font(17, bold=True)
        self._text = TextCache(self._title_font, self._line_font, title_lines=1)
        self._title_step = max(self._text.title_height, theme.px(19))
        self._line_step = max(self._text.line_height, theme.px(18))
        self._avatar = theme.px(AVATAR_WIDTH)
        self._line_metrics = QFontMetrics(self._line_font)
        self._open_width = QFontMetrics(self._title_font).horizontalAdvance(_("Open")) + theme.px(30)

    def _is_wide(self, width: int) -> bool:
        return width >= self._theme.px(WIDE)

    def card_height(self, width: int) -> int:
        lines = 1 if self._is_wide(width) else 2
        return 2 * PAD + max(self._avatar, round(self._title_step + lines * self._line_step))

    def wants(self, card: InstanceCard, width: int, ratio: float) -> list[Want]:
        return [Want(card.avatar, self._avatar, self._avatar, ratio, Shape.ROUNDED)] if card.avatar else []

    def paint_card(
        self, painter: QPainter, rect: QRect, card: InstanceCard, hovered: bool, focused: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour
        edge = colour["accent" if focused else "strong_border" if hovered else "border"]
        self._paint_box(painter, rect, "hover" if hovered else "surface", QPen(edge, 2 if focused else 1))
        self.paint_avatar(painter, self._avatar_rect(rect), card.avatar, card.letter, card.hue, Shape.ROUNDED)
        button = self._open_rect(rect)
        self._paint_open(painter, button, hovered or focused)
        left = rect.left() + PAD + self._avatar + PAD
        right = button.left() - PAD
        wide = self._is_wide(rect.width())
        painter.setFont(self._line_font)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        if wide:
            room = self._line_metrics.horizontalAdvance(card.counts)
            painter.setPen(colour["muted"])
            numbers = QRect(right - room, rect.top(), room + 1, rect.height())
            painter.drawText(numbers, flags | Qt.AlignmentFlag.AlignRight, card.counts)
            right -= room + 2 * PAD
        width = max(1, right - left)
        text = self._text.get(card.title, card.text, card.counts, width)
        height = self._title_step + (1 if wide else 2) * self._line_step
        y = rect.top() + (rect.height() - height) / 2
        painter.setPen(colour["text"])
        if text.title:
            used = text.title[0].lineAt(0).naturalTextWidth()
            top = y
            y = draw_lines(painter, text.title, left, y, self._title_step)
            self._paint_host(painter, QRectF(left + used + 8, top, width - used - 8, self._title_step), card)
        painter.setFont(self._line_font)
        painter.setPen(colour["muted"])
        for line in (text.channel,) if wide else (text.channel, text.meta):
            painter.drawText(
                QRectF(left, y, width, self._line_step), flags | Qt.AlignmentFlag.AlignLeft, line
            )
            y += self._line_step

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, rect, "content", QPen(self._colour["border"], 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        painter.drawRoundedRect(self._avatar_rect(rect), 10, 10)
        left = rect.left() + PAD + self._avatar + PAD
        self.paint_lines(painter, left, rect.top() + PAD, [180, 280], self._title_step)

    def _paint_box(self, painter: QPainter, rect: QRect, ground: str, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(self._colour[ground])
        half = pen.widthF() / 2
        painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), CORNER, CORNER)

    def _paint_host(self, painter: QPainter, rect: QRectF, card: InstanceCard) -> None:
        if not card.host or rect.width() < 40:
            return
        painter.setFont(self._line_font)
        painter.setPen(self._colour["faint"])
        text = self._line_metrics.elidedText(card.host, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(self._colour["text"])

    def _paint_open(self, painter: QPainter, rect: QRect, active: bool) -> None:
        colour = self._colour
        painter.setPen(QPen(colour["accent" if active else "border"], 1))
        painter.setBrush(colour["accent" if active else "content"])
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(colour["on_accent" if active else "text"])
        painter.setFont(self._title_font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _("Open"))

    def _avatar_rect(self, rect: QRect) -> QRect:
        return QRect(rect.left() + PAD, rect.center().y() - self._avatar // 2 + 1, self._avatar, self._avatar)

    def _open_rect(self, rect: QRect) -> QRect:
        height = self._theme.px(30)
        return QRect(
            rect.right() - PAD - self._open_width + 1,
            rect.center().y() - height // 2 + 1,
            self._open_width,
            height,
        )
