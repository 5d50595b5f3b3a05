"""Videos below each other, as high as they need: a part of something that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QSizePolicy, QWidget

from peertube_desktop.ui.delegates.cell import HALO
from peertube_desktop.ui.delegates.video_row import VideoRowDelegate
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.card_view import CardView, Index
from peertube_desktop.ui.widgets.pictures import Pictures

GAP = 10


class VideoColumn(CardView):
    """Rows of videos. It asks for pictures when `ask_for_pictures` is called: whoever scrolls it says so."""

    delegate_class = VideoRowDelegate

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        self._row_height = 72
        self.placeholders = 0
        """Skeletons to show while there is nothing else."""
        super().__init__(theme, icons, pictures, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Geometry

    def rect_of(self, row: int) -> QRect:
        width = self.viewport().width() - 2 * HALO
        return QRect(HALO, HALO + row * (self._row_height + GAP), max(1, width), self._row_height)

    def rows_in(self, rect: QRect) -> range:
        pitch = self._row_height + GAP
        first = max(0, (rect.top() - HALO + GAP) // pitch)
        last = (rect.top() + rect.height() - HALO) // pitch
        return range(first, max(first, last + 1))

    def visible(self) -> QRect:
        # Most of it may be scrolled out of sight: only the rest counts.
        return self.viewport().visibleRegion().boundingRect()

    def ahead(self) -> QRect:
        seen = self.visible()
        return seen.translated(0, seen.height())

    def skeletons(self) -> int:
        return 0 if self.count() else self.placeholders

    def content_height(self) -> int:
        """Of all rows, skeletons included."""
        places = self.count() + self.skeletons()
        return 2 * HALO + places * (self._row_height + GAP) - GAP if places else 0

    def updateGeometries(self) -> None:
        self._row_height = self._delegate.card_height(max(1, self.viewport().width() - 2 * HALO))
        if self.height() != self.content_height():
            self.setFixedHeight(self.content_height())
        self.verticalScrollBar().setRange(0, 0)
        QAbstractItemView.updateGeometries(self)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self.updateGeometries()

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(240, self.content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.content_height())

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    # Moving about

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if isinstance(area, QScrollArea) else None
        if index.isValid() and isinstance(area, QScrollArea) and inside is not None:
            rect = self.rect_of(index.row())
            middle = self.viewport().mapTo(inside, rect.center())
            area.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + GAP)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        count = self.count()
        if not count:
            return QModelIndex()
        row = self.currentIndex().row()
        if row < 0:
            # The keyboard comes here for the first time.
            return self.model().index(0, 0)
        kind = QAbstractItemView.CursorAction
        target = {
            kind.MoveUp: row - 1,
            kind.MovePrevious: row - 1,
            kind.MoveDown: row + 1,
            kind.MoveNext: row + 1,
            kind.MovePageUp: row - 5,
            kind.MovePageDown: row + 5,
            kind.MoveHome: 0,
            kind.MoveEnd: count - 1,
        }.get(action, row)
        return self.model().index(max(0, min(count - 1, target)), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Past its ends the keys go on to what is before and behind it.
        row, last = self.currentIndex().row(), self.count() - 1
        if event.key() == Qt.Key.Key_Down and row >= last:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
