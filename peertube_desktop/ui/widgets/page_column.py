"""A page that is read from top to bottom: one column in its middle, which scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from peertube_desktop.ui.theme import Theme

WIDEST = 760
"""Of the column, in pixels at 100 % text: longer lines are hard to read."""


class PageColumn(QScrollArea):
    """Fill `column`; widgets that are made later belong into `inside`. `name` is what a screen reader says."""

    def __init__(self, theme: Theme, name: str, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.inside = QWidget(self)
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 18, 0, 32)
        self.column.setSpacing(spacing)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(20, 0, 20, 0)
        row.addWidget(self.inside)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(middle)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.inside.setMaximumWidth(self._theme.px(WIDEST))

    @property
    def place(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Scroll to where it was."""
        self.verticalScrollBar().setValue(place)
