"""Engines for tests, closed when the test is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from peertube_desktop.media.source import Patience
from tests.demo_process import DemoProcess
from tests.media.playing import PATIENCE, Playing

Play = Callable[..., Playing]


@pytest.fixture
def play(faulty_demo: DemoProcess) -> Iterator[Play]:
    """`play(seconds, patience)`: an engine, for a chart that lasts so long."""
    made: list[Playing] = []

    def make(seconds: float = 16.0, patience: Patience = PATIENCE) -> Playing:
        made.append(Playing(seconds, patience))
        return made[-1]

    yield make
    for playing in made:
        begun = time.monotonic()
        playing.engine.close(1.0)
        assert time.monotonic() - begun < 1.5
