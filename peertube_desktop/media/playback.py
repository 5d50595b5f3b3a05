"""One video from its opening to its end, over as many libVLC players as that takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from peertube_desktop.media.clock import SLACK, PlayClock
from peertube_desktop.media.host import Host
from peertube_desktop.media.orders import Order
from peertube_desktop.media.recovery import Over, Recovery, Verdict, Watchdog
from peertube_desktop.media.relay_media import RelayMedia
from peertube_desktop.media.run import Phase, Run
from peertube_desktop.media.source import Reason, RelayState, RelayStatus
from peertube_desktop.media.status import EngineState, EngineStatus, PlayCounts

TICK = 0.25
UNNOTICED = 0.4
"""A gap this short is not yet waiting."""
FAILED_WAIT = 2.0
"""What libVLC still has is played before a failure of the relay is one of the video."""
LIVE_PAUSE = 15.0
"""A live that stood longer than this goes on at its edge."""
_OVER = (EngineState.ENDED, EngineState.FAILED, EngineState.IDLE)


class Playback:
    """On the engine's thread, all of it."""

    def __init__(self, host: Host, order: Order, clock: PlayClock, paused: bool) -> None:
        self.order = order
        self._host = host
        self._clock = clock
        self._wants = not paused
        self._state = EngineState.OPENING
        self._place = 0.0 if order.live else order.start
        self._run: Run | None = None
        self._media: RelayMedia | None = None
        self._relay = RelayState()
        self._length = 0.0
        self._seekable = False
        self._ended_live = False
        self._recovery = Recovery()
        self._watchdog = Watchdog()
        self._attempt = 0
        self._paused_at = 0.0
        self._counted = PlayCounts()
        self._counting = PlayCounts()
        self._ticking = False

    # -- facts

    @property
    def status(self) -> EngineStatus:
        """Now."""
        waiting, live = self._is_waiting(), self._ended_live
        return EngineStatus(self._state, waiting, self._relay, self.duration, self._seekable, live)

    @property
    def duration(self) -> float:
        """Seconds; what libVLC found before what the server told."""
        return 0.0 if self.order.live else self._length or self.order.duration

    @property
    def counts(self) -> PlayCounts:
        """Of all players so far, as of the last tick."""
        read = self._media.bytes_received if self._media is not None else 0
        return self._counted + self._counting + PlayCounts(bytes_read=read)

    @property
    def run(self) -> Run | None:
        """The current player's, if there is one."""
        return self._run

    def _is_waiting(self) -> bool:
        if self._state is EngineState.OPENING:
            return True
        if self._state is not EngineState.PLAYING:
            return False
        if self._run is None:
            return True
        slack = SLACK if self._run.phase is Phase.RUNNING else 0.0
        return self._run.quiet_for > slack + UNNOTICED

    # -- orders

    def begin(self) -> None:
        """Opens it."""
        self._attempt += 1
        before = self._media
        try:
            media = self._media = self._host.relay.register(self.order.source, self._relay_tells, before)
        except ValueError:
            self._fail(RelayState(RelayStatus.FAILED, Reason.BAD_ANSWER))
            return
        self._relay = RelayState()
        self._run = Run(self._host, self, self.order, media, self._clock, self._place, self._wants)
        self._run.begin()
        self._keep_ticking()
        self._host.changed(self)

    def play(self) -> None:
        """Goes on; from the beginning if it had ended."""
        if self._state is EngineState.ENDED and not self._ended_live:
            self._wants = True
            self._reopen(0.0)
        elif not self._wants and self._state not in _OVER:
            self._wants = True
            if self._state is EngineState.PAUSED:
                self._state = EngineState.PLAYING
            if self.order.live and self._run and time.monotonic() - self._paused_at > LIVE_PAUSE:
                self._reopen(0.0)
            elif self._run is not None:
                self._run.set_wants(True)
                self._keep_ticking()

    def pause(self) -> None:
        """Stands still."""
        if self._wants and self._state not in _OVER:
            self._wants = False
            self._paused_at = time.monotonic()
            if self._state is EngineState.PLAYING:
                self._state = EngineState.PAUSED
            if self._run is not None:
                self._run.set_wants(False)

    def seek(self, seconds: float) -> None:
        """Goes to that place; nothing in a live."""
        if self.order.live or self._state in (EngineState.FAILED, EngineState.IDLE):
            return
        target = max(0.0, min(seconds, self.duration) if self.duration else seconds)
        self._clock.place(target)
        run = self._run
        if run is None and self._state is not EngineState.ENDED:
            self._place = target
        elif run is None or run.stuck or (self._is_waiting() and run.phase is Phase.RUNNING):
            # libVLC does not listen while it waits for bytes.
            self._reopen(target)
        else:
            run.seek(target)
            self._keep_ticking()

    def step(self, forward: bool) -> None:
        """One picture on or back, standing still."""
        self.pause()
        run = self._run
        if run is None or run.phase is not Phase.RUNNING or self.order.live:
            return
        if forward:
            run.next_picture()
        else:
            self.seek(self._clock.position() - run.picture_seconds)

    def end(self) -> None:
        """Lets go of everything."""
        self._leave()
        self._state = EngineState.IDLE

    # -- players

    def _leave(self) -> None:
        """Without a player from now on."""
        self._attempt += 1
        run, self._run = self._run, None
        if self._media is not None:
            self._media.close()
        if run is not None:
            self._counted += run.player.counts()
            self._counting = PlayCounts()
            self._host.retire(run.player)

    def _reopen(self, place: float) -> None:
        self._leave()
        self._place = place
        if self._state is not EngineState.OPENING:
            self._state = EngineState.PLAYING if self._wants else EngineState.PAUSED
        self.begin()

    def run_settled(self, run: Run) -> None:
        """The wanted place is reached."""
        self._state = EngineState.PLAYING if self._wants else EngineState.PAUSED
        self._keep_ticking()
        self._host.changed(self)

    def run_learned(self, run: Run, length: float | None, seekable: bool | None) -> None:
        """libVLC knows how long it is, or whether one can go to a place."""
        if length and not self.order.live:
            self._length = length
            self._clock.set_limit(length)
        if seekable is not None:
            self._seekable = seekable and not self.order.live
        self._host.changed(self)

    def _relay_tells(self, state: RelayState) -> None:
        def take() -> None:
            if self._media is not None and self._run is not None:
                self._relay = self._media.state
                self._host.changed(self)

        self._host.post(take)

    # -- the end, and what only looks like it

    def run_over(self, run: Run) -> None:
        """libVLC says that there is no more."""
        self._over(run, self._recovery.judge)

    def _over(self, run: Run, judge: Callable[[Over], Verdict]) -> None:
        media = self._media
        assert media is not None
        place = self._place = run.wanted_place
        begun = self._state is not EngineState.OPENING
        over = Over(place, self.duration, begun, media.state, self.order.live, media.ended)
        self._leave()
        self._relay = over.relay
        verdict = judge(over)
        if verdict is Verdict.ENDED:
            self._state = EngineState.ENDED
            self._ended_live = self.order.live
            self._wants = False
            self._clock.place(self.duration or place)
        elif verdict is Verdict.FAILED:
            self._fail(self._recovery.failure)
        else:
            self._clock.place(place)
            attempt = self._attempt
            self._host.after(self._recovery.wait, lambda: self.begin() if attempt == self._attempt else None)
        self._host.changed(self)

    def _fail(self, relay: RelayState) -> None:
        self._state = EngineState.FAILED
        self._relay = relay
        self._wants = False
        self._host.changed(self)

    # -- the tick

    def _keep_ticking(self) -> None:
        if not self._ticking:
            self._ticking = True
            self._host.after(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        run, media = self._run, self._media
        if run is None or media is None:
            return
        self._counting = run.heartbeat()
        state = media.state
        if run.pending is not None and run.stuck:
            self._reopen(run.pending)
        elif state.kind is RelayStatus.FAILED and run.quiet_for > FAILED_WAIT:
            self._over(run, self._recovery.judge)
        elif self._watchdog.barks(run.quiet_for, media.bytes_received, state):
            # libVLC has hung itself up on something: once more from here.
            self._over(run, self._recovery.again)
        if self._wants or (self._run is not None and self._run.phase is not Phase.RUNNING):
            self._keep_ticking()
        self._host.changed(self)
