"""How calls take turns, when they are repeated, and when they are given up."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from peertube_desktop.api import calls as calls_module
from peertube_desktop.api import client as client_module
from peertube_desktop.api import errors, instances
from peertube_desktop.api.calls import Call
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.api.exchange import Answer
from peertube_desktop.api.pool import CALLS_AT_ONCE, HttpPool
from tests.api.servers import Connection, LocalServer, Request, answering, reply
from tests.demo_process import DemoProcess

STATS = "/api/v1/server/stats"
PATIENCE = 20.0


def _http_date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


async def _soon(what: Awaitable[Any]) -> Any:
    async with asyncio.timeout(PATIENCE):
        return await what


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("status", "retry_after", "asked"),
    [
        *((status, "", 3) for status in (502, 503, 504)),
        *((status, "0", 3) for status in (429, 503)),
        (503, "past", 3),
        (503, "soon", 3),
        (429, "past", 3),
        # Nothing is known of when again, or it is too long to let somebody wait.
        (429, "", 1),
        (429, "soon", 1),
        (429, "3600", 1),
        (503, "3600", 1),
        (503, "future", 1),
        *((status, "0", 1) for status in (400, 401, 403, 404, 409, 500, 501)),
    ],
)
async def test_what_is_asked_again(
    client: Client, faulty_demo: DemoProcess, status: int, retry_after: str, asked: int
) -> None:
    """Passing trouble, three times at most; the answer that is left is the error."""
    value = {"past": _http_date(-60), "future": _http_date(3600)}.get(retry_after, retry_after)
    headers = {"Retry-After": value} if value else {}
    faulty_demo.set_faults([{"path": STATS, "status": status, "headers": headers}])
    with pytest.raises(errors.HttpError) as caught:
        await instances.get_stats(client)
    assert caught.value.status == status
    assert len(faulty_demo.log()) == asked


@pytest.mark.usefixtures("hurried")
async def test_trouble_that_passes_is_not_noticed(client: Client, faulty_demo: DemoProcess) -> None:
    """Two bad answers of different kinds, then the good one."""
    faulty_demo.set_faults(
        [
            {"path": STATS, "status": 503, "times": 1},
            {"path": STATS, "reset": True, "times": 1},
        ]
    )
    assert (await instances.get_stats(client)).total_videos > 0


async def test_rate_limit_is_told(client: Client, faulty_demo: DemoProcess) -> None:
    """As PeerTube says it: text/html, and for how long."""
    faulty_demo.set_faults(
        [
            {
                "path": STATS,
                "status": 429,
                "body": "Too many requests, please try again later.",
                "headers": {"Retry-After": "288", "X-RateLimit-Remaining": "0"},
            }
        ]
    )
    with pytest.raises(errors.RateLimitedError) as caught:
        await instances.get_stats(client)
    assert (caught.value.retry_after, caught.value.detail, caught.value.code) == (288.0, "", "")
    faulty_demo.set_faults([{"path": STATS, "status": 429, "headers": {"Retry-After": _http_date(288)}}])
    with pytest.raises(errors.RateLimitedError) as caught:
        await instances.get_stats(client)
    assert caught.value.retry_after is not None
    assert 200 < caught.value.retry_after <= 288


async def test_real_rate_limit(pool: HttpPool) -> None:
    """The demo instance's own: the fifty-first call within ten seconds is refused, and waits its time."""
    with DemoProcess.start("8.2", 8, rate_limit=True) as demo:
        client = Client(demo.url, pool)
        results = await _soon(
            asyncio.gather(
                *(client.post("/api/v1/videos/x/views") for _ in range(60)), return_exceptions=True
            )
        )
    limited = [one for one in results if isinstance(one, errors.RateLimitedError)]
    assert len(limited) == 10
    assert all(one.retry_after is not None and 0 < one.retry_after <= 11 for one in limited)


@pytest.mark.parametrize("rule", [{"trickle": 20}, {"hang": True}, {"stall_after_bytes": 30}])
async def test_deadline(
    client: Client, faulty_demo: DemoProcess, monkeypatch: pytest.MonkeyPatch, rule: dict[str, Any]
) -> None:
    """Bytes that trickle in count as little as silence: the whole call has its time, and no more."""
    monkeypatch.setattr(client_module, "CALL_SECONDS", 0.3)
    monkeypatch.setattr(client_module, "DOWNLOAD_SECONDS", 0.3)
    faulty_demo.set_faults([{"path": STATS, **rule}])
    with pytest.raises(NetworkError) as caught:
        await _soon(instances.get_stats(client))
    assert (caught.value.problem, caught.value.host) == (NetworkProblem.TIMEOUT, client.host)
    with pytest.raises(NetworkError) as caught:
        await _soon(client.download(STATS, max_bytes=10_000))
    assert caught.value.problem is NetworkProblem.TIMEOUT
    assert len(faulty_demo.log()) == 2


async def test_silence(client: Client, faulty_demo: DemoProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too long without a byte is a timeout of its own, and is not tried again."""
    monkeypatch.setattr(calls_module, "SILENCE_SECONDS", 0.2)
    faulty_demo.set_faults([{"path": STATS, "hang": True}])
    with pytest.raises(NetworkError) as caught:
        await _soon(instances.get_stats(client))
    assert caught.value.problem is NetworkProblem.TIMEOUT
    assert len(faulty_demo.log()) == 1


class Script:
    """An exchange that takes its time: each step is (seconds, answer or error)."""

    def __init__(self, *steps: tuple[float, Answer | NetworkError]) -> None:
        self.steps = list(steps)

    async def exchange(self, *_: object) -> Answer:
        """The next step."""
        seconds, step = self.steps.pop(0)
        await asyncio.sleep(seconds)
        if isinstance(step, NetworkError):
            raise step
        return step


def _call(script: Script, seconds: float) -> Call:
    gate = asyncio.Semaphore(1)
    return Call(script, gate, "GET", "http://h/", content=None, limit=1, seconds=seconds)


def _answer(status: int, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, b"", "http://h/")


@pytest.mark.usefixtures("hurried")
async def test_deadline_is_for_all_tries_together() -> None:
    """What the first one took is missing to the second."""
    script = Script((0.3, _answer(503)), (0.3, _answer(200)))
    with pytest.raises(NetworkError) as caught:
        await _call(script, 0.5).send({})
    assert caught.value.problem is NetworkProblem.TIMEOUT
    script = Script((0.3, _answer(503)), (0.3, _answer(200)))
    assert (await _call(script, PATIENCE).send({})).status == 200


async def test_no_wait_that_ends_after_the_deadline() -> None:
    """The error at hand is told at once."""
    answer = await _call(Script((0, _answer(503, retry_after="9"))), 5).send({})
    assert answer.status == 503
    cut = NetworkError(NetworkProblem.CUT, "h")
    with pytest.raises(NetworkError) as caught:
        await _call(Script((0, cut)), 0.1).send({})
    assert caught.value is cut


class Counting:
    """A server's talk that holds every request for /held until it is released, and counts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._released = False
        self.held = self.most = 0

    def answer(self, request: Request) -> bytes:
        """Waits, if it is to be held."""
        if request.target.startswith("/held"):
            with self._changed:
                self.held += 1
                self.most = max(self.most, self.held)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._released, PATIENCE)
                self.held -= 1
        return reply(b"{}")

    async def wait_until_held(self, count: int) -> None:
        """Until so many requests are being held."""

        def wait() -> bool:
            with self._changed:
                return self._changed.wait_for(lambda: self.held >= count, PATIENCE)

        assert await asyncio.to_thread(wait)

    def release(self) -> None:
        """Let all go, now and later."""
        with self._changed:
            self._released = True
            self._changed.notify_all()


async def test_seven_at_once(pool: HttpPool) -> None:
    """However many clients and calls there are; pictures have a gate of their own."""
    counting = Counting()
    with LocalServer(answering(counting.answer)) as server:
        clients = [Client(server.url, pool), Client(server.url.replace("127.0.0.1", "localhost"), pool)]
        calls = [
            asyncio.ensure_future(clients[n % 2].get("/held", dict[str, Any], {"n": n})) for n in range(40)
        ]
        await counting.wait_until_held(CALLS_AT_ONCE)
        # While these are held, pictures come through; and the loop has had its chance to let an eighth out.
        await clients[0].download("/picture", max_bytes=10)
        assert counting.held == CALLS_AT_ONCE
        counting.release()
        await _soon(asyncio.gather(*calls))
    assert counting.most == CALLS_AT_ONCE
    assert len(server.requests) == 41


async def test_cancelled_calls_give_their_turn_away(pool: HttpPool) -> None:
    """Those that wait for an answer, and those that wait for their turn."""
    counting = Counting()
    with LocalServer(answering(counting.answer)) as server:
        client = Client(server.url, pool)
        held = [asyncio.ensure_future(client.get("/held", dict[str, Any])) for _ in range(CALLS_AT_ONCE)]
        await counting.wait_until_held(CALLS_AT_ONCE)
        waiting = [asyncio.ensure_future(client.get("/held", dict[str, Any])) for _ in range(20)]
        last = asyncio.ensure_future(client.get("/other", dict[str, Any]))
        await client.download("/picture", max_bytes=10)
        for call in (*waiting, *held):
            call.cancel()
        assert await _soon(last) == {}
        for call in (*waiting, *held):
            with contextlib.suppress(asyncio.CancelledError):
                await call
        # Every place is free again.
        again = asyncio.gather(*(client.get("/held", dict[str, Any]) for _ in range(CALLS_AT_ONCE)))
        await counting.wait_until_held(2 * CALLS_AT_ONCE)
        counting.release()
        assert await _soon(again) == [{}] * CALLS_AT_ONCE


async def test_pauses_keep_nobody_waiting(pool: HttpPool) -> None:
    """A call that waits to be repeated holds no turn."""

    def answer(request: Request) -> bytes:
        if request.target == "/busy":
            return reply(status=503, retry_after="9")
        return reply(b"{}")

    with LocalServer(answering(answer)) as server:
        client = Client(server.url, pool)
        busy = [asyncio.ensure_future(client.get("/busy", dict[str, Any])) for _ in range(CALLS_AT_ONCE)]
        await asyncio.to_thread(server.wait_for, CALLS_AT_ONCE)
        assert await _soon(client.get("/free", dict[str, Any])) == {}
        assert not any(call.done() for call in busy)
        for call in busy:
            call.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


async def test_connection_that_closes_just_then(pool: HttpPool) -> None:
    """The server hangs up on the second request of a connection: a question is asked again on a new one,
    what changes something is not."""

    def talk(connection: Connection) -> None:
        if connection.read_request() is not None:
            connection.send(reply(b"{}"))
            connection.read_request()

    with LocalServer(talk) as server:
        client = Client(server.url, pool)
        await client.get("/1", dict[str, Any])
        await client.get("/2", dict[str, Any])
        assert server.accepted == 2
        assert [request.target for request in server.requests] == ["/1", "/2", "/2"]
        with pytest.raises(NetworkError) as caught:
            await client.post("/3", {})
        assert caught.value.problem is NetworkProblem.CUT
        assert [request.target for request in server.requests[3:]] == ["/3"]


async def test_connection_that_was_closed_while_idle(pool: HttpPool) -> None:
    """It is seen, and not used for what may be sent only once."""

    def talk(connection: Connection) -> None:
        if connection.read_request() is not None:
            connection.send(reply(b"{}"))

    with LocalServer(talk) as server:
        client = Client(server.url, pool)
        for n in range(0, 10, 2):
            await client.post("/x", {})
            await asyncio.to_thread(server.wait_for, ended=n + 1)
            await client.get("/x", dict[str, Any])
            await asyncio.to_thread(server.wait_for, ended=n + 2)
        assert server.accepted == 10
