"""Waiting, trying again, giving up."""

from __future__ import annotations

import asyncio

import pytest

from peertube_desktop.api.errors import (
    AnswerProblem,
    ApiError,
    BadAnswerError,
    BadRequestError,
    HttpError,
    NetworkError,
    NetworkProblem,
    RateLimitedError,
    ServerError,
    SessionEndedError,
)
from peertube_desktop.services import retry
from peertube_desktop.services.retry import Hope, NetworkWatch, Waiting, outlook, pause_after, while_online

AWAY = "https://tube.example"


@pytest.mark.parametrize(
    ("error", "hope", "asked"),
    [
        (NetworkError(NetworkProblem.OFFLINE, "h"), Hope.NETWORK, None),
        (NetworkError(NetworkProblem.UNKNOWN_HOST, "h"), Hope.NETWORK, None),
        (NetworkError(NetworkProblem.CUT, "h"), Hope.LATER, None),
        (NetworkError(NetworkProblem.TLS, "h"), Hope.LATER, None),
        (RateLimitedError(429, "h", retry_after=7), Hope.LATER, 7),
        (ServerError(503, "h", retry_after=300), Hope.LATER, 300),
        (HttpError(408, "h"), Hope.LATER, None),
        (BadAnswerError(AnswerProblem.NOT_JSON, "h"), Hope.LATER, None),
        (SessionEndedError(401, "h"), Hope.SIGN_IN, None),
        (BadRequestError(400, "h"), Hope.NONE, None),
        (HttpError(402, "h"), Hope.NONE, None),
    ],
)
def test_outlook(error: ApiError, hope: Hope, asked: float | None) -> None:
    """What is left to hope for."""
    assert outlook(error) == (hope, asked)


def test_pauses_grow_and_differ() -> None:
    """Up to a minute; what the server asks for is waited in full, within reason."""
    for tries in range(1, 40):
        whole = min(60.0, 2.0 ** (tries - 1))
        assert whole / 2 <= pause_after(tries) <= whole
    assert len({pause_after(3) for _ in range(20)}) > 10
    for asked in (0.0, 1.0, 300.0):
        assert asked <= pause_after(1, asked) <= asked * 1.1 + 5
    assert pause_after(1, 10**9) <= 3700


@pytest.mark.parametrize(
    ("origin", "here"),
    [
        ("http://127.0.0.1:9000", True),
        ("http://localhost", True),
        ("http://[::1]:80", True),
        ("https://tube.example", False),
        ("https://127.0.0.1.example", False),
        ("not an address", False),
    ],
)
def test_is_here(origin: str, here: bool) -> None:
    """This machine needs no network."""
    assert retry.is_here(origin) is here


@pytest.fixture
def network(qapp: object) -> NetworkWatch:
    """There at first."""
    made = NetworkWatch()
    made.set_online(True)
    return made


async def test_network_is_told_once(network: NetworkWatch) -> None:
    """Each change, and nothing else."""
    told: list[str] = []
    network.lost.connect(lambda: told.append("lost"))
    network.back.connect(lambda: told.append("back"))
    for online in (True, False, False, True, True):
        network.set_online(online)
    assert told == ["lost", "back"]


async def test_a_wait_ends_when_the_network_is_back(network: NetworkWatch) -> None:
    """And not before; what is shown follows."""
    told: list[float | None] = []
    waiting = Waiting(network, told.append, now=lambda: 1000.0)
    network.set_online(False)
    task = asyncio.ensure_future(waiting.rest(100))
    await asyncio.sleep(0)
    assert told == [1100.0]
    assert not task.done()
    network.set_online(True)
    await asyncio.wait_for(task, 1)
    assert told == [1100.0, None]


async def test_a_wait_is_ended_by_the_person(network: NetworkWatch) -> None:
    """Once: the next one is a wait again."""
    waiting = Waiting(network)
    task = asyncio.ensure_future(waiting.rest(100))
    await asyncio.sleep(0)
    waiting.wake()
    await asyncio.wait_for(task, 1)
    again = asyncio.ensure_future(waiting.rest(100))
    await asyncio.sleep(0)
    assert not again.done()
    again.cancel()
    with pytest.raises(asyncio.CancelledError):
        await again


async def test_failures_are_counted(network: NetworkWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until something goes well."""
    asked: list[int] = []

    def pause(tries: int, _: float | None) -> float:
        asked.append(tries)
        return 0.0

    monkeypatch.setattr(retry, "pause_after", pause)
    waiting = Waiting(network)
    await waiting.after(Hope.LATER)
    await waiting.after(Hope.NETWORK)
    waiting.went_well()
    await waiting.after(Hope.LATER, 3.0)
    assert asked == [1, 2, 1]


async def test_work_ends_at_once_without_network(network: NetworkWatch) -> None:
    """As an error of the network, whatever it was in the middle of; not what needs none."""

    async def work() -> str:
        await asyncio.sleep(0.05)
        return "done"

    away = asyncio.ensure_future(while_online(network, AWAY, work()))
    here = asyncio.ensure_future(while_online(network, "http://127.0.0.1:80", work()))
    await asyncio.sleep(0)
    network.set_online(False)
    with pytest.raises(NetworkError) as caught:
        await away
    assert caught.value.problem is NetworkProblem.OFFLINE
    assert await here == "done"


async def test_work_that_is_cancelled_stays_cancelled(network: NetworkWatch) -> None:
    """The person's wish is no error of the network."""
    began = asyncio.Event()
    ended: list[str] = []

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    task = asyncio.ensure_future(while_online(network, AWAY, work()))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["ended"]
