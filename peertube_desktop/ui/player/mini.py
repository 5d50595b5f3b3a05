"""The mini player: the video in a corner of the window while the person browses on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.pill import IconButton

WIDTH = 320
MARGIN = 16
SMALLEST = 180


class MiniPlayer(QFrame):
    """A frame in a corner of `over`; `hold` puts the view into it. `expand` and `closed` are the buttons."""

    expand = Signal()
    closed = Signal()

    def __init__(self, player: Player, theme: Theme, icons: Icons, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("miniPlayer")
        self.setAccessibleName(_("Mini player"))
        self.setProperty("kind", "popover")
        self._player = player
        self._theme = theme
        self._icons = icons
        self._over = over
        self._view: QWidget | None = None
        self._right, self._bottom = True, True
        self._pressed: QPoint | None = None
        self._dragging = False
        self._room = QWidget(self)
        self._title = ElidedLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("kind", "strong")
        self._play = IconButton(icons.get("pause", "text"), _("Pause"), parent=self)
        self._play.setObjectName("miniPlayButton")
        self._play.clicked.connect(player.toggle)
        expand = IconButton(icons.get("expand", "text"), _("Back to the video's page"), parent=self)
        expand.setObjectName("miniExpandButton")
        expand.clicked.connect(self.expand)
        close = IconButton(icons.get("close", "text"), _("Stop and close"), size=16, parent=self)
        close.setObjectName("miniCloseButton")
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(2)
        row.addWidget(self._title, 1)
        for button in (self._play, expand, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        self._column = column
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._progress = _Progress(player, theme, self)
        column.addWidget(self._room)
        column.addWidget(self._progress)
        column.addLayout(row)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        player.video_changed.connect(self._retitle)
        player.details_changed.connect(self._retitle)
        player.state_changed.connect(self._restate)
        over.installEventFilter(self)
        theme.changed.connect(self.place)
        self._retitle()
        self._restate()
        self.hide()

    def hold(self, view: QWidget) -> None:
        """Show `view` in the corner. It stays there until somebody else takes it."""
        self._view = view
        view.setParent(self._room)
        self.place()
        view.show()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Into its corner, at the size that suits the window."""
        room = self._over.rect()
        width = max(SMALLEST, min(self._theme.px(WIDTH), room.width() // 2))
        self._room.setFixedSize(width - 2, (width - 2) * 9 // 16)
        if self._view is not None and self._view.parent() is self._room:
            self._view.setGeometry(self._room.rect())
        self.setFixedWidth(width)
        self.setFixedHeight(self._column.sizeHint().height())
        self.move(self._corner(room, self.size()))

    def _corner(self, room: QRect, size: QSize) -> QPoint:
        x = room.width() - size.width() - MARGIN if self._right else MARGIN
        y = room.height() - size.height() - MARGIN if self._bottom else MARGIN
        return QPoint(x, y)

    def _retitle(self) -> None:
        video = self._player.video
        title = clean_line(video.name) if video is not None else ""
        self._title.setText(title)
        self._title.setToolTip(plain_tip(title))
        self.setAccessibleDescription(title)

    def _restate(self) -> None:
        state, waiting = self._player.state, self._player.waiting
        playing = state is PlayerState.PLAYING or (state is PlayerState.LOADING and waiting)
        name = _("Pause") if playing else _("Play")
        self._play.setIcon(self._icons.get("pause" if playing else "play", "text"))
        self._play.setToolTip(plain_tip(name))
        self._play.setAccessibleName(name)

    # Dragged to another corner

    def begin_drag(self, at: QPoint) -> None:
        """The mouse was pressed at `at` (global) on something that does not want it."""
        self._pressed = at - self.pos()
        self._dragging = False

    def drag_to(self, at: QPoint) -> bool:
        """The mouse is at `at` (global); whether the frame is being dragged."""
        if self._pressed is None:
            return False
        wanted = at - self._pressed
        far = (wanted - self._corner(self._over.rect(), self.size())).manhattanLength()
        self._dragging = self._dragging or far >= QApplication.startDragDistance()
        if self._dragging:
            room = self._over.rect()
            x = max(0, min(room.width() - self.width(), wanted.x()))
            self.move(x, max(0, min(room.height() - self.height(), wanted.y())))
        return self._dragging

    def end_drag(self) -> bool:
        """The mouse was let go: into the nearest corner. Whether there was a drag."""
        was, self._dragging, self._pressed = self._dragging, False, None
        if was:
            centre, middle = self.geometry().center(), self._over.rect().center()
            self._right, self._bottom = centre.x() >= middle.x(), centre.y() >= middle.y()
            self.place()
        return was

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.begin_drag(event.globalPosition().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.drag_to(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self._pressed is not None
        if not self.end_drag() and pressed and self._room.geometry().contains(event.position().toPoint()):
            self.expand.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)


class _Progress(QWidget):
    """How much of the video is behind, as a thin line."""

    def __init__(self, player: Player, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._player = player
        self._theme = theme
        self._part = 0.0
        self.setFixedHeight(3)
        player.position_changed.connect(self._follow)

    def _follow(self, position: float) -> None:
        duration = self._player.duration
        part = max(0.0, min(1.0, position / duration)) if duration > 0 else 0.0
        if round(part * self.width()) != round(self._part * self.width()):
            self.update()
        self._part = part

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colour.border))
        done = QRect(0, 0, round(self.width() * self._part), self.height())
        painter.fillRect(done, QColor(self._theme.colour.accent))
        painter.end()
