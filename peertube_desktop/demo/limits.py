"""The rate limit of the API: 50 calls in ten seconds, as a PeerTube server is set up by default."""

from __future__ import annotations

import time
from collections.abc import Callable

from .http import Answer, Headers, etag

CALLS, SECONDS = 50, 10
UNLIMITED = 100_000
TEXT = b"Too many requests, please try again later."


class RateLimit:
    """Counts calls in windows of `seconds`. `limited=False` counts and tells, but never refuses."""

    def __init__(
        self, limited: bool, clock: Callable[[], float] = time.time, most: int = CALLS, seconds: int = SECONDS
    ) -> None:
        self._most = most if limited else UNLIMITED
        self._clock, self._seconds = clock, seconds
        self._used, self._until = 0, 0.0

    def give_back(self) -> None:
        """Takes back the last call: some limits do not count what failed."""
        self._used = max(0, self._used - 1)

    def count(self) -> tuple[Headers, Answer | None]:
        """Counts one call: the headers its answer gets, and the refusal if it is one too many."""
        now = self._clock()
        if now >= self._until:
            self._used, self._until = 0, now + self._seconds
        self._used += 1
        headers = {
            "X-RateLimit-Limit": str(self._most),
            "X-RateLimit-Remaining": str(max(0, self._most - self._used)),
            "X-RateLimit-Reset": str(int(self._until) + 1),
        }
        if self._used <= self._most:
            return headers, None
        refusal = Answer(
            429,
            TEXT,
            {
                "Retry-After": str(max(1, round(self._until - now))),
                "Content-Type": "text/html; charset=utf-8",
                "ETag": etag(TEXT),
            },
        )
        return headers, refusal
