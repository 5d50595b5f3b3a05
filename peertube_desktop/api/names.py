"""Looking up hosts' names without a place in anybody's queue."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import Any, TypeAlias

Asked: TypeAlias = tuple[str | bytes | None, int | str | None, int, int, int, int]
Addresses: TypeAlias = list[tuple[Any, ...]]


class NameLookups:
    """Looks names up in threads of its own, one for each name at a time, which nobody waits for at the end.

    Without a network a resolver may be silent for half a minute. In the threads that all work off the loop
    shares, a few such questions would hold up the disk, the decoder and the end of the program.
    """

    def __init__(self) -> None:
        self._asked: dict[Asked, asyncio.Future[Addresses | Exception]] = {}

    async def getaddrinfo(self, host: str | bytes | None, port: int | str | None, **how: int) -> Addresses:
        """To be used as `loop.getaddrinfo`."""
        numbers = [how.get(name, 0) for name in ("family", "type", "proto", "flags")]
        return await self.look_up(host, port, numbers[0], numbers[1], numbers[2], numbers[3])

    async def look_up(self, *asked: *Asked) -> Addresses:
        """As `socket.getaddrinfo(*asked)`, its errors too."""
        answer = self._asked.get(asked)
        if answer is None:
            loop = asyncio.get_running_loop()
            answer = self._asked[asked] = loop.create_future()
            answer.add_done_callback(lambda _: self._asked.pop(asked))
            threading.Thread(target=_ask, args=(loop, answer, asked), name="name-lookup", daemon=True).start()
        # Who is cancelled takes the answer away from nobody else.
        found = await asyncio.shield(answer)
        if isinstance(found, Exception):
            raise found
        return found


def _ask(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Addresses | Exception], asked: Asked
) -> None:
    found: Addresses | Exception
    try:
        found = list(socket.getaddrinfo(*asked))
    except (OSError, UnicodeError) as error:
        found = error
    # RuntimeError: the loop has been closed meanwhile.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(_tell, answer, found)


def _tell(answer: asyncio.Future[Addresses | Exception], found: Addresses | Exception) -> None:
    if not answer.done():
        answer.set_result(found)
