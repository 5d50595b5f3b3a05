"""What the bench's hand can do inside the program. What the other tests' hand can do comes when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.probe import Grids, Heartbeat
from tests.bench.probe_video import Pictures

GRIDS = Grids()
PICTURES = Pictures()
TICK_MS = 16


class Ride:
    """Moves a list's scroll bar, `step` pixels each tick, until a row is at the top; waits for pages."""

    def __init__(self, name: str, row: int, step: int) -> None:
        self._view: Any = next(
            widget
            for widget in QApplication.allWidgets()
            if widget.objectName() == name and widget.isVisible()
        )
        self._row = row
        self._step = step
        self.done = False
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        view, bar = self._view, self._view.verticalScrollBar()
        target = view.rect_of(self._row).top() if self._row else 0
        if view.count() >= self._row:
            # The last rows cannot come to the top.
            target = min(target, bar.maximum())
        here = bar.value()
        if here == target:
            self._timer.stop()
            self.done = True
        else:
            bar.setValue(min(target, here + self._step) if target > here else max(target, here - self._step))


class Bench:
    """The orders."""

    def __init__(self) -> None:
        self._beat: Heartbeat | None = None
        self._ride: Ride | None = None

    def first_grid(self) -> dict[str, float]:
        """When the first screen was complete, the processor time until then, its pictures; empty before."""
        return GRIDS.complete

    def watch(self) -> None:
        """Begin to note paints and beats."""
        self._beat = self._beat or Heartbeat()
        GRIDS.frames = []
        self._beat.start()

    def watched(self) -> dict[str, Any]:
        """What was noted, and the end of it."""
        assert self._beat is not None
        self._beat.stop()
        frames, GRIDS.frames = GRIDS.frames or [], None
        return {"frames": frames, "gaps": self._beat.gaps}

    def ride(self, name: str, row: int, step: int) -> None:
        """Scroll the list until `row` is at the top."""
        self._ride = Ride(name, row, step)

    def click_video(self, name: str, row: int) -> None:
        """Click a card, and note when its video is seen."""
        from tests.e2e.actions import click_row

        PICTURES.begin()
        click_row(name, row)

    def first_picture(self) -> float:
        """Seconds from the click to the first picture; 0 until it was painted."""
        return PICTURES.first - PICTURES.began if PICTURES.first else 0.0

    def pictures(self) -> dict[str, int]:
        """How many pictures were displayed by libVLC, lost, and painted, so far."""
        return PICTURES.counts()

    def arrived(self) -> bool:
        """Whether the ride is over."""
        return self._ride is not None and self._ride.done


BENCH = Bench()
ORDERS = (
    "first_grid",
    "watch",
    "watched",
    "ride",
    "arrived",
    "click_video",
    "first_picture",
    "pictures",
)


def find(name: str) -> Callable[..., Any]:
    """An order by name."""
    if name in ORDERS:
        order: Callable[..., Any] = getattr(BENCH, name)
        return order
    from tests.e2e.actions import ACTIONS

    return ACTIONS[name]
