"""What all cells are drawn with: ground, pictures, avatars, badges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from peertube_desktop.ui.models.feed_list import CardLike, Role
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

HALO = 6
"""How far the hovered card's ground reaches beyond it."""

C = TypeVar("C", bound=CardLike)


class CellDelegate(QStyledItemDelegate, Generic[C]):
    """Draws cards of type C. It draws and nothing else: no decoding, no shaping of text shaped before."""

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
        self._colour = {name: QColor(value) for name, value in vars(theme.colour).items()}
        self._badge_ground = QColor(0, 0, 0, 200)

    # The subclass's

    def card_height(self, width: int) -> int:
        """Of a card `width` pixels wide."""
        raise NotImplementedError

    def wants(self, card: C, width: int, ratio: float) -> Sequence[Want]:
        """The pictures a card of that width needs, the most urgent last."""
        raise NotImplementedError

    def paint_card(self, painter: QPainter, rect: QRect, card: C, hovered: bool, focused: bool) -> None:
        """Draw `card` into `rect`."""
        raise NotImplementedError

    def paint_skeleton(self, painter: QPainter, rect: QRect) -> None:
        """The outline of a card that is on its way."""
        raise NotImplementedError

    # Qt's

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = option.rect.width() or self._theme.px(228)
        return QSize(width, self.card_height(width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card = index.data(Role.CARD)
        if card is not None:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            self.paint_card(painter, option.rect, card, hovered, focused)

    # Brushes

    def paint_ground(self, painter: QPainter, rect: QRect, hovered: bool, focused: bool) -> None:
        """What is behind a card that is pointed at or has the keyboard."""
        if hovered or focused:
            colour = self._colour
            ground = QRectF(rect).adjusted(-HALO, -HALO, HALO, HALO)
            painter.setPen(QPen(colour["accent"], 2) if focused else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(colour["hover"] if hovered else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), RADIUS + HALO - 2, RADIUS + HALO - 2)

    def paint_image(self, painter: QPainter, rect: QRect, url: str, shape: Shape) -> bool:
        """The picture in the wanted size, else in another one, else a placeholder (and False)."""
        exact = self._pictures.get(Want(url, rect.width(), rect.height(), _ratio(painter), shape))
        if exact is not None:
            painter.drawPixmap(rect.topLeft(), exact)
            return True
        other = self._pictures.any_size(url, shape)
        if other is not None:
            painter.drawPixmap(rect, other)
            return True
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["skeleton"])
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        return False

    def paint_avatar(
        self,
        painter: QPainter,
        rect: QRect,
        url: str,
        letter: str,
        hue: int,
        shape: Shape = Shape.CIRCLE,
    ) -> None:
        """The avatar, or a coloured ground with a letter while there is none."""
        if url:
            pixmap = self._pictures.get(Want(url, rect.width(), rect.height(), _ratio(painter), shape))
            if pixmap is not None:
                painter.drawPixmap(rect.topLeft(), pixmap)
                return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsl(hue, 110, 110))
        if shape is Shape.CIRCLE:
            painter.drawEllipse(rect)
        else:
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._letter_font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letter)

    def paint_badge(self, painter: QPainter, rect: QRect, text: str, ground: QColor, right: bool) -> None:
        """Words in the bottom right or top left corner of a picture."""
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

    def paint_lines(
        self, painter: QPainter, left: float, y: float, widths: Sequence[float], step: float
    ) -> None:
        """Bars where lines of text will be."""
        height = max(6, round(step * 0.6))
        for line, width in enumerate(widths):
            painter.drawRoundedRect(QRectF(left, round(y + line * step + 3), width, height), 4, 4)


def _ratio(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0
