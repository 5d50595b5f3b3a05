"""Picture in picture: the video in a small window of its own, above all others, in its own shape."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_line

WIDTH = 400
AREA = WIDTH * WIDTH * 9 // 16
SMALLEST = 160
MARGIN = 24
SETTLE_MS = 120


class FloatingWindow(QWidget):
    """Holds the view. `closed` when the person closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("floatingWindow")
        self.setWindowTitle(_("Picture in picture"))
        self.setMinimumSize(SMALLEST, SMALLEST * 9 // 16)
        self.setStyleSheet("#floatingWindow { background: #000000; }")
        self._view: QWidget | None = None
        self._shape = (16, 9)
        self._placed = False
        # The person is still pulling at the frame while sizes keep coming.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._keep_shape)

    def hold(self, view: QWidget, title: str, shape: tuple[int, int] | None) -> None:
        """Show `view` in the window."""
        self._view = view
        self.setWindowTitle(clean_line(title, 120) or _("Picture in picture"))
        view.setParent(self)
        view.setGeometry(self.rect())
        view.show()
        self.set_shape(shape)
        if not self._placed:
            self._place()
        self.show()
        self.activateWindow()

    def set_shape(self, shape: tuple[int, int] | None) -> None:
        """The picture's width and height: the window takes that shape, at about the size it has."""
        wanted = shape or (16, 9)
        if wanted != self._shape:
            self._shape = wanted
            self._keep_shape()

    def _place(self) -> None:
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else QRect(0, 0, 1280, 800)
        self.resize(self._size_for(AREA, room.size()))
        self.move(room.right() - self.width() - MARGIN, room.bottom() - self.height() - MARGIN)
        self._placed = True

    def _size_for(self, area: int, room: QSize) -> QSize:
        """A size of the picture's shape, of about `area` pixels, that fits into `room`."""
        ratio = max(0.2, min(5.0, self._shape[0] / self._shape[1]))
        width = max(self.minimumWidth(), min(room.width(), round((area * ratio) ** 0.5)))
        height = round(width / ratio)
        if height > room.height():
            height, width = room.height(), round(room.height() * ratio)
        return QSize(width, height)

    def _keep_shape(self) -> None:
        if not self._placed or self.isMaximized() or self.isFullScreen():
            return
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry().size() if screen is not None else QSize(1280, 800)
        wanted = self._size_for(self.width() * self.height(), room)
        if abs(wanted.width() - self.width()) > 1 or abs(wanted.height() - self.height()) > 1:
            self.resize(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._view is not None and self._view.parent() is self:
            self._view.setGeometry(self.rect())
        self._settle.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
