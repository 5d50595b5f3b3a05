"""Draws a video's card. It draws and nothing else: no decoding, no shaping of text that was shaped before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from peertube_desktop.ui.delegates.card_layout import TextCache, draw_lines
from peertube_desktop.ui.delegates.cell import HALO, CellDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.theme import RADIUS
from peertube_desktop.ui.widgets.pictures import Shape, Want

__all__ = ["AVATAR", "GAP", "HALO", "VideoCardDelegate"]

AVATAR = 28
GAP = 9
"""Between avatar and text, and picture and text."""


class VideoCardDelegate(CellDelegate[Card]):
    """Cards as in a grid: picture above, avatar, title, channel and numbers below."""

    def restyle(self) -> None:
        super().restyle()
        theme = self._theme
        self._text = TextCache(self._title_font, self._line_font)
        self._title_step = max(self._text.title_height, theme.px(18))
        self._line_step = max(self._text.line_height, theme.px(18))
        self._avatar = theme.px(AVATAR)

    # Geometry

    def picture_size(self, width: int) -> QSize:
        """Of the picture of a card that is `width` pixels wide: 16:9."""
        return QSize(width, width * 9 // 16)

    def card_height(self, width: int) -> int:
        """Of a card `width` pixels wide: room for two lines of title."""
        text = 2 * self._title_step + 2 * self._line_step
        return self.picture_size(width).height() + GAP + round(max(text, self._avatar)) + 4

    def wants(self, card: Card, width: int, ratio: float) -> list[Want]:
        """The pictures a card of that width needs."""
        size = self.picture_size(width)
        shape = Shape.BLURRED if card.hidden else Shape.CARD
        wants = []
        if card.avatar:
            wants.append(Want(card.avatar, self._avatar, self._avatar, ratio, Shape.CIRCLE))
        if card.thumbnail:
            wants.append(Want(card.thumbnail, size.width(), size.height(), ratio, shape))
        return wants

    # Painting

    def paint_card(self, painter: QPainter, rect: QRect, card: Card, hovered: bool, focused: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour
        self.paint_ground(painter, rect, hovered, focused)
        size = self.picture_size(rect.width())
        picture = QRect(rect.topLeft(), size)
        self._paint_picture(painter, picture, card)
        top = picture.bottom() + 1 + GAP
        avatar = QRect(rect.left(), top, self._avatar, self._avatar)
        self.paint_avatar(painter, avatar, card.avatar, card.letter, card.hue)
        left = rect.left() + self._avatar + GAP
        width = rect.right() - left + 1
        text = self._text.get(card.title, card.channel, card.meta, width)
        painter.setPen(colour["text"])
        y = draw_lines(painter, text.title, left, top - 1, self._title_step)
        painter.setPen(colour["muted"])
        painter.setFont(self._line_font)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        for line in (text.channel, text.meta):
            painter.drawText(QRectF(left, y, width, self._line_step), flags, line)
            y += self._line_step

    def _paint_picture(self, painter: QPainter, rect: QRect, card: Card) -> None:
        shape = Shape.BLURRED if card.hidden else Shape.CARD
        self.paint_image(painter, rect, card.thumbnail, shape)
        if card.hidden:
            self._paint_veil_words(painter, rect)
        if card.progress > 0 and not card.hidden:
            self._paint_progress(painter, rect, card.progress)
        if card.badge:
            ground = self._colour["live"] if card.live else self._badge_ground
            self.paint_badge(painter, rect, card.badge, ground, right=True)
        if card.watched:
            self.paint_badge(painter, rect, _("Watched"), self._badge_ground, right=False)

    def _paint_veil_words(self, painter: QPainter, rect: QRect) -> None:
        side = self._theme.px(22)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        icon = icon_pixmap("eye-off", side, "#ffffff", ratio)
        metrics = self._badge_metrics
        middle = rect.center()
        painter.drawPixmap(middle - QPointF(side / 2, side + 2).toPoint(), icon)
        painter.setFont(self._badge_font)
        painter.setPen(Qt.GlobalColor.white)
        line = QRect(rect.left() + 6, middle.y() + 4, rect.width() - 12, metrics.height())
        words = metrics.elidedText(_("Sensitive · click to show"), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_progress(self, painter: QPainter, rect: QRect, part: float) -> None:
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
        painter.setClipPath(path)
        bar = QRectF(rect.left(), rect.bottom() - 3, rect.width(), 4)
        painter.fillRect(bar, QColor(0, 0, 0, 130))
        bar.setWidth(rect.width() * min(1.0, part))
        painter.fillRect(bar, self._colour["accent"])
        painter.restore()

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        picture = QRect(rect.topLeft(), self.picture_size(rect.width()))
        painter.drawRoundedRect(picture, RADIUS, RADIUS)
        top = picture.bottom() + 1 + GAP
        painter.drawEllipse(rect.left(), top, self._avatar, self._avatar)
        left = rect.left() + self._avatar + GAP
        width = rect.right() - left
        parts = [width * part for part in (0.92, 0.6, 0.4)]
        self.paint_lines(painter, left, top, parts, self._title_step)
