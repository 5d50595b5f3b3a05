"""The one player of the window: a video's details, its pictures and sound, and all that can be done to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from peertube_desktop.api.models.video import Video
from peertube_desktop.media.frames import ColourMatrix, Frame, PictureFormat, Plane
from peertube_desktop.media.source import Reason, RelayState, RelayStatus
from peertube_desktop.media.status import LibraryMissingError
from peertube_desktop.services.awake import Awake
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.history import History
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.player_stage import END_SLACK, EngineMaker, PlayerStage, make_engine
from peertube_desktop.services.playing import AudioOutput, CaptionTrack, Loop, PlayerState, Quality
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.sources import Unplayable, UnplayableError
from peertube_desktop.services.tasks import spawn

__all__ = [
    "AudioOutput",
    "CaptionTrack",
    "ColourMatrix",
    "Frame",
    "LibraryMissingError",
    "Loop",
    "PictureFormat",
    "Plane",
    "Player",
    "PlayerState",
    "Quality",
    "Reason",
    "RelayState",
    "RelayStatus",
    "Unplayable",
    "UnplayableError",
]

CLOSE_SECONDS = 0.7
CHAPTER_SLACK = 3.0
"""So many seconds into a chapter, "back" means its own beginning."""


class Player(PlayerStage):
    """Plays one video at a time. Every order returns at once; what comes of it is told by signals."""

    def __init__(
        self,
        connections: Connections,
        preferences: Preferences,
        history: History,
        parent: QObject | None = None,
        *,
        awake: Awake | None = None,
        maker: EngineMaker = make_engine,
    ) -> None:
        super().__init__(connections, preferences, history, parent, awake=awake, maker=maker)
        self._settings = preferences.current
        preferences.changed.connect(self._preferences_changed)

    # Things to take

    async def audio_devices(self) -> Sequence[AudioOutput]:
        """Where sound can go to on this machine, the system's own choice left out. Known once a video is on."""
        if self._engine is None:
            return ()
        found = await asyncio.to_thread(self._engine.audio_devices)
        return tuple(AudioOutput(device.id, device.name) for device in found if device.id)

    def storyboard_at(self, seconds: float) -> QImage | None:
        """The small picture for that place, or None (yet): `details_changed` tells when there are some."""
        if self._sheet is not None:
            return self._sheet.at(seconds)
        if self._storyboard is not None and self._ref is not None:
            board, self._storyboard = self._storyboard, None
            spawn(self, self._load_sheet(self._ref, board))
        return None

    def take_frame(self) -> Frame | None:
        """The newest picture that was not taken yet; whoever takes it releases it."""
        frame = self._engine.frames.take() if self._engine is not None else None
        if frame is not None and frame.height != self._shown_height:
            self._shown_height = frame.height
            # Not from in here: whoever takes a picture is about to paint.
            QTimer.singleShot(0, self, self.controls_changed.emit)
        return frame

    def prepare(self) -> None:
        """Load what plays, in a thread, so that the first video starts sooner."""
        self._ready()

    # Putting videos on and off

    def open(
        self,
        ref: VideoRef,
        video: Video | None = None,
        *,
        start: float | None = None,
        stop: float | None = None,
        paused: bool = False,
    ) -> None:
        """Put another video on.

        `video`: what a list knows of it; `start` in seconds, else where it was left; `stop`: where it ends,
        for a part of it.
        """
        self._leave()
        self._ref, self._video = ref, video
        self._start, self._stop_at, self._wants_pause = start, stop, paused
        self._position = (self._history.resume_at(ref.uuid) or 0.0) if start is None else max(0.0, start)
        self._state = PlayerState.LOADING
        self._waiting = not paused
        self._tell_all()
        self._load()

    def stop(self) -> None:
        """Take the video off."""
        if self._ref is not None:
            self._leave()
            self._tell_all()

    def retry(self) -> None:
        """Try again what FAILED, at the same place; ask anew for a live that is SOON, or OVER."""
        if self._state in (PlayerState.FAILED, PlayerState.SOON, PlayerState.OVER):
            self._reload(self._position if self._begun else self._start)

    @property
    def password(self) -> str | None:
        """The password that opens the video that is on, where one was given: its comments want it too."""
        return (self._loading.password(self._ref) or None) if self._ref is not None else None

    def give_password(self, text: str) -> None:
        """The password of a LOCKED video."""
        if self._ref is not None and self._state is PlayerState.LOCKED and text:
            self._loading.set_password(self._ref, text)
            self._reload(self._start)

    def _tell_all(self) -> None:
        self.video_changed.emit()
        self.details_changed.emit()
        self.state_changed.emit()
        self.controls_changed.emit()
        self.position_changed.emit(self.position)

    # Going and standing

    def play(self) -> None:
        """Go on; from the beginning where it ENDED."""
        self._wants_pause = False
        if self._state is PlayerState.ENDED:
            place, self._stop_at = self._stop_at, None
            self._again_from(place or 0.0)
        elif self._engine is not None and self._opened is not None:
            self._engine.play()
            self._follow()
        elif self._state is PlayerState.LOADING:
            self._set_state(PlayerState.LOADING, waiting=True)

    def pause(self) -> None:
        """Stay at this place."""
        if self._state is PlayerState.ENDED:
            return
        self._wants_pause = True
        if self._engine is not None and self._opened is not None:
            self._engine.pause()
            self._behind = self._behind or self._live
            self._follow()
        elif self._state is PlayerState.LOADING:
            self._set_state(PlayerState.LOADING)

    def toggle(self) -> None:
        """Pause or go on."""
        if self._state is PlayerState.PLAYING or (
            self._state is PlayerState.LOADING and not self._wants_pause
        ):
            self.pause()
        else:
            self.play()

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        seconds = max(0.0, seconds)
        if self._live:
            return
        if self.duration:
            seconds = min(seconds, max(0.0, self.duration - END_SLACK))
        if self._opened is not None:
            self._go(seconds)
        elif self._ref is not None:
            # Details are on their way, or it failed: that is where it will begin.
            self._start = self._position = seconds
            self.position_changed.emit(seconds)

    def seek_by(self, seconds: float) -> None:
        """Go forward, or back."""
        self.seek(self.position + seconds)

    def step(self, forward: bool = True) -> None:
        """Pause, and show the next picture or the one before."""
        if self._engine is not None and self._opened is not None and not self._live and not self._over:
            self._wants_pause = True
            self._engine.step(forward)
            self._follow()

    def jump_to_live(self) -> None:
        """To what a live shows now."""
        if self._live and self._opened is not None:
            self._wants_pause = self._behind = False
            self._again_from(0.0)

    def go_to_chapter(self, step: int) -> None:
        """To the next chapter (1), the beginning of this one, or the one before (-1)."""
        if not self._chapters:
            return
        position = self.position
        place = self.chapter_place(position)
        if step < 0 and place >= 0 and position - self._chapters[place].timecode > CHAPTER_SLACK:
            step += 1
        wanted = place + step
        if wanted < len(self._chapters):
            self.seek(self._chapters[wanted].timecode if wanted >= 0 else 0.0)

    # Choosing; kept in the preferences

    def set_volume(self, volume: int) -> None:
        """0 to 100; more than nothing unmutes."""
        self._preferences.update(volume=max(0, min(100, volume)), muted=False if volume > 0 else self.muted)

    def set_muted(self, muted: bool) -> None:
        """Sound off and on."""
        self._preferences.update(muted=muted)

    def set_rate(self, rate: float) -> None:
        """The speed, 0.25 to 3."""
        self._preferences.update(rate=max(0.25, min(3.0, rate)))

    def set_quality(self, height: int) -> None:
        """A height out of `qualities`, 0 for automatic; the place is kept."""
        chosen = next((quality for quality in self._qualities if quality.height == height), None)
        self._preferences.update(quality=chosen.resolution if chosen is not None else 0)

    def set_caption(self, language: str) -> None:
        """Captions of that language, "" for none."""
        if language:
            self._preferences.update(captions_on=True, caption_language=language)
        else:
            self._preferences.update(captions_on=False)

    def toggle_captions(self) -> None:
        """Captions off, or on in the language that was chosen last."""
        self._preferences.update(captions_on=not self.caption)

    def set_audio_device(self, device: str) -> None:
        """Where the sound goes to: an `AudioOutput.id`, "" for the system's choice."""
        self._preferences.update(audio_device=device)

    def set_loop(self, loop: Loop | None) -> None:
        """Repeat the video or a part of it, until another video is opened."""
        self._loop = loop
        self._pace_changed()
        self.controls_changed.emit()

    def _preferences_changed(self) -> None:
        before, now = self._settings, self._preferences.current
        self._settings = now
        if self._engine is not None:
            self._engine.set_volume(now.volume)
            self._engine.set_muted(now.muted)
            if now.audio_device != before.audio_device:
                self._engine.set_audio_device(now.audio_device)
            if now.rate != before.rate:
                self._engine.set_rate(self.rate)
                self._pace_changed()
        if (now.captions_on, now.caption_language) != (before.captions_on, before.caption_language):
            self._choose_caption()
        self._choose_level()
        self.controls_changed.emit()

    def _choose_level(self) -> None:
        """Go on in another quality, if another one is wanted now."""
        details = self.details
        if self._opened is None or self._ref is None or details is None or self._over:
            return
        playable, height = self._to_open(self._ref, details)
        if self._opened != (playable.url, height):
            self._again_from(self.position)

    # The end

    async def aclose(self) -> None:
        """The end, within a second, whatever the server does."""
        self._stop_loading()
        self._ticker.stop()
        await self._viewing.aclose()
        self._leave()
        if self._making is not None:
            await self._making
        engine, self._engine = self._engine, None
        if engine is not None:
            await asyncio.to_thread(engine.close, CLOSE_SECONDS)
        await self._awake.aclose()
