"""A line of text that may be longer than its room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from peertube_desktop.ui.text import plain_tip

LEAST = 44
"""Less room than this is not worth a letter and three dots."""


class ElidedLabel(QLabel):
    """One line, which ends in … at a whole glyph where it does not fit. Plain, whatever is in it.

    `text` is its tooltip too; `kind` is a kind of label in the style sheet.
    """

    def __init__(self, parent: QWidget | None = None, text: str = "", kind: str = "") -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setToolTip(plain_tip(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        if room.width() < LEAST and self.fontMetrics().horizontalAdvance(self.text()) > room.width():
            painter.end()
            return
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())
