"""Round corners for what lies below, in the colour of the page; and a frame while the keyboard is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

RING = 2


class Corners(QWidget):
    """Lies over everything and is nothing but its corners, and its edges while there is a ring."""

    def __init__(self, radius: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._radius = radius
        self._colour = QColor(0, 0, 0)
        self._ring: QColor | None = None

    def set_colour(self, colour: str) -> None:
        """What is around."""
        self._colour = QColor(colour)
        self.update()

    def set_ring(self, colour: str) -> None:
        """A frame of that colour, none for ""."""
        ring = QColor(colour) if colour else None
        if ring != self._ring:
            self._ring = ring
            self._cut()
            self.update()

    def resizeEvent(self, event: QEvent) -> None:
        self._cut()

    def _cut(self) -> None:
        side = self._radius
        right, bottom = self.width() - side, self.height() - side
        region = QRegion()
        for x in (0, right):
            for y in (0, bottom):
                region = region.united(QRegion(QRect(x, y, side, side)))
        if self._ring is not None:
            inner = self.rect().adjusted(RING, RING, -RING, -RING)
            region = region.united(QRegion(self.rect()).subtracted(QRegion(inner)))
        self.setMask(region)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRectF(self.rect())
        path, inner = QPainterPath(), QPainterPath()
        path.addRect(whole)
        inner.addRoundedRect(whole, self._radius, self._radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path.subtracted(inner), self._colour)
        if self._ring is not None:
            painter.setPen(QPen(self._ring, RING))
            edge = whole.adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2)
            painter.drawRoundedRect(edge, self._radius - RING / 2, self._radius - RING / 2)
        painter.end()
