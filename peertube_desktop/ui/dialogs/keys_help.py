"""The sheet that lists the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.keys import KeyAction, browsing_keys, player_keys
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton

WIDTH, HEIGHT = 880, 740


class KeysHelp(QDialog):
    """All keys, the player's and the window's. Does not block the window; goes with Escape or `?`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keysHelp")
        self.setWindowTitle(_("Keys"))
        self.setAccessibleName(_("Keys"))
        self._theme = theme
        title = QLabel(_("Keys"), self)
        title.setProperty("kind", "h2")
        columns = QWidget(self)
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(36)
        row.addWidget(self._column(_("While watching"), player_keys()), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._column(_("Everywhere"), browsing_keys()), 1, Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(columns)
        close = PillButton(_("Close"), None, "", self)
        close.setObjectName("keysHelpClose")
        close.setDefault(True)
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()

    def _column(self, title: str, keys: Sequence[KeyAction]) -> QWidget:
        column = QWidget(self)
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        heading = QLabel(title, column)
        heading.setProperty("kind", "h3")
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, known in enumerate(keys, 1):
            caps = QWidget(column)
            line = QHBoxLayout(caps)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
            line.addStretch(1)
            for name in known.key_names():
                cap = QLabel(name, caps)
                cap.setTextFormat(Qt.TextFormat.PlainText)
                cap.setProperty("kind", "key")
                line.addWidget(cap)
            label = QLabel(known.label, column)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            grid.addWidget(caps, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        return column

    def show_over(self, window: QWidget) -> None:
        """Show it, as large as it is useful and as `window` allows."""
        room = window.size()
        self.resize(
            min(self._theme.px(WIDTH), max(420, room.width() - 48)),
            min(self._theme.px(HEIGHT), max(320, room.height() - 48)),
        )
        self.show()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "?" or event.key() == Qt.Key.Key_F1:
            self.close()
            return
        super().keyPressEvent(event)
