"""The program, started anew for each end-to-end test, on a virtual screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.program import Program
from tests.e2e.screen import virtual_screen

Start = Callable[..., Program]


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The virtual screen's name."""
    with virtual_screen() as name:
        yield name


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, screen: str) -> Iterator[Start]:
    """`start(*arguments, folder=None, environment=None)`: a Program.

    Another one with the same folder finds the profile again. At the end what still runs is ended, and what it
    wrote is checked.
    """
    started: list[Program] = []

    def go(*arguments: str, folder: Path | None = None, environment: dict[str, str] | None = None) -> Program:
        program = Program(arguments, folder or tmp_path_factory.mktemp("e2e"), screen, environment)
        started.append(program)
        return program

    yield go
    for program in started:
        program.kill()
    for program in started:
        program.check_errors()
