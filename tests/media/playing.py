"""What the tests of the engine play, and how they wait for it and read its pictures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peertube_desktop.media.engine import Engine
from peertube_desktop.media.frames import Frame
from peertube_desktop.media.source import FileSource, Patience, Reason, Source
from peertube_desktop.media.status import EngineState
from tests.demo_process import DemoProcess
from tests.media.upstream import opener

# Seconds are short, so that a test need not wait for what a person would.
PATIENCE = Patience(silence=0.5, waits=(0.05, 0.1, 0.2), refused_tries=3)
PATIENT = 15.0
_SQUARE = 624


@dataclass(frozen=True)
class Seen:
    """What a picture told: its size as it is shown, and which second it was taken from (of a chart)."""

    frame_size: tuple[int, int]
    display_size: tuple[int, int]
    second: float | None


class Playing:
    """An engine with an ear on it. `seen` is the last picture."""

    def __init__(self, seconds: float = 16.0, patience: Patience = PATIENCE) -> None:
        self._changed = threading.Condition()
        self._seconds = seconds
        self.taken = 0
        self.seen: Seen | None = None
        self.states: list[EngineState] = []
        self.reasons: set[Reason] = set()
        self.engine = Engine(
            opener,
            on_change=self._change,
            on_frame=self._frame,
            patience=patience,
            options=("--aout=dummy",),
        )

    def _change(self) -> None:
        with self._changed:
            state = self.engine.status.state
            self.reasons.add(self.engine.status.relay.reason)
            if not self.states or self.states[-1] is not state:
                self.states.append(state)
            self._changed.notify_all()

    def _frame(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _take(self) -> None:
        frame = self.engine.frames.take()
        if frame is not None:
            with frame:
                self.taken += 1
                self.seen = Seen(
                    (frame.width, frame.height),
                    frame.format.display_size,
                    second_of(frame, self._seconds),
                )

    def wait(self, what: Callable[[], bool], seconds: float = PATIENT) -> None:
        """Until `what` is so; looks at each change, each picture, and 20 times a second."""
        until = time.monotonic() + seconds
        while True:
            self._take()
            if what():
                return
            assert time.monotonic() < until, (
                f"never came: {self.engine.status}, {self.engine.position()}, {self.seen}"
            )
            with self._changed:
                self._changed.wait(0.05)

    def wait_for_state(self, state: EngineState) -> None:
        """Until the engine is in that state."""
        self.wait(lambda: self.engine.status.state is state)

    def wait_for_pictures(self, count: int = 5) -> None:
        """Until so many more pictures were taken."""
        wanted = self.taken + count
        self.wait(lambda: self.taken >= wanted)

    def wait_for_second(self, low: float, high: float) -> None:
        """Until a picture of that part of the chart is seen."""
        self.wait(lambda: self.second is not None and low <= self.second <= high)

    def wait_for_height(self, height: int) -> None:
        """Until a picture of so many lines is seen."""
        self.wait(lambda: self.seen is not None and self.seen.frame_size[1] == height)

    def moved_or_ended(self, taken: int) -> bool:
        """Whether there is another picture, or the end."""
        return self.taken > taken or self.engine.status.state is EngineState.ENDED

    def is_at(self, place: float) -> bool:
        """Whether the engine says it is exactly there."""
        return abs(self.engine.position() - place) < 0.001

    @property
    def second(self) -> float | None:
        """Which second the last picture is from."""
        return self.seen.second if self.seen else None


def second_of(frame: Frame, seconds: float) -> float | None:
    """Which second of the chart a picture is from: where its orange square is. None if there is no square."""
    blue = frame.planes[1]
    if blue.height < 180:
        return None
    row = blue.view[176 * blue.stride : 176 * blue.stride + blue.width]
    orange = [index for index, value in enumerate(row) if value < 70]
    return (2 * orange[0] + 1) / _SQUARE * seconds if orange else None


def details(demo: DemoProcess, name: str) -> dict[str, Any]:
    """What the demo instance tells of the video of that name (its beginning)."""
    listed = demo.get("/api/v1/videos?count=100&nsfw=both")["data"]
    found = next(video for video in listed if video["name"].startswith(name))
    told: dict[str, Any] = demo.get(f"/api/v1/videos/{found['uuid']}")
    return told


def hls(demo: DemoProcess, name: str) -> Source:
    """Its master playlist."""
    told = details(demo, name)
    return Source(told["streamingPlaylists"][0]["playlistUrl"], live=told["isLive"])


def mp4(demo: DemoProcess, name: str) -> Source:
    """Its best plain file."""
    return Source(details(demo, name)["files"][0]["fileUrl"])


CHART, SLIDER = "Colour chart", "Knitting"
Anything = Source | FileSource
