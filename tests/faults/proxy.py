"""An HTTP proxy in front of an instance that does something wrong at one chosen moment, and counts what goes by.

A moment is the `request`-th request (from 0) and a phase of it. It passes everything else on as it is.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

PIECE = 32 * 1024


class Phase(StrEnum):
    """Moments of one request."""

    ASKED = "asked"
    """Its head is here, and nothing was passed on."""
    HALF = "half"
    """Half of its body was passed on."""
    SENT = "sent"
    """All of it was passed on."""
    ANSWERED = "answered"
    """The whole answer is here, and nothing of it was passed on."""
    TOLD = "told"
    """The answer was passed on."""


@dataclass(frozen=True)
class Moment:
    """Of all that goes by, the `request`-th one, in this phase."""

    request: int
    phase: Phase


class HangUpError(Exception):
    """The connection to the client is closed, without a word."""


@dataclass(frozen=True)
class Reply:
    """What the client gets instead of an answer."""

    status: int
    headers: str = ""
    body: bytes = b""

    @property
    def raw(self) -> bytes:
        """As it is sent."""
        head = f"HTTP/1.1 {self.status} Fault\r\nContent-Length: {len(self.body)}\r\nConnection: close\r\n"
        return f"{head}{self.headers}\r\n".encode() + self.body


Fault = Callable[[], "Reply | float | None"]
"""Called at the moment, in the proxy's thread. A Reply goes to the client and the request no further; a number is
so many seconds to wait; raises HangUpError to close the connection."""


class FaultyProxy:
    """Runs in a thread of its own. `url` is where clients ask, `requests` what they asked: method and path."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._moment: Moment | None = None
        self._fault: Fault | None = None
        self.requests: list[str] = []
        self.url = ""
        self.address = "10.98.0.1"
        """Whom the server takes the client for: limits are counted for each."""
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._live, args=(ready,), name="faulty-proxy")
        self._thread.start()
        ready.wait(10)

    def at(self, moment: Moment, fault: Fault) -> None:
        """Do this at that moment, once; counted from now."""
        self.requests.clear()
        self._moment, self._fault = moment, fault

    def behave(self) -> None:
        """Pass on everything."""
        self._moment = self._fault = None

    def close(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _live(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError, HangUpError, asyncio.CancelledError):
            while await self._exchange(reader, writer):
                pass
        with suppress(OSError):
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        number = len(self.requests)
        self.requests.append(head.split(b"\r\n", 1)[0].decode("latin-1").rsplit(" ", 1)[0])
        length = _length(head) or 0
        if await self._instead(Moment(number, Phase.ASKED), writer):
            # A client that is answered early may still be talking.
            with suppress(asyncio.IncompleteReadError, OSError):
                await reader.readexactly(length)
            return False
        far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        try:
            far_writer.write(self._passed_on(head))
            if await self._pass_body(reader, far_writer, length, number, writer):
                return False
            if await self._instead(Moment(number, Phase.SENT), writer):
                return False
            answer = await far_reader.read()
            if await self._instead(Moment(number, Phase.ANSWERED), writer):
                return False
            writer.write(answer)
            await writer.drain()
            await self._instead(Moment(number, Phase.TOLD), writer)
            return b"\r\nconnection: close" not in answer.split(b"\r\n\r\n", 1)[0].lower()
        finally:
            far_writer.close()

    def _passed_on(self, head: bytes) -> bytes:
        """As a proxy in front of a server writes it: for the server's own name, from the client's address."""
        first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        ours = (b"host", b"connection", b"x-forwarded-for")
        kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in ours]
        added = [f"Host: {self._host}:{self._port}", "Connection: close", f"X-Forwarded-For: {self.address}"]
        return b"\r\n".join([first, *kept, *(line.encode() for line in added), b"", b""])

    async def _pass_body(
        self,
        reader: asyncio.StreamReader,
        far: asyncio.StreamWriter,
        length: int,
        number: int,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Whether a fault has ended it."""
        left, half = length, length // 2
        while left:
            piece = await reader.read(min(PIECE, left, left - half if left > half else left))
            if not piece:
                raise HangUpError
            left -= len(piece)
            far.write(piece)
            await far.drain()
            if left == half and await self._instead(Moment(number, Phase.HALF), writer):
                return True
        return False

    async def _instead(self, moment: Moment, writer: asyncio.StreamWriter) -> bool:
        """Whether the client has got something else."""
        if moment != self._moment or self._fault is None:
            return False
        fault, self._fault = self._fault, None
        wanted = fault()
        if isinstance(wanted, Reply):
            writer.write(wanted.raw)
            await writer.drain()
            return True
        if wanted is not None:
            await asyncio.sleep(wanted)
        return False


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return None
