"""What is watched of the player inside the program: when the first picture is painted, and how many are."""

from __future__ import annotations

import time
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tests.bench.probe import when_imported

if TYPE_CHECKING:
    from peertube_desktop.media.engine import Engine


class Pictures:
    """`began` is when a video was asked for; `first` when its first picture had been painted."""

    def __init__(self) -> None:
        self.began = 0.0
        self.first = 0.0
        self._painted = 0
        self._last: object = None
        self._shows_old = False
        """Whether the video before is still on."""
        self._engine: Engine | None = None
        when_imported("peertube_desktop.media.engine", self._watch_engine)
        when_imported("peertube_desktop.ui.player.surface", self._watch_surface)

    def begin(self) -> None:
        """A video is asked for now."""
        self.began, self.first = time.monotonic(), 0.0
        self._shows_old = self._last is not None

    def _watch_engine(self, module: ModuleType) -> None:
        make = module.Engine.__init__

        def init(engine: Engine, *arguments: Any, **named: Any) -> None:
            make(engine, *arguments, **named)
            self._engine = engine

        module.Engine.__init__ = init

    def _watch_surface(self, module: ModuleType) -> None:
        paint = module.PlayerSurface.paintEvent

        def paint_event(surface: Any, event: Any) -> None:
            paint(surface, event)
            picture = surface._picture
            if picture is not None and picture is not self._last and not self._shows_old:
                self._last = picture
                self._painted += 1
                self.first = self.first or time.monotonic()

        clear = module.PlayerSurface.clear

        def clear_surface(surface: Any) -> None:
            clear(surface)
            self._shows_old = False

        module.PlayerSurface.paintEvent = paint_event
        module.PlayerSurface.clear = clear_surface

    def counts(self) -> dict[str, int]:
        """So far: pictures that libVLC displayed and lost, and those that were painted."""
        assert self._engine is not None
        return {
            "displayed": self._engine.frames.counts.displayed,
            "lost": self._engine.counts.lost_pictures,
            "painted": self._painted,
        }
