"""Buttons of the house: pills, primary buttons, round icon buttons. Their look is in the style sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from peertube_desktop.ui.text import escape_mnemonic, plain_tip
from peertube_desktop.ui.theme import BASE_PX


def with_text(size: QSize) -> QSize:
    """`size`, in pixels at 100 % text, as large as the text of the program is now."""
    return size * max(1.0, QApplication.font().pixelSize() / BASE_PX)


class PillButton(QPushButton):
    """A rounded button; `kind` is one of pill, primary, flat, link, scope, chip or "" (a plain button)."""

    _icon_size = QSize()
    """Of the icon at 100 % text: it grows with the text."""

    def __init__(
        self, text: str, icon: QIcon | None = None, kind: str = "pill", parent: QWidget | None = None
    ) -> None:
        super().__init__(escape_mnemonic(text), parent)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Reached by Tab; a click does not leave a focus ring behind.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if icon is not None:
            self.setIcon(icon)
            self.setIconSize(QSize(16, 16))

    def setIconSize(self, size: QSize) -> None:
        self._icon_size = size
        super().setIconSize(with_text(size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._icon_size.isValid():
            super().setIconSize(with_text(self._icon_size))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses a button here as Space does, not only in dialogs.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()

    def set_label(self, text: str) -> None:
        """Another text, shown as it is (an `&` stays an `&`)."""
        self.setText(escape_mnemonic(text))

    def set_active(self, active: bool) -> None:
        """Mark a button whose menu holds a choice that is in effect."""
        if self.property("active") != active:
            self.setProperty("active", active)
            self.style().unpolish(self)
            self.style().polish(self)


class ToolButton(QToolButton):
    """A tool button whose icon grows with the text."""

    _icon_size = QSize()

    def setIconSize(self, size: QSize) -> None:
        self._icon_size = size
        super().setIconSize(with_text(size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._icon_size.isValid():
            super().setIconSize(with_text(self._icon_size))


class IconButton(ToolButton):
    """A button that is a picture; `name` is its tooltip and what a screen reader says.

    `kind` is `icon` (no frame) or `round`.
    """

    def __init__(
        self, icon: QIcon, name: str, kind: str = "icon", size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setIcon(icon)
        self.setIconSize(QSize(size, size))
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
