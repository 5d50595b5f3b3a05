"""Before a link leads out of the program: where it leads, whole, and whether that is wanted."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.widgets.pill import PillButton

WIDTH = 460


class LeaveDialog(QDialog):
    """Shown with `open()`. `leave`: open the browser; `stay`: open it here; `copied`: it was copied.

    `address` is ASCII, as a browser is given it, so that no letter looks like another. `inside` offers to
    open it in this program: it has the form of a PeerTube's address.
    """

    leave = Signal()
    stay = Signal()
    copied = Signal()

    def __init__(self, address: str, *, inside: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaveDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Open a link"))
        self._address = address
        host = clean_line(urlsplit(address).hostname, 120)
        title = QLabel(_("Leave for {host}?").format(host=host), self)
        title.setProperty("kind", "h3")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        text = QLabel(_("This link was written by others. It opens in your browser."), self)
        text.setProperty("kind", "muted")
        text.setWordWrap(True)
        shown = QPlainTextEdit(address, self)
        shown.setObjectName("leaveAddress")
        shown.setAccessibleName(_("Address"))
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        lines = min(6, 1 + len(address) // 48)
        shown.setFixedHeight(shown.fontMetrics().lineSpacing() * lines + 24)
        cancel = PillButton(_("Cancel"), None, "", self)
        cancel.setObjectName("leaveCancel")
        copy = PillButton(_("Copy"), None, "", self)
        copy.setObjectName("leaveCopy")
        here = PillButton(_("Open here"), None, "", self)
        here.setObjectName("leaveHere")
        here.setVisible(inside)
        open_ = PillButton(_("Open"), None, "primary", self)
        open_.setObjectName("leaveOpen")
        cancel.clicked.connect(self.reject)
        copy.clicked.connect(self._copy)
        here.clicked.connect(self._stay)
        open_.clicked.connect(self._leave)
        open_.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(here)
        row.addWidget(open_)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(shown)
        layout.addSpacing(4)
        layout.addLayout(row)
        metrics = self.fontMetrics()
        self.setMinimumWidth(max(WIDTH, metrics.averageCharWidth() * 56))
        open_.setFocus()

    @property
    def address(self) -> str:
        """Where it leads."""
        return self._address

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.copied.emit()
        self.reject()

    def _stay(self) -> None:
        self.stay.emit()
        self.accept()

    def _leave(self) -> None:
        self.leave.emit()
        self.accept()
