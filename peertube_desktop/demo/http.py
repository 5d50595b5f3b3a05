"""Requests and answers of the demo instance: the few lines of HTTP it needs above ASGI.

Answers carry the headers a PeerTube server sends; JSON is encoded by msgspec, gets a weak ETag, and is
answered with
304 if the asker has it. Files know byte ranges.
"""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = dict[str, str]

EVERYWHERE = {
    "x-powered-by": "PeerTube",
    "X-Frame-Options": "DENY",
    "Tk": "N",
    "Access-Control-Allow-Origin": "*",
}
API_ONLY = {"Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "Retry-After"}
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
PIECE = 64 * 1024


@dataclass
class Request:
    """A request, its body read."""

    method: str
    path: str
    raw_query: str
    headers: Headers
    body: bytes = b""
    client: str = ""
    started: float = field(default_factory=time.monotonic)

    @property
    def target(self) -> str:
        """Path and query as they came."""
        return f"{self.path}?{self.raw_query}" if self.raw_query else self.path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query by name; `name[]` and `name[0]` are `name`, as express reads them."""
        found: dict[str, list[str]] = {}
        for name, values in parse_qs(self.raw_query, keep_blank_values=True).items():
            found.setdefault(name.split("[", 1)[0], []).extend(values)
        return found

    def json(self) -> Any:
        """The body decoded; None if it is empty or no JSON."""
        try:
            return msgspec.json.decode(self.body) if self.body else None
        except msgspec.DecodeError:
            return None

    def form(self) -> dict[str, str]:
        """The body as a form (urlencoded), or as a flat JSON object."""
        if self.headers.get("content-type", "").startswith("application/json"):
            given = self.json()
            return {k: str(v) for k, v in given.items()} if isinstance(given, dict) else {}
        return {k: v[0] for k, v in parse_qs(self.body.decode("utf-8", "replace")).items()}


@dataclass
class Answer:
    """What is sent back. `path` is sent instead of `body` if given, `start` and `length` say which part of
    it."""

    status: int = 200
    body: bytes = b""
    headers: Headers = field(default_factory=dict)
    path: Path | None = None
    start: int = 0
    length: int = 0


def encode(value: object) -> bytes:
    """JSON as compact bytes."""
    return msgspec.json.encode(value)


def etag(data: bytes) -> str:
    """A weak ETag as express makes it: length and a digest."""
    digest = b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()[:27]
    return f'W/"{len(data):x}-{digest}"'


def answer_json(value: object, status: int = 200, kind: str = JSON, tagged: bool = True) -> Answer:
    """An answer with a JSON body; bytes are taken as encoded already."""
    data = value if isinstance(value, bytes) else encode(value)
    headers = {"Content-Type": kind}
    if tagged:
        headers["ETag"] = etag(data)
    return Answer(status, data, headers)


def answer_text(text: str, kind: str, status: int = 200) -> Answer:
    """An answer with a text body of that content type."""
    data = text.encode()
    return Answer(status, data, {"Content-Type": kind, "ETag": etag(data)})


def no_content(tagged: bool = False, kind: str = "") -> Answer:
    """204; some operations of a real server send a tag with it, or the type of the body there is not."""
    headers = {"Content-Type": kind} if kind else {}
    if tagged:
        headers["ETag"] = etag(b"No Content")
    return Answer(204, b"", headers)


def wanted_range(header: str, size: int) -> tuple[int, int] | bool | None:
    """Reads a Range header: (first, last), False if it cannot be satisfied, None if it is to be ignored."""
    unit, _, spec = header.partition("=")
    if unit.strip() != "bytes" or "," in spec or "-" not in spec:
        return None
    first, _, last = spec.strip().partition("-")
    if not (first.isdigit() or not first) or not (last.isdigit() or not last):
        return None
    if not first:
        if not last or int(last) == 0:
            return False
        return max(0, size - int(last)), size - 1
    if int(first) >= size or (last and int(last) < int(first)):
        return False
    return int(first), min(int(last), size - 1) if last else size - 1


def answer_file(
    request: Request,
    kind: str,
    modified: float,
    cache: str,
    *,
    data: bytes | None = None,
    path: Path | None = None,
) -> Answer:
    """A file, whole or the part asked for: 200, 206, 304 or 416. Either `data` or `path` is given."""
    size = len(data) if data is not None else path.stat().st_size if path is not None else 0
    tag = f'W/"{size:x}-{int(modified * 1000):x}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "Last-Modified": formatdate(modified, usegmt=True),
        "ETag": tag,
    }
    known = request.headers.get("if-none-match")
    if known and (known == "*" or tag in [item.strip() for item in known.split(",")]):
        return Answer(304, b"", headers)
    headers["Content-Type"] = kind
    start, length, status = 0, size, 200
    part = wanted_range(request.headers["range"], size) if "range" in request.headers else None
    if part is False:
        headers["Content-Range"] = f"bytes */{size}"
        headers["Content-Type"] = PROBLEM
        return Answer(416, b"", headers)
    if isinstance(part, tuple):
        start, length, status = part[0], part[1] - part[0] + 1, 206
        headers["Content-Range"] = f"bytes {part[0]}-{part[1]}/{size}"
    if data is not None:
        return Answer(status, data[start : start + length], headers)
    return Answer(status, b"", headers, path, start, length)


class GoneError(Exception):
    """Who asked has hung up before the body was whole."""


def read_head(scope: Scope) -> Request:
    """A request without its body."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client") or ("", 0)
    return Request(
        scope["method"],
        unquote(scope["raw_path"].decode("latin-1")),
        scope["query_string"].decode("latin-1"),
        headers,
        client=client[0],
    )


async def pieces(receive: Receive) -> AsyncIterator[bytes]:
    """The body of a request as it comes in. Raises GoneError, after what did come, if the rest never will."""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            # What came in just before the end is still with uvicorn's cycle, and would be dropped.
            rest = getattr(getattr(receive, "__self__", None), "body", b"")
            if rest:
                yield bytes(rest)
            raise GoneError
        if message.get("body"):
            yield message["body"]
        more = message.get("more_body", False)


async def read_body(receive: Receive, limit: int = 64 << 20) -> bytes:
    """A whole body, at most `limit` bytes of it. Raises GoneError if it is cut off."""
    body = bytearray()
    async for piece in pieces(receive):
        body += piece
        if len(body) >= limit:
            break
    return bytes(body)


async def send_answer(request: Request, answer: Answer, send: Send) -> None:
    """Sends an answer; a HEAD request gets its headers only, a known ETag a 304."""
    status, headers, body = answer.status, dict(answer.headers), answer.body
    tag = headers.get("ETag")
    if status == 200 and tag and request.method in ("GET", "HEAD") and answer.path is None:
        known = request.headers.get("if-none-match", "")
        if tag in [item.strip() for item in known.split(",")]:
            status, body = 304, b""
            headers.pop("Content-Type", None)
    length = answer.length if answer.path is not None else len(body)
    if status not in (204, 304):
        headers.setdefault("Content-Length", str(length))
    headers["Keep-Alive"] = "timeout=5"
    raw = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in {**EVERYWHERE, **headers}.items()
    ]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    if request.method == "HEAD" or status in (204, 304):
        await send({"type": "http.response.body", "body": b""})
        return
    if answer.path is None:
        await send({"type": "http.response.body", "body": body})
        return
    left = answer.length
    # Local files of a few hundred kB: reading them is quicker than handing the read to a thread.
    with answer.path.open("rb") as file:
        file.seek(answer.start)
        while left > 0:
            piece = file.read(min(PIECE, left))
            if not piece:
                break
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
