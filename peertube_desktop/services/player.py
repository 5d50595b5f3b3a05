"""The one player of the window: a video's details, its pictures and sound, and all that can be done to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from peertube_desktop.api.models.video import Chapter, Video, VideoDetails
from peertube_desktop.media.frames import ColourMatrix, Frame, PictureFormat, Plane
from peertube_desktop.media.source import Reason, RelayState, RelayStatus
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.history import History
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.playing import AudioOutput, CaptionTrack, Loop, PlayerState, Quality
from peertube_desktop.services.preferences import Preferences

__all__ = [
    "AudioOutput",
    "CaptionTrack",
    "ColourMatrix",
    "Frame",
    "Loop",
    "PictureFormat",
    "Plane",
    "Player",
    "PlayerState",
    "Quality",
    "Reason",
    "RelayState",
    "RelayStatus",
]


class Player(QObject):
    """Plays one video at a time. Every order returns at once; what comes of it is told by signals."""

    video_changed = Signal()
    """Another video is on, or none."""
    details_changed = Signal()
    """Details, captions, chapters, storyboard or qualities arrived."""
    state_changed = Signal()
    """`state`, `waiting`, `relay`, `error`, `wrong_password`, `duration`, `live`, `at_live_edge`."""
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

    def __init__(
        self,
        connections: Connections,
        preferences: Preferences,
        history: History,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._preferences = preferences
        self._history = history
        self._ref: VideoRef | None = None
        self._video: Video | None = None
        self._state = PlayerState.EMPTY
        self._loop: Loop | None = None
        self._position = 0.0

    # What is on

    @property
    def ref(self) -> VideoRef | None:
        """Which video is on."""
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
        """What the player does."""
        return self._state

    @property
    def waiting(self) -> bool:
        """Playing is wanted, but nothing comes: opening, buffering, reconnecting (see `relay`)."""
        return False

    @property
    def relay(self) -> RelayState:
        """How the reading goes: what it waits for, or why it failed."""
        return RelayState()

    @property
    def error(self) -> Exception | None:
        """Why it FAILED: an ApiError where the details did not come; None where `relay` tells the reason."""
        return None

    @property
    def wrong_password(self) -> bool:
        """LOCKED because the password that was given is not the right one."""
        return False

    @property
    def position(self) -> float:
        """Seconds from the beginning."""
        return self._position

    @property
    def duration(self) -> float:
        """Seconds; 0 while unknown, and for a live."""
        return float(self._video.duration) if self._video is not None else 0.0

    @property
    def live(self) -> bool:
        """Whether it is a live that runs."""
        return False

    @property
    def seekable(self) -> bool:
        """Whether the place can be chosen."""
        return not self.live

    @property
    def at_live_edge(self) -> bool:
        """Whether a live is shown as it comes in."""
        return self.live

    # What can be chosen, and what is

    @property
    def qualities(self) -> Sequence[Quality]:
        """Automatic first, then from the highest to the lowest; empty where there is nothing to choose."""
        return ()

    @property
    def quality(self) -> int:
        """The chosen height, 0 for automatic."""
        return self._preferences.current.quality

    @property
    def shown_height(self) -> int:
        """The height of the pictures that come; 0 while unknown."""
        return 0

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
        """The speed, 1.0 as filmed."""
        return self._preferences.current.rate

    @property
    def audio_device(self) -> str:
        """The `AudioOutput.id` that was chosen, "" for the system's."""
        return self._preferences.current.audio_device

    @property
    def captions(self) -> Sequence[CaptionTrack]:
        """The languages there are captions in."""
        return ()

    @property
    def caption(self) -> str:
        """The language of the captions that are on, "" for none."""
        return ""

    @property
    def cues(self) -> Sequence[str]:
        """The caption lines to show now: plain text, line breaks within."""
        return ()

    @property
    def chapters(self) -> Sequence[Chapter]:
        """In order of time."""
        return ()

    @property
    def chapter(self) -> Chapter | None:
        """The one that is on now."""
        return None

    @property
    def loop(self) -> Loop | None:
        """What repeats; None for nothing, both ends None for the whole video."""
        return self._loop

    async def audio_devices(self) -> Sequence[AudioOutput]:
        """Where sound can go to on this machine, the system's own choice left out."""
        return ()

    def storyboard_at(self, seconds: float) -> QImage | None:
        """The small picture for that place, or None (yet): `details_changed` tells when there are some."""
        return None

    def take_frame(self) -> Frame | None:
        """The newest picture that was not taken yet; whoever takes it releases it."""
        return None

    # Orders

    def open(
        self, ref: VideoRef, video: Video | None = None, *, start: float | None = None, paused: bool = False
    ) -> None:
        """Put another video on. `video`: what a list knows of it; `start` in seconds, else where it was left."""
        self._ref, self._video = ref, video
        self._state = PlayerState.LOADING
        self._position = start or 0.0
        self.video_changed.emit()
        self.state_changed.emit()

    def retry(self) -> None:
        """Try again what FAILED, at the same place."""

    def give_password(self, text: str) -> None:
        """The password of a LOCKED video."""

    def play(self) -> None:
        """Go on; from the beginning where it ENDED."""
        self._set_state(PlayerState.PLAYING)

    def pause(self) -> None:
        """Stay at this place."""
        self._set_state(PlayerState.PAUSED)

    def toggle(self) -> None:
        """Pause or go on."""
        if self._state is PlayerState.PLAYING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Take the video off."""
        self._ref = self._video = None
        self._state = PlayerState.EMPTY
        self.video_changed.emit()
        self.state_changed.emit()

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        self._position = max(0.0, seconds)
        self.position_changed.emit(self._position)

    def seek_by(self, seconds: float) -> None:
        """Go forward, or back."""
        self.seek(self._position + seconds)

    def step(self, forward: bool = True) -> None:
        """Pause, and show the next picture or the one before."""

    def jump_to_live(self) -> None:
        """To what a live shows now."""

    def go_to_chapter(self, step: int) -> None:
        """To the next chapter (1), the beginning of this one, or the one before (-1)."""

    def set_volume(self, volume: int) -> None:
        """0 to 100; more than nothing unmutes."""
        self._keep(volume=max(0, min(100, volume)), muted=False if volume > 0 else self.muted)

    def set_muted(self, muted: bool) -> None:
        """Sound off and on."""
        self._keep(muted=muted)

    def set_rate(self, rate: float) -> None:
        """The speed, 0.25 to 3."""
        self._keep(rate=max(0.25, min(3.0, rate)))

    def set_quality(self, height: int) -> None:
        """A height out of `qualities`, 0 for automatic; the place is kept."""
        self._keep(quality=height)

    def set_caption(self, language: str) -> None:
        """Captions of that language, "" for none."""
        self._keep(captions_on=bool(language), **({"caption_language": language} if language else {}))

    def set_loop(self, loop: Loop | None) -> None:
        """Repeat the video or a part of it, until another video is opened."""
        self._loop = loop
        self.controls_changed.emit()

    def set_audio_device(self, device: str) -> None:
        """Where the sound goes to: an `AudioOutput.id`, "" for the system's choice."""
        self._keep(audio_device=device)

    async def aclose(self) -> None:
        """The end, within a second, whatever the server does."""
        self.stop()

    def _keep(self, **fields: object) -> None:
        self._preferences.update(**fields)
        self.controls_changed.emit()

    def _set_state(self, state: PlayerState) -> None:
        if self._ref is not None and state is not self._state:
            self._state = state
            self.state_changed.emit()
