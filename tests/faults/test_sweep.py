"""A tenth of `python -m tests.faults`: every file becomes exactly one video, whenever the program is killed.

With `PEERTUBE_TEST_URL`, `PEERTUBE_TEST_USER` and `PEERTUBE_TEST_PASSWORD` it goes against that server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo_process import DemoProcess
from tests.faults import sweep
from tests.faults.__main__ import DEMO
from tests.faults.sites import DemoSite, LiveSite

GIVEN = os.environ.get("PEERTUBE_TEST_URL", "").rstrip("/")
LINES = ["given"] if GIVEN else ["8.2", "6.3"]
needs_account = pytest.mark.skipif(
    bool(GIVEN) and "PEERTUBE_TEST_USER" not in os.environ, reason="no account on the given server"
)
pytestmark = needs_account


@pytest.fixture(scope="module", params=LINES)
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sweep.Ground]:
    """A site, and how an undisturbed life goes there."""
    folder: Path = tmp_path_factory.mktemp("faults")
    if request.param == "given":
        site = LiveSite(GIVEN, os.environ["PEERTUBE_TEST_USER"], os.environ["PEERTUBE_TEST_PASSWORD"])
        made = sweep.Ground.prepare(site, folder, twins=False)
        yield made
        made.close()
        return
    with DemoProcess.start(request.param, videos=5, faults=True, arguments=DEMO) as demo:
        made = sweep.Ground.prepare(DemoSite(demo), folder, twins=request.param == "8.2")
        yield made
        made.close()


def _count(ground: sweep.Ground, first_line: int, other: int) -> int:
    return first_line if ground.twin_requests else other


def test_killed(ground: sweep.Ground) -> None:
    """At moments spread over the whole life."""
    for name, case in sweep.kills(ground, 20 if GIVEN else _count(ground, 10, 2)):
        print(name)
        case()


def test_killed_beside_one_alike(ground: sweep.Ground) -> None:
    """Two different files of one name, title and size are never taken for each other."""
    if not ground.twin_requests:
        pytest.skip("in the other line")
    for name, case in sweep.kills(ground, 2, twins=True):
        print(name)
        case()


def test_faults(ground: sweep.Ground) -> None:
    """The line is cut, the server says what it should not, answers are lost."""
    for name, case in sweep.faults(ground, _count(ground, 6, 2)):
        print(name)
        case()
