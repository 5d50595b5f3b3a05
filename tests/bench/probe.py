"""What is watched inside the program: when pictures are painted, how long that takes, whether the loop goes on."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from peertube_desktop.ui.widgets.item_view import ItemView

BEAT_MS = 5


class _Hooked(importlib.abc.Loader):
    def __init__(self, loader: importlib.abc.Loader, then: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._then = then

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._then(module)


class _Hook(importlib.abc.MetaPathFinder):
    """Calls `then` with a module just after the program itself has imported it, whenever that is."""

    def __init__(self, name: str, then: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._then = then

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        assert spec is not None
        assert spec.loader is not None
        spec.loader = _Hooked(spec.loader, self._then)
        return spec


def when_imported(name: str, then: Callable[[ModuleType], None]) -> None:
    """Calls `then(module)` as soon as the program imports the module `name`."""
    sys.meta_path.insert(0, _Hook(name, then))


class Grids:
    """Watches the views of cards: `complete` tells when the first screen of them was painted with all pictures."""

    def __init__(self) -> None:
        self.complete: dict[str, float] = {}
        self.frames: list[tuple[float, float]] | None = None
        """Seconds of each paint event, and of processor time in it, while asked for."""
        self._painted: set[str] = set()
        when_imported("peertube_desktop.ui.delegates.cell", self._watch_delegates)
        when_imported("peertube_desktop.ui.widgets.item_view", self._watch_views)

    def _watch_delegates(self, module: ModuleType) -> None:
        draw = module.CellDelegate.paint_image

        def paint_image(delegate: Any, painter: Any, rect: Any, url: str, shape: Any) -> bool:
            done: bool = draw(delegate, painter, rect, url, shape)
            if done and not self.complete:
                self._painted.add(url)
            return done

        module.CellDelegate.paint_image = paint_image

    def _watch_views(self, module: ModuleType) -> None:
        draw = module.ItemView.paintEvent
        item_view = module.ItemView

        def paint(view: ItemView, event: Any) -> None:
            begin, work = time.perf_counter(), time.thread_time()
            draw(view, event)
            if self.frames is not None:
                self.frames.append((time.perf_counter() - begin, time.thread_time() - work))
            if not self.complete:
                self._look(view, item_view)

        item_view.paintEvent = paint

    def _look(self, view: ItemView, kind: type[ItemView]) -> None:
        seen = 0
        for each in view.window().findChildren(kind):
            if not each.isVisible():
                continue
            model = each.feed_model
            count = model.rowCount() if model is not None else 0
            if model is None or not count:
                return
            for row in each.rows_in(each.visible()):
                if row < count:
                    seen += 1
                    if model.card(row).urls[0] not in self._painted:
                        return
        if seen:
            self.complete = {"time": time.monotonic(), "cpu": time.process_time(), "pictures": seen}
            self._painted.clear()


class Heartbeat(QObject):
    """A timer of 5 ms in the GUI thread; `gaps` are the times between its beats, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin anew."""
        self.gaps = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """The end of it."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now
