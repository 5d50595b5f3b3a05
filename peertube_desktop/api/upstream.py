"""A video's bytes for threads: opened blocking, read in pieces, let go of at once from any other thread.

Built on httpcore, the layer underneath httpx: only there can a thread's socket be reached while it still
waits for the head of an answer.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpcore

from peertube_desktop.api import addresses, problems
from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.api.exchange import header_bytes

CONNECTIONS = 16
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
KEEP_ALIVE_SECONDS = 4.0
LETTING_GO_SECONDS = 0.5


class _Grip:
    """A second hold on a connection's socket: TLS takes the first one away while it shakes hands."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        sock = stream.get_extra_info("socket")
        self._lock = threading.Lock()
        self._sock: socket.socket | None = sock.dup() if isinstance(sock, socket.socket) else None

    def shut_down(self) -> None:
        """Whoever waits on the connection, in either direction, is told that it has ended."""
        with self._lock:
            if self._sock is not None:
                with contextlib.suppress(OSError):
                    self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of it; the connection ends when its own socket is closed too."""
        with self._lock:
            if self._sock is not None:
                self._sock.close()
                self._sock = None


class Line:
    """What one request uses of the network. `cut` from any thread ends its waiting at once.

    Given to `Upstreams.open` it can end that too, before there is an `Upstream` to close. For one request.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stream: _Stream | None = None
        self._is_cut = False

    @property
    def is_cut(self) -> bool:
        """Whether `cut` was called."""
        return self._is_cut

    def cut(self) -> None:
        """What waits on the connection comes back with an error, now or as soon as it uses one."""
        with self._lock:
            self._is_cut = True
            if self._stream is not None:
                self._stream.shut_down()

    def use(self, stream: _Stream) -> None:
        """The request is about to wait for `stream`."""
        with self._lock:
            self._stream = stream
            if self._is_cut:
                stream.shut_down()

    def leave(self) -> None:
        """The connection goes back to the pool: from now on it is somebody else's."""
        with self._lock:
            self._stream = None

    def drop(self) -> None:
        """The request failed, and nobody else will have its connection."""
        with self._lock:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()


class _Users(threading.local):
    """The request each thread is working on."""

    line: Line | None = None


class _Stream(httpcore.NetworkStream):
    """A connection that makes itself known to its request before it may block."""

    def __init__(self, stream: httpcore.NetworkStream, users: _Users, grip: _Grip) -> None:
        self._stream = stream
        self._users = users
        self._grip = grip
        self._make_known()

    def _make_known(self) -> None:
        if self._users.line is not None:
            self._users.line.use(self)

    def shut_down(self) -> None:
        """End the waiting of whoever uses it, from any thread."""
        self._grip.shut_down()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._make_known()
        # A SOCKS proxy's words are read without a timeout.
        return self._stream.read(max_bytes, CONNECT_SECONDS if timeout is None else timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._make_known()
        self._stream.write(buffer, CONNECT_SECONDS if timeout is None else timeout)

    def close(self) -> None:
        self._grip.close()
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._make_known()
        try:
            inner = self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            self.close()
            raise
        return _Stream(inner, self._users, self._grip)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.SyncBackend):
    def __init__(self, users: _Users) -> None:
        self._users = users

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream, self._users, _Grip(stream))


class Upstream:
    """An answer that is being read: its status, its headers (names in lower case), then its bytes."""

    def __init__(self, response: httpcore.Response, request: _Request) -> None:
        self.status: int = response.status
        self.headers: Mapping[str, str] = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
        }
        self._response = response
        self._request = request
        self._using = threading.Lock()
        self._closed = False

    def iter_bytes(self) -> Iterator[bytes]:
        """The body's pieces as they come, for one thread.

        Raises `NetworkError` where the body ends before it should, and after `close`.
        """
        pieces: Iterator[bytes] | None = None
        try:
            while True:
                with self._using, self._request.working():
                    if self._closed:
                        raise NetworkError(NetworkProblem.CUT, self._request.host)
                    pieces = pieces or self._response.iter_stream()
                    piece = next(pieces, None)
                    if piece is None:
                        self._give_back()
                        return
                yield piece
        finally:
            self.close()

    def close(self) -> None:
        """Let go, at once and from any thread: a read that waits raises. May be called again."""
        if self._closed:
            return
        self._request.line.cut()
        # A thread that reads holds this until the cut throws it out, and then closes by itself.
        if self._using.acquire(timeout=LETTING_GO_SECONDS):
            try:
                self._give_back()
            finally:
                self._using.release()

    def _give_back(self) -> None:
        if not self._closed:
            self._closed = True
            # First: from here on a cut would hit whoever has the connection next.
            self._request.line.leave()
            with contextlib.suppress(httpcore.NetworkError, httpcore.ProtocolError, OSError):
                self._response.close()


class _Request:
    """Where an answer comes from and how its errors are told."""

    def __init__(self, host: str, line: Line, users: _Users, proxied: bool) -> None:
        self.host = host
        self.line = line
        self._users = users
        self._proxied = proxied

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """What blocks in here can be cut, and raises nothing but `NetworkError`."""
        self._users.line = self.line
        try:
            yield
        except httpcore.TimeoutException as error:
            raise self._error(NetworkProblem.TIMEOUT, error) from None
        except httpcore.ProxyError as error:
            raise self._error(NetworkProblem.PROXY, error) from None
        except httpcore.ConnectError as error:
            problem = problems.network_problem(error, NetworkProblem.OTHER)
            if self._proxied and problem is not NetworkProblem.TLS:
                problem = NetworkProblem.PROXY
            raise self._error(problem, error) from None
        except (httpcore.NetworkError, httpcore.RemoteProtocolError, OSError) as error:
            raise self._error(problems.network_problem(error, NetworkProblem.CUT), error) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, RuntimeError, ValueError) as error:
            raise self._error(NetworkProblem.OTHER, error) from None
        finally:
            self._users.line = None

    @contextlib.contextmanager
    def dropped_on_failure(self) -> Iterator[None]:
        """What fails in here leaves no connection behind; httpcore forgets some."""
        try:
            yield
        except BaseException:
            self.line.drop()
            raise

    def _error(self, problem: NetworkProblem, error: Exception) -> NetworkError:
        if self.line.is_cut:
            problem = NetworkProblem.CUT
        return NetworkError(problem, self.host, type(error).__name__)


class Upstreams:
    """Opens upstreams over connections of its own, kept alive between them. For any number of threads."""

    def __init__(
        self, context: ssl.SSLContext, *, user_agent: str, proxy: httpcore.Proxy | None = None
    ) -> None:
        self._users = _Users()
        self._user_agent = user_agent
        self._proxied = proxy is not None
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            proxy=proxy,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=_Backend(self._users),
        )
        self._lock = threading.Lock()
        self._lines: weakref.WeakSet[Line] = weakref.WeakSet()
        self._closed = False

    def open(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        line: Line | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> Upstream:
        """GET `url` with `headers` as far as the head of the answer, whatever it is. No redirect is followed.

        Waits at most 10 s for the connection and `read_seconds` for each piece. Raises `NetworkError`.
        """
        request = _Request(addresses.host_of(url), line or Line(), self._users, self._proxied)
        target = addresses.on_the_wire(url)
        if target is None:
            raise NetworkError(NetworkProblem.OTHER, request.host)
        with self._lock:
            if self._closed:
                raise NetworkError(NetworkProblem.OTHER, request.host)
            self._lines.add(request.line)
        sent = {name.lower(): value for name, value in headers.items()} | {
            "host": target.host_header,
            "user-agent": self._user_agent,
            "accept-encoding": "identity",
        }
        waits = {
            "connect": CONNECT_SECONDS,
            "read": read_seconds,
            "write": read_seconds,
            "pool": CONNECT_SECONDS,
        }
        with request.working(), request.dropped_on_failure():
            response = self._pool.handle_request(
                httpcore.Request(
                    "GET",
                    httpcore.URL(
                        scheme=target.scheme.encode("ascii"),
                        host=target.host.encode("ascii"),
                        port=target.port,
                        target=target.path.encode("ascii"),
                    ),
                    headers=[(name.encode("ascii"), header_bytes(value)) for name, value in sent.items()],
                    extensions={"timeout": waits},
                )
            )
        return Upstream(response, request)

    def close(self) -> None:
        """Close every connection. What waits comes back with an error, and nothing is opened any more."""
        with self._lock:
            self._closed = True
            lines = list(self._lines)
        for line in lines:
            line.cut()
        self._pool.close()
