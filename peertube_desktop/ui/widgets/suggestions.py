"""What one may mean, below a field: earlier searches, which can be taken off the list, and titles of videos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme

ROW = 34
EDGE = 6
ICON = 16


class _RowDelegate(QStyledItemDelegate):
    """A clock, the text, and on the row pointed at a cross; from the row `titles` on a glass instead."""

    titles = 0

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._theme.px(ROW))

    def cross_of(self, row: QRect) -> QRect:
        """Where the cross of a row is."""
        side = row.height()
        return QRect(row.right() - side + 1, row.top(), side, side)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colour = self._theme.colour
        rect = option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour.hover))
            painter.drawRoundedRect(rect, 8, 8)
        side = self._theme.px(ICON)
        clock = QRect(rect.left() + 12, rect.center().y() - side // 2, side, side)
        earlier = index.row() < self.titles
        self._icons.get("history" if earlier else "search", "faint").paint(painter, clock)
        cross = self.cross_of(rect)
        left = clock.right() + 12
        room = QRect(left, rect.top(), cross.left() - left - 4, rect.height())
        painter.setPen(QColor(colour.text))
        painter.setFont(self._theme.font(13))
        text = painter.fontMetrics().elidedText(
            clean_line(str(index.data())), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if earlier and (chosen or over):
            small = self._theme.px(12)
            place = QRect(0, 0, small, small)
            place.moveCenter(cross.center())
            self._icons.get("close", "muted").paint(painter, place)


class Suggestions(QFrame):
    """Floats below `field` while the person types there; the keyboard stays in the field.

    `picked(text)` by a click; `dropped(text)` when one is to be taken off the list. The field moves the mark
    with `step` and asks `current`.
    """

    picked = Signal(str)
    dropped = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, field: QWidget) -> None:
        super().__init__(field)
        self.setProperty("kind", "popover")
        self._theme = theme
        self._field = field
        self._model = QStringListModel(self)
        self.view = QListView(self)
        self.view.setObjectName("searchSuggestions")
        self.view.setAccessibleName(_("Suggestions"))
        self.view.setModel(self._model)
        self._delegate = _RowDelegate(theme, icons, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.addWidget(self.view)
        self.hide()

    @property
    def current(self) -> str:
        """The marked text, or ""."""
        index = self.view.currentIndex()
        return str(index.data()) if self.isVisible() and index.isValid() else ""

    def show_texts(self, earlier: Sequence[str], titles: Sequence[str] = ()) -> None:
        """Offer these; none hides the list. Where the mark is stays as it is while its text is there."""
        texts = [*earlier, *titles]
        marked = self.current
        self._delegate.titles = len(earlier)
        if texts != self._model.stringList():
            self._model.setStringList(texts)
            if marked in texts:
                self.view.setCurrentIndex(self._model.index(texts.index(marked), 0))
        if not texts:
            self.hide()
            return
        # It lies above all other widgets of the window, not in a window of its own: focus stays in the field.
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        rows = len(texts) * self._theme.px(ROW)
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 6))
        self.setGeometry(QRect(corner, QSize(self._field.width(), rows + 2 * EDGE + 2)))
        self.show()
        self.raise_()

    def step(self, by: int) -> str:
        """Move the mark; the text it is on then, "" above the first."""
        count = self._model.rowCount()
        row = max(-1, min(count - 1, self.view.currentIndex().row() + by))
        self.view.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())
        return self.current

    def drop_current(self) -> bool:
        """Ask to take the marked one off the list; False where none is marked."""
        text = self.current
        if text and self._is_earlier(self.view.currentIndex()):
            self.dropped.emit(text)
        return bool(text)

    def _is_earlier(self, index: QModelIndex) -> bool:
        return index.row() < self._delegate.titles

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
        ):
            index = self.view.indexAt(event.position().toPoint())
            if event.type() is QEvent.Type.MouseButtonRelease and index.isValid():
                cross = self._delegate.cross_of(self.view.visualRect(index))
                drop = self._is_earlier(index) and cross.contains(event.position().toPoint())
                signal = self.dropped if drop else self.picked
                signal.emit(str(index.data()))
            return True
        return False
