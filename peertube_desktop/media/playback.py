"""One video from its opening to its end, over as many libVLC players as that takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from peertube_desktop.media.clock import PlayClock
from peertube_desktop.media.frames import FrameWriter
from peertube_desktop.media.host import Host
from peertube_desktop.media.orders import Order, Wishes
from peertube_desktop.media.phases import ARRIVAL, FAILED_WAIT, LIVE_PAUSE, NEAR, STRAY, STUCK, TICK, Phase
from peertube_desktop.media.recovery import Over, Recovery, Verdict, Watchdog
from peertube_desktop.media.relay_media import RelayMedia
from peertube_desktop.media.source import Reason, RelayState, RelayStatus
from peertube_desktop.media.status import EngineState, EngineStatus, PlayCounts
from peertube_desktop.media.vlc_player import Happening, VlcPlayer


class Playback:
    """On the engine's thread, all of it."""

    def __init__(self, host: Host, order: Order, clock: PlayClock, paused: bool) -> None:
        self._host = host
        self.order = order
        self._clock = clock
        self._wants = not paused
        self._state = EngineState.OPENING
        self._phase = Phase.NONE
        self._phase_since = 0.0
        self._step = 0
        self._refilling = False
        self._place = 0.0 if order.live else order.start
        self._pending: float | None = None
        self._player: VlcPlayer | None = None
        self._media: RelayMedia | None = None
        self._writer: FrameWriter | None = None
        self._relay = RelayState()
        self._length = 0.0
        self._seekable = False
        self._ended_live = False
        self._has_video: bool | None = None
        self._recovery = Recovery()
        self._paused_at = 0.0
        self._watchdog = Watchdog()
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
    def player(self) -> VlcPlayer | None:
        """The current one."""
        return self._player

    def _is_waiting(self) -> bool:
        if self._state is EngineState.OPENING:
            return True
        if self._state is not EngineState.PLAYING:
            return False
        if self._phase is Phase.RUNNING:
            return self._clock.quiet_for() > self._clock.slack + 0.4
        return time.monotonic() - self._phase_since > 0.4

    # -- orders

    def begin(self) -> None:
        """Opens it."""
        self._start_player()

    def play(self) -> None:
        """Goes on; from the beginning if it had ended."""
        if self._state is EngineState.ENDED and not self._ended_live:
            self._reopen(0.0, wants=True)
            return
        if self._wants or self._state in (EngineState.ENDED, EngineState.FAILED):
            return
        self._wants = True
        if (
            self.order.live
            and self._phase is Phase.RUNNING
            and time.monotonic() - self._paused_at > LIVE_PAUSE
        ):
            self._reopen(0.0)
        elif self._phase is Phase.RUNNING and self._player is not None:
            self._state = EngineState.PLAYING
            self._player.tell_next_picture()
            self._player.set_paused(False)
        elif self._state is EngineState.PAUSED:
            self._state = EngineState.PLAYING
        self._keep_ticking()

    def pause(self) -> None:
        """Stands still."""
        if not self._wants or self._state in (EngineState.ENDED, EngineState.FAILED):
            return
        self._wants = False
        self._paused_at = time.monotonic()
        self._clock.hold()
        if self._phase is Phase.RUNNING and self._player is not None:
            self._player.set_paused(True)
        if self._state is EngineState.PLAYING:
            self._state = EngineState.PAUSED

    def seek(self, seconds: float) -> None:
        """Goes to that place; nothing in a live."""
        if self.order.live or self._state is EngineState.FAILED:
            return
        target = max(0.0, min(seconds, self.duration) if self.duration else seconds)
        self._clock.place(target)
        now = time.monotonic()
        if self._state is EngineState.ENDED:
            self._reopen(target)
        elif self._phase is Phase.STARTING and now - self._phase_since < STUCK:
            self._place = target
        elif self._phase in (Phase.SEEKING, Phase.ARRIVING) and now - self._phase_since < STUCK:
            self._pending = target
        elif self._phase is Phase.NONE:
            self._place = target
        elif self._phase is not Phase.RUNNING or self._is_waiting():
            self._reopen(target)
        else:
            self._seek(target)

    def step(self, forward: bool) -> None:
        """One picture on or back, standing still."""
        if self._phase is not Phase.RUNNING or self._player is None or self.order.live:
            return
        self.pause()
        one = 1.0 / next((track.fps for track in self._player.tracks() if track.fps), 25.0)
        place = self._clock.position()
        if forward:
            self._player.next_picture()
            self._clock.place(place + one)
        else:
            self.seek(place - one)

    def end(self) -> None:
        """Lets go of everything."""
        self._leave()
        self._state = EngineState.IDLE
        if self._media is not None:
            self._media.close()

    # -- players

    def _start_player(self) -> None:
        host, settings = self._host, self._host.settings
        before = self._media
        try:
            media = self._media = host.relay.register(self.order.source, self._relay_tells, before)
        except ValueError:
            self._fail(RelayState(RelayStatus.FAILED, Reason.BAD_ANSWER))
            return
        self._relay = RelayState()
        writer = self._writer = host.frames.new_writer()
        self._clock.forget_pictures()
        self._clock.place(self._place)
        # Nothing is to be seen or heard of what comes before the wanted place.
        early = self._place > NEAR
        if early:
            writer.hide()
        muted = settings.muted or early or not self._wants
        start = self._place if early else 0.0
        wishes = Wishes(start, self.order.height, settings.rate, settings.volume, muted, settings.device)
        self._player = VlcPlayer(host.library, media, writer, self._clock, self._player_tells, wishes)
        self._has_video = None
        self._player.tell_next_picture()
        self._enter(Phase.STARTING)
        self._player.play()
        self._keep_ticking()
        host.changed(self)

    def _leave(self) -> None:
        """Without a player from now on."""
        player, self._player = self._player, None
        self._phase = Phase.NONE
        self._pending = None
        if self._media is not None:
            self._media.close()
        if player is not None:
            self._counted += player.counts()
            self._counting = PlayCounts()
            self._host.retire(player)

    def _reopen(self, place: float, *, wants: bool | None = None) -> None:
        self._leave()
        self._place = place
        self._clock.place(place)
        if wants is not None:
            self._wants = wants
        self._ended_live = False
        if self._state is not EngineState.OPENING:
            self._state = EngineState.PLAYING if self._wants else EngineState.PAUSED
        self._start_player()

    def _seek(self, target: float) -> None:
        assert self._player is not None
        assert self._writer is not None
        self._place = target
        self._pending = None
        self._clock.place(target)
        self._writer.hide()
        self._refilling = False
        self._enter(Phase.SEEKING)
        self._player.seek(target)
        self._keep_ticking()

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._phase_since = time.monotonic()
        self._step += 1

    # -- what players tell

    def _player_tells(self, player: VlcPlayer, what: Happening, value: float) -> None:
        self._host.post(lambda: self._happened(player, what, value))

    def _happened(self, player: VlcPlayer, what: Happening, value: float) -> None:
        if player is not self._player:
            return
        if what is Happening.PICTURE:
            self._has_video = True
            self._picture_came()
        elif what is Happening.BUFFERING:
            self._buffering(value)
        elif what is Happening.TIME:
            self._time_came(value)
        elif what is Happening.LENGTH:
            if value > 0 and not self.order.live:
                self._length = value
                self._clock.set_limit(value)
        elif what is Happening.SEEKABLE:
            self._seekable = bool(value) and not self.order.live
        else:
            self._over()
        self._host.changed(self)

    def _picture_came(self) -> None:
        assert self._player is not None
        if self._phase is Phase.STARTING:
            self._first_sign()
        elif self._phase is Phase.ARRIVING:
            if self._refilling:
                self._settle()
            else:
                self._refilling = True
                self._player.tell_next_picture()
                self._later(STRAY, self._settle)
        elif self._phase is Phase.RUNNING and self._wants:
            self._clock.run()

    def _buffering(self, filled: float) -> None:
        if self._phase is not Phase.SEEKING or self._player is None:
            return
        if filled <= 0.0:
            self._refilling = True
        elif self._refilling:
            self._refilling = False
            self._enter(Phase.ARRIVING)
            if self._has_video:
                self._player.tell_next_picture()
                self._later(ARRIVAL, self._settle)
            else:
                self._settle()

    def _time_came(self, seconds: float) -> None:
        assert self._player is not None
        news = self._clock.report(seconds)
        if self._has_video is None and news and seconds > 0 and not self._player.tracks():
            self._has_video = False
        if self._has_video is False:
            if self._phase is Phase.STARTING:
                self._first_sign()
            elif self._phase is Phase.RUNNING and self._wants and news:
                self._clock.run()

    def _first_sign(self) -> None:
        if self._place > NEAR and not self.order.live:
            self._seek(self._place)
        else:
            self._settle()

    def _later(self, seconds: float, job: Callable[[], None]) -> None:
        """`job` after so many seconds, if nothing else happened in between."""
        step = self._step
        self._host.after(seconds, lambda: job() if step == self._step else None)

    def _settle(self) -> None:
        """The wanted place is reached."""
        assert self._player is not None
        assert self._writer is not None
        self._enter(Phase.RUNNING)
        self._writer.show()
        if self._pending is not None:
            self._seek(self._pending)
            return
        if self._wants:
            self._state = EngineState.PLAYING
            self._player.set_muted(self._host.settings.muted)
            self._player.tell_next_picture()
        else:
            self._state = EngineState.PAUSED
            self._player.set_paused(True)
            self._player.set_muted(self._host.settings.muted)
        self._keep_ticking()
        self._host.changed(self)

    def _relay_tells(self, state: RelayState) -> None:
        def take() -> None:
            if self._media is not None:
                self._relay = self._media.state
                self._host.changed(self)

        self._host.post(take)

    # -- the end, and what only looks like it

    def _over(self, *, stuck: bool = False) -> None:
        media = self._media
        assert media is not None
        place = self._clock.position()
        if self._phase is not Phase.RUNNING:
            place = self._place if self._pending is None else self._pending
        begun = self._state is not EngineState.OPENING
        over = Over(place, self.duration, begun, media.state, self.order.live, media.ended)
        self._leave()
        self._relay = over.relay
        verdict = self._recovery.again(over) if stuck else self._recovery.judge(over)
        if verdict is Verdict.ENDED:
            self._state = EngineState.ENDED
            self._ended_live = self.order.live
            self._wants = False
            self._clock.place(self.duration or place)
        elif verdict is Verdict.FAILED:
            self._fail(self._recovery.failure)
        else:
            self._place = place
            self._clock.place(place)
            self._enter(Phase.NONE)
            self._later(self._recovery.wait, self._start_player)

    def _fail(self, relay: RelayState) -> None:
        self._leave()
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
        player, media = self._player, self._media
        if player is None or media is None:
            return
        self._counting = player.counts()
        self._watch(media)
        if self._player is not None and (self._wants or self._phase is not Phase.RUNNING):
            self._keep_ticking()
        self._host.changed(self)

    def _watch(self, media: RelayMedia) -> None:
        age = time.monotonic() - self._phase_since
        if self._pending is not None and age > STUCK:
            self._reopen(self._pending)
        elif self._wants or self._phase is not Phase.RUNNING:
            running = self._phase is Phase.RUNNING
            quiet = (self._clock.quiet_for() or age) if running else age
            state = media.state
            if state.kind is RelayStatus.FAILED and quiet > FAILED_WAIT:
                self._over()
            elif self._watchdog.barks(quiet, media.bytes_received, state):
                # libVLC has hung itself up on something: once more from here.
                self._over(stuck=True)
