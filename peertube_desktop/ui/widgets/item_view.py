"""What grids and shelves have in common: hovering, opening, menus, pictures asked for in time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QWidget,
)

from peertube_desktop.ui.delegates.cell import HALO, CellDelegate
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures, Want
from peertube_desktop.ui.widgets.seen_pictures import SeenPictures

Index = QModelIndex | QPersistentModelIndex
SETTLE_MS = 90
"""How long the width must stay the same before pictures are asked for in the new size."""


class Entry(NamedTuple):
    """A line of a card's menu."""

    icon: str
    label: str
    act: Callable[[], object]


class ItemView(QListView):
    """Cards at places that are computed, not laid out: 3,000 cost what 30 cost.

    A QListView for what looks from outside; the geometry is the subclass's: `rect_of(row)` in content
    coordinates, `rows_in(rect)`, `content_size()`; so is the delegate.
    """

    opened = Signal(object)
    """The card that was clicked or chosen with Enter."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._delegate = self.make_delegate()
        self._hovered = -1
        self._skeletons = 0
        self.entries_for: Callable[[Any], Sequence[Entry]] = lambda card: ()
        """The menu of a card."""
        self.middle_clicked: Callable[[Any], object] = lambda card: None
        """What a click with the wheel does with a card."""
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.ask_for_pictures)
        theme.changed.connect(self._theme_changed)
        self._seen_pictures = SeenPictures(self, pictures)
        self._seen_pictures.arrived.connect(lambda row: self.viewport().update(self._ground(row)))

    # The subclass's

    def make_delegate(self) -> CellDelegate[Any]:
        """What draws the cards; called once."""
        raise NotImplementedError

    def rect_of(self, row: int) -> QRect:
        """Where the card `row` is, in content coordinates."""
        raise NotImplementedError

    def rows_in(self, rect: QRect) -> range:
        """The places that touch `rect` (content coordinates); may go beyond the last row."""
        raise NotImplementedError

    def content_offset(self) -> QPoint:
        """Content coordinates of the viewport's corner."""
        return QPoint(self.horizontalOffset(), self.verticalOffset())

    def ahead(self) -> QRect:
        """What will be seen next, in content coordinates."""
        raise NotImplementedError

    def visible(self) -> QRect:
        """What is seen, in content coordinates."""
        return QRect(self.content_offset(), self.viewport().size())

    # The model

    @property
    def feed_model(self) -> FeedListModel[Any, Any] | None:
        """The model, once there is one."""
        model = self.model()
        return model if isinstance(model, FeedListModel) else None

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old = self.feed_model
        if old is not None:
            old.loading_changed.disconnect(self._loading_changed)
        super().setModel(model)
        new = self.feed_model
        if new is not None:
            new.loading_changed.connect(self._loading_changed)

    def count(self) -> int:
        """How many cards there are."""
        model = self.model()
        return model.rowCount() if model is not None else 0

    def _loading_changed(self, loading: bool) -> None:
        self.updateGeometries()
        self._update_from(self.count())

    def ask_for_pictures(self) -> None:
        """Want the pictures of what is seen and of the next screen."""
        self._seen_pictures.ask()

    def wants_of(self, row: int) -> Sequence[Want]:
        """The pictures of the card `row`."""
        model = self.feed_model
        assert model is not None
        return self._delegate.wants(model.card(row), self.rect_of(row).width(), self.devicePixelRatioF())

    # What the view asks its subclass, answered by computing

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self.rect_of(index.row()).translated(-self.content_offset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        model = self.model()
        if model is None:
            return QModelIndex()
        at = point + self.content_offset()
        for row in self.rows_in(QRect(at.x(), at.y(), 1, 1)):
            if row < model.rowCount() and self.rect_of(row).contains(at):
                return model.index(row, 0)
        return QModelIndex()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def doItemsLayout(self) -> None:
        # QListView's own layout is skipped: there is nothing to lay out.
        QAbstractItemView.doItemsLayout(self)

    def setSelection(self, rect: QRect, command: object) -> None:
        # A rubber band has no meaning here; a click selects through the current index.
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, self.selectionCommand(index))

    def visualRegionForSelection(self, selection: object) -> QRegion:
        region = QRegion()
        for index in self.selectedIndexes():
            region += self._ground(index.row())
        return region

    def dataChanged(self, first: Index, last: Index, roles: Iterable[int] = ()) -> None:
        # Only what is seen is painted anew, however far apart the changed rows are.
        if Qt.ItemDataRole.DecorationRole not in tuple(roles):
            self._update_from(first.row(), last.row())
            self.ask_for_pictures()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        # QListView would lay out and paint everything.
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self.updateGeometries()
        self._update_from(start)
        if self.hasFocus() and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        self.ask_for_pictures()

    def reset(self) -> None:
        super().reset()
        self._hovered = -1
        self._seen_pictures.drop()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(self._ground(index.row()))

    def _update_from(self, first: int, last: int = sys.maxsize) -> None:
        """Paint these places anew as far as they are seen, those after the last card included."""
        for row in self.rows_in(self.visible()):
            if first <= row <= last:
                self.viewport().update(self._ground(row))

    def _ground(self, row: int) -> QRect:
        halo = HALO + 1
        return self.rect_of(row).translated(-self.content_offset()).adjusted(-halo, -halo, halo, halo)

    # Painting

    def skeletons(self) -> int:
        """How many places after the last card show that more is coming."""
        model = self.feed_model
        return self._skeletons if model is not None and model.loading else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colour.content))
        model = self.feed_model
        if model is not None:
            offset = self.content_offset()
            count = model.rowCount()
            current = self.currentIndex().row() if self.hasFocus() and self._keyboard else -1
            region = event.region().translated(offset)
            painter.translate(-offset)
            for row in self.rows_in(region.boundingRect().adjusted(-HALO, -HALO, HALO, HALO)):
                if not region.intersects(self.rect_of(row).adjusted(-HALO, -HALO, HALO, HALO)):
                    continue
                if row < count:
                    self._delegate.paint_card(
                        painter, self.rect_of(row), model.card(row), row == self._hovered, row == current
                    )
                elif row < count + self.skeletons():
                    self._delegate.paint_skeleton(painter, self.rect_of(row))
        painter.end()

    # Moving about

    _keyboard = False
    """Whether the current card is shown as such."""
    keys_used = False
    """Whether the last that was done in any of these views was done with a key."""

    def take_keyboard(self) -> None:
        """Put the keyboard here. Where it is is shown to those who use it."""
        # Qt has put it here by itself, perhaps, when the page before was hidden: as if by Tab.
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keyboard = ItemView.keys_used
        self.viewport().update()

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask_for_pictures()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seen_pictures.drop()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # What stays in sight is moved, not painted anew, as Qt's own scroll areas do by default.
        self.viewport().scroll(dx, dy)
        self._hover(self.viewport().mapFromGlobal(self.cursor().pos()))
        self.ask_for_pictures()

    def _hover(self, point: QPoint) -> None:
        inside = self.viewport().rect().contains(point) and self.underMouse()
        row = self.indexAt(point).row() if inside else -1
        if row != self._hovered:
            for changed in (self._hovered, row):
                if changed >= 0:
                    self.viewport().update(self._ground(changed))
            self._hovered = row
            shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyboard = ItemView.keys_used = False
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = index.row()
            self.setCurrentIndex(index)
            event.accept()
            return
        # The side buttons belong to the window: back and forward.
        event.ignore()

    _pressed = -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        row = self.indexAt(event.position().toPoint()).row()
        model = self.feed_model
        if model is None or row < 0 or row != pressed:
            event.ignore()
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self.open_row(row)
        elif event.button() is Qt.MouseButton.MiddleButton:
            self.middle_clicked(model.card(row))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def open_row(self, row: int) -> None:
        """What a click does."""
        model = self.feed_model
        if model is not None and model.may_open(row):
            self.opened.emit(model.card(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hasFocus():
            # What a widget inside, such as a header's button, has no use for is not meant for the cards.
            event.ignore()
            return
        self._keyboard = ItemView.keys_used = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.open_row(self.currentIndex().row())
            return
        if event.text() and event.text().isprintable() and not event.modifiers():
            # No type-ahead: a single letter is the window's shortcut.
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        reason = Qt.FocusReason
        if event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason, reason.ShortcutFocusReason):
            self._keyboard = True
        if not self.currentIndex().isValid() and self.count():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    # The menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        model = self.feed_model
        if model is None or not index.isValid():
            return
        place = event.globalPos()
        if by_key:
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        menu = self.menu_for(model.card(index.row()))
        if not menu.isEmpty():
            menu.popup(place)

    def menu_for(self, card: Any) -> QMenu:
        """What can be done with a card, as a menu that deletes itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.entries_for(card):
            action = menu.addAction(self._icons.get(entry.icon), entry.label)
            action.triggered.connect(lambda _checked=False, act=entry.act: act())
        return menu

    def _theme_changed(self) -> None:
        self.doItemsLayout()
        self._settle.start()
