"""The endless grid, with a header that scrolls along."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from peertube_desktop.ui.delegates.cell import HALO
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.item_view import Index, ItemView
from peertube_desktop.ui.widgets.pictures import Pictures

MARGIN = 20
GAP_X = 14
GAP_Y = 18
TOP = HALO + 1


class GridView(ItemView):
    """As many columns as fit; more is fetched before the end is seen."""

    min_cell = 228
    """The narrowest column, in pixels at 100 % text."""
    max_width = 0
    """The widest that all columns together become, in the middle, in pixels at 100 % text; 0 for no limit."""
    gap_y = GAP_Y

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        self._header: QWidget | None = None
        self._header_height = 0
        self._columns = 1
        self._margin = MARGIN
        self._cell = QSize(self.min_cell, self.min_cell)
        super().__init__(theme, icons, pictures, parent)
        # Always there: a bar that comes and goes would reflow the grid.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        # With nothing to scroll there is no handle, only its room.
        bar.rangeChanged.connect(lambda _first, last: bar.setEnabled(last > 0))
        bar.setEnabled(False)

    @property
    def columns(self) -> int:
        """Cards side by side."""
        return self._columns

    @property
    def margin(self) -> int:
        """Left and right of the columns."""
        room = self.viewport().width()
        most = self._theme.px(self.max_width) if self.max_width else room
        return max(MARGIN, (room - most) // 2)

    # Header

    def set_header(self, header: QWidget | None) -> None:
        """A widget above the cards that scrolls with them. It is as high as it asks to be."""
        if self._header is not None:
            self._header.removeEventFilter(self)
            self._header.hide()
        self._header = header
        if header is not None:
            header.setParent(self.viewport())
            header.installEventFilter(self)
            header.show()
        self.header_resized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._header and event.type() is QEvent.Type.LayoutRequest:
            self.header_resized()
        return super().eventFilter(watched, event)

    def header_resized(self) -> None:
        """The header asks for another height: below it nothing moves on the screen."""
        before = self._header_height
        self._measure()
        bar = self.verticalScrollBar()
        moved = self._header_height - before
        scrolled_past = bar.value() >= before > 0
        self.updateGeometries()
        if moved and scrolled_past:
            bar.setValue(bar.value() + moved)
        self.viewport().update()
        self.ask_for_pictures()

    def _measure(self) -> None:
        header = self._header
        if header is None:
            self._header_height = 0
            return
        width = self.viewport().width()
        if header.hasHeightForWidth():
            self._header_height = header.heightForWidth(width)
        else:
            self._header_height = header.sizeHint().height()

    # Geometry

    def rect_of(self, row: int) -> QRect:
        line, column = divmod(row, self._columns)
        width, height = self._cell.width(), self._cell.height()
        x = self._margin + column * (width + GAP_X)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.viewport().width() - x - width
        return QRect(x, self._header_height + TOP + line * (height + self.gap_y), width, height)

    def rows_in(self, rect: QRect) -> range:
        pitch = self._cell.height() + self.gap_y
        top = rect.top() - self._header_height - TOP
        first = max(0, (top + self.gap_y) // pitch)
        last = (top + rect.height()) // pitch
        return range(first * self._columns, max(first, last + 1) * self._columns)

    def ahead(self) -> QRect:
        seen = self.visible()
        return seen.translated(0, seen.height())

    def content_height(self) -> int:
        """Of the header and all cards, skeletons included."""
        places = self.count() + self.skeletons()
        lines = -(-places // self._columns)
        return self._header_height + TOP + lines * (self._cell.height() + self.gap_y)

    def skeletons(self) -> int:
        # As many as complete the last line and fill one more; a screenful while there is nothing else.
        model = self.feed_model
        if model is None or not model.loading:
            return 0
        count = model.rowCount()
        lines = 1 if count else self.viewport().height() // (self._cell.height() + self.gap_y) + 1
        return -count % self._columns + lines * self._columns

    def updateGeometries(self) -> None:
        self._margin = self.margin
        width = max(1, self.viewport().width() - 2 * self._margin)
        minimum = self._theme.px(self.min_cell)
        columns = max(1, (width + GAP_X) // (minimum + GAP_X))
        cell = (width - (columns - 1) * GAP_X) // columns
        bar = self.verticalScrollBar()
        # The card at the top stays at the top when the columns change.
        anchor = self._anchor() if columns != self._columns else None
        self._columns = columns
        self._cell = QSize(cell, self._delegate.card_height(cell))
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setSingleStep(max(24, self._cell.height() // 4))
        bar.setRange(0, max(0, self.content_height() - page))
        if anchor is not None and self.count():
            row, inside = anchor
            bar.setValue(self.rect_of(min(row, self.count() - 1)).top() + inside)
        if self._header is not None:
            self._header.setGeometry(0, -bar.value(), self.viewport().width(), self._header_height)
        QAbstractItemView.updateGeometries(self)
        self._fetch_ahead()

    def _anchor(self) -> tuple[int, int] | None:
        """The first card seen, and how far the screen's edge is inside it; None above the cards."""
        value = self.verticalScrollBar().value()
        if value <= self._header_height or not self.count():
            return None
        row = next(iter(self.rows_in(self.visible())), 0)
        return row, value - self.rect_of(row).top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._fetch_ahead()

    def _fetch_ahead(self) -> None:
        """Fetch the next page while there is still a screen and a half to scroll."""
        model = self.feed_model
        if model is None or not self.isVisible() or not model.canFetchMore():
            return
        left = self.content_height() - self.verticalOffset() - self.viewport().height()
        if left < self.viewport().height() * 3 // 2:
            model.fetchMore()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fetch_ahead()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        rect = self.rect_of(index.row())
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        if hint is QAbstractItemView.ScrollHint.PositionAtTop or rect.top() - self.gap_y < bar.value():
            bar.setValue(rect.top() - self.gap_y)
        elif rect.bottom() + self.gap_y > bar.value() + page:
            bar.setValue(rect.bottom() + self.gap_y - page)

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
        page = max(1, self.viewport().height() // (self._cell.height() + self.gap_y)) * self._columns
        kind = QAbstractItemView.CursorAction
        step = {
            kind.MoveLeft: -1,
            kind.MovePrevious: -1,
            kind.MoveRight: 1,
            kind.MoveNext: 1,
            kind.MoveUp: -self._columns,
            kind.MoveDown: self._columns,
            kind.MovePageUp: -page,
            kind.MovePageDown: page,
            kind.MoveHome: -row,
            kind.MoveEnd: count - 1 - row,
        }[action]
        target = row + step
        if action is kind.MoveUp and target < 0:
            target = row
            if self._header is not None:
                self.verticalScrollBar().setValue(0)
        last_line = (count - 1) // self._columns
        if action is kind.MoveDown and target >= count and row // self._columns < last_line:
            target = count - 1
        target = max(0, min(count - 1, target))
        return self.model().index(target, 0)
