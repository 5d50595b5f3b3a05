"""HTTP for the whole process: one pool of connections.

The only file that knows httpx, and it imports it late and in a thread: that import and the first TLS context
take some 150 ms, which the window does not wait for.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import socket
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from peertube_desktop import __version__
from peertube_desktop.api import addresses, problems
from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.api.exchange import Answer, Content, header_bytes, read_body

if TYPE_CHECKING:
    import ssl

    import httpx

    from peertube_desktop.api.upstream import Line, Upstream, Upstreams

T = TypeVar("T")

USER_AGENT = f"PeerTube-Desktop/{__version__}"
CALLS_AT_ONCE = 7
DOWNLOADS_AT_ONCE = 8
UPLOADS_AT_ONCE = 4
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
DEAD_LINE_MS = 30_000
"""So long nobody has to confirm what was sent."""
KEEP_ALIVE_SECONDS = 4.0
"""PeerTube closes after 5 s: we let go first, so that no request meets a connection that is just closing."""
ERROR_BYTES = 64 * 1024
PROXY_SCHEMES = ("http://", "https://", "socks5://", "socks5h://")


class _Ways(NamedTuple):
    """The ways out of this machine, for coroutines and for threads, over one TLS context and one proxy."""

    transport: httpx.AsyncBaseTransport
    open_upstreams: Callable[[], Upstreams]


def _import_httpx() -> None:
    # Blocking: for a thread. httpx looks for its command line's libraries, some 15 ms: None stops that.
    sys.modules.setdefault("httpx._main", cast(Any, None))
    importlib.import_module("httpx")
    # The first request would import it on the loop, some 30 ms.
    with contextlib.suppress(ImportError):
        importlib.import_module("anyio._backends._asyncio")
    # httpcore tries to import it five times for each request: a third of a request's work where it is missing.
    if importlib.util.find_spec("sniffio") is None:
        sys.modules.setdefault("sniffio", cast(Any, None))


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    # Blocking: for a thread. Raises OSError or ssl.SSLError for a bad `ca_file`.
    import ssl

    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def _socket_options() -> list[tuple[int, int, int]]:
    """A line that went dead without a word is noticed, where the system can, while a slow one has its time."""
    number = getattr(socket, "TCP_USER_TIMEOUT", None)
    return [] if number is None else [(socket.IPPROTO_TCP, number, DEAD_LINE_MS)]


def _ways(proxy: str | None, context: ssl.SSLContext, user_agent: str) -> _Ways:
    import httpx

    try:
        through = httpx.Proxy(proxy) if proxy else None
    except httpx.InvalidURL:
        # Its text holds the address, perhaps with a password in it.
        raise ValueError("not the address of a proxy") from None
    if through is not None and not through.url.host:
        raise ValueError("not the address of a proxy")
    if through is not None and through.url.scheme == "https":
        through.ssl_context = context

    def open_upstreams() -> Upstreams:
        import httpcore

        from peertube_desktop.api.upstream import Upstreams

        hop = None
        if through is not None:
            hop = httpcore.Proxy(str(through.url), auth=through.raw_auth, ssl_context=through.ssl_context)
        return Upstreams(context, user_agent=user_agent, proxy=hop)

    transport = httpx.AsyncHTTPTransport(
        verify=context,
        trust_env=False,
        proxy=through,
        socket_options=_socket_options(),
        limits=httpx.Limits(
            max_connections=24, max_keepalive_connections=16, keepalive_expiry=KEEP_ALIVE_SECONDS
        ),
    )
    return _Ways(transport, open_upstreams)


@contextlib.asynccontextmanager
async def _pieces(content: Content) -> AsyncIterator[bytes | AsyncGenerator[bytes, None] | None]:
    """What httpx sends; a file that is read for it is closed at the end, however that comes."""
    if content is None or isinstance(content, bytes):
        yield content
        return
    async with contextlib.aclosing(content.chunks()) as chunks:
        yield chunks


class HttpPool:
    """The process's connections. Made with `await HttpPool.create(…)`, ended with `await pool.aclose()`."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        *,
        open_upstreams: Callable[[], Upstreams] | None = None,
        user_agent: str = USER_AGENT,
        proxied: bool = False,
    ) -> None:
        self._transport = transport
        self._open_upstreams = open_upstreams
        self._upstreams: Upstreams | None = None
        self._upstreams_lock = threading.Lock()
        self._proxied = proxied
        self._refusing = False
        self._user_agent = user_agent
        self.calls = asyncio.Semaphore(CALLS_AT_ONCE)
        self.downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)
        self.uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)

    @classmethod
    async def create(
        cls, *, proxy: str | None = None, ca_file: Path | None = None, user_agent: str = USER_AGENT
    ) -> HttpPool:
        """A pool that goes through `proxy` (`http://…`, `socks5://…`) and also trusts `ca_file`.

        Raises ValueError for a proxy's address that is none, OSError or ssl.SSLError for a bad `ca_file`.
        """
        if proxy and not proxy.startswith(PROXY_SCHEMES):
            raise ValueError("not the address of an HTTP or SOCKS proxy")
        # Side by side: reading the certificates needs no lock of Python's.
        context, _ = await asyncio.gather(
            asyncio.to_thread(_trust, ca_file), asyncio.to_thread(_import_httpx)
        )
        transport, open_upstreams = _ways(proxy, context, user_agent)
        return cls(transport, open_upstreams=open_upstreams, user_agent=user_agent, proxied=bool(proxy))

    def open_upstream(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        line: Line | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> Upstream:
        """GET `url` from a thread as far as the head of its answer; see `upstream.Upstreams.open`.

        `Line().cut()` ends the wait for it from another thread.
        """
        with self._upstreams_lock:
            if self._refusing:
                raise NetworkError(NetworkProblem.OTHER, addresses.host_of(url))
            if self._upstreams is None:
                assert self._open_upstreams is not None, "a pool for tests has none"
                self._upstreams = self._open_upstreams()
        return self._upstreams.open(url, headers, line=line, read_seconds=read_seconds)

    def refuse(self) -> None:
        """Let nothing out any more: whoever still holds this pool must not go past the one in its place."""
        with self._upstreams_lock:
            self._refusing = True

    async def aclose(self) -> None:
        """Close every connection. Calls under way fail, and so do later ones."""
        self.refuse()
        await self._transport.aclose()
        if self._upstreams is not None:
            await asyncio.to_thread(self._upstreams.close)

    async def exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: Content,
        limit: int,
        patience: float = READ_SECONDS,
    ) -> Answer:
        """One request, one answer, nothing followed and nothing repeated. `limit` bounds the body in bytes.

        `patience` is how many seconds the other side may be silent, or take nothing; infinity for who has a
        deadline of his own: Qt's loop keeps the timer of every piece that was sent until its time has come.

        Raises `NetworkError` and `BadAnswerError`, never for a status.
        """
        import httpx

        if self._refusing:
            raise NetworkError(NetworkProblem.OTHER, addresses.host_of(url))
        sent = {"User-Agent": self._user_agent, "Accept-Encoding": "gzip", **headers}
        waits = {
            "connect": CONNECT_SECONDS,
            "read": patience,
            "write": patience,
            "pool": READ_SECONDS,
        }
        try:
            async with _pieces(content) as pieces:
                if content is not None and not isinstance(content, bytes):
                    sent["Content-Length"] = str(content.length)
                request = httpx.Request(
                    method,
                    url,
                    headers=[(name.encode("ascii"), header_bytes(value)) for name, value in sent.items()],
                    content=pieces,
                    extensions={"timeout": waits},
                )
                # The bare transport, not httpx.AsyncClient: no cookies, no redirects, no addresses in a log.
                response = await self._transport.handle_async_request(request)
                raw = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
                # What was not read to its end is closed here, after the connection: collected later, outside of
                # a task, it would fail.
                async with contextlib.aclosing(raw), contextlib.aclosing(response):
                    return await self._read(response, raw, method, url, limit)
        except httpx.HTTPError as error:
            raise self._network_error(error, url) from None
        except (httpx.InvalidURL, UnicodeError, ValueError):
            # From None: their texts hold the whole address, perhaps with a token in it.
            raise NetworkError(NetworkProblem.OTHER, addresses.host_of(url)) from None

    async def _read(
        self, response: httpx.Response, chunks: AsyncIterator[bytes], method: str, url: str, limit: int
    ) -> Answer:
        status = response.status_code
        headers = {name.lower(): value for name, value in response.headers.items()}
        body = b""
        if method != "HEAD" and status not in (204, 304):
            failed = status >= 300
            body = await read_body(
                chunks,
                headers.get("content-encoding", ""),
                min(limit, ERROR_BYTES) if failed else limit,
                url,
                cut=failed,
            )
        return Answer(status, headers, body, url)

    def _network_error(self, error: httpx.HTTPError, url: str) -> NetworkError:
        import httpx

        if isinstance(error, httpx.TimeoutException):
            problem = NetworkProblem.TIMEOUT
        elif isinstance(error, httpx.ProxyError):
            problem = NetworkProblem.PROXY
        elif isinstance(
            error, httpx.ReadError | httpx.WriteError | httpx.CloseError | httpx.RemoteProtocolError
        ):
            problem = problems.network_problem(error, NetworkProblem.CUT)
        else:
            problem = problems.network_problem(error, NetworkProblem.OTHER)
            if self._proxied and isinstance(error, httpx.ConnectError) and problem is not NetworkProblem.TLS:
                problem = NetworkProblem.PROXY
        return NetworkError(problem, addresses.host_of(url), type(error).__name__)
