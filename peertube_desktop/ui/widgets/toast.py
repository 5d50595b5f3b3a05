"""A short message at the bottom of the window that goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme

SHOWN_MS = 3500


class Toast(QFrame):
    """Shown by `show_text`; it takes no focus and no clicks."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 9, 16, 9)
        layout.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        theme.changed.connect(self.place)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Say `text`, a sentence."""
        self._label.setText(clean_line(text, 160))
        self.setAccessibleName(self._label.text())
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Bottom middle of the parent."""
        parent = self._over
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 24)
