"""A video's bytes for threads: opened blocking, read in pieces, let go of at once from any other thread.

Built on httpcore, the layer underneath httpx: only there can a thread's socket be reached while it still
waits for the head of an answer.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpcore

from peertube_desktop.api import addresses, problems
from peertube_desktop.api.errors import NetworkError, NetworkProblem

CONNECTIONS = 16
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
KEEP_ALIVE_SECONDS = 4.0
LETTING_GO_SECONDS = 0.5


class Line:
    """What one request uses of the network. `cut` from any thread ends its waiting at once.

    Given to `Upstreams.open` it can end that too, before there is an `Upstream` to close.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stream: httpcore.NetworkStream | None = None
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
                _shut_down(self._stream)

    def use(self, stream: httpcore.NetworkStream) -> None:
        """The request is about to wait for `stream`."""
        with self._lock:
            self._stream = stream
            if self._is_cut:
                _shut_down(stream)

    def leave(self) -> None:
        """The connection goes back to the pool: from now on it is somebody else's."""
        with self._lock:
            self._stream = None


def _shut_down(stream: httpcore.NetworkStream) -> None:
    sock = stream.get_extra_info("socket")
    if isinstance(sock, socket.socket):
        # Not `sock.shutdown()`: a TLS socket's own takes the session from under the thread that reads.
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Users(threading.local):
    """The request each thread is working on."""

    line: Line | None = None


class _Stream(httpcore.NetworkStream):
    """A connection that makes itself known to its request before it may block."""

    def __init__(self, stream: httpcore.NetworkStream, users: _Users) -> None:
        self._stream = stream
        self._users = users
        self._make_known()

    def _make_known(self) -> None:
        if self._users.line is not None:
            self._users.line.use(self._stream)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._make_known()
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._make_known()
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._make_known()
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._users)

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
        return _Stream(stream, self._users)


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
        with request.working():
            response = self._pool.handle_request(
                httpcore.Request(
                    "GET",
                    httpcore.URL(
                        scheme=target.scheme.encode("ascii"),
                        host=target.host.encode("ascii"),
                        port=target.port,
                        target=target.path.encode("ascii"),
                    ),
                    headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.items()],
                    extensions={"timeout": waits},
                )
            )
        return Upstream(response, request)

    def close(self) -> None:
        """Close the connections that are not in use."""
        with contextlib.suppress(RuntimeError):
            self._pool.close()
