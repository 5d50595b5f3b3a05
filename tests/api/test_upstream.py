"""A video's bytes for threads: what is sent, what comes, and that every wait can be ended."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peertube_desktop.api.errors import NetworkError, NetworkProblem
from peertube_desktop.api.upstream import Line, Upstream, Upstreams
from tests.api.conftest import Certificates
from tests.api.servers import Connection, LocalServer, answering, reply
from tests.demo_process import DemoProcess

PATIENCE = 20.0
FOR_EVER = 3600.0


@pytest.fixture
def upstreams() -> Iterator[Upstreams]:
    """Connections of a test."""
    made = Upstreams(ssl.create_default_context(), user_agent="tests")
    yield made
    made.close()


@pytest.fixture(scope="module")
def clip(demo_82: DemoProcess) -> str:
    """The address of a video file."""
    for listed in demo_82.get("/api/v1/videos?count=50")["data"]:
        video: dict[str, Any] = demo_82.get(f"/api/v1/videos/{listed['uuid']}")
        if video["files"]:
            return str(video["files"][0]["fileUrl"])
    raise AssertionError("no video has a file")


def read(upstream: Upstream) -> bytes:
    """All that comes."""
    return b"".join(upstream.iter_bytes())


class Waiting:
    """Something blocking in a thread of its own, expected to end with a `NetworkError`."""

    def __init__(self, what: Callable[[], object]) -> None:
        self.error: NetworkError | None = None
        self._what = what
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._what()
        except NetworkError as error:
            self.error = error

    def problem(self) -> NetworkProblem | None:
        """Why it ended. The wait for that is far shorter than any timeout of the connection."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "still waiting"
        return self.error.problem if self.error else None


def test_whole_file_and_parts_of_it(upstreams: Upstreams, clip: str) -> None:
    """The status and headers as they are, the bytes as they are on the server."""
    whole = upstreams.open(clip, {})
    body = read(whole)
    assert (whole.status, len(body)) == (200, int(whole.headers["content-length"]))
    part = upstreams.open(clip, {"Range": "bytes=100-1099"})
    assert part.status == 206
    assert part.headers["content-range"] == f"bytes 100-1099/{len(body)}"
    assert read(part) == body[100:1100]
    assert read(upstreams.open(clip, {"Range": f"bytes={len(body) - 5}-"})) == body[-5:]
    beyond = upstreams.open(clip, {"Range": f"bytes={len(body)}-"})
    assert beyond.status == 416
    beyond.close()


@settings(max_examples=40, deadline=None)
@given(first=st.integers(0, 60_000), length=st.integers(1, 60_000))
def test_any_range(upstreams_for_ranges: tuple[Upstreams, str, bytes], first: int, length: int) -> None:
    """What comes is what lies there."""
    upstreams, url, body = upstreams_for_ranges
    part = upstreams.open(url, {"Range": f"bytes={first}-{first + length - 1}"})
    got = read(part)
    if first < len(body):
        assert (part.status, got) == (206, body[first : first + length])
    else:
        assert part.status == 416


@pytest.fixture(scope="module")
def upstreams_for_ranges(clip: str) -> Iterator[tuple[Upstreams, str, bytes]]:
    """Connections, and a file with its bytes."""
    made = Upstreams(ssl.create_default_context(), user_agent="tests")
    yield made, clip, read(made.open(clip, {}))
    made.close()


def test_what_is_sent(upstreams: Upstreams) -> None:
    """The headers that are given; never an offer to pack, and the host is that of the address."""
    with LocalServer(answering(lambda request: reply(b"x"))) as server:
        given = {
            "Authorization": "Bearer t", "x-peertube-video-password": "sécret", "Range": "bytes=3-",
            "Host": "elsewhere.test", "Accept-Encoding": "gzip", "User-Agent": "other",
        }  # fmt: skip
        assert read(upstreams.open(f"{server.url}/a b".replace(" ", "%20") + "?q=ü&r=%2F", given)) == b"x"
        [request] = server.requests
    assert request.target == "/a%20b?q=%C3%BC&r=%2F"
    assert request.headers == {
        "authorization": "Bearer t", "x-peertube-video-password": "sécret", "range": "bytes=3-",
        "host": server.host, "accept-encoding": "identity", "user-agent": "tests",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "file:///etc/hostname",
            "ftp://h/",
            "http://u:p@127.0.0.1/",
            "http://127.0.0.1:0/",
            "//127.0.0.1/",
        ),
        *(
            "http://127.0.0.1/\r\nX: y",
            "http://127.0.0.1/ HTTP/1.0",
            "http://127.0.0.1/\ud800",
            "http://.\u3002/",
        ),
    ],
)
def test_what_is_no_address(upstreams: Upstreams, url: str) -> None:
    """Is not opened."""
    with pytest.raises(NetworkError) as caught:
        upstreams.open(url, {})
    assert caught.value.problem is NetworkProblem.OTHER


@pytest.mark.parametrize("headers", [{"Range": "a\r\nX: y"}, {"X\r\nY": "z"}, {"Ü": "x"}])
def test_headers_that_break_out(upstreams: Upstreams, headers: dict[str, str]) -> None:
    """Nothing goes out."""
    with LocalServer(answering(lambda request: reply(b"x"))) as server:
        with pytest.raises(NetworkError) as caught:
            upstreams.open(server.url, headers)
        assert caught.value.problem is NetworkProblem.OTHER
        assert server.requests == []


def test_redirects_are_told_and_not_followed(upstreams: Upstreams, faulty_demo: DemoProcess) -> None:
    """Whoever asks decides, and takes the credentials off."""
    faulty_demo.set_faults([{"status": 302, "headers": {"Location": "file:///etc/hostname"}}])
    upstream = upstreams.open(f"{faulty_demo.url}/x", {"Authorization": "Bearer t"})
    assert (upstream.status, upstream.headers["location"]) == (302, "file:///etc/hostname")
    upstream.close()
    assert len(faulty_demo.log()) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_errors_are_answers(upstreams: Upstreams, faulty_demo: DemoProcess, status: int) -> None:
    """With their headers and bodies."""
    faulty_demo.set_faults([{"status": status, "body": "no", "headers": {"Retry-After": "3"}}])
    upstream = upstreams.open(f"{faulty_demo.url}/x", {})
    assert (upstream.status, upstream.headers["retry-after"], read(upstream)) == (status, "3", b"no")


@pytest.mark.parametrize("rule", [{"reset": True}, {"cut_after_bytes": 1000}, {"cut_after_bytes": 0}])
def test_lost_connections(
    upstreams: Upstreams, faulty_demo: DemoProcess, clip: str, rule: dict[str, Any]
) -> None:
    """A body that ends too early is no whole one."""
    path = clip.partition("/static")[2]
    faulty_demo.set_faults([{"path": "/static", **rule}])
    got: list[bytes] = []
    with pytest.raises(NetworkError) as caught:
        got.extend(upstreams.open(f"{faulty_demo.url}/static{path}", {}).iter_bytes())
    assert (caught.value.problem, caught.value.host) == (NetworkProblem.CUT, faulty_demo.host)
    assert len(b"".join(got)) == rule.get("cut_after_bytes", 0)


@pytest.mark.parametrize("rule", [{"hang": True}, {"stall_after_bytes": 5, "body": "x" * 10}])
def test_silence(upstreams: Upstreams, faulty_demo: DemoProcess, rule: dict[str, Any]) -> None:
    """Is a timeout after the time that was given."""
    faulty_demo.set_faults([rule])
    with pytest.raises(NetworkError) as caught:
        read(upstreams.open(f"{faulty_demo.url}/x", {}, read_seconds=0.2))
    assert caught.value.problem is NetworkProblem.TIMEOUT


def test_cut_before_the_head(upstreams: Upstreams) -> None:
    """While the server has not said a word."""
    line = Line()

    def talk(connection: Connection) -> None:
        connection.read_request()
        connection.gone.wait()

    with LocalServer(talk) as server:
        waiting = Waiting(lambda: upstreams.open(server.url, {}, line=line, read_seconds=FOR_EVER))
        server.wait_for(1)
        assert not line.is_cut
        line.cut()
        assert waiting.problem() is NetworkProblem.CUT
        assert line.is_cut


def test_cut_before_it_begins(upstreams: Upstreams) -> None:
    """A line that is cut is of no use any more."""
    line = Line()
    line.cut()
    with LocalServer(answering(lambda request: reply(b"x"))) as server:
        with pytest.raises(NetworkError) as caught:
            upstreams.open(server.url, {}, line=line)
        assert caught.value.problem is NetworkProblem.CUT
        assert read(upstreams.open(server.url, {})) == b"x"


def test_cut_while_shaking_hands(upstreams: Upstreams) -> None:
    """A server that takes the connection and never speaks TLS."""
    line = Line()
    greeted = threading.Event()

    def talk(connection: Connection) -> None:
        connection.read(5)
        greeted.set()
        connection.gone.wait()

    with LocalServer(talk) as server:
        url = server.url.replace("http:", "https:")
        waiting = Waiting(lambda: upstreams.open(url, {}, line=line))
        assert greeted.wait(PATIENCE)
        line.cut()
        assert waiting.problem() is NetworkProblem.CUT


@pytest.mark.parametrize("safe", [False, True])
def test_close_while_somebody_reads(certificates: Certificates, safe: bool) -> None:
    """From another thread, in the middle of the body, over TLS or not."""
    context = ssl.create_default_context(cafile=str(certificates.ca_file))
    upstreams = Upstreams(context, user_agent="tests")

    def talk(connection: Connection) -> None:
        connection.read_request()
        connection.send(reply(b"x" * 1000)[:-500])
        connection.gone.wait()

    with LocalServer(talk, certificates.server if safe else None) as server:
        upstream = upstreams.open(server.url, {}, read_seconds=FOR_EVER)
        pieces = upstream.iter_bytes()
        assert next(pieces)
        waiting = Waiting(lambda: list(pieces))
        upstream.close()
        assert waiting.problem() is NetworkProblem.CUT
        upstream.close()
        with pytest.raises(NetworkError):
            next(upstream.iter_bytes())
    upstreams.close()


def test_everything_ends_with_the_connections(upstreams: Upstreams) -> None:
    """Who waits for a head, who waits for a body; and nothing is opened any more."""

    def talk(connection: Connection) -> None:
        request = connection.read_request()
        if request is not None and request.target == "/body":
            connection.send(reply(b"x" * 1000)[:-500])
        connection.gone.wait()

    with LocalServer(talk) as server:
        upstream = upstreams.open(f"{server.url}/body", {}, read_seconds=FOR_EVER)
        waiting = [
            Waiting(lambda: read(upstream)),
            Waiting(lambda: upstreams.open(f"{server.url}/head", {}, read_seconds=FOR_EVER)),
        ]
        server.wait_for(2)
        upstreams.close()
        assert [one.problem() for one in waiting] == [NetworkProblem.CUT] * 2
        with pytest.raises(NetworkError):
            upstreams.open(server.url, {})
        assert len(server.requests) == 2


def test_late_cut_hits_nobody_else(upstreams: Upstreams) -> None:
    """A connection that was given back is no business of those who had it before."""
    with LocalServer(answering(lambda request: reply(b"x" * 10))) as server:
        line = Line()
        first = upstreams.open(server.url, {}, line=line)
        assert read(first) == b"x" * 10
        assert not line.is_cut
        second = upstreams.open(server.url, {})
        line.cut()
        first.close()
        assert read(second) == b"x" * 10
        assert server.accepted == 1


def test_left_alone_in_the_middle(upstreams: Upstreams) -> None:
    """A connection with half a body in it is not used again; one that was read to the end is."""
    with LocalServer(answering(lambda request: reply(b"x" * 1_000_000))) as server:
        for n in range(1, 20):
            upstream = upstreams.open(server.url, {})
            for _ in upstream.iter_bytes():
                break
            upstream.close()
            assert server.accepted == n
        read(upstreams.open(server.url, {}))
        read(upstreams.open(server.url, {}))
        assert server.accepted == 20


def test_many_threads(upstreams: Upstreams, clip: str) -> None:
    """Each gets its own bytes, and those that are closed disturb no others."""
    body = read(upstreams.open(clip, {}))
    wrong: list[int] = []

    def work(number: int) -> None:
        for step in range(10):
            first = (number * 37 + step * 101) % (len(body) - 100)
            upstream = upstreams.open(clip, {"Range": f"bytes={first}-"})
            if (number + step) % 3 == 0:
                upstream.close()
            elif read(upstream) != body[first:]:
                wrong.append(first)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


async def test_closing_does_not_hold_up_the_loop(upstreams: Upstreams) -> None:
    """A silent server, a reader in a thread, and `close` on the loop."""

    def talk(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx")
        connection.gone.wait()

    with LocalServer(talk) as server:
        upstream = await asyncio.to_thread(upstreams.open, server.url, {}, read_seconds=FOR_EVER)
        reading = asyncio.ensure_future(asyncio.to_thread(read, upstream))
        await asyncio.sleep(0)
        upstream.close()
        with pytest.raises(NetworkError):
            async with asyncio.timeout(PATIENCE):
                await reading
