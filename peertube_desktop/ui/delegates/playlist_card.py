"""Draws a playlist's card: its picture as the first of a pile, title, owner and age below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from peertube_desktop.ui.delegates.card_layout import TextCache, draw_lines
from peertube_desktop.ui.delegates.cell import CellDelegate
from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.models.playlist_list import PlaylistCard
from peertube_desktop.ui.theme import RADIUS
from peertube_desktop.ui.widgets.pictures import Shape, Want

GAP = 9
PILE = 5
"""How far the picture behind looks out above the first one."""


class PlaylistCardDelegate(CellDelegate[PlaylistCard]):
    """Cards as in a grid."""

    def restyle(self) -> None:
        super().restyle()
        theme = self._theme
        self._text = TextCache(self._title_font, self._line_font)
        self._title_step = max(self._text.title_height, theme.px(18))
        self._line_step = max(self._text.line_height, theme.px(18))

    def picture_size(self, width: int) -> QSize:
        """Of the picture of a card that is `width` pixels wide: 16:9."""
        return QSize(width, width * 9 // 16)

    def card_height(self, width: int) -> int:
        text = 2 * self._title_step + 2 * self._line_step
        return PILE + self.picture_size(width).height() + GAP + round(text) + 4

    def wants(self, card: PlaylistCard, width: int, ratio: float) -> list[Want]:
        size = self.picture_size(width)
        want = Want(card.thumbnail, size.width(), size.height(), ratio, Shape.CARD)
        return [want] if card.thumbnail else []

    def paint_card(
        self, painter: QPainter, rect: QRect, card: PlaylistCard, hovered: bool, focused: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, hovered, focused)
        picture = self._picture_rect(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["strong_border"])
        painter.drawRoundedRect(picture.adjusted(10, -PILE, -10, -PILE), RADIUS, RADIUS)
        # A line of the ground parts the first picture from the one behind.
        painter.setBrush(self._colour["hover" if hovered else "content"])
        painter.drawRoundedRect(picture.adjusted(-1, -1, 1, 0), RADIUS + 1, RADIUS + 1)
        if not self.paint_image(painter, picture, card.thumbnail, Shape.CARD):
            self._paint_icon(painter, picture)
        self.paint_badge(painter, picture, card.badge, self._badge_ground, right=True)
        top = picture.bottom() + 1 + GAP
        text = self._text.get(card.title, card.owner, card.meta, rect.width())
        painter.setPen(self._colour["text"])
        y = draw_lines(painter, text.title, rect.left(), top - 1, self._title_step)
        painter.setPen(self._colour["muted"])
        painter.setFont(self._line_font)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        for line in (text.channel, text.meta):
            painter.drawText(QRectF(rect.left(), y, rect.width(), self._line_step), flags, line)
            y += self._line_step

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        picture = self._picture_rect(rect)
        painter.drawRoundedRect(picture, RADIUS, RADIUS)
        top = picture.bottom() + 1 + GAP
        widths = [rect.width() * part for part in (0.9, 0.5, 0.35)]
        self.paint_lines(painter, rect.left(), top, widths, self._title_step)

    def _picture_rect(self, rect: QRect) -> QRect:
        return QRect(rect.topLeft(), self.picture_size(rect.width())).translated(0, PILE)

    def _paint_icon(self, painter: QPainter, rect: QRect) -> None:
        side = self._theme.px(32)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        icon = icon_pixmap("playlist", side, self._colour["faint"].name(), ratio)
        painter.drawPixmap(rect.center().x() - side // 2, rect.center().y() - side // 2, icon)
