"""Garbage is looked for in the GUI thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from peertube_desktop.services.collector import Collector


class Knot:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    before = gc.isenabled()
    collector = Collector()
    yield collector
    collector.end()
    collector.deleteLater()
    if not before:
        gc.disable()


def test_no_other_thread_looks_for_garbage(collector: Collector) -> None:
    gone: list[str] = []
    weakref.finalize(Knot(), lambda: gone.append(threading.current_thread().name))

    def make_much() -> None:
        for _time in range(20):
            _rows = [[number] for number in range(2000)]

    worker = threading.Thread(target=make_much)
    worker.start()
    worker.join()
    assert not gone
    rows = [[number] for number in range(2000)]
    collector.look()
    assert gone == ["MainThread"]
    assert rows


def test_at_the_end_it_is_python_s_again(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
