"""A QR code, drawn by Qt: dark on white whatever the theme, for cameras."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

QUIET = 4
"""Modules of white around it, as the standard wants them."""
SIDE = 200


class QrCode(QWidget):
    """Shows `text` as a code; `name` is what a screen reader says of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("qrCode")
        self.setAccessibleName(name)
        self._modules: tuple[bytearray, ...] = ()
        self.setFixedSize(SIDE, SIDE)

    def show_text(self, text: str) -> None:
        """Show this, or nothing for ""."""
        self._modules = tuple(segno.make_qr(text, error="m").matrix) if text else ()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = len(self._modules) + 2 * QUIET
        # Whole device pixels: a seam between modules is what cameras trip over.
        ratio = self.devicePixelRatioF()
        side = int(min(self.width(), self.height()) * ratio // count) / ratio
        left = (self.width() - side * count) / 2
        top = (self.height() - side * count) / 2
        for row, line in enumerate(self._modules):
            for column, dark in enumerate(line):
                if dark:
                    x, y = left + (column + QUIET) * side, top + (row + QUIET) * side
                    painter.fillRect(QRectF(x, y, side, side), Qt.GlobalColor.black)
        painter.end()
