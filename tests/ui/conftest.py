"""Fixtures of the window's tests: `things` are the real parts, `until` waits on the Qt loop, `stage` has accounts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.demo_process import DemoProcess
from tests.ui.account_stage import Stage
from tests.ui.things import Things, make_things

PATIENCE = 20.0
Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
async def things(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Things]:
    """The parts of the program, real ones, ended after the test."""
    async with make_things(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def until() -> Until:
    """`await until(lambda: …)`: lets the event loop run until it is true; fails when it never is."""

    async def wait(fact: Callable[[], object]) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while not fact():
            assert asyncio.get_running_loop().time() < end, "waited in vain"
            await asyncio.sleep(0.01)

    return wait


@pytest.fixture(scope="session", params=["6.3", "8.2"])
def people_demo(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    """A demo instance whose accounts and channels tests may change, in both lines; faults may be ordered."""
    with DemoProcess.start(request.param, videos=12, faults=True) as demo:
        yield demo


@pytest.fixture
async def stage(things: Things, qtbot: QtBot, people_demo: DemoProcess) -> Stage:
    """The window, nobody signed in."""
    people_demo.clear()
    made = Stage(things, people_demo.url)
    qtbot.addWidget(made.window)
    return made
