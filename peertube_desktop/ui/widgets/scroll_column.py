"""Widgets below each other in something that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """Widgets below each other, as wide as there is room. The header, when there is one, is the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._header: QWidget | None = None
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        # As in the grids: the header keeps its width from tab to tab.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        # With nothing to scroll there is no handle, only its room.
        bar.rangeChanged.connect(lambda _first, last: bar.setEnabled(last > 0))
        bar.setEnabled(False)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` at the end."""
        self._column.addWidget(widget, stretch)

    def set_header(self, header: QWidget | None) -> None:
        """Show `header` above all else, or let go of it."""
        if self._header is not None:
            self._column.removeWidget(self._header)
        self._header = header
        if header is not None:
            self._column.insertWidget(0, header)
            header.show()
