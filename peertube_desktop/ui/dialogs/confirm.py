"""Asks before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.widgets.pill import PillButton

CHARACTERS = 60


class ConfirmDialog(QDialog):
    """Shown with `open()`; `accepted` when the person wants it. `points` are listed below the text."""

    def __init__(
        self, title: str, text: str, action: str, points: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("confirmDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(10)
        heading = QLabel(title, self)
        heading.setProperty("kind", "h3")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        layout.addWidget(heading)
        for line in (text, "\n".join(f"•  {point}" for point in points)):
            label = QLabel(line, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setVisible(bool(line))
            if line is text:
                label.setProperty("kind", "muted")
            layout.addWidget(label)
        cancel = PillButton(_("Cancel"), None, "", self)
        cancel.setObjectName("confirmCancel")
        cancel.clicked.connect(self.reject)
        # What cannot be taken back is not what Enter does.
        cancel.setDefault(True)
        act = PillButton(action, None, "primary", self)
        act.setObjectName("confirmAction")
        act.setAutoDefault(False)
        act.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(act)
        layout.addSpacing(4)
        layout.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * CHARACTERS)
        cancel.setFocus()
