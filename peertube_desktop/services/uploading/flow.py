"""How fast bytes flow: measured for each upload, limited for all together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 10.0
POINT_SECONDS = 0.1
LARGEST_PIECE = 256 * 1024
SMALLEST_PIECE = 8 * 1024
PIECES_PER_SECOND = 8
BURST_SECONDS = 0.25


class Throttle:
    """Lets so many bytes per second through, whoever sends them; 0 for no limit."""

    def __init__(self, rate: int = 0) -> None:
        self._rate = rate
        self._free_at = 0.0
        self._changed = asyncio.Event()

    @property
    def rate(self) -> int:
        """Bytes per second."""
        return self._rate

    def limit(self, rate: int) -> None:
        """Another limit, from now on, also for those who wait."""
        self._rate = max(0, rate)
        self._free_at = 0.0
        self._changed.set()

    @property
    def piece(self) -> int:
        """Bytes to take at once, so that what flows is even."""
        if not self._rate:
            return LARGEST_PIECE
        return max(SMALLEST_PIECE, min(LARGEST_PIECE, self._rate // PIECES_PER_SECOND))

    async def take(self, count: int) -> None:
        """Wait until `count` bytes may go."""
        while self._rate:
            now = asyncio.get_running_loop().time()
            begin = max(self._free_at, now - BURST_SECONDS)
            wait = begin - now
            if wait <= 0:
                self._free_at = begin + count / self._rate
                return
            self._changed.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                continue


class Flow:
    """Where one upload is: `held` bytes the server has confirmed, and those under way."""

    def __init__(self, on_progress: Callable[[], None] = lambda: None) -> None:
        self.held = 0
        self.sent = 0
        self._on_progress = on_progress
        self._points: deque[tuple[float, int]] = deque()

    def confirmed(self, held: int) -> None:
        """The server's own word."""
        if held < self.sent:
            # Bytes that were lost on the way flow again: they are no speed.
            self._points.clear()
        self.held = self.sent = held
        self._note()

    def handed_over(self, count: int) -> None:
        """`count` more bytes are on their way."""
        self.sent += count
        self._note()

    def stopped(self) -> None:
        """Nothing flows."""
        self.sent = self.held
        self._points.clear()
        self._on_progress()

    def _note(self) -> None:
        now = asyncio.get_running_loop().time()
        if len(self._points) > 1 and now - self._points[-2][0] < POINT_SECONDS:
            self._points[-1] = (now, self.sent)
        else:
            self._points.append((now, self.sent))
        while len(self._points) > 2 and self._points[1][0] < now - WINDOW_SECONDS:
            self._points.popleft()
        self._on_progress()

    @property
    def speed(self) -> float:
        """Bytes per second, over the last seconds."""
        if len(self._points) < 2:
            return 0.0
        (began, first), (_, last) = self._points[0], self._points[-1]
        passed = asyncio.get_running_loop().time() - began
        return (last - first) / passed if passed > 0.2 else 0.0
