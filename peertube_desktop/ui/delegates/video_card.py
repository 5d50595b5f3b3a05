"""Draws a video's card. It draws and nothing else: no decoding, no shaping of text that was shaped before."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from peertube_desktop.ui.delegates.card_layout import TextCache, draw_lines
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.models.video_list import Role
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

AVATAR = 28
GAP = 9
"""Between avatar and text, and picture and text."""
HALO = 6
"""How far the hovered card's ground reaches beyond it."""


class VideoCardDelegate(QStyledItemDelegate):
    """Cards as in a grid: picture above, avatar, title, channel and numbers below."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take fonts and colours from the theme anew."""
        theme = self._theme
        self._title_font = theme.font(13, bold=True)
        self._line_font = theme.font(12)
        self._badge_font = theme.font(11, bold=True)
        self._letter_font = theme.font(12, bold=True)
        self._badge_metrics = QFontMetrics(self._badge_font)
        self._text = TextCache(self._title_font, self._line_font)
        self._title_step = max(self._text.title_height, theme.px(18))
        self._line_step = max(self._text.line_height, theme.px(18))
        self._avatar = theme.px(AVATAR)
        colours = theme.colour
        self._colour = {name: QColor(value) for name, value in vars(colours).items()}
        self._badge_ground = QColor(0, 0, 0, 200)
        self._hover_veil = QColor(255, 255, 255, 18)

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

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = option.rect.width() or self._theme.px(228)
        return QSize(width, self.card_height(width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card = index.data(Role.CARD)
        if isinstance(card, Card):
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            self.paint_card(painter, option.rect, card, hovered, focused)

    def paint_card(self, painter: QPainter, rect: QRect, card: Card, hovered: bool, focused: bool) -> None:
        """Draw `card` into `rect`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour
        if hovered or focused:
            ground = QRectF(rect).adjusted(-HALO, -HALO, HALO, HALO)
            painter.setPen(QPen(colour["accent"], 2) if focused else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(colour["hover"] if hovered else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), RADIUS + HALO - 2, RADIUS + HALO - 2)
        size = self.picture_size(rect.width())
        picture = QRect(rect.topLeft(), size)
        self._paint_picture(painter, picture, card)
        top = picture.bottom() + 1 + GAP
        self._paint_avatar(painter, QRect(rect.left(), top, self._avatar, self._avatar), card)
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
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        shape = Shape.BLURRED if card.hidden else Shape.CARD
        exact = self._pictures.get(Want(card.thumbnail, rect.width(), rect.height(), ratio, shape))
        if exact is not None:
            painter.drawPixmap(rect.topLeft(), exact)
        else:
            other = self._pictures.any_size(card.thumbnail, shape)
            if other is not None:
                painter.drawPixmap(rect, other)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour["skeleton"])
                painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if card.hidden:
            self._paint_veil_words(painter, rect, ratio)
        if card.progress > 0 and not card.hidden:
            self._paint_progress(painter, rect, card.progress)
        if card.badge:
            ground = self._colour["live"] if card.live else self._badge_ground
            self._paint_badge(painter, rect, card.badge, ground, right=True)
        if card.watched:
            self._paint_badge(painter, rect, _("Watched"), self._badge_ground, right=False)

    def _paint_veil_words(self, painter: QPainter, rect: QRect, ratio: float) -> None:
        side = self._theme.px(22)
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

    def _paint_badge(self, painter: QPainter, rect: QRect, text: str, ground: QColor, right: bool) -> None:
        metrics = self._badge_metrics
        width = metrics.horizontalAdvance(text) + self._theme.px(10)
        height = metrics.height() + 2
        y = rect.bottom() - height - 5 if right else rect.top() + 6
        x = rect.right() - width - 5 if right else rect.left() + 6
        badge = QRect(x, y, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._badge_font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_avatar(self, painter: QPainter, rect: QRect, card: Card) -> None:
        if card.avatar:
            device = painter.device()
            ratio = device.devicePixelRatioF() if device is not None else 1.0
            pixmap = self._pictures.get(Want(card.avatar, rect.width(), rect.height(), ratio, Shape.CIRCLE))
            if pixmap is not None:
                painter.drawPixmap(rect.topLeft(), pixmap)
                return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsl(card.hue, 110, 110))
        painter.drawEllipse(rect)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._letter_font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, card.letter)

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        """The outline of a card that is on its way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        picture = QRect(rect.topLeft(), self.picture_size(rect.width()))
        painter.drawRoundedRect(picture, RADIUS, RADIUS)
        top = picture.bottom() + 1 + GAP
        painter.drawEllipse(rect.left(), top, self._avatar, self._avatar)
        left = rect.left() + self._avatar + GAP
        width = rect.right() - left
        height = max(6, round(self._title_step * 0.6))
        for line, part in enumerate((0.92, 0.6, 0.4)):
            y = round(top + line * self._title_step + 3)
            painter.drawRoundedRect(QRectF(left, y, width * part, height), 4, 4)
