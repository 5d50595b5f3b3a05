"""One row of cards that scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from peertube_desktop.ui.delegates.cell import HALO
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.card_view import CardView, Index
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.video_grid import GAP_X, MARGIN, MIN_CELL

TOP = HALO + 1


class VideoShelf(CardView):
    """Cards side by side, as wide as the grid's below; it is as high as one card."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        self._cell = QSize(MIN_CELL, MIN_CELL)
        self.placeholders = 0
        """Skeletons to show while there is nothing else."""
        super().__init__(theme, icons, pictures, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def rect_of(self, row: int) -> QRect:
        width = self._cell.width()
        return QRect(MARGIN + row * (width + GAP_X), TOP, width, self._cell.height())

    def rows_in(self, rect: QRect) -> range:
        pitch = self._cell.width() + GAP_X
        first = max(0, (rect.left() - MARGIN + GAP_X) // pitch)
        last = (rect.right() - MARGIN) // pitch
        return range(first, max(first, last + 1))

    def ahead(self) -> QRect:
        seen = self.visible()
        return seen.translated(seen.width(), 0)

    def visible(self) -> QRect:
        # Scrolled out of the page's sight nothing of it is seen, however wide it is.
        region = self.viewport().visibleRegion()
        return QRect(self.content_offset(), self.viewport().size()) if not region.isEmpty() else QRect()

    def skeletons(self) -> int:
        return 0 if self.count() else self.placeholders

    def content_width(self) -> int:
        """Of all cards and the margins."""
        places = self.count() + self.skeletons()
        return 2 * MARGIN + places * (self._cell.width() + GAP_X) - GAP_X

    def updateGeometries(self) -> None:
        width = max(1, self.viewport().width() - 2 * MARGIN)
        minimum = self._theme.px(MIN_CELL)
        columns = max(1, (width + GAP_X) // (minimum + GAP_X))
        cell = (width - (columns - 1) * GAP_X) // columns
        size = QSize(cell, self._delegate.card_height(cell))
        if size != self._cell:
            self._cell = size
            self.updateGeometry()
        bar = self.horizontalScrollBar()
        page = self.viewport().width()
        bar.setPageStep(page)
        bar.setSingleStep(max(24, cell // 3))
        bar.setRange(0, max(0, self.content_width() - page))
        QAbstractItemView.updateGeometries(self)

    def sizeHint(self) -> QSize:
        return QSize(MIN_CELL, self._cell.height() + TOP + HALO + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return 0

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        rect = self.rect_of(index.row())
        bar = self.horizontalScrollBar()
        if rect.left() - MARGIN < bar.value():
            bar.setValue(rect.left() - MARGIN)
        elif rect.right() + MARGIN > bar.value() + self.viewport().width():
            bar.setValue(rect.right() + MARGIN - self.viewport().width())

    def turn(self, pages: int) -> None:
        """Scroll by whole cards, about `pages` widths of the shelf."""
        pitch = self._cell.width() + GAP_X
        step = max(pitch, self.viewport().width() // pitch * pitch)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + pages * step)

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
            kind.MoveLeft: row - 1,
            kind.MovePrevious: row - 1,
            kind.MoveRight: row + 1,
            kind.MoveNext: row + 1,
            kind.MoveHome: 0,
            kind.MoveEnd: count - 1,
        }.get(action, row)
        return self.model().index(max(0, min(count - 1, target)), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Up and down leave the shelf, as Tab does.
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta: QPoint = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        sideways = abs(delta.x()) > abs(delta.y())
        if not sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            delta, sideways = QPoint(delta.y(), 0), True
        if not sideways:
            # The page scrolls.
            event.ignore()
            return
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - delta.x())
        event.accept()
