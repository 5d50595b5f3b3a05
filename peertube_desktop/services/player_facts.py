"""What the window may know of the player at any time, and what tells it that something changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.models.video import Chapter, Video, VideoDetails
from peertube_desktop.media.source import RelayState
from peertube_desktop.services.caption_show import CaptionShow
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.moment import Pace
from peertube_desktop.services.playing import CaptionTrack, Loop, PlayerState, Quality
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.sources import nearest


class PlayerFacts(QObject):
    """The readable half of `Player`."""

    video_changed = Signal()
    """Another video is on, or none."""
    details_changed = Signal()
    """Details, captions, chapters, storyboard or qualities arrived."""
    state_changed = Signal()
    """`state`, `waiting`, `relay`, `error`, `wrong_password`, `duration`, `live`, `at_live_edge`, `seekable`."""
    position_changed = Signal(float)
    """About four times a second while playing, and at once after a seek."""
    frame_ready = Signal()
    """`take_frame()` has one; comes once for each that is taken."""
    controls_changed = Signal()
    """Volume, muted, rate, quality, shown height, caption, loop or audio device."""
    cues_changed = Signal()
    """Other caption lines are to be shown."""
    ended = Signal()
    """The true end of the video, or of a live."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._ref: VideoRef | None = None
        self._video: Video | None = None
        self._state = PlayerState.EMPTY
        self._waiting = False
        self._relay = RelayState()
        self._error: Exception | None = None
        self._wrong_password = False
        self._live = self._behind = False
        self._seekable = False
        self._position = 0.0
        self._duration = 0.0
        self._qualities: tuple[Quality, ...] = ()
        self._shown_height = 0
        self._chapters: Sequence[Chapter] = ()
        self._loop: Loop | None = None
        self._show = CaptionShow(self.pace, self)
        self._show.changed.connect(self.cues_changed)

    # What is on

    @property
    def ref(self) -> VideoRef | None:
        """Which video is on, as it was opened."""
        return self._ref

    @property
    def video(self) -> Video | None:
        """What is known of it: what the list knew, later the details."""
        return self._video

    @property
    def details(self) -> VideoDetails | None:
        """All of it, once they are here."""
        return self._video if isinstance(self._video, VideoDetails) else None

    # How it goes

    @property
    def state(self) -> PlayerState:
        """What the player does, or is about to do after an order."""
        return self._state

    @property
    def waiting(self) -> bool:
        """Playing is wanted, but nothing comes: opening, buffering, reconnecting (see `relay`)."""
        return self._waiting

    @property
    def relay(self) -> RelayState:
        """How the reading goes: what it waits for, or why it failed."""
        return self._relay

    @property
    def error(self) -> Exception | None:
        """Why it FAILED: an ApiError where the details did not come, `UnplayableError` where they name nothing
        to play, `LibraryMissingError` without libVLC; None where `relay` tells the reason.
        """
        return self._error

    @property
    def wrong_password(self) -> bool:
        """LOCKED because the password that was given is not the right one."""
        return self._wrong_password

    @property
    def position(self) -> float:
        """Seconds from the beginning."""
        return self._position

    @property
    def duration(self) -> float:
        """Seconds; 0 while unknown, and for a live."""
        if self._live:
            return 0.0
        return self._duration or (float(self._video.duration) if self._video is not None else 0.0)

    @property
    def live(self) -> bool:
        """Whether it is a live that runs."""
        return self._live

    @property
    def seekable(self) -> bool:
        """Whether the place can be chosen."""
        return self._seekable

    @property
    def at_live_edge(self) -> bool:
        """Whether a live is shown as it comes in."""
        return self._live and not self._behind

    def pace(self) -> Pace:
        """How the place changes, for timers in the video's time."""
        moves = self._state is PlayerState.PLAYING and not self._waiting
        return Pace(self.position, self.rate, moves)

    # What can be chosen, and what is

    @property
    def qualities(self) -> Sequence[Quality]:
        """Automatic first, then from the highest to the lowest; empty where there is nothing to choose."""
        return (Quality(0), *self._qualities) if self._qualities else ()

    @property
    def quality(self) -> int:
        """The chosen height, 0 for automatic."""
        found = nearest(self._qualities, self._preferences.current.quality)
        return found.height if found is not None else 0

    @property
    def shown_height(self) -> int:
        """The height of the pictures that come; 0 while unknown."""
        return self._shown_height

    @property
    def volume(self) -> int:
        """0 to 100."""
        return self._preferences.current.volume

    @property
    def muted(self) -> bool:
        """Whether there is no sound, whatever the volume."""
        return self._preferences.current.muted

    @property
    def rate(self) -> float:
        """The speed, 1.0 as filmed; a live cannot be hurried."""
        return 1.0 if self._live else self._preferences.current.rate

    @property
    def audio_device(self) -> str:
        """The `AudioOutput.id` that was chosen, "" for the system's."""
        return self._preferences.current.audio_device

    @property
    def captions(self) -> Sequence[CaptionTrack]:
        """The languages there are captions in."""
        return self._show.tracks

    @property
    def caption(self) -> str:
        """The language of the captions that are on, "" for none."""
        return self._show.language

    @property
    def cues(self) -> Sequence[str]:
        """The caption lines to show now: plain text, line breaks within."""
        return self._show.lines

    @property
    def chapters(self) -> Sequence[Chapter]:
        """In order of time."""
        return self._chapters

    @property
    def chapter(self) -> Chapter | None:
        """The one that is on now."""
        place = self.chapter_place(self.position)
        return self._chapters[place] if place >= 0 else None

    def chapter_place(self, seconds: float) -> int:
        """Which of `chapters` that place is in; -1 before the first."""
        return bisect_right([chapter.timecode for chapter in self._chapters], seconds) - 1

    @property
    def loop(self) -> Loop | None:
        """What repeats; None for nothing, both ends None for the whole video."""
        return self._loop
