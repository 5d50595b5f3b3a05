"""Whether a video is really over when libVLC says so, and what to do when it is not."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass

from peertube_desktop.media.source import Reason, RelayState, RelayStatus

END = 1.0
"""Over this close to the end is the end, in seconds."""
NEAR_END = 3.0
"""The same, when it is over at the same place again."""
SAME_PLACE = 0.5
TRIES = 3
"""How often it is opened anew at one place while nothing seems wrong with the server."""
STUCK = 12.0
"""Seconds without pictures, sound, bytes or a known reason, after which libVLC is started anew."""
WAITS = (0.0, 0.5, 1.0, 2.0, 4.0)


class Verdict(enum.Enum):
    """What libVLC's "over" means."""

    ENDED = enum.auto()
    AGAIN = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class Over:
    """What is known when libVLC says that there is no more.

    `begun`: something was shown. `duration`: 0 is unknown. `live_ended`: a live's playlist says so.
    """

    place: float
    duration: float
    begun: bool
    relay: RelayState
    live: bool
    live_ended: bool


class Recovery:
    """Judges, and remembers what was tried in vain."""

    def __init__(self) -> None:
        self._tries = 0
        self._place = -1.0
        self.wait = 0.0
        """Seconds until the next try, after `Verdict.AGAIN`."""
        self.failure = RelayState()
        """Why, after `Verdict.FAILED`."""

    def judge(self, over: Over) -> Verdict:
        """Sets `wait` or `failure` with it."""
        if over.live:
            if over.live_ended and over.begun:
                return Verdict.ENDED
        elif over.begun and self._is_end(over):
            return Verdict.ENDED
        relay = over.relay
        if relay.kind is RelayStatus.FAILED and relay.reason is not Reason.CHANGED:
            self.failure = relay
            return Verdict.FAILED
        return self.again(over)

    def again(self, over: Over) -> Verdict:
        """It is not over: another try, unless that is hopeless."""
        relay = over.relay
        if not self._is_same(over.place):
            self._tries = 0
        if self._tries >= TRIES and relay.kind is not RelayStatus.WAITING and not (over.live and over.begun):
            hopeless = RelayState(RelayStatus.FAILED, Reason.BAD_ANSWER)
            self.failure = relay if relay.kind is RelayStatus.FAILED else hopeless
            return Verdict.FAILED
        self.wait = WAITS[min(self._tries, len(WAITS) - 1)]
        self._tries += 1
        self._place = over.place
        return Verdict.AGAIN

    def _is_same(self, place: float) -> bool:
        return self._tries > 0 and abs(place - self._place) < SAME_PLACE

    def _is_end(self, over: Over) -> bool:
        healthy = over.relay.kind is RelayStatus.OK
        if over.duration <= 0:
            return healthy
        within = NEAR_END if healthy and self._is_same(over.place) else END
        return over.place >= over.duration - within


class Watchdog:
    """Notices that nothing at all happens."""

    def __init__(self) -> None:
        self._bytes = 0
        self._since = 0.0

    def barks(self, quiet: float, bytes_received: int, relay: RelayState) -> bool:
        """`quiet`: seconds without a picture or sound."""
        now = time.monotonic()
        if bytes_received != self._bytes:
            self._bytes, self._since = bytes_received, now
        return relay.kind is RelayStatus.OK and min(quiet, now - self._since) > STUCK
