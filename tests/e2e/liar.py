"""A server between the program and the demo instance that changes what is said.

    with lying(demo, change) as server:
        ... server.url ...

`change(path, value)` gets each JSON answer, decoded, and gives what is sent instead; bytes are sent as they are.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.api.servers import LocalServer, Request, answering
from tests.demo_process import DemoProcess

Change = Callable[[str, Any], Any]
KEPT = ("content-type", "content-range", "accept-ranges", "location", "retry-after")


def _answer(status: int, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} Lie", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@contextmanager
def lying(demo: DemoProcess, change: Change, headers: dict[str, str] | None = None) -> Iterator[LocalServer]:
    """Runs the server. `headers`: values of headers that mean another one to the demo instance."""
    servers: list[LocalServer] = []

    def answer(request: Request) -> bytes:
        me, there = servers[0].host, demo.host
        connection = http.client.HTTPConnection(there, timeout=20)
        passed = {
            name: (headers or {}).get(value, value)
            for name, value in request.headers.items()
            if name not in ("host", "if-none-match", "accept-encoding", "content-length")
        }
        connection.request(request.method, request.target, request.body or None, {**passed, "Host": there})
        found = connection.getresponse()
        body = found.read()
        connection.close()
        told = {name.lower(): value for name, value in found.getheaders() if name.lower() in KEPT}
        kind = told.get("content-type", "")
        path = request.target.partition("?")[0]
        if "json" in kind and body:
            value = change(path, json.loads(body.replace(there.encode(), me.encode())))
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
        else:
            changed = change(path, body)
            body = changed if isinstance(changed, bytes) else body
        return _answer(found.status, told, body)

    with LocalServer(answering(answer)) as server:
        servers.append(server)
        yield server


def change_texts(value: Any, names: frozenset[str], say: Callable[[str, str], str]) -> Any:
    """`value` with `say(name, text)` in the place of each text that has one of these names, at any depth."""
    if isinstance(value, dict):
        return {
            name: say(name, one)
            if name in names and isinstance(one, str)
            else [
                say(name, text) if isinstance(text, str) else change_texts(text, names, say) for text in one
            ]
            if name in names and isinstance(one, list)
            else change_texts(one, names, say)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [change_texts(one, names, say) for one in value]
    return value
