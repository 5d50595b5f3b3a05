"""A row of chips of which one is chosen; those that do not fit are behind a "More" chip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import escape_mnemonic
from peertube_desktop.ui.widgets.pill import PillButton

GAP = 8


class ChipBar(QWidget):
    """Chips by key and label. `chosen(key)` when the person chose another one."""

    chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[str, str]] = []
        self._chips: dict[str, PillButton] = {}
        self._current = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._more = PillButton(_("More"), icons.get("down"), "pill", self)
        self._more.setMenu(QMenu(self._more))
        self._more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        """The chosen key."""
        return self._current

    def set_items(self, items: Sequence[tuple[str, str]], current: str) -> None:
        """Show `items` (key, label) with `current` chosen. Nothing is emitted."""
        if [key for key, _label in items] == list(self._chips):
            # The chips stay: one of them may have the keyboard.
            self._items = list(items)
            for key, label in items:
                self._chips[key].set_label(label)
            self.choose(current)
            return
        self._items = list(items)
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for key, label in self._items:
            chip = PillButton(label, None, "chip", self)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _checked=False, key=key: self._clicked(key))
            self._group.addButton(chip)
            self._chips[key] = chip
        self.choose(current)

    def choose(self, key: str) -> None:
        """Mark `key` as the chosen one. Nothing is emitted."""
        self._current = key
        chip = self._chips.get(key)
        if chip is not None:
            chip.setChecked(True)
        self._arrange()

    def _clicked(self, key: str) -> None:
        if key != self._current:
            self.choose(key)
            self.chosen.emit(key)

    def _arrange(self) -> None:
        """Lay out what fits; the chosen chip is always among it."""
        widths = {key: chip.sizeHint().width() for key, chip in self._chips.items()}
        height = self.sizeHint().height()
        room = self.width()
        total = sum(widths.values()) + GAP * max(0, len(widths) - 1)
        shown = list(widths)
        if total > room:
            room -= self._more.sizeHint().width() + GAP
            shown, used = [], widths.get(self._current, 0)
            for key, width in widths.items():
                if key == self._current:
                    shown.append(key)
                elif used + width + GAP <= room:
                    used += width + GAP
                    shown.append(key)
        x = 0
        for key, chip in self._chips.items():
            chip.setVisible(key in shown)
            if key in shown:
                chip.setGeometry(x, 0, widths[key], height)
                x += widths[key] + GAP
        hidden = [(key, label) for key, label in self._items if key not in shown]
        self._more.setVisible(bool(hidden))
        self._more.setGeometry(x, 0, self._more.sizeHint().width(), height)
        menu = self._more.menu()
        menu.clear()
        for key, label in hidden:
            action = menu.addAction(escape_mnemonic(label))
            action.triggered.connect(lambda _checked=False, key=key: self._clicked(key))

    def sizeHint(self) -> QSize:
        return QSize(200, self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self._arrange()
