"""Small servers on loopback, for what no decent server does.

    with LocalServer(answering(lambda request: reply(b"{}"))) as server:
        ... server.url ... server.requests ...

Each connection is talked to in a thread of its own. Where a `talk` is to be silent it waits for `gone`: that is
set when the server ends.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """What came in. Header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def reply(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer; `content_type="text/html"` becomes `Content-Type: text/html`."""
    lines = [f"HTTP/1.1 {status} Some Words", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


class Connection:
    """One connection that was accepted."""

    def __init__(self, sock: socket.socket, server: LocalServer) -> None:
        self._sock = sock
        self._waiting = b""
        self.server = server
        self.gone = server.gone

    def read(self, count: int) -> bytes:
        """So many bytes, fewer at the end."""
        while len(self._waiting) < count and (piece := self._sock.recv(65536)):
            self._waiting += piece
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def read_request(self) -> Request | None:
        """The next request, noted in the server's list; None when there is no more."""
        while b"\r\n\r\n" not in self._waiting:
            piece = self._sock.recv(65536)
            if not piece:
                return None
            self._waiting += piece
        head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(method, target, headers, self.read(int(headers.get("content-length", 0))))
        self.server.note(request)
        return request

    def send(self, data: bytes) -> None:
        """Send it all."""
        self._sock.sendall(data)

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Go on in TLS."""
        self._sock = context.wrap_socket(self._sock, server_side=True)

    def reset(self) -> None:
        """Hang up rudely."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()


Talk = Callable[[Connection], None]


def answering(answer: Callable[[Request], bytes]) -> Talk:
    """Answers request after request."""

    def talk(connection: Connection) -> None:
        while (request := connection.read_request()) is not None:
            connection.send(answer(request))

    return talk


class LocalServer:
    """Listens on a port of its own from the start to the end of a `with`."""

    def __init__(self, talk: Talk, tls: ssl.SSLContext | None = None) -> None:
        self._talk = talk
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[Connection] = []
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self.gone = threading.Event()
        self.requests: list[Request] = []
        self.accepted = self.ended = 0
        self.port: int = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"{'http' if tls is None else 'https'}://{self.host}"

    def note(self, request: Request) -> None:
        """A request has come."""
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()

    def wait_for(self, requests: int = 0, accepted: int = 0, ended: int = 0) -> None:
        """Blocks until so many requests and connections have come, and connections were ended by us."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self.requests) >= requests and self.accepted >= accepted and self.ended >= ended,
                20,
            )

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection(sock, self)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._connections.append(connection)
            self._threads.append(thread)
            with self._changed:
                self.accepted += 1
                self._changed.notify_all()
            thread.start()

    def _serve(self, connection: Connection) -> None:
        with contextlib.suppress(OSError, ValueError):  # the other side hung up
            if self._tls is not None:
                connection.start_tls(self._tls)
            self._talk(connection)
        connection.close()
        with self._changed:
            self.ended += 1
            self._changed.notify_all()

    def __enter__(self) -> LocalServer:
        listening = threading.Thread(target=self._listen, daemon=True)
        self._threads.append(listening)
        listening.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gone.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for connection in self._connections:
            connection.close()
        for thread in self._threads:
            thread.join(5)


def http_proxy(origin: Talk, tls: ssl.SSLContext | None = None, refused: bool = False) -> Talk:
    """A proxy that is every host itself: plain requests are answered by `origin`, tunnels end in it, over TLS."""

    def talk(connection: Connection) -> None:
        if tls is None:
            origin(connection)
            return
        if connection.read_request() is None:
            return
        connection.send(reply(status=407) if refused else b"HTTP/1.1 200 Connected\r\n\r\n")
        if not refused:
            connection.start_tls(tls)
            origin(connection)

    return talk


def socks_proxy(origin: Talk, asked: list[str]) -> Talk:
    """A SOCKS5 proxy that is every host itself, and writes down which ones it was asked for."""

    def talk(connection: Connection) -> None:
        _, methods = connection.read(2)
        connection.read(methods)
        connection.send(b"\x05\x00")
        kind = connection.read(4)[3]
        host = connection.read(connection.read(1)[0]) if kind == 3 else connection.read(4)
        asked.append(f"{host.decode()}:{int.from_bytes(connection.read(2))}")
        connection.send(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        origin(connection)

    return talk


def path_of(request: Request) -> str:
    """The path that was asked for, from a plain request or one to a proxy."""
    return urlsplit(request.target).path
