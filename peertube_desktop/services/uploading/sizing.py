"""How large the next part of an upload is, and how long it may take."""

from __future__ import annotations

KIB = 1024
SMALLEST = 256 * KIB
LARGEST = 90_000_000
"""Below the 100 MB that proxies in front of many instances let through."""
AIM_SECONDS = 8.0
MOST_GROWTH = 4
SLOWEST = 8 * KIB
"""Bytes per second that a part is given time for while nothing better is known."""
SHORTEST_DEADLINE = 60.0


class PartSizer:
    """Parts that take about `AIM_SECONDS` each; smaller ones after those that did not get through."""

    def __init__(self) -> None:
        self._size = SMALLEST
        self._ceiling = LARGEST
        self._rate = 0.0

    @property
    def size(self) -> int:
        """Of the next part, in bytes."""
        return self._size

    def deadline(self, size: int) -> float:
        """Seconds a part of `size` bytes may take until it is given up."""
        return SHORTEST_DEADLINE + 4 * size / max(self._rate, SLOWEST)

    def went_through(self, size: int, seconds: float) -> None:
        """A part of `size` bytes took `seconds`."""
        self._rate = size / max(seconds, 0.001)
        wanted = int(self._rate * AIM_SECONDS)
        # A short rest of a file says little about how much fits.
        if size >= self._size or wanted < self._size:
            self._set(min(wanted, self._size * MOST_GROWTH))

    def too_large(self, size: int) -> bool:
        """Something on the way lets no part of `size` through: none as large again. False at the smallest."""
        self._ceiling = max(SMALLEST // 4, min(self._ceiling, size // 2))
        fits = self._ceiling < size
        self._size = min(self._size, self._ceiling)
        return fits

    def got_lost(self, size: int) -> None:
        """A part of `size` took too long, or the connection broke: a smaller one has less to lose."""
        self._set(min(self._size, size // 2))

    def _set(self, size: int) -> None:
        # Whole kibibytes.
        self._size = min(self._ceiling, max(SMALLEST, size // KIB * KIB))
