"""Picture by picture: libVLC forgets steps that come too fast, and shows the picture it stands at once more."""

from __future__ import annotations

import time
from collections.abc import Callable

from peertube_desktop.media.frames import FrameWriter
from peertube_desktop.media.vlc_player import VlcPlayer

LOOK_EVERY = 0.04
LOOKS = 3
ASKS = 2


class Stepper:
    """One step after the other. `later` does a job after some seconds unless something else happens first;
    `begin` is called as each step begins, `end` after the last."""

    def __init__(
        self,
        player: VlcPlayer,
        writer: FrameWriter,
        later: Callable[[float, Callable[[], object]], None],
        begin: Callable[[], None],
        end: Callable[[], None],
    ) -> None:
        self._player = player
        self._writer = writer
        self._later = later
        self._begin = begin
        self._end = end
        self._wanted = 0

    def step(self, wait: float) -> None:
        """One more, in `wait` seconds if it is the first."""
        self._wanted += 1
        if self._wanted == 1:
            self._later(wait, self._next)

    def forget(self) -> None:
        """None of those that are still wanted."""
        self._wanted = 0

    def _next(self) -> None:
        self._begin()
        self._ask(ASKS)

    def _ask(self, asks: int) -> None:
        asked = time.monotonic()
        self._player.next_picture()

        def look(looks: int) -> None:
            # Only another picture is a step; in a video that does not move none ever comes.
            if self._writer.moved_at >= asked or (not looks and asks <= 1):
                self._stepped()
            elif looks:
                self._later(LOOK_EVERY, lambda: look(looks - 1))
            else:
                self._ask(asks - 1)

        self._later(LOOK_EVERY, lambda: look(LOOKS))

    def _stepped(self) -> None:
        self._wanted -= 1
        if self._wanted > 0:
            self._next()
        else:
            self._end()
