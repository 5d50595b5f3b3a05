"""Where the video is: a clock that runs between libVLC's rare and stepwise reports, and never ahead of life."""

from __future__ import annotations

import threading
import time
from collections import deque

SLACK = 0.8
"""How long it runs on without a sign of life."""
LATE = 0.4
"""A report this long after the last sign of life is of what is not shown yet."""
_STALE = 0.05
_AHEAD = 0.15
_BEHIND = 0.45
_REPORTS = 4


class PlayClock:
    """Seconds into the video, from any thread. Monotonic while it runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._base = 0.0
        self._since = 0.0
        self._alive = 0.0
        self._rate = 1.0
        self._running = self._stalled = False
        self._limit = 0.0
        self._reported = -1.0
        self._behind: deque[float] = deque(maxlen=_REPORTS)

    def place(self, seconds: float) -> None:
        """It is exactly here now, and stands until `run`."""
        with self._lock:
            self._base = max(0.0, seconds)
            self._running = self._stalled = False
            self._behind.clear()

    def run(self) -> None:
        """Pictures move from here on."""
        with self._lock:
            if not self._running:
                self._since = self._alive = time.monotonic()
                self._running = True

    def hold(self) -> None:
        """Stands still where it is."""
        with self._lock:
            self._rebase(time.monotonic())
            self._running = self._stalled = False

    def set_rate(self, rate: float) -> None:
        """Seconds of video in one second."""
        with self._lock:
            self._rebase(time.monotonic())
            self._rate = rate

    def set_limit(self, seconds: float) -> None:
        """It never says more than this; 0: no limit."""
        with self._lock:
            self._limit = seconds

    def forget_reports(self) -> None:
        """Another player begins."""
        with self._lock:
            self._reported = -1.0
            self._behind.clear()

    def alive(self, when: float) -> None:
        """Another picture was shown then, or something decoded. (libVLC repeats a picture when it has no other.)"""
        with self._lock:
            if when > self._alive:
                self._sign_of_life(when)

    def look(self) -> None:
        """Stands at the last sign of life if that is too long ago: nothing came after it."""
        with self._lock:
            if self._running and not self._stalled and time.monotonic() - self._alive > SLACK:
                self._base = max(0.0, self._base + (self._alive - self._since) * self._rate)
                self._stalled = True

    def report(self, seconds: float) -> bool:
        """libVLC says it is there; True if that is news.

        A repeated value says nothing: it only changes when a new piece was read, and is right then.
        """
        with self._lock:
            news = abs(seconds - self._reported) > _STALE
            self._reported = seconds
            now = time.monotonic()
            if not news or not self._running or now - self._alive > LATE:
                return news
            self._rebase(now)
            ahead = self._base - seconds
            self._behind.append(ahead)
            if ahead < -_AHEAD:
                self._base = seconds
                self._behind.clear()
            elif len(self._behind) == _REPORTS and min(self._behind) > _BEHIND:
                # Consistently too far: pictures were lost or held up unnoticed.
                self._base -= min(self._behind)
                self._behind.clear()
            return news

    def position(self) -> float:
        """Seconds from the beginning."""
        with self._lock:
            place = self._at(time.monotonic())
            return min(place, self._limit) if self._limit else place

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._running

    def quiet_for(self) -> float:
        """Seconds since the last sign of life while running; 0 otherwise."""
        with self._lock:
            return time.monotonic() - self._alive if self._running else 0.0

    def _sign_of_life(self, now: float) -> None:
        if self._stalled or now - self._alive > SLACK:
            self._rebase(now)
            self._stalled = False
        self._alive = now

    def _at(self, now: float) -> float:
        if not self._running or self._stalled:
            return self._base
        return self._base + max(0.0, min(now, self._alive + SLACK) - self._since) * self._rate

    def _rebase(self, now: float) -> None:
        self._base = self._at(now)
        self._since = now
