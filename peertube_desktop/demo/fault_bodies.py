"""Faults in the middle of a request's body: what comes in is cut off or held back after so many bytes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .http import Message, Receive

Pause = Callable[[], Awaitable[None]]


class FaultyReceive:
    """Stands between the server and what reads a body: lets `limit` bytes through.

    Then it waits for `pause` and goes on, or, if `cut`, says that who asked has hung up.
    """

    def __init__(self, receive: Receive, limit: int, cut: bool, pause: Pause) -> None:
        self._receive, self._left, self._cut, self._pause = receive, limit, cut, pause
        self._rest: Message | None = None
        self._over = False
        self.hit = False

    async def __call__(self) -> Message:
        if self._over:
            return await self._receive()
        if self._rest is not None or self._left == 0:
            self.hit = True
            if self._cut:
                return {"type": "http.disconnect"}
            await self._pause()
            self._over = True
            rest, self._rest = self._rest, None
            return rest if rest is not None else await self._receive()
        message = await self._receive()
        body = message.get("body", b"")
        if message["type"] != "http.request" or len(body) < self._left:
            self._left -= len(body)
            return message
        first, left = body[: self._left], body[self._left :]
        if left or not message.get("more_body", False):
            self._rest = {**message, "body": left}
        self._left = 0
        return {**message, "body": first, "more_body": True}
