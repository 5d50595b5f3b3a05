"""Instances: addresses as people type them, what answers there, and those that are remembered."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from peertube_desktop.api.errors import (
    AnswerProblem,
    BadAnswerError,
    NetworkError,
    NetworkProblem,
    ServerError,
)
from peertube_desktop.services.instances import (
    InstanceError,
    InstanceInfo,
    Instances,
    ProblemKind,
    read_address,
)
from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.library import Library
from tests.demo_process import DemoProcess
from tests.ui.things import make_things


@pytest.fixture
async def instances(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Instances]:
    async with make_things(qapp, tmp_path) as things:
        yield things.instances


@pytest.mark.parametrize(
    ("typed", "origins"),
    [
        ("tube.example", ["https://tube.example"]),
        ("  TUBE.example/ ", ["https://tube.example"]),
        ("https://tube.example/w/abc?start=3", ["https://tube.example"]),
        ("http://tube.example", ["http://tube.example"]),
        ("tube.example:8443/videos/trending", ["https://tube.example:8443"]),
        ("peertube://tube.example", ["https://tube.example"]),
        ("tübe.example", ["https://xn--tbe-hoa.example"]),
        ("localhost:9000", ["http://localhost:9000", "https://localhost:9000"]),
        ("127.0.0.1:9000", ["http://127.0.0.1:9000", "https://127.0.0.1:9000"]),
        ("[::1]:9000", ["http://[::1]:9000", "https://[::1]:9000"]),
    ],
)
def test_an_address_is_read_in_any_form(typed: str, origins: list[str]) -> None:
    assert read_address(typed) == origins


@pytest.mark.parametrize(
    "typed",
    ["", "cats", "two words", "ftp://tube.example", "file:///etc/passwd", "javascript:alert(1)", "a@tube.example",
     "tube.example:99999", "https://", "//[bad", "https://user:pw@tube.example"],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(InstanceError) as caught:
        read_address(typed)
    assert caught.value.kind is ProblemKind.NOT_AN_ADDRESS


async def test_a_peertube_says_who_it_is(instances: Instances, demo: DemoProcess) -> None:
    for typed in (demo.url, demo.host, demo.url + "/w/anything", f"peertube://{demo.host}/"):
        info = await instances.probe(typed)
        assert info.origin == demo.url
        assert info.name
        assert info.version[0] in "68"
        assert info.redirected_from == ""


async def test_a_host_that_is_not_there(instances: Instances) -> None:
    with pytest.raises(NetworkError) as caught:
        await instances.probe("nobody.invalid")
    assert caught.value.problem is NetworkProblem.UNKNOWN_HOST


async def test_a_port_where_nobody_listens(instances: Instances) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(NetworkError) as caught:
            await instances.probe(f"http://127.0.0.1:{port}")
    assert caught.value.problem is NetworkProblem.REFUSED


async def test_no_tls_where_it_is_asked_for(instances: Instances, demo_82: DemoProcess) -> None:
    with pytest.raises(NetworkError) as caught:
        await instances.probe(f"https://{demo_82.host}")
    assert caught.value.problem is NetworkProblem.TLS


@pytest.mark.parametrize(
    "rule",
    [
        {"body": "<!doctype html><title>Welcome to nginx</title>"},
        {"status": 404},
        {"body": {"serverVersion": "mastodon", "instance": {}}},
        {"body": {"uri": "mastodon.example"}},
        {"truncate": 40},
    ],
)
async def test_something_else_than_a_peertube(
    instances: Instances, faulty_demo: DemoProcess, rule: dict[str, object]
) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/config", **rule}])
    with pytest.raises(InstanceError) as caught:
        await instances.probe(faulty_demo.url)
    assert caught.value.kind is ProblemKind.NOT_PEERTUBE
    assert caught.value.host == faulty_demo.host


async def test_a_peertube_from_long_ago(instances: Instances, faulty_demo: DemoProcess) -> None:
    body = {"serverVersion": "3.4.1", "instance": {"name": "Old"}}
    faulty_demo.set_faults([{"path": "/api/v1/config", "body": body}])
    with pytest.raises(InstanceError) as caught:
        await instances.probe(faulty_demo.url)
    assert (caught.value.kind, caught.value.version) == (ProblemKind.TOO_OLD, "3.4.1")


async def test_a_peertube_that_is_being_mended(instances: Instances, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/config", "status": 503, "headers": {"Retry-After": "3600"}}])
    with pytest.raises(ServerError):
        await instances.probe(faulty_demo.url)


async def test_where_a_redirect_leads_is_told(
    instances: Instances, faulty_demo: DemoProcess, demo_63: DemoProcess
) -> None:
    there = {"Location": f"{demo_63.url}/api/v1/config"}
    faulty_demo.set_faults([{"path": "/api/v1/config", "status": 301, "headers": there}])
    info = await instances.probe(faulty_demo.url)
    assert (info.origin, info.redirected_from) == (demo_63.url, faulty_demo.host)


async def test_a_redirect_to_a_file_is_not_followed(instances: Instances, faulty_demo: DemoProcess) -> None:
    there = {"Location": "file:///etc/hostname"}
    faulty_demo.set_faults([{"path": "/api/v1/config", "status": 302, "headers": there}])
    with pytest.raises(InstanceError) as caught:
        await instances.probe(faulty_demo.url)
    cause = caught.value.__cause__
    assert isinstance(cause, BadAnswerError)
    assert cause.problem is AnswerProblem.REDIRECT


async def test_those_that_were_used_are_remembered(instances: Instances) -> None:
    moved: list[str] = []
    instances.current_changed.connect(lambda origin: moved.append(origin))
    await instances.use(InstanceInfo("https://a.example", "A", "8.2.0"))
    await instances.use(InstanceInfo("https://b.example", "B", "6.3.0"))
    assert [known.name for known in instances.known] == ["B", "A"]
    instances.switch("https://a.example")
    assert instances.current == "https://a.example"
    assert [known.name for known in instances.known] == ["A", "B"]
    instances.switch("https://unknown.example")
    assert moved == ["https://a.example", "https://b.example", "https://a.example"]
    await instances.forget("https://b.example")
    await instances.load()
    assert [known.name for known in instances.known] == ["A"]


async def test_one_is_browsed_though_the_list_cannot_be_written(qapp: QApplication, tmp_path: Path) -> None:
    async with make_things(qapp, tmp_path) as things:
        closed = Library(Db(tmp_path / "closed.sqlite"))
        instances = Instances(things.connections, closed, things.preferences, things.root)
        with pytest.raises(StoreError):
            await instances.use(InstanceInfo("https://a.example", "A", "8.2.0"))
        instances.visit("https://b.example")
        instances.switch("https://a.example")
        assert instances.current == "https://a.example"


async def test_the_index_is_searched(instances: Instances, demo: DemoProcess) -> None:
    instances.index_address = demo.url
    everything = instances.index()
    found = await everything.next_page()
    assert everything.total == len(found) > 10
    counts = [one.total_local_videos for one in found]
    assert counts == sorted(counts, reverse=True)
    french = await instances.index(language="fr").next_page()
    assert 0 < len(french) < len(found)
    assert all("fr" in one.languages for one in french)
    assert [one.name for one in await instances.index("pedal").next_page()] == ["Pedal Tube"]
    assert await instances.index("no such thing").next_page() == []
