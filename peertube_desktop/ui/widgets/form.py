"""Forms: a field with its name above and what is wrong with it below, passwords, long texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import plain_tip
from peertube_desktop.ui.widgets.pill import IconButton

INSET = 6


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the properties of `widget` again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Said(QLabel):
    """A sentence that is only there when there is something to say; screen readers are told of it.

    `kind` is one of the style sheet's: error, ok, small.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None, kind: str = "error") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str, kind: str = "") -> None:
        """Show `text`, or nothing for ""; as another `kind` than before where one is named."""
        if kind and self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)
        news = text and text != self.text()
        self.setText(text)
        self.setVisible(bool(text))
        if news:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class Field(QWidget):
    """`control` below its `title`; `set_error` says what is wrong with what stands in it."""

    def __init__(self, title: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        label = QLabel(title, self)
        label.setProperty("kind", "small")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(control)
        label.setVisible(bool(title))
        self._hint = QLabel(hint, self)
        self._hint.setProperty("kind", "small")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self._hint.setVisible(bool(hint))
        self._hint_text = hint
        self._error = Said(f"{control.objectName()}-error" if control.objectName() else "", self)
        if not control.accessibleName():
            control.setAccessibleName(title)
        control.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(control)
        layout.addWidget(self._hint)
        layout.addWidget(self._error)
        if isinstance(control, (QLineEdit, QPlainTextEdit)):
            control.textChanged.connect(lambda: self.set_error(""))

    @property
    def error(self) -> str:
        """What is said to be wrong, or ""."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Say `text` below and mark the field, until it is changed; "" takes both away."""
        if text == self._error.text():
            return
        self._error.say(text)
        self._hint.setVisible(bool(self._hint_text) and not text)
        self.control.setAccessibleDescription(text or self._hint_text)
        self.control.setProperty("wrong", bool(text))
        restyle(self.control)

    def set_hint(self, text: str) -> None:
        """Another hint."""
        self._hint_text = text
        self._hint.setText(text)
        self._hint.setVisible(bool(text) and not self.error)


class _WithInset(QLineEdit):
    """A line of text with something small at its end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._inset: QWidget | None = None

    def set_inset(self, widget: QWidget | None) -> None:
        """Show `widget`, a child, at the end; None for nothing."""
        self._inset = widget
        self.place()

    def place(self) -> None:
        """Put the small thing where it belongs now, and keep the text away from it."""
        inset = self._inset
        if inset is None or inset.isHidden():
            self.setTextMargins(0, 0, 0, 0)
            return
        size = inset.sizeHint()
        width, height = size.width(), min(size.height(), self.height() - 4)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = INSET if right else self.width() - width - INSET
        inset.setGeometry(x, (self.height() - height) // 2, width, height)
        self.setTextMargins(width if right else 0, 0, 0 if right else width, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self.place()


class NotedEdit(_WithInset):
    """A line of text with a note at its end, such as what was found out about it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._note = QLabel(self)
        self._note.setProperty("kind", "ok")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.hide()
        self.set_inset(self._note)

    @property
    def note(self) -> str:
        """What the note says."""
        return self._note.text()

    def set_note(self, text: str, kind: str = "ok") -> None:
        """Say `text` at the end; "" for nothing."""
        if self._note.property("kind") != kind:
            self._note.setProperty("kind", kind)
            restyle(self._note)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self.place()


class PasswordEdit(_WithInset):
    """A password, with a button that shows it. `forget` leaves nothing of it behind."""

    def __init__(self, icons: Icons, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icons = icons
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setMaxLength(1000)
        self._eye = IconButton(icons.get("eye"), _("Show the password"), size=16, parent=self)
        self._eye.setObjectName(f"{name}-show")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self.set_inset(self._eye)

    def forget(self) -> None:
        """Empty the field; unlike a text that is deleted this one cannot be brought back by undoing."""
        self._eye.setChecked(False)
        self.setText("")

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)
        name = _("Hide the password") if shown else _("Show the password")
        self._eye.setIcon(self._icons.get("eye-off" if shown else "eye"))
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(plain_tip(name))


class TextArea(QPlainTextEdit):
    """Several lines; Tab leaves it. `changed_by_hand` at each change by the person."""

    changed_by_hand = Signal()

    def __init__(self, name: str, lines: int, limit: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self._lines = lines
        self._limit = limit
        self._showing = False
        self.textChanged.connect(self._changed)
        self._fit()

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show `text`; nothing is emitted by hand."""
        self._showing = True
        self.setPlainText(text)
        self._showing = False

    @property
    def is_too_long(self) -> bool:
        """Whether there is more in it than may be."""
        return bool(self._limit) and len(self.text.strip()) > self._limit

    def _changed(self) -> None:
        if not self._showing:
            self.changed_by_hand.emit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 24)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_lines"):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter is the form's.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)
