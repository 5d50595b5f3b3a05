"""The ways out: trust, proxies, and the end of a pool."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

import pytest

from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.api.pool import HttpPool
from tests.api.conftest import Certificates
from tests.api.servers import (
    Connection,
    LocalServer,
    Request,
    answering,
    http_proxy,
    path_of,
    reply,
    socks_proxy,
)
from tests.demo_process import DemoProcess

ANSWER = answering(lambda request: reply(b'{"from": "%s"}' % path_of(request).encode()))


async def both_ways(pool: HttpPool, url: str) -> tuple[Any, bytes]:
    """What a call and an upstream get from there."""
    found = await Client(url, pool).get("/call", dict[str, Any])

    def read() -> bytes:
        return b"".join(pool.open_upstream(f"{url}/upstream", {}).iter_bytes())

    return found, await asyncio.to_thread(read)


async def problems_of_both_ways(pool: HttpPool, url: str) -> set[NetworkProblem]:
    """Why neither a call nor an upstream gets an answer."""
    with pytest.raises(NetworkError) as called:
        await Client(url, pool).get("/call", dict[str, Any])
    with pytest.raises(NetworkError) as opened:
        await asyncio.to_thread(pool.open_upstream, f"{url}/upstream", {})
    assert called.value.host == opened.value.host == url.partition("://")[2].rstrip("/")
    return {called.value.problem, opened.value.problem}


BOTH = ({"from": "/call"}, b'{"from": "/upstream"}')


async def test_unknown_authority(pool: HttpPool, certificates: Certificates) -> None:
    """A certificate nobody has heard of is no good."""
    with LocalServer(ANSWER, certificates.server) as server:
        assert await problems_of_both_ways(pool, server.url) == {NetworkProblem.TLS}
        assert server.requests == []


async def test_own_authority(trusting_pool: HttpPool, certificates: Certificates) -> None:
    """Unless its authority is in the file of those that are trusted."""
    with LocalServer(ANSWER, certificates.server) as server:
        assert await both_ways(trusting_pool, server.url) == BOTH


async def test_certificate_of_another_host(trusting_pool: HttpPool, certificates: Certificates) -> None:
    """A good one, but of somebody else."""
    with LocalServer(ANSWER, certificates.other_server) as server:
        assert await problems_of_both_ways(trusting_pool, server.url) == {NetworkProblem.TLS}


async def test_no_tls_there(pool: HttpPool) -> None:
    """A server that speaks plain HTTP, asked for https."""

    def talk(connection: Connection) -> None:
        connection.read(5)
        connection.send(reply(status=400))

    with LocalServer(talk) as server:
        url = server.url.replace("http:", "https:")
        assert await problems_of_both_ways(pool, url) == {NetworkProblem.TLS}


@pytest.mark.usefixtures("hurried")
async def test_nobody_there(pool: HttpPool) -> None:
    """A port nobody listens on, a name nobody has."""
    with LocalServer(ANSWER) as server:
        pass
    assert await problems_of_both_ways(pool, server.url) == {NetworkProblem.REFUSED}
    assert await problems_of_both_ways(pool, "http://tube.invalid") == {NetworkProblem.UNKNOWN_HOST}


async def test_unusable_authorities(tmp_path: Path) -> None:
    """No such file, or nothing of the kind in it."""
    with pytest.raises(OSError, match="No such file"):
        await HttpPool.create(ca_file=tmp_path / "none.pem")
    junk = tmp_path / "junk.pem"
    junk.write_text("not a certificate")
    with pytest.raises(ssl.SSLError):
        await HttpPool.create(ca_file=junk)


@pytest.mark.parametrize(
    "proxy",
    [
        "proxy.test:3128",
        "ftp://proxy.test",
        "http://",
        "http://[::1",
        "socks4://h",
        "http://h:port",
        "file:///x",
    ],
)
async def test_unusable_proxies(proxy: str) -> None:
    """What is no address of a proxy is said at once."""
    with pytest.raises(ValueError, match="proxy"):
        await HttpPool.create(proxy=proxy)


async def _through(proxy: LocalServer, certificates: Certificates, scheme: str, login: str = "") -> HttpPool:
    return await HttpPool.create(proxy=f"{scheme}://{login}{proxy.host}", ca_file=certificates.ca_file)


async def test_plain_requests_go_through_the_proxy(certificates: Certificates) -> None:
    """With the whole address, and with the name for it to look up."""
    with LocalServer(http_proxy(ANSWER)) as proxy:
        pool = await _through(proxy, certificates, "http", "me:p%40ss@")
        assert await both_ways(pool, "http://tube.test") == BOTH
        await pool.aclose()
    assert [request.target for request in proxy.requests] == [
        "http://tube.test/call",
        "http://tube.test/upstream",
    ]
    assert {request.headers["proxy-authorization"] for request in proxy.requests} == {"Basic bWU6cEBzcw=="}
    assert {request.headers["host"] for request in proxy.requests} == {"tube.test"}


async def test_tls_goes_through_a_tunnel(certificates: Certificates) -> None:
    """The proxy sees where to, and nothing else."""
    with LocalServer(http_proxy(ANSWER, certificates.server)) as proxy:
        pool = await _through(proxy, certificates, "http")
        assert await both_ways(pool, "https://tube.test") == BOTH
        await pool.aclose()
    tunnels = [request for request in proxy.requests if request.method == "CONNECT"]
    assert [request.target for request in tunnels] == ["tube.test:443"] * 2


async def test_proxy_spoken_to_in_tls(certificates: Certificates) -> None:
    """It is checked like any other server, the file of authorities heeded."""
    with LocalServer(http_proxy(ANSWER), certificates.server) as proxy:
        pool = await _through(proxy, certificates, "https")
        assert await both_ways(pool, "http://tube.test") == BOTH
        await pool.aclose()
        requests = len(proxy.requests)
        pool = await HttpPool.create(proxy=proxy.url)
        assert await problems_of_both_ways(pool, "http://tube.test") == {NetworkProblem.TLS}
        await pool.aclose()
        assert len(proxy.requests) == requests


async def test_socks(certificates: Certificates) -> None:
    """The proxy looks the name up, not this machine."""
    asked: list[str] = []
    with LocalServer(socks_proxy(ANSWER, asked)) as proxy:
        pool = await _through(proxy, certificates, "socks5")
        assert await both_ways(pool, "http://tube.test:8080") == BOTH
        await pool.aclose()
    assert asked == ["tube.test:8080"] * 2


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_never_past_a_proxy_that_is_away(
    faulty_demo: DemoProcess, certificates: Certificates, scheme: str
) -> None:
    """Then nothing goes out at all, neither to a name nor to this very machine."""
    with LocalServer(ANSWER) as proxy:
        pass
    pool = await _through(proxy, certificates, scheme)
    for url in (faulty_demo.url, "https://tube.test", "http://localhost:1"):
        assert await problems_of_both_ways(pool, url) == {NetworkProblem.PROXY}
    await pool.aclose()
    assert faulty_demo.log() == []


@pytest.mark.usefixtures("hurried")
async def test_proxy_that_refuses(certificates: Certificates) -> None:
    """It wants a password we do not have."""
    with LocalServer(http_proxy(ANSWER, certificates.server, refused=True)) as proxy:
        pool = await _through(proxy, certificates, "http")
        assert await problems_of_both_ways(pool, "https://tube.test") == {NetworkProblem.PROXY}
        await pool.aclose()


async def test_bad_certificate_behind_a_proxy(certificates: Certificates) -> None:
    """Is the fault of the certificate, not of the proxy."""
    with LocalServer(http_proxy(ANSWER, certificates.other_server)) as proxy:
        pool = await _through(proxy, certificates, "http")
        assert await problems_of_both_ways(pool, "https://tube.test") == {NetworkProblem.TLS}
        await pool.aclose()


async def test_surroundings_do_not_matter(monkeypatch: pytest.MonkeyPatch, faulty_demo: DemoProcess) -> None:
    """Proxies and certificates of the environment are not the person's choice."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    pool = await HttpPool.create()
    assert await Client(faulty_demo.url, pool).get("/api/v1/config", dict[str, Any])
    await asyncio.to_thread(lambda: pool.open_upstream(f"{faulty_demo.url}/api/v1/config", {}).close())
    await pool.aclose()


async def test_the_end(faulty_demo: DemoProcess) -> None:
    """Calls and upstreams under way fail, and later ones do not even begin."""
    pool = await HttpPool.create()
    client = Client(faulty_demo.url, pool)
    url = f"{faulty_demo.url}/api/v1/config"
    faulty_demo.set_faults(
        [{"path": "/hang", "hang": True}, {"path": "/api/v1/config", "stall_after_bytes": 9}]
    )

    def read() -> bytes:
        upstream = pool.open_upstream(url, {}, read_seconds=60)
        pieces = upstream.iter_bytes()
        first = next(pieces)
        loop.call_soon_threadsafe(under_way.set)
        return first + b"".join(pieces)

    loop, under_way = asyncio.get_running_loop(), asyncio.Event()
    with LocalServer(answering(lambda request: reply())) as marker:
        call = asyncio.ensure_future(client.get("/hang", dict[str, Any]))
        reading = asyncio.ensure_future(asyncio.to_thread(read))
        await under_way.wait()
        await Client(marker.url, pool).download("/", max_bytes=1)
    async with asyncio.timeout(20):
        await pool.aclose()
        for waiting in (call, reading):
            with pytest.raises(NetworkError):
                await waiting
    assert await problems_of_both_ways(pool, faulty_demo.url) == {NetworkProblem.OTHER}
    assert len(faulty_demo.log()) == 2


async def test_pool_of_its_own_never_opened(faulty_demo: DemoProcess) -> None:
    """Ends without ever having had an upstream."""
    pool = await HttpPool.create()
    await pool.aclose()
    assert await problems_of_both_ways(pool, faulty_demo.url) == {NetworkProblem.OTHER}


async def test_no_cookies(pool: HttpPool) -> None:
    """Nothing a server sets comes back to it."""

    def answer(request: Request) -> bytes:
        return reply(b"{}", set_cookie="id=1; Path=/")

    with LocalServer(answering(answer)) as server:
        for _ in range(2):
            await both_ways(pool, server.url)
        assert all("cookie" not in request.headers for request in server.requests)
        assert len(server.requests) == 4


async def test_connections_are_kept(pool: HttpPool) -> None:
    """One for the calls, one for the upstreams, however many there are one after the other."""
    with LocalServer(ANSWER) as server:
        for _ in range(4):
            assert await both_ways(pool, server.url) == BOTH
        assert server.accepted == 2
