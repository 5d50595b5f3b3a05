"""Runs of the program with accounts, on instances of these tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import keyring
import pytest

from tests.demo_process import DemoProcess
from tests.keyrings import MemoryKeyring
from tests.services.accounts.runs import Runs


@pytest.fixture
async def runs(qapp: object, tmp_path: Path) -> AsyncIterator[Runs]:
    """No run yet."""
    made = Runs(tmp_path / "profile")
    yield made
    if made.now is not None:
        await made.now.end()


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """The keyring of the test."""
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(scope="module", params=["6.3", "8.2"])
def _tube(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    with DemoProcess.start(request.param, videos=12, faults=True) as demo:
        yield demo


@pytest.fixture
def tube(_tube: DemoProcess) -> Iterator[DemoProcess]:
    """An instance of these tests' own, in both lines."""
    _tube.clear()
    yield _tube
    _tube.clear()


@pytest.fixture(scope="module")
def _other_tube() -> Iterator[DemoProcess]:
    with DemoProcess.start("8.2", videos=12, faults=True) as demo:
        yield demo


@pytest.fixture
def other_tube(_other_tube: DemoProcess) -> DemoProcess:
    """Another one."""
    _other_tube.clear()
    return _other_tube
