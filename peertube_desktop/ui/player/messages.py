"""What is said over the picture: waiting, errors, passwords, sensitive videos, lives, and what comes next."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player, PlayerState, RelayStatus
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player import reasons
from peertube_desktop.ui.player.over import OVER
from peertube_desktop.ui.player.panel import Panel
from peertube_desktop.ui.player.spinner import Spinner
from peertube_desktop.ui.player.up_next import UpNextPanel
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import Words

PATIENCE_MS = 350
"""A shorter wait is not worth a spinner."""
LOW = 260


class Messages(QWidget):
    """Covers the picture with at most one message. `next_wanted`: the next video is to be played."""

    next_wanted = Signal()
    changed = Signal()

    def __init__(
        self,
        player: Player,
        queue: PlayQueue,
        preferences: Preferences,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self._picture = parent
        self._player = player
        self._queue = queue
        self._preferences = preferences
        self._theme = theme
        self._revealed: set[str] = set()
        self._next_try = 0.0
        self.panel = Panel(theme, self)
        self.panel.acted.connect(self._act)
        self.panel.entered.connect(player.give_password)
        self.up_next = UpNextPanel(theme, pictures, self)
        self.up_next.go.connect(self.next_wanted)
        self.up_next.again.connect(player.play)
        self.waiting = _Waiting(theme, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_waiting)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        player.video_changed.connect(self._follow)
        player.details_changed.connect(self._follow)
        player.state_changed.connect(self._follow)
        player.ended.connect(self._ended)
        preferences.changed.connect(self._follow)
        self._follow()

    @property
    def covered(self) -> bool:
        """Whether the video is sensitive and the person has not said yes to it."""
        video = self._player.video
        return (
            video is not None
            and video.nsfw
            and self._preferences.current.nsfw_policy != "show"
            and video.uuid not in self._revealed
        )

    @property
    def blocking(self) -> bool:
        """Whether a message stands where controls would make no sense."""
        return not self.panel.isHidden()

    def set_poster(self, blurred: QPixmap | None) -> None:
        """The blurred preview, for a sensitive video."""
        self.panel.set_backdrop(blurred)

    def set_lift(self, lift: int) -> None:
        """Controls take that much of the lower edge now."""
        self.up_next.set_lift(lift)
        # In the middle of a large picture it is out of their way, and need not jump.
        self.waiting.set_lift(lift if self.height() < self._theme.px(LOW) else 0)

    def reveal(self) -> None:
        """The person wants to see the sensitive video."""
        video = self._player.video
        if video is not None:
            self._revealed.add(video.uuid)
            self._player.play()
            self._follow()

    def _act(self) -> None:
        if self.covered:
            self.reveal()
        else:
            self._player.retry()

    def _ended(self) -> None:
        if self._player.state is not PlayerState.ENDED:
            return
        self.up_next.offer(self._queue.up_next, self._preferences.current.autoplay_next)
        self.changed.emit()

    # Following the player

    def _follow(self) -> None:
        player = self._player
        if self.covered and player.state in (PlayerState.LOADING, PlayerState.PLAYING):
            player.pause()
        words = reasons.state_words(player)
        if words is None and self.covered and player.state is not PlayerState.EMPTY:
            self.panel.say(self._cover_words(), solid=True)
        else:
            locked = player.state is PlayerState.LOCKED
            asked = locked and self.panel.words != words
            if words is None and self.panel.isAncestorOf(QApplication.focusWidget() or self):
                # Hiding would hand the keyboard to whatever comes next: it goes to the picture.
                self._picture.setFocus()
            self.panel.say(words, field=locked)
            if asked and self.isVisible():
                self.panel.focus()
        if player.state is not PlayerState.ENDED:
            self.up_next.dismiss()
        self._follow_waiting()
        self.changed.emit()

    def _cover_words(self) -> Words:
        video = self._player.video
        summary = clean_line(video.nsfw_summary, 200) if video is not None else ""
        text = summary or _("The people who published it say that it may not be for everybody.")
        return Words(_("Sensitive video"), text, _("Watch anyway"), "eye-off")

    def _follow_waiting(self) -> None:
        player = self._player
        wanted = (player.waiting or player.state is PlayerState.LOADING) and not self.blocking
        relay = player.relay
        if wanted and relay.kind is RelayStatus.WAITING:
            self._next_try = monotonic() + relay.retry_in
            self.waiting.say(reasons.waiting(relay), self._countdown())
            self._clock.start()
        else:
            self._clock.stop()
            self.waiting.say("", "")
        if not wanted:
            self._patience.stop()
            self.waiting.hide()
        elif not self.waiting.isVisibleTo(self) and not self._patience.isActive():
            self._patience.start()

    def _countdown(self) -> str:
        return reasons.next_try(round(self._next_try - monotonic()))

    def _tick(self) -> None:
        self.waiting.say(reasons.waiting(self._player.relay), self._countdown())

    def _show_waiting(self) -> None:
        self.waiting.show()

    def resizeEvent(self, event: QEvent) -> None:
        for part in (self.panel, self.up_next, self.waiting):
            part.setGeometry(self.rect())


class _Waiting(QWidget):
    """A spinner, and why where that is worth saying."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("playerWaiting")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(10)
        self._column = column
        column.addStretch(1)
        column.addWidget(Spinner(theme, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def text(self) -> str:
        """Why, "" where nothing is said."""
        return self._label.text()

    def say(self, reason: str, rest: str) -> None:
        """The reason, and how long it may take."""
        text = f"{reason}\n{rest}" if reason else ""
        if text == self._label.text():
            return
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self.setAccessibleName(text.replace("\n", " ") or _("Loading"))

    def set_lift(self, lift: int) -> None:
        """That much of the lower edge is taken."""
        self._column.setContentsMargins(8, 8, 8, max(8, lift))

    def _restyle(self) -> None:
        px = self._theme.px
        self._label.setStyleSheet(
            f"color: {OVER.text}; font-size: {px(13)}px; background: rgba(0, 0, 0, 170);"
            f" border-radius: {px(8)}px; padding: {px(6)}px {px(12)}px;"
        )
        self._label.setVisible(bool(self._label.text()))
