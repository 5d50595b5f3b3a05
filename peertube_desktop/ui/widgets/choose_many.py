"""A button that opens a list to choose several things from, with a field to find them by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.setting_controls import fit

NAMED = 2
"""More chosen things than this are counted rather than named."""
HEIGHT = 340


class ManyButton(PillButton):
    """Chooses several of (key, label). `chosen(tuple of keys)` when the list was closed with a change."""

    chosen = Signal(object)

    def __init__(
        self, none: str, theme: Theme, icons: Icons, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(none, icons.get("down"), "field", parent)
        self.setObjectName(name)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._none = none
        self._theme = theme
        self._keys: tuple[str, ...] = ()
        self._labels: dict[str, str] = {}
        self._model = QStandardItemModel(self)
        self._popup = _Popup(self._model, self)
        self._popup.closed.connect(self._closed)
        self.clicked.connect(self._open)
        fit(self)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is chosen."""
        return self._keys

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these. What is chosen and not among them stays chosen."""
        self._labels = {key: clean_line(label, 80) for key, label in choices}
        self._fill()
        self._name()

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show what is chosen; nothing is emitted."""
        self._keys = tuple(keys)
        if not self._popup.isVisible():
            self._fill()
        self._name()

    def _fill(self) -> None:
        self._model.clear()
        labels = {**{key: key for key in self._keys}, **self._labels}
        # What is chosen comes first: it need not be looked for to be taken away.
        for key in sorted(labels, key=lambda key: (key not in self._keys, labels[key].casefold())):
            item = QStandardItem(labels[key])
            item.setData(key, Qt.ItemDataRole.UserRole)
            # Not checkable by its box alone: the whole row is.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if key in self._keys else Qt.CheckState.Unchecked)
            self._model.appendRow(item)

    def _name(self) -> None:
        names = [self._labels.get(key, key) for key in self._keys]
        text = self._none
        if len(names) > NAMED:
            text = ngettext("{n} chosen", "{n} chosen", len(names)).format(n=len(names))
        elif names:
            text = ", ".join(names)
        room = self.width() - 44
        self.set_label(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(plain_tip(", ".join(names)))

    def _open(self) -> None:
        self._fill()
        below = self.mapToGlobal(QPoint(0, self.height() + 4))
        self._popup.show_at(below, max(self.width(), self._theme.px(220)), self._theme.px(HEIGHT))

    def _closed(self) -> None:
        items = [self._model.item(row) for row in range(self._model.rowCount())]
        chosen = tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        if set(chosen) != set(self._keys):
            self._keys = chosen
            self._name()
            self.chosen.emit(chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_popup"):
            fit(self)
            self._name()


class _Popup(QFrame):
    closed = Signal()

    def __init__(self, model: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setLayoutDirection(QGuiApplication.layoutDirection())
        box = QFrame(self)
        box.setProperty("kind", "popover")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self._filter = QLineEdit(box)
        self._filter.setObjectName("chooseManyFilter")
        self._filter.setPlaceholderText(_("Find"))
        self._filter.setAccessibleName(_("Find"))
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter.textChanged.connect(self._sorted.setFilterFixedString)
        self._list = QListView(box)
        self._list.setObjectName("chooseManyList")
        self._list.setProperty("kind", "rows")
        self._list.setModel(self._sorted)
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(parent.accessibleName())
        self._list.clicked.connect(self._toggle)
        self._list.installEventFilter(self)
        self._filter.installEventFilter(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._filter)
        layout.addWidget(self._list)

    def _toggle(self, index: QModelIndex | QPersistentModelIndex) -> None:
        role = Qt.ItemDataRole.CheckStateRole
        checked = Qt.CheckState(index.data(role)) is Qt.CheckState.Checked
        self._sorted.setData(index, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked, role)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if watched is self._filter and key == Qt.Key.Key_Down:
                self._list.setFocus()
                self._list.setCurrentIndex(self._sorted.index(0, 0))
                return True
            if watched is self._list and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._list.currentIndex().isValid():
                    self._toggle(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def show_at(self, place: QPoint, width: int, height: int) -> None:
        """Open with the upper left corner at `place`, or above where there is no room below."""
        self._filter.clear()
        self.resize(width, height)
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(place.x(), screen.right() - width))
        y = max(screen.top(), min(place.y(), screen.bottom() - height))
        self.move(x, y)
        self.show()
        self._filter.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
