"""What is streamed to a server, over a real connection."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncGenerator

import pytest

from peertube_desktop.api import uploads
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import (
    NetworkError,
    NetworkProblem,
    RateLimitedError,
)
from peertube_desktop.api.multipart import Bytes
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.api.uploads import Held
from tests.api.servers import Connection, LocalServer, answering, reply

TOTAL = 4_722_952
PATH = f"{uploads.RESUMABLE}?upload_id=an-id"


class Endless:
    """A body that says where it is."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.given = 0
        self.begun = asyncio.Event()
        self.closed = False

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        piece = b"\0" * 262_144
        try:
            while self.given < self.length:
                self.given += len(piece)
                self.begun.set()
                yield piece
        finally:
            self.closed = True


async def test_memory_stays_flat(pool: HttpPool) -> None:
    """A part of 80 MB passes through, and never stays."""

    def talk(connection: Connection) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.read(1)
        left = 80 * 2**20
        while left:
            left -= len(connection.read(min(left, 65536)))
        connection.send(reply(b"", 308, range=f"bytes=0-{80 * 2**20 - 1}"))

    with LocalServer(talk) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        body = Endless(80 * 2**20)
        client = Client(server.url, pool)
        assert await uploads.send_part(client, PATH, body, 0, 2**30, seconds=60) == Held(80 * 2**20)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def _silent(connection: Connection) -> None:
    connection.gone.wait(10)


async def test_deadline(pool: HttpPool) -> None:
    """A server that takes nothing is given up, and the file is closed."""
    with LocalServer(_silent) as server:
        body = Endless(2**30)
        with pytest.raises(NetworkError) as caught:
            await uploads.send_part(Client(server.url, pool), PATH, body, 0, 2**30, seconds=0.3)
        assert caught.value.problem is NetworkProblem.TIMEOUT
        assert body.closed


async def test_cancelled_in_the_middle(pool: HttpPool) -> None:
    """The connection is cut and the file closed at once."""
    with LocalServer(_silent) as server:
        body = Endless(2**30)
        task = asyncio.ensure_future(
            uploads.send_part(Client(server.url, pool), PATH, body, 0, 2**30, seconds=60)
        )
        await body.begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert body.closed


async def test_refused_before_all_is_sent(pool: HttpPool) -> None:
    """The answer is read although the server takes no more."""

    def talk(connection: Connection) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.read(1)
        connection.read(1000)
        connection.send(reply(b"Too many", 429, retry_after="7"))

    with LocalServer(talk) as server:
        with pytest.raises((RateLimitedError, NetworkError)) as caught:
            await uploads.send_part(
                Client(server.url, pool), PATH, Bytes(b"x" * 20_000), 0, 10**6, seconds=10
            )
        if isinstance(caught.value, RateLimitedError):
            assert caught.value.retry_after == 7


async def test_body_that_fails(pool: HttpPool) -> None:
    """What reading raises is what the caller gets."""

    class Broken:
        length = 10

        async def chunks(self) -> AsyncGenerator[bytes, None]:
            yield b"x"
            raise LookupError("the file")

    with LocalServer(answering(lambda request: reply(b""))) as server, pytest.raises(LookupError):
        await uploads.send_part(Client(server.url, pool), PATH, Broken(), 0, 10, seconds=10)
