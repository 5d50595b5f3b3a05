"""Names are looked up without holding anything up."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from peertube_desktop.api import instances
from peertube_desktop.api.client import Client
from peertube_desktop.api.names import NameLookups
from peertube_desktop.api.pool import HttpPool
from tests.demo_process import DemoProcess

PATIENCE = 20.0


class Resolver:
    """One that says nothing until it is let go, and counts who asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.let_go = threading.Event()
        self.ended = threading.Semaphore(0)

    def __call__(self, host: str, *_: Any) -> list[Any]:
        self.asked.append(host)
        try:
            assert self.let_go.wait(PATIENCE)
            if host == "nowhere.test":
                raise socket.gaierror(socket.EAI_NONAME, "no such name")
            return [host]
        finally:
            self.ended.release()


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    """A silent one, let go at the end."""
    silent = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    yield silent
    silent.let_go.set()
    for _ in silent.asked:
        assert silent.ended.acquire(timeout=PATIENCE)


async def test_addresses() -> None:
    """The same as without us."""
    asked = ("127.0.0.1", 80, socket.AF_INET, socket.SOCK_STREAM, 0, 0)
    assert await NameLookups().look_up(*asked) == socket.getaddrinfo(*asked)
    with pytest.raises(socket.gaierror):
        await NameLookups().look_up("tube.invalid", 80, 0, 0, 0, 0)


@pytest.mark.qt_async
async def test_calls_find_their_hosts_that_way(demo_82: DemoProcess) -> None:
    """Put into a loop, it is what connections use."""
    loop: Any = asyncio.get_running_loop()
    names = NameLookups()
    asked: list[object] = []

    async def getaddrinfo(host: str, port: int, **how: int) -> object:
        asked.append(host)
        return await names.getaddrinfo(host, port, **how)

    loop.getaddrinfo = getaddrinfo
    pool = await HttpPool.create()
    client = Client(demo_82.url.replace("127.0.0.1", "localhost"), pool)
    try:
        assert (await instances.get_stats(client)).total_videos > 0
    finally:
        await pool.aclose()
        del loop.getaddrinfo
    assert asked == [b"localhost"]


async def test_one_question_for_all_who_ask(resolver: Resolver) -> None:
    """Those who are cancelled take the answer away from nobody."""
    names = NameLookups()
    asking = [asyncio.ensure_future(names.look_up("tube.test", 80, 0, 0, 0, 0)) for _ in range(20)]
    other = asyncio.ensure_future(names.look_up("nowhere.test", 80, 0, 0, 0, 0))
    await asyncio.sleep(0)
    for one in asking[::2]:
        one.cancel()
    resolver.let_go.set()
    async with asyncio.timeout(PATIENCE):
        found: list[Any] = [await one for one in asking[1::2]]
        assert found == [["tube.test"]] * 10
        with pytest.raises(socket.gaierror):
            await other
    assert sorted(resolver.asked) == ["nowhere.test", "tube.test"]
    with contextlib.suppress(asyncio.CancelledError):
        await asking[0]
    again: Any = await names.look_up("tube.test", 80, 0, 0, 0, 0)
    assert again == ["tube.test"]
    assert len(resolver.asked) == 3


async def test_other_work_goes_on(resolver: Resolver) -> None:
    """However many names nobody answers for."""
    names = NameLookups()
    asking = [asyncio.ensure_future(names.look_up(f"{n}.test", 80, 0, 0, 0, 0)) for n in range(40)]
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.to_thread(lambda: "done") == "done"
    assert not any(one.done() for one in asking)
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


def test_end_in_the_middle_of_a_question(resolver: Resolver) -> None:
    """The loop is closed while a resolver is silent; its answer is nobody's any more."""

    async def give_up() -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await NameLookups().look_up("tube.test", 80, 0, 0, 0, 0)

    asyncio.run(give_up())
    assert resolver.asked == ["tube.test"]
