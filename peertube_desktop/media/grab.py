"""Single pictures out of a video, without playing it."""

from __future__ import annotations

import threading
import time

from peertube_desktop.media.engine import Engine
from peertube_desktop.media.frames import Frame
from peertube_desktop.media.source import FileSource, Opener, Source
from peertube_desktop.media.status import EngineState

_OVER = (EngineState.ENDED, EngineState.FAILED)
_OPTIONS = ("--no-audio",)


class Grabber:
    """Gives pictures of any number of videos, one after the other. Blocks: for a thread. `close()` in the end."""

    def __init__(self, opener: Opener) -> None:
        self._changed = threading.Event()
        self._engine = Engine(
            opener, on_change=self._changed.set, on_frame=self._changed.set, options=_OPTIONS
        )

    def grab(self, source: Source | FileSource, seconds: float, timeout: float = 10.0) -> Frame | None:
        """The picture at `seconds`, None if there is none within `timeout`. The caller releases it."""
        engine = self._engine
        engine.open(source, start=seconds, paused=True)
        until = time.monotonic() + timeout
        try:
            while time.monotonic() < until:
                self._changed.wait(max(0.0, until - time.monotonic()))
                self._changed.clear()
                if engine.status.state is EngineState.PAUSED and (frame := engine.frames.take()) is not None:
                    return frame
                if engine.status.state in _OVER:
                    return None
            return None
        finally:
            engine.stop()

    def close(self) -> None:
        """Lets go of libVLC."""
        self._engine.close()
