"""What is at the place the pointer points at: picture, time, chapter."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.player.over import OVER, veil
from peertube_desktop.ui.theme import Theme

WIDTH = 176
FRAME = 2


class SeekPreview(QWidget):
    """A small picture above the seek bar, with a line of text; the line alone where there is no picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("seekPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._over = parent
        self._image: QImage | None = None
        self._text = ""
        self.hide()

    @property
    def text(self) -> str:
        """The line it shows."""
        return self._text

    @property
    def has_image(self) -> bool:
        """Whether there is a picture to the place."""
        return self._image is not None

    def show_at(self, above: QPoint, text: str, image: QImage | None) -> None:
        """Show it with the middle of its lower edge at `above`, in the parent's coordinates."""
        self._image = image if image is not None and not image.isNull() else None
        metrics = QFontMetrics(self._theme.font(12))
        room = self._over.width() - 16
        line = metrics.height() + self._theme.px(6)
        wanted = metrics.horizontalAdvance(text) + self._theme.px(16)
        height = line
        if self._image is not None:
            width = min(room, self._theme.px(WIDTH))
            if self._image.height() > self._image.width():
                width = min(width, round(self._theme.px(WIDTH) * self._image.width() / self._image.height()))
            height += round(width * self._image.height() / self._image.width())
            width = max(width, min(wanted, self._theme.px(WIDTH)))
        else:
            width = min(room, wanted)
        self._text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - self._theme.px(10))
        self.resize(width, height)
        left = max(8, min(self._over.width() - width - 8, above.x() - width // 2))
        self.move(left, max(4, above.y() - height))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._theme.font(12))
        line = painter.fontMetrics().height() + self._theme.px(6)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), veil(225))
        if self._image is not None:
            height = self.height() - line
            width = round(height * self._image.width() / max(1, self._image.height()))
            painter.drawImage(QRect((self.width() - width) // 2, 0, width, height), self._image)
        painter.setClipping(False)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(QColor(OVER.text))
        text = QRect(0, self.height() - line, self.width(), line)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self._text)
        if self._image is not None:
            painter.setPen(QPen(QColor(OVER.text), FRAME))
            painter.drawPath(path)
        painter.end()
