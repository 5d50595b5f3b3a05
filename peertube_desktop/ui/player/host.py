"""Owns the one player view of the window, and moves it: watch page, full screen, corner, own window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.play_queue import PlayQueue, QueueItem
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.player.floating import FloatingWindow
from peertube_desktop.ui.player.mini import MiniPlayer
from peertube_desktop.ui.player.mode import ViewMode
from peertube_desktop.ui.player.slot_note import SlotNote
from peertube_desktop.ui.player.view import PlayerView
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.window import Window

LIVELY = (PlayerState.PLAYING, PlayerState.LOADING)


class PlayerHost(QObject):
    """`view` is the one PlayerView. The video goes on while the view moves.

    The watch page gives its place with `attach`, and `detach`es when it is left. `toggle_theatre` asks the page
    for its other layout; `mode_changed` when the view is somewhere else; `notice` carries a sentence.
    """

    toggle_theatre = Signal()
    mode_changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        window: Window,
        router: Router,
        player: Player,
        queue: PlayQueue,
        preferences: Preferences,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._router = router
        self._player = player
        self._queue = queue
        self._slot: QWidget | None = None
        self._maximised = False
        self.view = PlayerView(player, queue, preferences, theme, icons, pictures, window.overlay_parent)
        self.view.hide()
        self._mini = MiniPlayer(player, theme, icons, window.overlay_parent)
        self._floating = FloatingWindow()
        self._note = SlotNote(theme, window.overlay_parent)
        self._note.back.connect(self._end_floating)
        self.view.asked.connect(self._asked)
        self.view.notice.connect(self.notice)
        self.view.surface.shape_changed.connect(self._reshape)
        self._mini.expand.connect(self.expand)
        self._mini.closed.connect(self.close_video)
        self._floating.closed.connect(self._floating_closed)
        player.video_changed.connect(self._video_changed)
        window.closing.connect(self._close_down)
        window.installEventFilter(self)
        window.overlay_parent.installEventFilter(self)
        self.destroyed.connect(self._floating.deleteLater)

    @property
    def mode(self) -> ViewMode:
        """Where the view is."""
        return self.view.mode

    # The watch page

    def attach(self, slot: QWidget) -> None:
        """The watch page is shown; the view belongs into `slot`, unless it floats."""
        if self._slot is not slot:
            if self._slot is not None:
                self._slot.removeEventFilter(self)
            self._slot = slot
            slot.installEventFilter(self)
        if self.mode in (ViewMode.PAGE, ViewMode.MINI):
            self._to_slot()
        self._show_note()

    def detach(self) -> None:
        """The watch page is left: a video that plays goes on in the corner, any other is put away."""
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        if self._slot is not None:
            self._slot.removeEventFilter(self)
            self._slot = None
        self._note.hide()
        self._note.setParent(self._window.overlay_parent)
        if self.mode is not ViewMode.PAGE:
            return
        if self._player.state in LIVELY:
            self._to_mini()
        else:
            self.close_video()

    def close_video(self) -> None:
        """Stop, and put the view away."""
        self._player.stop()

    def expand(self) -> None:
        """Back to the page of the video that is on."""
        ref, video = self._player.ref, self._player.video
        if ref is None:
            return
        floated = self.mode is ViewMode.FLOATING
        self._floating.hide()
        if self._slot is not None:
            self._to_slot()
        else:
            # The page attaches when it is shown.
            self._set_mode(ViewMode.PAGE)
            self._mini.hide()
            held = {"video": video} if video is not None else {}
            self._router.go(Route.of("watch", ref.origin, id=ref.uuid), PageState(held=held))
        if floated:
            self._window.raise_to_front()

    # Places

    def toggle_fullscreen(self) -> None:
        """The whole screen for the video, or back."""
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        elif self.mode is ViewMode.PAGE and self._slot is not None:
            self._enter_fullscreen()
        else:
            self.expand()
            if self._slot is not None:
                self._enter_fullscreen()

    def toggle_floating(self) -> None:
        """A small window above all others, or back."""
        if self._player.ref is None:
            return
        if self.mode is ViewMode.FLOATING:
            self._end_floating()
            return
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        self._mini.hide()
        self._set_mode(ViewMode.FLOATING)
        video = self._player.video
        self._floating.hold(self.view, video.name if video is not None else "", self.view.surface.shape)
        self.view.setFocus()

    def to_mini(self) -> None:
        """Browse on: one page back, the video in the corner."""
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        if self.mode is ViewMode.PAGE and self._router.can_go_back:
            self._router.back()

    def _enter_fullscreen(self) -> None:
        over = self._window.overlay_parent
        self._maximised = self._window.isMaximized()
        self._set_mode(ViewMode.FULLSCREEN)
        self._window.set_chrome_visible(False)
        self._window.showFullScreen()
        self._move_view(over)
        self.view.raise_()
        self._window.toast.raise_()

    def _leave_fullscreen(self) -> None:
        self._window.set_chrome_visible(True)
        if self._maximised:
            self._window.showMaximized()
        else:
            self._window.showNormal()
        self._to_slot()

    def _to_slot(self) -> None:
        if self._slot is None:
            return
        self._mini.hide()
        self._set_mode(ViewMode.PAGE)
        self._move_view(self._slot)

    def _to_mini(self) -> None:
        self._set_mode(ViewMode.MINI)
        self._mini.hold(self.view)

    def _move_view(self, place: QWidget) -> None:
        had_focus = self.view.isAncestorOf(self._window.focusWidget() or self._window)
        self.view.setParent(place)
        self.view.setGeometry(place.rect())
        self.view.show()
        if had_focus or self.mode is ViewMode.FULLSCREEN:
            self.view.setFocus()

    def _end_floating(self) -> None:
        if self._slot is not None:
            self._to_slot()
        elif self._player.state in LIVELY:
            self._to_mini()
        else:
            self.close_video()
        self._floating.hide()

    def _floating_closed(self) -> None:
        # Closing the small window is not wanting to hear on from somewhere else.
        if self.mode is ViewMode.FLOATING:
            self._player.pause()
            self._end_floating()

    def _set_mode(self, mode: ViewMode) -> None:
        if mode is not self.view.mode:
            self.view.set_mode(mode)
            self._show_note()
            self.mode_changed.emit()

    def _show_note(self) -> None:
        """In the page's place for the video while that is elsewhere."""
        if self._slot is None or self.mode is not ViewMode.FLOATING:
            self._note.hide()
            return
        self._note.setParent(self._slot)
        self._note.setGeometry(self._slot.rect())
        self._note.show()

    def _close_down(self) -> None:
        self._floating.hide()
        if self.mode is ViewMode.FULLSCREEN:
            # The window's place is kept for the next start.
            self._leave_fullscreen()
        self.view.surface.close_down()

    # What happens

    def _video_changed(self) -> None:
        if self._player.ref is not None:
            if self.mode is ViewMode.FLOATING:
                video = self._player.video
                self._floating.setWindowTitle(video.name if video is not None else "")
            return
        self._mini.hide()
        self._floating.hide()
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        if self._slot is not None:
            self._to_slot()
        else:
            self._set_mode(ViewMode.PAGE)
            self.view.hide()
            self.view.setParent(self._window.overlay_parent)

    def _reshape(self) -> None:
        if self.mode is ViewMode.FLOATING:
            self._floating.set_shape(self.view.surface.shape)

    def _asked(self, action: str) -> None:
        match action:
            case "fullscreen":
                self.toggle_fullscreen()
            case "pip":
                self.toggle_floating()
            case "mini":
                self.expand() if self.mode is ViewMode.MINI else self.to_mini()
            case "theatre":
                self._theatre()
            case "next":
                self.play_next()
            case "leave":
                self._leave()

    def play_next(self) -> None:
        """What follows, on its page if the page is shown, else where the view is now."""
        item = self._queue.next()
        if item is not None:
            self.play_item(item)

    def play_item(self, item: QueueItem) -> None:
        """Play an item the queue has gone to."""
        if self._slot is None:
            self._player.open(item.ref, item.video, start=item.start, stop=item.stop)
            return
        held = {"video": item.video, "start": item.start, "stop": item.stop}
        route = Route.of("watch", item.ref.origin, id=item.ref.uuid)
        if route == self._router.current:
            self._player.open(item.ref, item.video, start=item.start, stop=item.stop)
        else:
            self._router.go(route, PageState(held=held))

    def _theatre(self) -> None:
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        if self.mode is ViewMode.PAGE:
            self.toggle_theatre.emit()

    def _leave(self) -> None:
        if self.mode is ViewMode.FULLSCREEN:
            self._leave_fullscreen()
        elif self.mode is ViewMode.FLOATING:
            self._end_floating()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            if self._slot is not None and watched is self._slot:
                for part in (self.view, self._note):
                    if part.parent() is self._slot:
                        part.setGeometry(self._slot.rect())
            elif watched is self._window.overlay_parent and self.mode is ViewMode.FULLSCREEN:
                self.view.setGeometry(self._window.overlay_parent.rect())
        elif (
            event.type() is QEvent.Type.KeyPress
            and watched is self._window
            and isinstance(event, QKeyEvent)
            and self._player.ref is not None
            and self.view.isVisible()
            and self.mode is not ViewMode.FLOATING
            and event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            # Nobody below wanted the key.
            return self.view.handle_key(event)
        return super().eventFilter(watched, event)
