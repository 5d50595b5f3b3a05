"""Rows of the settings page: a title, a hint and a control, found by what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

CONTROL_WIDTH = 240


class SettingRow(QWidget):
    """One setting. `set_error` shows why what was typed is not taken."""

    def __init__(self, title: str, hint: str, control: QWidget, keywords: str = "") -> None:
        super().__init__()
        self._haystack = f"{title} {hint} {keywords}".casefold()
        name = QLabel(title)
        name.setProperty("kind", "strong")
        name.setBuddy(control)
        self._hint = QLabel(hint)
        self._hint.setProperty("kind", "small")
        self._hint.setWordWrap(True)
        self._hint.setVisible(bool(hint))
        self._error = QLabel()
        self._error.setProperty("kind", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        control.setAccessibleName(title)
        control.setAccessibleDescription(hint)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(self._hint)
        words.addWidget(self._error)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word (case-folded) is found in the row's texts."""
        return all(word in self._haystack for word in words)

    def set_error(self, text: str) -> None:
        """Show `text` under the hint; "" takes it away."""
        self._error.setText(text)
        self._error.setVisible(bool(text))


class SettingSection(QFrame):
    """A titled box of rows."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title_text = title.casefold()
        self._rows: list[tuple[SettingRow, QFrame | None]] = []
        self._heading = QLabel(title)
        self._heading.setProperty("kind", "h3")
        self._box = QFrame()
        self._box.setProperty("kind", "box")
        self._box_layout = QVBoxLayout(self._box)
        self._box_layout.setContentsMargins(0, 4, 0, 4)
        self._box_layout.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self._box)

    def add(self, row: SettingRow) -> SettingRow:
        """Add a row below the others, with a line between."""
        line = None
        if self._rows:
            line = QFrame()
            line.setProperty("kind", "line")
            self._box_layout.addWidget(line)
        self._rows.append((row, line))
        self._box_layout.addWidget(row)
        return row

    def filter(self, words: Sequence[str]) -> int:
        """Show the rows that match `words` (all of them where the title does); return how many."""
        whole = bool(words) and all(word in self._title_text for word in words)
        shown = 0
        for row, line in self._rows:
            visible = whole or row.matches(words)
            row.setVisible(visible)
            if line is not None:
                line.setVisible(visible and shown > 0)
            shown += visible
        self.setVisible(shown > 0)
        return shown


def check_box(value: bool, changed: Callable[[bool], None]) -> QCheckBox:
    """A switch."""
    box = QCheckBox()
    box.setChecked(value)
    box.toggled.connect(changed)
    return box


def combo_box(
    choices: Sequence[tuple[object, str]], value: object, changed: Callable[[object], None]
) -> QComboBox:
    """A choice of (value, label). The wheel scrolls the page, not the choice."""
    box = _CalmComboBox()
    box.setFixedWidth(CONTROL_WIDTH)
    for data, label in choices:
        box.addItem(label, data)
    box.setCurrentIndex(max(0, next((i for i, (data, _label) in enumerate(choices) if data == value), 0)))
    box.activated.connect(lambda index: changed(box.itemData(index)))
    return box


def spin_box(
    value: int, bounds: tuple[int, int], step: int, suffix: str, changed: Callable[[int], None]
) -> QSpinBox:
    """A number; told when the person is done with it, not at every key."""
    box = _CalmSpinBox()
    box.setFixedWidth(CONTROL_WIDTH)
    box.setRange(*bounds)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setValue(value)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(changed)
    return box


def line_edit(value: str, placeholder: str, changed: Callable[[str], None]) -> QLineEdit:
    """A line of text; told when the person is done with it."""
    edit = QLineEdit(value)
    edit.setFixedWidth(CONTROL_WIDTH)
    edit.setPlaceholderText(placeholder)
    edit.editingFinished.connect(lambda: changed(edit.text().strip()))
    return edit


class _CalmComboBox(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _CalmSpinBox(QSpinBox):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
