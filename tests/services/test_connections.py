"""The way out: through the proxy that was asked for, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import shiboken6
import trustme
from PySide6.QtCore import QObject

from peertube_desktop.api import instances
from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.services.connections import Connections, make_pool, proxy_of
from peertube_desktop.services.network import Network, WayError, WayProblem, read_proxy
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.settings import Settings, SettingsFile
from tests.demo_process import DemoProcess
from tests.services.proxies import tiny_proxy


class Way:
    """Connections, preferences and what changes them."""

    def __init__(self, root: QObject, connections: Connections, preferences: Preferences) -> None:
        self.root = root
        self.connections = connections
        self.preferences = preferences
        self.network = Network(connections, preferences)


@pytest.fixture
async def way(tmp_path: Path) -> AsyncIterator[Way]:
    root = QObject()
    settings = Settings()
    preferences = Preferences(SettingsFile(tmp_path / "settings.json"), settings, root)
    connections = Connections(await make_pool(settings), root)
    yield Way(root, connections, preferences)
    await preferences.flush()
    await connections.aclose()
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    # Here and now: a collector that runs in another thread must not do it.
    shiboken6.delete(root)


def test_a_proxy_without_an_address_is_no_direct_way() -> None:
    with pytest.raises(ValueError, match="no address"):
        proxy_of(Settings(proxy_mode="manual"))
    assert proxy_of(Settings(proxy_mode="none", proxy_url="http://a:1")) is None


@pytest.mark.parametrize("url", ["ftp://a", "http://[::1", "nonsense", "http://a:port"])
async def test_no_pool_for_a_proxy_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="proxy"):
        await make_pool(Settings(proxy_mode="manual", proxy_url=url))


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("proxy.example:3128", "http://proxy.example:3128"),
        (" http://proxy.example ", "http://proxy.example"),
        ("https://proxy.example:443/", "https://proxy.example:443"),
        ("socks5://127.0.0.1:9050", "socks5://127.0.0.1:9050"),
        ("socks5h://me:pass@proxy:1080", "socks5h://me:pass@proxy:1080"),
        ("[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_addresses_as_they_are_typed(typed: str, whole: str) -> None:
    assert read_proxy(typed) == whole


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", WayProblem.NO_ADDRESS),
        ("ftp://proxy.example", WayProblem.SCHEME),
        ("file:///etc/passwd", WayProblem.SCHEME),
        ("http://", WayProblem.HOST),
        ("http://pro xy", WayProblem.HOST),
        ("http://proxy/path", WayProblem.HOST),
        ("http://[::1", WayProblem.HOST),
        ("proxy:99999", WayProblem.PORT),
        ("proxy:0", WayProblem.PORT),
        ("proxy:", WayProblem.PORT),
        ("proxy:http", WayProblem.PORT),
    ],
)
def test_what_is_no_address_of_a_proxy(typed: str, problem: WayProblem) -> None:
    with pytest.raises(WayError) as caught:
        read_proxy(typed)
    assert caught.value.problem is problem


@pytest.mark.parametrize("kind", ["http", "socks"])
async def test_from_the_change_on_everything_goes_through_the_proxy(
    way: Way, demo_82: DemoProcess, kind: str
) -> None:
    client = way.connections.client(demo_82.url)
    await instances.get_config(client)
    replaced = []
    way.connections.replaced.connect(lambda: replaced.append(True))
    async with tiny_proxy(kind) as proxy:
        scheme = "http" if kind == "http" else "socks5"
        await way.network.go_through(f"{scheme}://127.0.0.1:{proxy.port}")
        assert replaced == [True]
        assert way.preferences.current.proxy_mode == "manual"
        # A client that somebody kept goes the new way too, and so do bytes for the player.
        await instances.get_stats(client)
        assert proxy.asked == [demo_82.host]
        upstream = await asyncio.to_thread(way.connections.open_upstream, f"{demo_82.url}/api/v1/config", {})
        body = await asyncio.to_thread(lambda: b"".join(upstream.iter_bytes()))
        assert b"serverVersion" in body
        assert proxy.asked == [demo_82.host] * 2
        await way.network.go_direct()
        await instances.get_stats(client)
        assert len(proxy.asked) == 2
        assert way.preferences.current.proxy_url


async def test_a_proxy_that_is_not_there_lets_nothing_through(way: Way, demo_82: DemoProcess) -> None:
    await way.network.go_through("http://127.0.0.1:9")
    with pytest.raises(NetworkError) as caught:
        await instances.get_config(way.connections.client(demo_82.url))
    assert caught.value.problem is NetworkProblem.PROXY


async def test_a_pool_that_was_replaced_lets_nothing_out(way: Way, faulty_demo: DemoProcess) -> None:
    old = await make_pool(Settings())
    way.connections.use(old)
    way.connections.use(await make_pool(Settings()))
    faulty_demo.clear()
    with pytest.raises(NetworkError):
        await old.exchange("GET", f"{faulty_demo.url}/api/v1/config", {}, None, 1000)
    with pytest.raises(NetworkError):
        old.open_upstream(f"{faulty_demo.url}/api/v1/config", {})
    assert not faulty_demo.log()


async def test_a_bad_proxy_leaves_the_way_as_it_was(way: Way, demo_82: DemoProcess) -> None:
    replaced = []
    way.connections.replaced.connect(lambda: replaced.append(True))
    with pytest.raises(WayError):
        await way.network.go_through("gopher://proxy.example")
    assert way.preferences.current == Settings()
    assert not replaced
    await instances.get_config(way.connections.client(demo_82.url))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, WayProblem.NO_FILE),
        (b"", WayProblem.NO_CERTIFICATE),
        (b"no certificate at all", WayProblem.NO_CERTIFICATE),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", WayProblem.NO_CERTIFICATE),
    ],
)
async def test_a_bad_certificate_file_is_refused(
    way: Way, tmp_path: Path, content: bytes | None, problem: WayProblem
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WayError) as caught:
        await way.network.trust(str(path))
    assert caught.value.problem is problem
    assert way.preferences.current.ca_file == ""


async def test_a_good_certificate_file_is_trusted_and_taken_back(way: Way, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    await way.network.trust(str(path))
    assert way.preferences.current.ca_file == str(path)
    await way.network.trust("")
    assert way.preferences.current.ca_file == ""
