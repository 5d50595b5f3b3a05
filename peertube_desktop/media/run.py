"""One libVLC player from its start: to the wanted place, through seeks, pauses and steps, until it is over."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from typing import Protocol

from peertube_desktop.media.clock import PlayClock
from peertube_desktop.media.host import Host
from peertube_desktop.media.orders import Order, Wishes
from peertube_desktop.media.relay_media import RelayMedia
from peertube_desktop.media.status import PlayCounts
from peertube_desktop.media.stepper import Stepper
from peertube_desktop.media.vlc_player import Happening, VlcPlayer

NEAR = 0.25
"""A start this close to the beginning needs no seek."""
ARRIVAL = 0.6
"""How long the picture of the wanted place may take after its bytes are there."""
STUCK = 1.0
"""A start or seek that takes longer than this waits for bytes."""
FREEZE = 0.25
"""Standing still, libVLC shows the same picture over and over: after this, nobody needs to paint it again."""
RATE_WAIT = 0.2
"""A rate set while libVLC begins to move makes it jump."""
RATE_LAG = 0.4
GAP = 1.0
MEND_AGAIN = 10.0
MOVING = 1.0
STILL = 0.5
"""Pictures that came later than this tell best whether the video moves."""
STANDING = 0.1
"""So soon after it was made to stand, libVLC neither shows where it seeks nor steps."""
DEFAULT_FPS = 25.0


class Phase(enum.Enum):
    """How far the player is."""

    STARTING = enum.auto()
    """Nothing came yet."""
    SEEKING = enum.auto()
    """It was told where to go."""
    ARRIVING = enum.auto()
    """It has the bytes of that place."""
    RUNNING = enum.auto()
    """It is where it was told to be, or went on from there."""


class Owner(Protocol):
    """Who started the run."""

    def run_settled(self, run: Run) -> None:
        """It is where it was wanted, and plays or stands there."""

    def run_learned(self, run: Run, length: float | None, seekable: bool | None) -> None:
        """libVLC told one of these."""

    def run_over(self, run: Run) -> None:
        """libVLC says that there is no more."""


class Run:
    """On the engine's thread, all of it."""

    def __init__(
        self,
        host: Host,
        owner: Owner,
        order: Order,
        media: RelayMedia,
        clock: PlayClock,
        place: float,
        wants: bool,
    ) -> None:
        self._host = host
        self._owner = owner
        self._clock = clock
        self._live = order.live
        self._place = place
        self._wants = wants
        self._pending: float | None = None
        self._has_video: bool | None = None
        self._refilling = False
        self._in_pieces = media.is_playlist
        self._stands = False
        self._beat = 0
        self._gap = False
        self._mended = -MEND_AGAIN
        self._step = 0
        self._rate = 1.0
        self._writer = host.frames.new_writer()
        settings = host.settings
        # Nothing is to be seen or heard of what comes before the wanted place.
        early = place > NEAR
        if early:
            self._writer.hide()
        self._hush = early or not wants
        clock.forget_reports()
        clock.place(place)
        clock.set_rate(self._rate)
        muted = settings.muted or self._hush
        wishes = Wishes(place if early else 0.0, order.height, settings.volume, muted, settings.device)
        self.player = VlcPlayer(host.library, media, self._writer, self._told, wishes)
        self.player.tell_next_picture()
        self._stepper = Stepper(self.player, self._writer, self._later, self._begin_step, self._end_steps)
        self._enter(Phase.STARTING)

    # -- facts

    @property
    def age(self) -> float:
        """Seconds in this phase."""
        return time.monotonic() - self._since

    @property
    def stuck(self) -> bool:
        """A start or seek takes too long."""
        return self.phase is not Phase.RUNNING and self.age > STUCK

    @property
    def pending(self) -> float | None:
        """Where to go next, once it is where it goes now."""
        return self._pending

    @property
    def wanted_place(self) -> float:
        """Where it is, or where it goes."""
        if self._pending is not None:
            return self._pending
        if self.phase is Phase.RUNNING:
            return self._clock.position()
        return self._place

    @property
    def quiet_for(self) -> float:
        """Seconds without a picture or sound, though they are wanted."""
        if self.phase is not Phase.RUNNING:
            return self.age
        return min(self.age, self._clock.quiet_for() or self.age) if self._wants else 0.0

    # -- orders

    def begin(self) -> None:
        """Starts libVLC."""
        self.player.play()

    def set_wants(self, wants: bool) -> None:
        """Plays, or stands still, now or as soon as it can."""
        self._wants = wants
        if not wants:
            self._clock.hold()
        if self.phase is Phase.RUNNING:
            self._enter(Phase.RUNNING)
            if not self._seek_pending():
                self._go()

    def seek(self, target: float) -> None:
        """Goes there. One seek at a time: the newest waits for its turn."""
        if self.phase is Phase.RUNNING:
            if self._stands and self.age < STANDING:
                self._pending = target
                self._later(STANDING - self.age, self._seek_pending)
            else:
                self._seek(target)
        elif self.phase is Phase.STARTING:
            self._place = target
        else:
            self._pending = target

    def next_picture(self) -> None:
        """Shows the next one and stands still."""
        self._stepper.step(max(0.0, STANDING - self.age))

    def _begin_step(self) -> None:
        self._writer.show()
        self._clock.place(self._clock.position() + self.picture_seconds)
        self._enter(Phase.RUNNING)

    def _end_steps(self) -> None:
        self._later(FREEZE, self._writer.hide)

    @property
    def picture_seconds(self) -> float:
        """How long one picture lasts."""
        return 1.0 / next((track.fps for track in self.player.tracks() if track.fps), DEFAULT_FPS)

    def heartbeat(self) -> PlayCounts:
        """Looks whether libVLC decodes anything; to be called a few times a second while it should."""
        counts = self.player.counts()
        beat = counts.decoded_pictures if self._has_video else counts.decoded_sound
        now = time.monotonic()
        if self._writer.moved_at > now - STILL:
            self._clock.alive(self._writer.moved_at)
        elif beat != self._beat:
            # Sound alone, or a picture that does not change.
            self._clock.alive(now)
        self._beat = beat
        self._clock.look()
        self._look_for_gap()
        return counts

    def apply_settings(self) -> None:
        """The engine's settings are other ones."""
        settings = self._host.settings
        self.player.set_volume(settings.volume)
        self.player.set_muted(settings.muted or self._hush)
        if self.phase is Phase.RUNNING and self._wants:
            self._apply_rate()

    # -- within

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self._since = time.monotonic()
        self._step += 1

    def _later(self, seconds: float, job: Callable[[], object]) -> None:
        """`job` after so many seconds, if nothing else happened in between."""
        step = self._step

        def due() -> None:
            # A player that was left may be freed by now.
            if step == self._step and not self.player.left:
                job()

        self._host.after(seconds, due)

    def _seek(self, target: float) -> None:
        self._place = target
        self._pending = None
        self._gap = False
        self._stepper.forget()
        self._clock.place(target)
        self._writer.hide()
        self._refilling = False
        self._enter(Phase.SEEKING)
        # libVLC would skip some of what comes after the place, the more the faster.
        self._set_rate(1.0)
        self.player.seek(target)

    def _seek_pending(self) -> bool:
        if self._pending is None:
            return False
        self._seek(self._pending)
        return True

    def _settle(self) -> None:
        self._enter(Phase.RUNNING)
        self._writer.show()
        if not self._seek_pending():
            self._go()
            self._owner.run_settled(self)

    def _go(self) -> None:
        if self._wants:
            self._writer.show()
            self._hush = False
            self._stands = False
            self._stepper.forget()
            self._watch_moving()
            self.player.set_paused(False)
        else:
            self.player.set_paused(True)
            self._hush = False
            self._stands = True
            self._later(FREEZE, self._writer.hide)
        self.player.set_muted(self._host.settings.muted)

    def _set_rate(self, rate: float) -> None:
        if rate == self._rate:
            return
        self._rate = rate
        self.player.set_rate(rate)
        if self._clock.running:
            # What is decoded already is shown at the old rate.
            self._host.after(RATE_LAG, lambda: self._clock.set_rate(self._rate))
        else:
            self._clock.set_rate(rate)

    def _apply_rate(self) -> None:
        self._set_rate(self._host.settings.rate)

    # -- what libVLC tells

    def _told(self, what: Happening, value: float) -> None:
        self._host.post(lambda: self._happened(what, value))

    def _happened(self, what: Happening, value: float) -> None:
        if self.player.left:
            return
        if what is Happening.PICTURE:
            self._has_video = True
            self._picture_came()
        elif what is Happening.BUFFERING:
            self._buffering(value)
        elif what is Happening.TIME:
            self._time_came(value)
        elif what is Happening.LENGTH:
            self._owner.run_learned(self, value, None)
        elif what is Happening.SEEKABLE:
            self._owner.run_learned(self, None, bool(value))
        else:
            self._owner.run_over(self)

    def _picture_came(self) -> None:
        if self.phase is Phase.STARTING:
            self._first_sign()
        elif self.phase is Phase.ARRIVING:
            self._arriving()
        elif self.phase is Phase.RUNNING and self._wants:
            if self._writer.different > 1:
                self._moves()
            else:
                self.player.tell_next_picture()

    def _watch_moving(self) -> None:
        # libVLC repeats the picture it stands at before it moves; a video of one still picture moves all the same.
        self._writer.watch()
        self.player.tell_next_picture()
        self._later(MOVING, self._moves)

    def _buffering(self, filled: float) -> None:
        if self.phase is Phase.RUNNING and self._gap:
            mends, self._refilling = self._refilling and filled > 0.0, filled <= 0.0
            if mends:
                self._mend()
        elif self.phase is not Phase.SEEKING:
            return
        elif filled <= 0.0:
            # What comes from here on is from the new place.
            self._refilling = True
            self._writer.hide()
        elif self._refilling:
            self._enter(Phase.ARRIVING)
            if self._has_video:
                self.player.tell_next_picture()
                self._later(ARRIVAL, self._settle)
                self._arriving()
            else:
                self._settle()

    def _mend(self) -> None:
        """After a gap libVLC throws away what it has, and shows grey until a key frame: better from there anew."""
        self._mended = time.monotonic()
        self._seek(self._clock.position())

    def _look_for_gap(self) -> None:
        gap = self._clock.quiet_for() > GAP
        # Not time and again: on a slow line, to go back would only read the same once more.
        may = self._wants and not self._live and time.monotonic() - self._mended > MEND_AGAIN
        if self.phase is Phase.RUNNING and gap and may and not self._gap:
            self._gap = True
            self._refilling = False
            self._writer.hide()
        elif self._gap and not gap:
            # It went on without throwing anything away.
            self._gap = False
            self._writer.show()

    def _arriving(self) -> None:
        # In HLS libVLC shows the key frame before the wanted place first, and then leaps; not while it stands.
        strays = 1 if self._in_pieces and not self._stands else 0
        if self._writer.different > strays:
            self._settle()
        else:
            self.player.tell_next_picture()

    def _time_came(self, seconds: float) -> None:
        news = self._clock.report(seconds)
        if self._has_video is None and news and seconds > 0 and not self.player.tracks():
            self._has_video = False
        if self._has_video is False and news:
            if self.phase is Phase.STARTING:
                self._first_sign()
            elif self.phase is Phase.RUNNING and self._wants:
                self._moves()

    def _moves(self) -> None:
        if self._clock.running:
            return
        self._writer.show()
        self._clock.run()
        if self._rate != self._host.settings.rate:
            self._later(RATE_WAIT, self._apply_rate)

    def _first_sign(self) -> None:
        if self._place > NEAR and not self._live:
            self._seek(self._place)
        else:
            self._settle()
