"""The player as one widget: the picture, and everything that lies over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.player.auto_hide import AutoHide
from peertube_desktop.ui.player.captions import Captions
from peertube_desktop.ui.player.controls import Controls
from peertube_desktop.ui.player.corners import Corners
from peertube_desktop.ui.player.extras import Extras
from peertube_desktop.ui.player.hint import Hint
from peertube_desktop.ui.player.key_actions import KeyActions
from peertube_desktop.ui.player.messages import Messages
from peertube_desktop.ui.player.mode import ViewMode
from peertube_desktop.ui.player.more_menu import MoreMenu
from peertube_desktop.ui.player.poster import Poster
from peertube_desktop.ui.player.seek_bar import chapter_at
from peertube_desktop.ui.player.seek_preview import SeekPreview
from peertube_desktop.ui.player.surface import PlayerSurface
from peertube_desktop.ui.player.title_bar import TitleBar
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.pictures import Pictures

BEGUN = (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED, PlayerState.LOADING)


class PlayerView(QWidget):
    """Shows `player`, and gives it orders.

    `asked(action)`: a place is wanted, by the names of `ui.keys`: fullscreen, pip, mini, theatre, next, leave.
    `notice(str)`: a short message for the window.
    """

    asked = Signal(str)
    notice = Signal(str)

    def __init__(
        self,
        player: Player,
        queue: PlayQueue,
        preferences: Preferences,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("playerView")
        self.setAccessibleName(_("Video player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # The surface covers it: what is below is not painted again with each picture.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._player = player
        self._preferences = preferences
        self._theme = theme
        self._mode = ViewMode.PAGE
        self._pressed: QPoint | None = None
        self._dragged = False
        # In the order they lie over each other.
        self.surface = PlayerSurface(self)
        self.messages = Messages(player, queue, preferences, theme, pictures, self)
        self.title = TitleBar(player, theme, self)
        self.more = MoreMenu(player, preferences, icons, self)
        self.controls = Controls(player, queue, theme, self.more, self)
        self.captions = Captions(theme, self)
        self.preview = SeekPreview(theme, self)
        self.hint = Hint(theme, self)
        self.corners = Corners(RADIUS, self)
        self.extras = Extras(player, self.surface, theme, self)
        self._poster = Poster(player, pictures, self._show_poster, self)
        self._keys = KeyActions(player, self.hint.say, self._ask)
        self._hide = AutoHide(self, self.controls, self._may_hide, self._place_overlays)
        self.controls.asked.connect(self._ask)
        self.controls.menu_shown.connect(self._hide.stir)
        self.controls.seek_bar.hovered.connect(self._show_preview)
        self.controls.seek_bar.unhovered.connect(self.preview.hide)
        self.more.asked.connect(self._ask_more)
        self.extras.notice.connect(self.notice)
        self.messages.next_wanted.connect(lambda: self.asked.emit("next"))
        self.messages.changed.connect(self._follow)
        self.surface.shape_changed.connect(self._place_overlays)
        player.video_changed.connect(self._video_changed)
        player.state_changed.connect(self._follow)
        player.frame_ready.connect(self._take_frame)
        player.cues_changed.connect(self._show_cues)
        player.details_changed.connect(self.preview.hide)
        preferences.changed.connect(self._restyle)
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
        self.controls.set_mode(mode)
        self.preview.hide()
        self._restyle()
        self._hide.stir()

    def _restyle(self) -> None:
        self.corners.setVisible(self._mode is ViewMode.PAGE)
        self.corners.set_colour(self._theme.colour.content)
        current = self._preferences.current
        self.captions.set_look(current.caption_size, current.caption_style == "outline")
        self._place_overlays()

    # Pictures

    def _video_changed(self) -> None:
        self.surface.clear()
        self._show_poster()
        self._show_cues()
        self._hide.stir()

    def _show_poster(self) -> None:
        self.surface.set_poster(self._poster.pixmap(blurred=False))
        self.messages.set_poster(self._poster.pixmap(blurred=True))

    def _take_frame(self) -> None:
        # What nobody sees stays where it is: the player keeps the newest, and the next showEvent fetches it.
        if self.surface.isVisible():
            frame = self._player.take_frame()
            if frame is not None:
                self.surface.show_frame(frame)

    def _show_cues(self) -> None:
        self.captions.set_cues(self._player.cues)

    def showEvent(self, event: QEvent) -> None:
        self._take_frame()
        self._hide.stir()

    # What is shown when

    def _may_hide(self) -> bool:
        bar = self.controls
        busy = bar.has_open_menu or bar.seek_bar.dragging
        return self._player.state is PlayerState.PLAYING and not busy

    def _follow(self) -> None:
        self._hide.update()

    def _controls_wanted(self) -> bool:
        if self._mode is ViewMode.MINI or self._player.ref is None:
            return False
        begun = self._player.state in BEGUN and not self.messages.blocking
        return (begun or self._mode is ViewMode.FULLSCREEN) and self._hide.awake

    def _place_overlays(self) -> None:
        whole = self.rect()
        for layer in (self.surface, self.captions, self.messages, self.corners):
            layer.setGeometry(whole)
        shown = self._controls_wanted()
        height = min(self.controls.wanted_height(), whole.height())
        self.controls.setGeometry(0, whole.height() - height, whole.width(), height)
        if not shown and self.controls.isAncestorOf(self.focusWidget() or self):
            # Hiding would hand the keyboard to whatever comes next.
            self.setFocus()
        self.controls.setVisible(shown)
        self.title.setGeometry(0, 0, whole.width(), self.title.wanted_height())
        self.title.setVisible(shown and self._mode is ViewMode.FULLSCREEN)
        if not shown:
            self.preview.hide()
        lift = self.controls.bar_height() if shown else 0
        self.captions.set_place(self.surface.picture_rect().height(), lift)
        self.messages.set_lift(lift)
        hidden = not self._hide.awake and self._player.state is PlayerState.PLAYING
        self.setCursor(Qt.CursorShape.BlankCursor if hidden else Qt.CursorShape.ArrowCursor)
        self.extras.place()

    def _show_preview(self, seconds: float, x: int) -> None:
        if not self._player.seekable:
            return
        chapter = chapter_at(self._player.chapters, seconds)
        text = fmt.duration(seconds)
        if chapter is not None and chapter.title:
            text = f"{text} · {clean_line(chapter.title, 80)}"
        bar = self.controls.seek_bar
        above = bar.mapTo(self, QPoint(x, -2))
        self.preview.show_at(above, text, self._player.storyboard_at(seconds))
        if self._mode is not ViewMode.MINI:
            self._hide.stir()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_overlays()

    # Orders

    def perform(self, action: str) -> bool:
        """Do one of the actions of `ui.keys`; False where it makes no sense now."""
        return self._keys.perform(action)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key means to the player; False where it means nothing."""
        if self._player.ref is None or self.messages.covered:
            return False
        done = self._keys.press(event)
        if done:
            self._hide.stir()
        return done

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.corners.set_ring(self._theme.colour.accent if keyboard else "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.corners.set_ring("")

    def _ask(self, action: str) -> bool:
        if action == "leave" and self._mode in (ViewMode.PAGE, ViewMode.MINI):
            # The page has a use for it.
            return False
        self.asked.emit(action)
        return True

    def _ask_more(self, action: str) -> None:
        if not self.extras.perform(action):
            self._ask(action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Keys that are shortcuts of the window as well belong to the player while it has the keyboard.
            if self._keys.action_of(event) and self._player.ref is not None:
                event.accept()
                return True
        elif kind is QEvent.Type.KeyPress:
            # Before Tab looks for the next widget: what is hidden cannot be reached.
            self._hide.stir()
        return super().event(event)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._mode is ViewMode.MINI:
            event.ignore()
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()
            self._dragged = False
            self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._mode is ViewMode.MINI:
            event.ignore()
            return
        self._hide.stir()
        pressed = self._pressed
        if pressed is None or self._mode is not ViewMode.FLOATING:
            return
        at = event.globalPosition().toPoint()
        window = self.window()
        if self._dragged:
            window.move(window.pos() + at - pressed)
            self._pressed = at
        elif (at - pressed).manhattanLength() >= QApplication.startDragDistance():
            handle = window.windowHandle()
            self._dragged = True
            if handle is not None and handle.startSystemMove():
                self._pressed = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._mode is ViewMode.MINI:
            event.ignore()
            return
        pressed, self._pressed = self._pressed, None
        click = pressed is not None and not self._dragged
        if click and event.button() is Qt.MouseButton.LeftButton and not self.messages.blocking:
            self.perform("play")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._mode is ViewMode.MINI:
            event.ignore()
        elif event.button() is Qt.MouseButton.LeftButton:
            # The first click paused or went on: undone.
            if not self.messages.blocking:
                self.perform("play")
            self._ask("fullscreen")

    def leaveEvent(self, event: QEvent) -> None:
        self.preview.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y()
        if self._mode in (ViewMode.PAGE, ViewMode.MINI) or not turns:
            # The page scrolls.
            event.ignore()
            return
        self.perform("volume_up" if turns > 0 else "volume_down")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._mode is not ViewMode.MINI and self._player.state in BEGUN:
            self.controls.open_more(event.globalPos())
