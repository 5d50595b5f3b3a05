"""An instance of these tests' own in both lines, files, and runs of the program."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from peertube_desktop.services import retry
from peertube_desktop.services.uploading import finishing, following, sizing
from tests.demo_process import DemoProcess
from tests.faults.files import make_video
from tests.services.uploading.desk import PART, Run

QUICK = ("--any-file", "--processing-seconds", "0.1", "--transcoding-seconds", "0.1")


@pytest.fixture(scope="session", params=["6.3", "8.2"])
def _both_tubes(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    with DemoProcess.start(request.param, videos=12, faults=True, arguments=QUICK) as demo:
        yield demo


@pytest.fixture
def both_tubes(_both_tubes: DemoProcess) -> Iterator[DemoProcess]:
    """In both lines."""
    _both_tubes.clear()
    yield _both_tubes
    _both_tubes.clear()


@pytest.fixture(scope="session")
def _upload_tube() -> Iterator[DemoProcess]:
    with DemoProcess.start("8.2", videos=12, faults=True, arguments=QUICK) as demo:
        yield demo


@pytest.fixture
def tube(_upload_tube: DemoProcess) -> Iterator[DemoProcess]:
    """In one, for what does not depend on it."""
    _upload_tube.clear()
    yield _upload_tube
    _upload_tube.clear()


@pytest.fixture
def film(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Path]:
    """`film("name", size)` makes a file that no other test has."""
    count = 0

    def make(name: str = "film", size: int = 4 * PART, folder: str = "films") -> Path:
        nonlocal count
        count += 1
        path = tmp_path / folder / f"{name}.mp4"
        make_video(path, size, hash((request.node.nodeid, count)) & 0xFFFFFFFF)
        return path

    return make


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts, and next to no pause between two questions."""
    monkeypatch.setattr(sizing, "SMALLEST", PART)
    monkeypatch.setattr(sizing, "LARGEST", PART)
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(following, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(following, "SECONDS_EACH", 0.0)
    monkeypatch.setattr(finishing, "LOOKS", (0.02, 0.05, 0.1, 0.2))
    monkeypatch.setattr(finishing, "POLL_SECONDS", (0.05, 0.1, 0.2))


@pytest.fixture
async def runs(qapp: object, tmp_path: Path, hurried: None) -> AsyncIterator[Callable[..., Run]]:
    """`await runs(url).start()`: a run of the program; the same profile each time unless `profile` is given."""
    made: list[Run] = []

    def make(tube: DemoProcess, *, profile: str = "profile", at_once: int = 1, rate: int = 0) -> Run:
        run = Run(tmp_path / profile, tube.url, at_once=at_once, rate=rate)
        made.append(run)
        return run

    yield make
    for run in made:
        if not run.ended:
            await run.end()
