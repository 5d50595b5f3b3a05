"""What lies over a picture: always light on dark, whatever the theme, as the picture is no page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.text import plain_tip
from peertube_desktop.ui.theme import DARK, Theme

OVER = DARK
"""The colours over a picture."""
SIDE = 34
ICON = 20
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def veil(alpha: int) -> QColor:
    """Black, that much of it (0–255)."""
    return QColor(0, 0, 0, alpha)


def light(alpha: int) -> QColor:
    """White, that much of it (0–255)."""
    return QColor(255, 255, 255, alpha)


class OverButton(QToolButton):
    """A button over the picture: an icon, a text, or both. `name` is its tooltip and its accessible name."""

    def __init__(
        self, theme: Theme, icon: str, name: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._filled = False
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Reached by Tab; a click does not take the keyboard from the player.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_name(name)

    def set_name(self, name: str, key: str = "") -> None:
        """What it does; `key` is shown behind it."""
        self.setToolTip(plain_tip(f"{name} ({key})" if key else name))
        self.setAccessibleName(name)

    def set_icon(self, icon: str) -> None:
        """Another picture."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def set_text(self, text: str) -> None:
        """Another text, shown as it is."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def set_filled(self, filled: bool) -> None:
        """A pill of its own instead of a bare sign: the one thing to press in a message."""
        self._filled = filled
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(SIDE)
        width = 0 if self._icon else self._theme.px(8)
        width += self._theme.px(SIDE) if self._icon else 0
        if self.text():
            metrics = QFontMetrics(self._theme.font(13, bold=self._filled))
            width += metrics.horizontalAdvance(self.text()) + self._theme.px(8)
        return QSize(width + (self._theme.px(16) if self._filled else 0), side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = box.height() / 2 if self._filled else self._theme.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        hover = self.underMouse() and self.isEnabled()
        if self._filled:
            painter.setBrush(QColor(OVER.accent_hover if hover else OVER.accent))
            painter.drawRoundedRect(box, radius, radius)
        elif hover or self.isDown():
            painter.setBrush(light(60 if self.isDown() else 38))
            painter.drawRoundedRect(box, radius, radius)
        colour = OVER.text if self.isEnabled() else OVER.faint
        if self.isChecked() and not self._filled:
            colour = OVER.accent_hover
        self._paint_face(painter, colour)
        if self.hasFocus():
            painter.setPen(QPen(QColor(OVER.text if self._filled else OVER.accent_hover), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, radius, radius)
        painter.end()

    def _paint_face(self, painter: QPainter, colour: str) -> None:
        room = self.rect()
        if self._filled:
            room = room.adjusted(self._theme.px(8), 0, -self._theme.px(8), 0)
        if self._icon:
            size = self._theme.px(ICON)
            pixmap = icon_pixmap(self._icon, size, colour, self.devicePixelRatioF())
            left = room.left() + (self._theme.px(SIDE) - size) // 2
            if not self.text():
                left = room.left() + (room.width() - size) // 2
            painter.drawPixmap(left, room.top() + (room.height() - size) // 2, pixmap)
        if self.text():
            painter.setPen(QColor(colour))
            painter.setFont(self._theme.font(13, bold=self._filled))
            left = self._theme.px(SIDE) - self._theme.px(2) if self._icon else 0
            place = QRect(room.left() + left, room.top(), room.width() - left, room.height())
            if self._icon:
                painter.drawText(
                    place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
                )
            else:
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            # They are the player's: seek and volume, not the way to the next button.
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
