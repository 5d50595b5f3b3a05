"""The player as one widget: the picture, and everything that lies over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.player import Player
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.player.key_actions import KeyActions
from peertube_desktop.ui.player.mode import ViewMode
from peertube_desktop.ui.player.poster import Poster
from peertube_desktop.ui.player.surface import PlayerSurface
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.pictures import Pictures


class PlayerView(QWidget):
    """Shows `player`, and gives it orders.

    `asked(action)`: a place is wanted, by the names of `ui.keys`: fullscreen, pip, mini, theatre, next, leave.
    `notice(str)`: a short message for the window.
    """

    asked = Signal(str)
    notice = Signal(str)

    def __init__(
        self, player: Player, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("playerView")
        self.setAccessibleName(_("Video player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._player = player
        self._theme = theme
        self._mode = ViewMode.PAGE
        self.surface = PlayerSurface(self)
        self._poster = Poster(player, pictures, self._show_poster, self)
        self._keys = KeyActions(player, self._show_hint, self._ask)
        player.video_changed.connect(self._video_changed)
        player.frame_ready.connect(self._take_frame)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._video_changed()

    # Modes

    @property
    def mode(self) -> ViewMode:
        """Where the view is."""
        return self._mode

    def set_mode(self, mode: ViewMode) -> None:
        """The view was put somewhere else."""
        self._mode = mode
        self._restyle()

    def _restyle(self) -> None:
        rounded = self._mode is ViewMode.PAGE
        self.surface.set_corners(RADIUS if rounded else 0, QColor(self._theme.colour.content))

    # Pictures

    def _video_changed(self) -> None:
        self.surface.clear()
        self._show_poster()

    def _show_poster(self) -> None:
        self.surface.set_poster(self._poster.pixmap(blurred=False))

    def _take_frame(self) -> None:
        # What nobody sees stays where it is: the player keeps the newest, and the next showEvent fetches it.
        if self.surface.isVisible():
            frame = self._player.take_frame()
            if frame is not None:
                self.surface.show_frame(frame)

    def showEvent(self, event: QEvent) -> None:
        self._take_frame()

    # Keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key means to the player; False where it means nothing."""
        return self._keys.press(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Keys that are shortcuts of the window as well belong to the player while it has the keyboard.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._keys.action_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _ask(self, action: str) -> bool:
        if action == "leave" and self._mode in (ViewMode.PAGE, ViewMode.MINI):
            # The page has a use for it.
            return False
        self.asked.emit(action)
        return True

    def _show_hint(self, icon: str, text: str) -> None:
        pass

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.surface.setGeometry(self.rect())

    def _snapshot(self, image: QImage) -> None:
        pass
