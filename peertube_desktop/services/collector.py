"""Python's search for garbage, kept in the GUI thread.

It runs in whatever thread happens to make an object. One that finds a QObject there destroys it there, and Qt
objects with timers, sockets or children must not go in a thread that is not theirs: the process dies.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
FEW_OF_THE_OLD = 30
"""Seconds between two looks through everything, at least: it takes tens of milliseconds."""


class Collector(QObject):
    """From now on garbage is looked for here alone, as often as Python would, but at most once a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What is there now stays until the end: it need not be looked through again and again.
        gc.freeze()
        self._since_all = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what there is by now, the young more often than the old."""
        young, middle, old = gc.get_count()
        most_young, most_middle, most_old = gc.get_threshold()
        self._since_all += 1
        if old > most_old and self._since_all >= FEW_OF_THE_OLD:
            self._since_all = 0
            gc.collect()
        elif middle > most_middle:
            gc.collect(1)
        elif young > most_young:
            gc.collect(0)

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
