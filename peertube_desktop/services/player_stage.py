"""The inner half of the player: from a video's details to the engine, and what the engine does to its state."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.video import Storyboard, VideoDetails
from peertube_desktop.media.source import Opener, Reason, RelayState
from peertube_desktop.media.status import EngineState
from peertube_desktop.services import sources
from peertube_desktop.services.awake import Awake
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.history import History
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.moment import Moment
from peertube_desktop.services.player_facts import PlayerFacts
from peertube_desktop.services.playing import PlayerState
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.sources import LivePhase, Playable, UnplayableError
from peertube_desktop.services.storyboard import StoryboardSheet, load_sheet, pick
from peertube_desktop.services.tasks import spawn
from peertube_desktop.services.video_loading import VideoLoading, wants_password
from peertube_desktop.services.viewing import Viewing

if TYPE_CHECKING:
    from peertube_desktop.media.engine import Engine

EngineMaker = Callable[[Opener, Callable[[], None], Callable[[], None]], "Engine"]
"""Makes an engine of an opener, `on_change` and `on_frame`."""

TICK_MS = 250
SOON_MS = 10_000
END_SLACK = 0.5
"""Nobody who goes to the very end wants to see nothing: the last half second is left."""
SEEK_SECONDS = 0.2
"""So long the place is the one that was asked for: the engine may not have heard of it yet."""


def make_engine(opener: Opener, on_change: Callable[[], None], on_frame: Callable[[], None]) -> Engine:
    """libVLC, loaded when it is first needed."""
    from peertube_desktop.media.engine import Engine

    return Engine(opener, on_change=on_change, on_frame=on_frame)


class PlayerStage(PlayerFacts):
    """One video at a time: loaded, opened, followed."""

    _engine_changed = Signal()
    _framed = Signal()

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
        super().__init__(preferences, parent)
        self._connections = connections
        self._history = history
        self._awake = awake or Awake(None, self)
        self._maker = maker
        self._loading = VideoLoading(connections)
        self._viewing = Viewing(connections, preferences, history, lambda: self.position, self)
        self._engine: Engine | None = None
        self._making: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._extras_task: asyncio.Task[None] | None = None
        self._storyboard: Storyboard | None = None
        self._sheet: StoryboardSheet | None = None
        self._opened: tuple[str, int] | None = None
        """Address and height the engine was given; None while it plays nothing of this video."""
        self._start: float | None = None
        self._stop_at: float | None = None
        self._sought: tuple[float, float] | None = None
        """The place that was last asked for, and until when that counts."""
        self._wants_pause = False
        self._begun = self._viewed = self._over = self._reloaded = False
        self._told: object = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(lambda: self.position_changed.emit(self.position))
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.timeout.connect(self._load)
        self._turning = Moment(self.pace, self)
        self._turning.reached.connect(self._turn)
        queued = Qt.ConnectionType.QueuedConnection
        self._engine_changed.connect(self._follow, queued)
        self._framed.connect(self._frame_came, queued)

    @property
    def position(self) -> float:
        """Seconds from the beginning."""
        if self._engine is None or self._opened is None or self._over:
            return self._position
        if self._sought is not None:
            place, until = self._sought
            if time.monotonic() < until:
                return place
            self._sought = None
        return self._engine.position()

    def _leave(self) -> None:
        """Nothing of the video that is on comes any more."""
        self._viewing.end()
        self._stop_loading()
        if self._engine is not None:
            self._engine.stop()
        self._ref = self._video = self._opened = self._loop = self._error = None
        self._start = self._stop_at = self._storyboard = self._sheet = self._sought = None
        self._state, self._relay = PlayerState.EMPTY, RelayState()
        self._waiting = self._wrong_password = self._live = self._behind = self._seekable = False
        self._begun = self._viewed = self._over = self._reloaded = False
        self._position = self._duration = 0.0
        self._qualities, self._chapters, self._shown_height = (), (), 0
        self._turning.aim(None)
        self._ticker.stop()
        self._show.clear()
        self._awake.set_awake(False)

    def _stop_loading(self) -> None:
        self._poll.stop()
        for task in (self._task, self._extras_task):
            if task is not None:
                task.cancel()
        self._task = self._extras_task = None

    # Loading

    def _reload(self, start: float | None) -> None:
        self._start = start
        if start is not None:
            self._position = start
        self._opened = self._error = None
        self._begun = self._over = False
        self._relay = RelayState()
        if self._engine is not None:
            self._engine.stop()
        self._set_state(PlayerState.LOADING, waiting=not self._wants_pause)
        self._load()

    def _load(self) -> None:
        self._stop_loading()
        if self._ref is not None:
            self._task = spawn(self, self._load_details(self._ref))

    async def _load_details(self, ref: VideoRef) -> None:
        ready = self._ready()
        try:
            details = await self._loading.details(ref)
        except ApiError as error:
            self._details_failed(ref, error)
            return
        await asyncio.shield(ready)
        self._video = details
        self._qualities = sources.qualities(details, ref.origin)
        phase = sources.live_phase(details)
        self._live = phase is LivePhase.RUNNING
        self._wrong_password = False
        try:
            if phase is LivePhase.SOON:
                self._poll.start(SOON_MS)
                self._set_state(PlayerState.SOON)
            elif phase is LivePhase.OVER and not details.streaming_playlists:
                self._set_state(PlayerState.OVER)
            else:
                self._start_engine(ref, details, self._place_to_start(details))
        except UnplayableError as error:
            self._fail(error)
        self.details_changed.emit()
        self._extras_task = spawn(self, self._load_extras(ref))

    def _details_failed(self, ref: VideoRef, error: ApiError) -> None:
        if wants_password(error):
            self._wrong_password = bool(self._loading.password(ref))
            self._loading.set_password(ref, "")
            self._set_state(PlayerState.LOCKED)
        elif self._state is PlayerState.SOON:
            self._poll.start(SOON_MS)
        else:
            self._fail(error)

    async def _load_extras(self, ref: VideoRef) -> None:
        found = await self._loading.extras(ref)
        self._chapters = found.chapters
        self._storyboard = pick(found.storyboards)
        client = self._connections.client(ref.origin)
        self._show.set_captions(client, found.captions, self._loading.password(ref))
        self._choose_caption()
        self.details_changed.emit()
        self.controls_changed.emit()

    async def _load_sheet(self, ref: VideoRef, board: Storyboard) -> None:
        client = self._connections.client(ref.origin)
        sheet = await load_sheet(client, board, self._loading.password(ref))
        if sheet is not None and ref == self._ref:
            self._sheet = sheet
            self.details_changed.emit()

    def _place_to_start(self, details: VideoDetails) -> float:
        if details.is_live:
            return 0.0
        start = self._start
        if start is None:
            start = self._history.resume_at(details.uuid) or 0.0
        return max(0.0, min(start, details.duration - END_SLACK)) if details.duration else max(0.0, start)

    def _fail(self, error: Exception | None) -> None:
        self._error = error
        self._set_state(PlayerState.FAILED)

    def _choose_caption(self) -> None:
        settings = self._preferences.current
        if not settings.captions_on or not self._show.tracks:
            self._show.choose("")
            return
        spoken = (
            self._video.language.id if self._video is not None and self._video.language is not None else ""
        )
        for language in (settings.caption_language, spoken, self._show.tracks[0].language):
            self._show.choose(language or "")
            if self._show.language:
                return

    # The engine

    def _ready(self) -> asyncio.Task[None]:
        """Done when there is an engine. It is made in a thread, while the first video's details come."""
        if self._making is None:
            self._making = spawn(self, self._make_engine())
        return self._making

    async def _make_engine(self) -> None:
        def changed() -> None:
            # On a thread of the engine, perhaps while the program ends.
            with contextlib.suppress(RuntimeError):
                self._engine_changed.emit()

        def framed() -> None:
            with contextlib.suppress(RuntimeError):
                self._framed.emit()

        engine = await asyncio.to_thread(self._maker, self._connections.open_upstream, changed, framed)
        engine.prepare()
        engine.set_volume(self.volume)
        engine.set_muted(self.muted)
        engine.set_audio_device(self.audio_device)
        self._engine = engine

    def _start_engine(self, ref: VideoRef, details: VideoDetails, start: float) -> None:
        """Raises `UnplayableError`."""
        playable, height = self._to_open(ref, details)
        source = sources.source_of(playable, ref.origin, self._loading.credentials(ref, details))
        engine = self._engine
        assert engine is not None
        engine.set_rate(self.rate)
        engine.open(
            source, start=start, height=height, duration=float(details.duration), paused=self._wants_pause
        )
        self._opened = (playable.url, height)
        self._over = False
        self._follow()

    def _to_open(self, ref: VideoRef, details: VideoDetails) -> tuple[Playable, int]:
        """What the settings want of a video, and the height of the best level. Raises `UnplayableError`."""
        settings = self._preferences.current
        wanted = settings.quality
        if settings.metered:
            wanted = min(wanted or settings.metered_height, settings.metered_height)
        playable = sources.choose(details, ref.origin, wanted)
        level = sources.nearest(self._qualities, wanted)
        return playable, level.height if level is not None and playable.hls else 0

    def _again_from(self, start: float) -> None:
        """The same video anew, from another place."""
        if self._ref is not None and self.details is not None:
            with contextlib.suppress(UnplayableError):
                self._start_engine(self._ref, self.details, start)

    def _follow(self) -> None:
        """The engine is in another state, or was told to be."""
        if self._engine is None or self._opened is None or self._over:
            return
        status = self._engine.status
        self._relay = status.relay
        self._duration = status.duration
        self._seekable = status.seekable or (not self._live and self.duration > 0)
        if status.state is EngineState.FAILED:
            self._engine_failed(status.error)
        elif status.state is EngineState.ENDED:
            self._reached_end(over=status.ended_live)
        elif status.state is not EngineState.IDLE:
            self._begun = self._begun or status.state is not EngineState.OPENING
            state = PlayerState.PAUSED if self._wants_pause else PlayerState.PLAYING
            self._set_state(state if self._begun else PlayerState.LOADING, waiting=status.waiting)

    def _frame_came(self) -> None:
        self.frame_ready.emit()
        if not self._ticker.isActive():
            # A step, or the picture of the place that was chosen while it stands.
            self.position_changed.emit(self.position)

    def _engine_failed(self, error: Exception | None) -> None:
        if self._relay.reason is Reason.UNAUTHORISED and not self._reloaded:
            # The password may be another by now: the details will tell.
            self._reloaded = True
            self._reload(self.position if self._begun else self._start)
            return
        self._position = self.position
        self._opened = None
        self._fail(error)

    def _reached_end(self, *, over: bool = False) -> None:
        if self._over:
            return
        if self._loop is not None and not self._live:
            self._again_from(self._loop.start or 0.0)
            return
        self._over = True
        self._position = self._stop_at if self._stop_at is not None else self.duration
        self._viewing.ended(self._position)
        self._viewed = False
        self._set_state(PlayerState.OVER if over or self._live else PlayerState.ENDED)
        self.position_changed.emit(self._position)
        self.ended.emit()

    def _set_state(self, state: PlayerState, *, waiting: bool = False) -> None:
        before = (self._state, self._waiting, self._told)
        self._state, self._waiting = state, waiting
        self._told = (self._relay, self._error, self._duration, self._seekable, self.at_live_edge)
        if (state, waiting, self._told) == before:
            return
        moves = state is PlayerState.PLAYING and not waiting
        if moves and not self._viewed and self._ref is not None and self.details is not None:
            self._viewed = True
            ref = VideoRef(self._ref.origin, self.details.uuid)
            self._viewing.begin(ref, self.details, self._loading.password(self._ref), self.position)
        self._viewing.set_playing(moves)
        self._awake.set_awake(state is PlayerState.PLAYING)
        if moves:
            self._ticker.start()
        else:
            self._ticker.stop()
        self._pace_changed()
        self.state_changed.emit()

    def _pace_changed(self) -> None:
        self._show.moved()
        self._aim_turn()

    def _aim_turn(self) -> None:
        """To the next place where it does not just go on: the end of a loop, or of the part that is played."""
        if self._loop is not None and self._loop.end is not None:
            self._turning.aim(self._loop.end)
        else:
            self._turning.aim(self._stop_at)

    def _turn(self) -> None:
        if self._loop is not None and self._loop.end is not None:
            self._go(self._loop.start or 0.0)
        elif self._stop_at is not None and self._engine is not None:
            self._engine.pause()
            self._wants_pause = True
            self._reached_end()

    def _go(self, seconds: float) -> None:
        """To another place of what is open."""
        before = self.position
        if self._engine is None or self._opened is None:
            return
        if self._over:
            self._again_from(seconds)
        else:
            self._engine.seek(seconds)
        self._sought = (seconds, time.monotonic() + SEEK_SECONDS)
        self._viewing.seeked(before, seconds)
        self._pace_changed()
        self.position_changed.emit(seconds)
