"""Rows of the settings page: a title, a hint and a control, found by what they say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget


class SettingRow(QWidget):
    """One setting. `set_error` shows why what was typed is not taken; `set_status` what came of it."""

    def __init__(self, title: str, hint: str, control: QWidget, keywords: str = "") -> None:
        super().__init__()
        self._haystack = f"{title} {hint} {keywords}".casefold()
        self._control = control
        name = QLabel(title, self)
        name.setProperty("kind", "strong")
        name.setWordWrap(True)
        self._hint = QLabel(hint, self)
        self._hint.setProperty("kind", "small")
        self._hint.setWordWrap(True)
        self._hint.setVisible(bool(hint))
        self._error = QLabel(self)
        self._error.setProperty("kind", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        for label in (name, self._hint, self._error):
            label.setTextFormat(Qt.TextFormat.PlainText)
        named: list[QWidget] = [*control.findChildren(QLineEdit)] or [control]
        for widget in named:
            # What holds its own words, such as a button, has its name already.
            if not widget.accessibleName():
                widget.setAccessibleName(title)
            widget.setAccessibleDescription(hint)
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

    @property
    def error(self) -> str:
        """What stands under the hint, "" for nothing."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Show `text` under the hint; "" takes it away."""
        self._tell(text, "error")

    def set_status(self, text: str) -> None:
        """Show under the hint how things are, where that is well."""
        self._tell(text, "ok")

    def set_hint(self, text: str) -> None:
        """Another hint."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _tell(self, text: str, kind: str) -> None:
        if self._error.property("kind") != kind:
            self._error.setProperty("kind", kind)
            self._error.style().unpolish(self._error)
            self._error.style().polish(self._error)
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # The words of a switch belong to it.
        if isinstance(self._control, QCheckBox) and event.button() is Qt.MouseButton.LeftButton:
            self._control.click()
        super().mouseReleaseEvent(event)


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
