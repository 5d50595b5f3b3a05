"""Plays videos: what the program sees of libVLC. Every method returns at once; libVLC has threads of its own."""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from peertube_desktop.media.clock import PlayClock
from peertube_desktop.media.frames import FrameStore
from peertube_desktop.media.orders import Order, Settings
from peertube_desktop.media.playback import Playback
from peertube_desktop.media.relay import Relay
from peertube_desktop.media.run import Run
from peertube_desktop.media.source import FileSource, Opener, Patience, Source
from peertube_desktop.media.status import (
    AudioDevice,
    EngineState,
    EngineStatus,
    LibraryMissingError,
    PlayCounts,
)
from peertube_desktop.media.vlc_library import VlcLibrary
from peertube_desktop.media.vlc_player import VlcPlayer

log = logging.getLogger(__name__)

STOP_WAIT = 0.3
"""How long a new video waits for the player before, so that two are not heard at once."""
DEVICES_WAIT = 5.0
RATES = (0.25, 4.0)


class Engine:
    """One video at a time.

    `on_change` is called on a thread of the engine when `status` is another one, `on_frame` on one of libVLC's
    when `frames.take()` has a picture; both must only post.
    """

    def __init__(
        self,
        opener: Opener,
        *,
        on_change: Callable[[], None],
        on_frame: Callable[[], None],
        patience: Patience | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """`options`: of libVLC, for machines without sound; never from outside the program."""
        self.frames = FrameStore(on_frame)
        self.settings = Settings()
        self._opener = opener
        self._on_change = on_change
        self._patience = patience
        self._options = tuple(options)
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._status = EngineStatus()
        self._order: Order | None = None
        self._clock = PlayClock()
        self._counts = PlayCounts()
        self._playback: Playback | None = None
        self._reaping: set[VlcPlayer] = set()
        self._closing = False
        self._missing: LibraryMissingError | None = None
        self._loaded: VlcLibrary | None = None
        self._served: Relay | None = None
        self._thread = threading.Thread(target=self._work, name="media-engine", daemon=True)
        self._thread.start()

    # -- for the program, any thread

    @property
    def status(self) -> EngineStatus:
        """How it is."""
        return self._status

    @property
    def counts(self) -> PlayCounts:
        """Of the video that is on, a moment ago at most."""
        return self._counts

    def position(self) -> float:
        """Seconds from the beginning; right at once after `open` and `seek`."""
        return self._clock.position()

    def prepare(self) -> None:
        """Loads libVLC, so that the first video starts sooner."""
        self.post(self._load)

    def open(
        self,
        source: Source | FileSource,
        *,
        start: float = 0.0,
        height: int = 0,
        duration: float = 0.0,
        paused: bool = False,
    ) -> None:
        """Plays `source` from `start`, instead of what was on.

        `height`: the best level to choose, the real height of its pictures; 0 lets libVLC choose by the line.
        `duration`: seconds as the server tells, for files that do not tell themselves.
        """
        order = Order(source, max(0.0, start), height, max(0.0, duration))
        clock = PlayClock()
        clock.place(0.0 if isinstance(source, Source) and source.live else order.start)
        with self._lock:
            self._order, self._clock = order, clock
            self._status = EngineStatus(EngineState.OPENING, waiting=True, duration=order.duration)
        self.post(lambda: self._open(order, clock, paused))
        self._on_change()

    def play(self) -> None:
        """Goes on; from the beginning if it had ended."""
        self._ask(Playback.play)

    def pause(self) -> None:
        """Stands still."""
        self._ask(Playback.pause)

    def seek(self, seconds: float) -> None:
        """Goes to that place."""
        order, clock = self._order, self._clock
        if order is not None and not order.live:
            clock.place(seconds)
        self._ask(lambda playback: playback.seek(seconds))

    def step(self, forward: bool = True) -> None:
        """One picture on or back, standing still."""
        self._ask(lambda playback: playback.step(forward))

    def stop(self) -> None:
        """Nothing is on any more."""
        with self._lock:
            self._order = None
            self._clock = PlayClock()
            self._status = EngineStatus()
        # At once: a picture that comes while the player is being stopped is none of the next video.
        self.frames.new_writer()
        self.frames.clear()
        self.post(self._end_playback)
        self._on_change()

    def set_rate(self, rate: float) -> None:
        """Seconds of video in one second, 0.25..4; the pitch stays."""
        self.settings.rate = min(max(rate, RATES[0]), RATES[1])
        self._with_run(Run.apply_settings)

    def set_volume(self, volume: int) -> None:
        """0..100."""
        self.settings.volume = min(max(volume, 0), 100)
        self._with_run(Run.apply_settings)

    def set_muted(self, muted: bool) -> None:
        """Without sound."""
        self.settings.muted = muted
        self._with_run(Run.apply_settings)

    def set_audio_device(self, device: str) -> None:
        """The `id` of one of `audio_devices()`, or "" for the system's choice."""
        self.settings.device = device
        self._with_run(lambda run: run.player.set_device(device))

    def audio_devices(self) -> Sequence[AudioDevice]:
        """Where sound can go. Blocks: call it in a thread. Empty where libVLC does not know."""
        found: Future[Sequence[AudioDevice]] = Future()
        self.post(lambda: self._find_devices(found))
        try:
            return found.result(DEVICES_WAIT)
        except TimeoutError:
            return ()

    def close(self, wait: float = 1.0) -> None:
        """Ends everything; returns after `wait` seconds at the latest, whatever a server or libVLC does."""
        until = time.monotonic() + wait
        self._closing = True
        self.stop()
        self.post(self._close)
        self._thread.join(max(0.0, until - time.monotonic()))
        for player in tuple(self._reaping):
            player.disposed.wait(max(0.0, until - time.monotonic()))

    # -- for the playback

    @property
    def library(self) -> VlcLibrary:
        """libVLC. Raises `LibraryMissingError`."""
        self._load()
        if self._loaded is None:
            raise self._missing or LibraryMissingError
        return self._loaded

    @property
    def relay(self) -> Relay:
        """Where libVLC reads."""
        if self._served is None:
            self._served = Relay(self._opener, self._patience)
        return self._served

    def post(self, job: Callable[[], None]) -> None:
        """Does `job` on the engine's thread. Any thread."""
        self._jobs.put(job)

    def after(self, seconds: float, job: Callable[[], object]) -> None:
        """The same, later. On the engine's thread."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._numbers), job))

    def retire(self, player: VlcPlayer) -> None:
        """Ends a player on a thread of its own, which may take as long as libVLC likes."""
        player.leave()
        self._reaping.add(player)

        def reap() -> None:
            player.dispose()
            self._reaping.discard(player)

        threading.Thread(target=reap, name="media-reaper", daemon=True).start()
        player.disposed.wait(STOP_WAIT)

    def changed(self, playback: Playback) -> None:
        """Publishes its status if it is another one and still matters."""
        with self._lock:
            if playback is not self._playback or self._order is not playback.order:
                return
            status = playback.status
            self._counts = playback.counts
            if status == self._status:
                return
            self._status = status
        self._on_change()

    # -- the thread

    def _work(self) -> None:
        while True:
            wait = self._timers[0][0] - time.monotonic() if self._timers else None
            try:
                job: Callable[[], object] = self._jobs.get(
                    timeout=max(0.0, wait) if wait is not None else None
                )
            except queue.Empty:
                job = heapq.heappop(self._timers)[2]
            if job == self._close:
                job()
                return
            try:
                job()
            except Exception:
                log.exception("The player failed in an unforeseen way")

    def _ask(self, order: Callable[[Playback], None]) -> None:
        self.post(lambda: self._do(order))

    def _do(self, order: Callable[[Playback], None]) -> None:
        if self._playback is not None:
            order(self._playback)
            self.changed(self._playback)

    def _with_run(self, order: Callable[[Run], None]) -> None:
        def do() -> None:
            if self._playback is not None and self._playback.run is not None:
                order(self._playback.run)

        self.post(do)

    def _open(self, order: Order, clock: PlayClock, paused: bool) -> None:
        self._end_playback()
        if order is not self._order:
            return
        try:
            self._playback = Playback(self, order, clock, paused)
            self._playback.begin()
        except (LibraryMissingError, OSError) as error:
            self._playback = None
            missing = error if isinstance(error, LibraryMissingError) else None
            with self._lock:
                if order is self._order:
                    self._status = EngineStatus(EngineState.FAILED, error=missing)
            self._on_change()

    def _end_playback(self) -> None:
        playback, self._playback = self._playback, None
        if playback is not None:
            self.frames.new_writer()
            self.frames.clear()
            playback.end()

    def _load(self) -> None:
        if self._loaded is None and self._missing is None:
            try:
                self._loaded = VlcLibrary(self._options)
            except LibraryMissingError as error:
                log.info("No libVLC: %s", error)
                self._missing = error

    def _find_devices(self, found: Future[Sequence[AudioDevice]]) -> None:
        run = self._playback.run if self._playback is not None else None
        found.set_result(run.player.devices() if run is not None else ())

    def _close(self) -> None:
        self._end_playback()
        if self._served is not None:
            self._served.close()
