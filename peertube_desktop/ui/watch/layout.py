"""How the watch page is laid out: picture, words and side column in a wide, a narrow and a theatre page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.video_grid import MARGIN

SIDE = 316
"""Width of the side column, in pixels at 100 % text."""
NARROW_BELOW = 860
"""Width of the page under which the side column goes below the words."""
BELOW_PICTURE = 112
"""Height that is left for the title below the picture."""
TOP = 16
GAP = 16
LEAST_SIDE_HEIGHT = 520


class WatchLayout(QWidget):
    """`slot` is where the picture goes: 16:9, but never so high that the title is out of sight."""

    def __init__(self, theme: Theme, about: QWidget, side: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._about = about
        self._side = side
        self._theatre = False
        self._placed: tuple[bool, bool] | None = None
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # The arrow keys are the player's.
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self.slot = QWidget(self._inside)
        self.slot.setObjectName("playerSlot")
        self.slot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self._inside)
        self._grid.setSpacing(14)
        self._grid.addWidget(self.slot, 0, 0, 1, 2)
        self.area.setWidget(self._inside)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.area, 1)
        theme.changed.connect(self._place)
        self._place()

    @property
    def theatre(self) -> bool:
        """Whether the picture is as wide as the page."""
        return self._theatre

    def set_theatre(self, theatre: bool) -> None:
        """The picture over the whole width, or beside the side column."""
        self._theatre = theatre
        self._place()

    @property
    def narrow(self) -> bool:
        """Whether there is no room for two columns."""
        return self.width() < self._theme.px(NARROW_BELOW)

    def _place(self) -> None:
        placed = (self.narrow, self._theatre)
        if placed != self._placed:
            self._placed = placed
            self._arrange(*placed)
        side_width = self._theme.px(SIDE)
        if self.narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)
        else:
            self._side.setFixedWidth(side_width)
        self._fit()

    def _arrange(self, narrow: bool, theatre: bool) -> None:
        grid, side = self._grid, self._side
        edge = 0 if theatre else MARGIN
        grid.setContentsMargins(MARGIN, TOP, MARGIN, MARGIN)
        self.slot.setContentsMargins(edge, 0, edge, 0)
        self._row.removeWidget(side)
        for widget in (side, self._about):
            grid.removeWidget(widget)
        grid.addWidget(self._about, 1, 0, 1, 1 if theatre and not narrow else 2)
        grid.setColumnStretch(0, 1)
        if narrow:
            grid.addWidget(side, 2, 0, 1, 2)
        elif theatre:
            grid.addWidget(side, 1, 1, 2, 1)
        else:
            side.setParent(self)
            self._row.addWidget(side)
        side.setContentsMargins(0, 0, 0, 0)
        layout = side.layout()
        if layout is not None:
            own = not narrow and not theatre
            layout.setContentsMargins(0, TOP if own else 0, MARGIN - 4 if own else 0, 8 if own else 0)
        # In a page that scrolls as a whole the lists of the side column need a height of their own.
        side.setMinimumHeight(self._theme.px(LEAST_SIDE_HEIGHT) if narrow or theatre else 0)
        grid.setRowStretch(2, 0 if narrow else 1)
        side.show()

    def _fit(self) -> None:
        side = 0 if self.narrow or self._theatre else self._theme.px(SIDE)
        bar = self.area.verticalScrollBar().sizeHint().width()
        width = max(1, self.width() - side - 2 * MARGIN - bar)
        highest = max(180, self.height() - self._theme.px(BELOW_PICTURE))
        self.slot.setFixedHeight(min(width * 9 // 16, highest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
