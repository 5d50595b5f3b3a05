"""A word on what a key just did, for a moment."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.player.over import ICON, OVER, veil
from peertube_desktop.ui.theme import Theme

SHOWN_MS = 900


class Hint(QWidget):
    """A pill at the upper edge of the picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("playerHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._over = parent
        self._icon = ""
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def say(self, icon: str, text: str) -> None:
        """Show it for a moment."""
        self._icon, self._text = icon, text
        self.setAccessibleName(text)
        px = self._theme.px
        metrics = QFontMetrics(self._theme.font(14, bold=True))
        width = metrics.horizontalAdvance(text) + px(24) + (px(ICON) + px(6) if icon else 0)
        self.resize(min(width, max(40, self._over.width() - 16)), metrics.height() + px(12))
        self.move((self._over.width() - self.width()) // 2, max(8, self._over.height() // 12))
        self.show()
        self.raise_()
        self.update()
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil(190))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        px = self._theme.px
        left = px(12)
        if self._icon:
            pixmap = icon_pixmap(self._icon, px(ICON), OVER.text, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - px(ICON)) // 2, pixmap)
            left += px(ICON) + px(6)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(QColor(OVER.text))
        painter.setFont(self._theme.font(14, bold=True))
        room = QRect(left, 0, self.width() - left - px(8), self.height())
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
