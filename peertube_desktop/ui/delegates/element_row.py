"""Draws a playlist's element: its number, and the video's row."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from peertube_desktop.ui.delegates.video_row import VideoRowDelegate
from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.models.element_list import ElementCard
from peertube_desktop.ui.theme import RADIUS
from peertube_desktop.ui.widgets.pictures import Want

NUMBER = 34
PICTURE = 160


class ElementRowDelegate(VideoRowDelegate):
    """Rows of a playlist. An element that cannot be seen has an icon for a picture, and quiet words."""

    def picture_size(self, width: int) -> QSize:
        wide = max(64, min(self._theme.px(PICTURE), width // 2))
        return QSize(wide, wide * 9 // 16)

    def card_height(self, width: int) -> int:
        return super().card_height(width - self._theme.px(NUMBER))

    def wants(self, card: Card, width: int, ratio: float) -> list[Want]:
        return super().wants(card, width - self._theme.px(NUMBER), ratio)

    def paint_card(self, painter: QPainter, rect: QRect, card: Card, hovered: bool, focused: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        missing = card.missing if isinstance(card, ElementCard) else ""
        self.paint_ground(painter, rect, hovered and not missing, focused)
        number = self._theme.px(NUMBER)
        if isinstance(card, ElementCard):
            painter.setPen(self._colour["muted"])
            painter.setFont(self._line_font)
            size = self.picture_size(rect.width() - number)
            column = QRect(rect.left(), rect.top(), number - 8, size.height())
            painter.drawText(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, card.position
            )
        row = rect.adjusted(number, 0, 0, 0)
        if missing:
            self._paint_missing(painter, row, card.title, missing)
        else:
            super().paint_card(painter, row, card, False, False)

    def _paint_missing(self, painter: QPainter, rect: QRect, title: str, icon: str) -> None:
        picture = QRect(rect.topLeft(), self.picture_size(rect.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        painter.drawRoundedRect(picture, RADIUS, RADIUS)
        side = self._theme.px(24)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        pixmap = icon_pixmap(icon, side, self._theme.colour.faint, ratio)
        painter.drawPixmap(picture.center().x() - side // 2, picture.center().y() - side // 2, pixmap)
        painter.setPen(self._colour["muted"])
        painter.setFont(self._title_font)
        words = QRect(
            picture.right() + 10, picture.top(), rect.right() - picture.right() - 10, picture.height()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        super().paint_skeleton(painter, rect.adjusted(self._theme.px(NUMBER), 0, 0, 0))
