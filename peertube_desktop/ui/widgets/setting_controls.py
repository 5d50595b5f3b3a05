"""Controls of the settings page. The wheel scrolls the page, not the choice; widths follow the text size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

CHARACTERS = 27
"""Width of a control."""

Choices = Sequence[tuple[object, str]]

_RESTYLED = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


def fit(control: QWidget, characters: int = CHARACTERS) -> None:
    """Give `control` its width for the present font."""
    width = control.fontMetrics().averageCharWidth() * characters + 28
    if control.minimumWidth() != width:
        control.setFixedWidth(width)


class Switch(QCheckBox):
    """`set(bool)` by the person."""

    chosen = Signal(bool)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "switch")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.chosen)

    def show_value(self, value: bool) -> None:
        """Show it; nothing is emitted."""
        self.setChecked(value)


class ChoiceBox(QComboBox):
    """A choice of (value, label). `chosen(value)` by the person."""

    chosen = Signal(object)

    def __init__(self, choices: Choices = (), name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.set_choices(choices)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))
        fit(self)

    @property
    def value(self) -> object:
        """The value that is shown."""
        return self.currentData()

    def set_choices(self, choices: Choices) -> None:
        """Offer these; what was chosen stays."""
        old = self.value
        self.clear()
        for data, label in choices:
            self.addItem(label, data)
        if old is not None:
            self.show_value(old)

    def show_value(self, value: object) -> None:
        """Show it, even if it is none of the choices; nothing is emitted."""
        index = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
        if index < 0:
            self.addItem(str(value), value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            fit(self)


class NumberBox(QSpinBox):
    """A number. `chosen(int)` when the person is done with it, not at every key."""

    chosen = Signal(int)

    def __init__(
        self, bounds: tuple[int, int], step: int, suffix: str, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(*bounds)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        # The style sheet's padding does not reach the text.
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        self.valueChanged.connect(self.chosen)
        fit(self)

    def show_value(self, value: int) -> None:
        """Show it; nothing is emitted."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            fit(self)


class TextField(QLineEdit):
    """A line of text. `typed(str)` at every change by the person, `chosen(str)` when done with it."""

    typed = Signal(str)
    chosen = Signal(str)

    def __init__(self, placeholder: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(500)
        self.textEdited.connect(lambda text: self.typed.emit(text.strip()))
        self.editingFinished.connect(lambda: self.chosen.emit(self.text().strip()))
        fit(self)

    def show_value(self, value: str) -> None:
        """Show it, unless the person is typing; nothing is emitted."""
        if not self.hasFocus() and self.text() != value:
            self.setText(value)
            self.setCursorPosition(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            fit(self)
