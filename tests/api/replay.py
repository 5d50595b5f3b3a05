"""Recorded answers of real servers, and servers made of them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from peertube_desktop.api.calling import Auth
from peertube_desktop.api.client import Client
from peertube_desktop.api.pool import HttpPool

FOLDER = Path(__file__).parent / "recordings"
LINES = ("6.3", "8.2")
SKIPPED_HEADERS = {"content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive"}


@dataclass(frozen=True)
class Recording:
    """One request to a real PeerTube and what it answered."""

    name: str
    method: str
    url: str
    status: int
    headers: list[tuple[str, str]]
    body: Any

    @property
    def origin(self) -> str:
        """Where the server was."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return urlsplit(self.url).path

    @property
    def content(self) -> bytes:
        """The body as it came."""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()

    def response(self) -> httpx.Response:
        """The same answer again."""
        headers = [(k, v) for k, v in self.headers if k.lower() not in SKIPPED_HEADERS]
        return httpx.Response(self.status, headers=headers, content=self.content)


def recording(line: str, name: str) -> Recording:
    """The recording `name` of a server of `line`, "6.3" or "8.2"."""
    raw = json.loads((FOLDER / line / f"{name}.json").read_text())
    return Recording(
        name,
        raw["request"]["method"],
        raw["request"]["url"],
        raw["status"],
        [(k, v) for k, v in raw["headers"]],
        raw["body"],
    )


class Replay:
    """A server that answers with recordings, by method and path, and remembers what it was asked."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self.answers = {(one.method, one.path): one for one in recordings}
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = self.answers.get((request.method, request.url.path))
        return found.response() if found is not None else httpx.Response(400)


Handler = Callable[[httpx.Request], Any]


def pool_of(handler: Handler) -> HttpPool:
    """A pool whose requests all go to `handler`, a function or coroutine function."""

    async def unread(request: httpx.Request) -> httpx.Response:
        answer = handler(request)
        response = await answer if inspect.isawaitable(answer) else answer
        # A response made with content counts as read already; over a network it comes as a stream.
        return httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(response.content)
        )

    return HttpPool(httpx.MockTransport(unread))


def client_of(handler: Handler, origin: str = "https://tube.example", auth: Auth | None = None) -> Client:
    """A client whose requests all go to `handler`."""
    return Client(origin, pool_of(handler), auth)


def replaying(line: str, *names: str) -> tuple[Client, Replay]:
    """A client of a server that answers with the recordings `names`."""
    recordings = [recording(line, name) for name in names]
    server = Replay(recordings)
    return client_of(server, recordings[0].origin), server


def id_in(one: Recording, place: int = 4) -> str:
    """The id in a recording's path, by default the part after `/api/v1/videos/`."""
    return one.path.split("/")[place]
