"""A timer in the video's own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

EARLY = 0.005
"""A moment counts as reached so many seconds before."""
SHORTEST_MS, LONGEST_MS = 5, 60_000


@dataclass(frozen=True)
class Pace:
    """Where the video is, in seconds, how fast it goes, and whether it moves at all."""

    position: float
    rate: float
    moves: bool


class Moment(QObject):
    """`reached` once, when the video gets to the target. No timer runs while the video stands."""

    reached = Signal()

    def __init__(self, pace: Callable[[], Pace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pace = pace
        self._target: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._due)

    def aim(self, target: float | None) -> None:
        """Another target, None for none; also to be called when the pace changed."""
        self._target = target
        pace = self._pace()
        if target is None or not pace.moves:
            self._timer.stop()
            return
        wait = (target - pace.position) / max(pace.rate, 0.01) * 1000
        self._timer.start(round(max(SHORTEST_MS, min(wait, LONGEST_MS))))

    def again(self) -> None:
        """The pace changed: the target stays."""
        self.aim(self._target)

    def _due(self) -> None:
        target = self._target
        if target is None:
            return
        if self._pace().position < target - EARLY:
            # The video was held up, or the target is far.
            self.again()
            return
        self._target = None
        self.reached.emit()
