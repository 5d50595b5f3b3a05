"""What stands in the page while the video is in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.over import OVER, OverButton
from peertube_desktop.ui.theme import RADIUS, Theme


class SlotNote(QWidget):
    """Says where the video is; `back` when it is wanted here."""

    back = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("slotNote")
        self._label = QLabel(_("The video is in a window of its own."), self)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setStyleSheet(f"color: {OVER.text};")
        button = OverButton(theme, "expand", _("Show it here"), _("Show it here"), self)
        button.setObjectName("slotNoteBack")
        button.set_filled(True)
        button.clicked.connect(self.back)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(self._label)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()
