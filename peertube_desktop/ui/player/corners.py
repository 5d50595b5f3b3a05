"""Round corners for what lies below: four small pieces in the colour of the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget


class Corners(QWidget):
    """Lies over everything and is nothing but its corners."""

    def __init__(self, radius: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._radius = radius
        self._colour = QColor(0, 0, 0)

    def set_colour(self, colour: str) -> None:
        """What is around."""
        self._colour = QColor(colour)
        self.update()

    def resizeEvent(self, event: QEvent) -> None:
        side = self._radius
        right, bottom = self.width() - side, self.height() - side
        region = QRegion()
        for x in (0, right):
            for y in (0, bottom):
                region = region.united(QRegion(QRect(x, y, side, side)))
        self.setMask(region)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRectF(self.rect())
        path, inner = QPainterPath(), QPainterPath()
        path.addRect(whole)
        inner.addRoundedRect(whole, self._radius, self._radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path.subtracted(inner), self._colour)
        painter.end()
