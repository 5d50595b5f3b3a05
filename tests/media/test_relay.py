"""The relay against the demo instance and its faults: what libVLC gets to see."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from peertube_desktop.media.relay import Relay
from peertube_desktop.media.relay_media import RelayMedia
from peertube_desktop.media.source import FileSource, Patience, Reason, RelayState, RelayStatus, Source
from tests.demo_process import ROOT, DemoProcess
from tests.media.playing import CHART, hls, mp4
from tests.media.upstream import opener

PATIENCE = Patience(silence=0.4, waits=(0.02, 0.05), refused_tries=3)
CLIP = ROOT / "resources/demo/clips/chart/360.mp4"
WHOLE = CLIP.read_bytes()
FILE = r"/static/web-videos/.*-360\.mp4"


@pytest.fixture
def relay() -> Iterator[Relay]:
    served = Relay(opener, PATIENCE)
    yield served
    served.close()


class Answer:
    """What a player gets."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request("GET", parts.path, headers=headers or {})
        response = connection.getresponse()
        self.status = response.status
        self.headers = response.headers
        try:
            self.body = response.read()
            self.cut = False
        except http.client.IncompleteRead as error:
            self.body = error.partial
            self.cut = True
        connection.close()


class States:
    """Hears what the relay tells."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.all: list[RelayState] = []

    def __call__(self, state: RelayState) -> None:
        with self._changed:
            self.all.append(state)
            self._changed.notify_all()

    def wait_for(self, kind: RelayStatus) -> RelayState:
        """The first state of that kind."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(state.kind is kind for state in self.all), 10)
            return next(state for state in self.all if state.kind is kind)

    @property
    def reasons(self) -> set[Reason]:
        """All that were told."""
        return {state.reason for state in self.all} - {Reason.NONE}


def requests(demo: DemoProcess, path: str = FILE) -> list[dict[str, Any]]:
    """What arrived at the server for that path."""
    return [entry for entry in demo.log() if re.search(path, entry["path"])]


# -- who may ask


def test_only_its_own_addresses_are_answered(relay: Relay, faulty_demo: DemoProcess) -> None:
    media = relay.register(mp4(faulty_demo, CHART))
    parts = media.url.split("/")
    wrong = [
        f"http://{relay.host}/",
        f"http://{relay.host}/{faulty_demo.url}",
        media.url.replace(parts[3], "A" * len(parts[3])),
        media.url.replace(parts[4], "A" * len(parts[4])),
        media.url.replace(parts[5], "0" * 32),
        media.url.replace(parts[6], "aHR0cDovL2xvY2FsaG9zdC8"),
        media.url + "/more",
    ]
    assert [Answer(url).status for url in wrong] == [404] * len(wrong)
    assert Answer(media.url, {"Host": "evil.test"}).status == 404
    assert Answer(media.url, {"Host": relay.host.replace("127.0.0.1", "localhost")}).status == 404
    assert requests(faulty_demo) == []
    assert Answer(media.url).body == WHOLE


def test_addresses_of_another_scheme_are_no_source(relay: Relay) -> None:
    for url in ("file:///etc/hostname", "ftp://a.test/x.mp4", "/etc/hostname", "http://", "http://[", ""):
        with pytest.raises(ValueError, match="not an http"):
            relay.register(Source(url))


# -- bytes


def test_ranges_reach_the_server_and_come_back_right(relay: Relay, faulty_demo: DemoProcess) -> None:
    media = relay.register(mp4(faulty_demo, CHART))
    part = Answer(media.url, {"Range": "bytes=1000-1999"})
    assert (part.status, part.body) == (206, WHOLE[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(WHOLE)}"
    rest = Answer(media.url, {"Range": f"bytes={len(WHOLE) - 10}-"})
    assert (rest.status, rest.body) == (206, WHOLE[-10:])
    asked = len(requests(faulty_demo))
    assert Answer(media.url, {"Range": f"bytes={len(WHOLE) + 5}-"}).status == 416
    assert len(requests(faulty_demo)) == asked
    other = relay.register(media.source)
    assert Answer(other.url, {"Range": f"bytes={len(WHOLE) + 5}-"}).status == 416
    assert media.bytes_received >= 1010
    assert media.matrix is None


def test_a_server_without_ranges_is_read_up_to_the_place(relay: Relay, faulty_demo: DemoProcess) -> None:
    body = "0123456789" * 100
    faulty_demo.set_faults(
        [{"path": FILE, "status": 200, "body": body, "headers": {"Accept-Ranges": "none"}}]
    )
    media = relay.register(mp4(faulty_demo, CHART))
    part = Answer(media.url, {"Range": "bytes=500-"})
    assert (part.status, part.body.decode()) == (206, body[500:])
    assert part.headers["Content-Range"] == "bytes 500-999/1000"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"cut_after_bytes": 20_000, "times": 3}, Reason.CUT),
        ({"stall_after_bytes": 20_000, "times": 2}, Reason.SILENT),
        ({"status": 500, "times": 2}, Reason.SERVER_ERROR),
        ({"status": 503, "times": 2}, Reason.SERVER_ERROR),
        ({"status": 429, "headers": {"Retry-After": "0"}, "times": 2}, Reason.RATE_LIMITED),
        ({"hang": True, "times": 1}, Reason.SILENT),
        ({"reset": True, "times": 2}, Reason.UNREACHABLE),
        ({"status": 302, "headers": {"Location": "file:///etc/hostname"}, "times": 2}, Reason.BAD_REDIRECT),
        ({"status": 302, "headers": {"Location": "http://["}, "times": 2}, Reason.BAD_REDIRECT),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value.value,
)
def test_what_fails_is_tried_again_and_the_player_never_learns(
    relay: Relay, faulty_demo: DemoProcess, fault: dict[str, Any], reason: Reason
) -> None:
    faulty_demo.set_faults([{"path": FILE, **fault}])
    states = States()
    media = relay.register(mp4(faulty_demo, CHART), states)
    assert Answer(media.url).body == WHOLE
    assert reason in states.reasons
    assert media.state == RelayState()


def test_a_cut_answer_goes_on_at_its_byte(relay: Relay, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": FILE, "cut_after_bytes": 20_000, "times": 1}])
    media = relay.register(mp4(faulty_demo, CHART))
    assert Answer(media.url, {"Range": "bytes=100-"}).body == WHOLE[100:]
    asked = [entry["headers"] for entry in requests(faulty_demo)]
    assert [headers.get("range") for headers in asked] == ["bytes=100-", "bytes=20100-"]
    assert "if-range" in asked[1]


def test_it_waits_as_long_as_the_server_asks_for(relay: Relay, faulty_demo: DemoProcess) -> None:
    rule = {"path": FILE, "status": 429, "headers": {"Retry-After": "1"}, "times": 1}
    faulty_demo.set_faults([rule])
    states = States()
    media = relay.register(mp4(faulty_demo, CHART), states)
    assert Answer(media.url).body == WHOLE
    waiting = states.wait_for(RelayStatus.WAITING)
    assert (waiting.status, waiting.retry_in) == (429, 1.0)


def test_a_file_that_changed_is_never_mixed_with_the_old_one(relay: Relay, faulty_demo: DemoProcess) -> None:
    other = {"path": FILE, "status": 200, "body": "x" * len(WHOLE), "headers": {"ETag": '"other"'}}
    faulty_demo.set_faults([{"path": FILE, "cut_after_bytes": 20_000, "times": 1}, other])
    states = States()
    media = relay.register(mp4(faulty_demo, CHART), states)
    answer = Answer(media.url)
    assert answer.cut
    assert answer.body == WHOLE[:20_000]
    assert states.wait_for(RelayStatus.FAILED).reason is Reason.CHANGED


@pytest.mark.parametrize(
    ("status", "reason"), [(404, Reason.GONE), (410, Reason.GONE), (403, Reason.UNAUTHORISED)]
)
def test_what_is_hopeless_is_told_at_once(
    relay: Relay, faulty_demo: DemoProcess, status: int, reason: Reason
) -> None:
    faulty_demo.set_faults([{"path": FILE, "status": status}])
    media = relay.register(mp4(faulty_demo, CHART))
    assert Answer(media.url).status == status
    assert media.state == RelayState(RelayStatus.FAILED, reason, status)
    assert len(requests(faulty_demo)) == 1


@pytest.mark.parametrize(
    "headers", [{"Location": "file:///etc/hostname"}, {"Location": ""}, {"Location": "ftp://a.test/"}]
)
def test_a_video_that_only_redirects_to_nowhere_is_given_up(
    relay: Relay, faulty_demo: DemoProcess, headers: dict[str, str]
) -> None:
    faulty_demo.set_faults([{"path": FILE, "status": 301, "headers": headers}])
    media = relay.register(mp4(faulty_demo, CHART))
    assert Answer(media.url).status == 502
    assert media.state.reason is Reason.BAD_REDIRECT


def test_a_header_cannot_carry_another_one(relay: Relay, faulty_demo: DemoProcess) -> None:
    # (A server of the demo's kind refuses to send line breaks; latin-1 and length are what is left to try.)
    faulty_demo.set_faults([{"path": FILE, "headers": {"Content-Type": "video/mp4; é=" + "x" * 5000}}])
    media = relay.register(mp4(faulty_demo, CHART))
    assert Answer(media.url).body == WHOLE


# -- credentials


def test_credentials_go_to_their_own_origin_only(relay: Relay, faulty_demo: DemoProcess) -> None:
    source = mp4(faulty_demo, CHART)
    elsewhere = source.url.replace("127.0.0.1", "localhost")
    rule = {"path": FILE, "header": {"host": r"^127\."}, "status": 302, "headers": {"Location": elsewhere}}
    faulty_demo.set_faults([rule])
    secret = {"x-peertube-video-password": "secret"}
    for origins, seen in ((frozenset[str](), None), (frozenset({elsewhere}), "secret")):
        media = relay.register(Source(source.url, lambda: secret, credential_origins=origins))
        assert Answer(media.url).body == WHOLE
        first, second = (entry["headers"] for entry in requests(faulty_demo)[-2:])
        assert first["x-peertube-video-password"] == "secret"
        assert second.get("x-peertube-video-password") == seen


def test_a_refusal_is_answered_by_one_renewal_for_all(relay: Relay, faulty_demo: DemoProcess) -> None:
    refuse = {"path": FILE, "header": {"authorization": "old"}, "status": 403}
    faulty_demo.set_faults([refuse])
    token = ["old"]
    renewals = []
    together = threading.Barrier(3)

    def headers() -> dict[str, str]:
        return {"Authorization": f"Bearer {token[0]}"}

    def renew() -> bool:
        renewals.append(1)
        token[0] = "new"
        return True

    media = relay.register(Source(mp4(faulty_demo, CHART).url, headers, renew))
    bodies = []

    def ask() -> None:
        together.wait(5)
        bodies.append(Answer(media.url).body)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [WHOLE] * 3
    assert len(renewals) == 1


def test_a_refusal_in_the_middle_is_tried_again_for_a_while(relay: Relay, faulty_demo: DemoProcess) -> None:
    cut = {"path": FILE, "cut_after_bytes": 20_000, "times": 1}
    faulty_demo.set_faults([cut, {"path": FILE, "status": 403, "times": 2}])
    states = States()
    media = relay.register(mp4(faulty_demo, CHART), states)
    assert Answer(media.url).body == WHOLE
    assert Reason.UNAUTHORISED in states.reasons


# -- playlists


def test_a_playlist_leads_back_to_the_relay(relay: Relay, faulty_demo: DemoProcess) -> None:
    source = hls(faulty_demo, CHART)
    media = relay.register(source)
    master = Answer(media.url, {"Range": "bytes=0-"})
    assert master.status == 200
    assert master.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    (level,) = [line for line in master.body.decode().splitlines() if not line.startswith("#")]
    assert level.startswith(f"http://{relay.host}/")
    assert media.levels == ((640, 360),)
    text = Answer(level).body.decode()
    assert faulty_demo.url not in text
    addresses = set(re.findall(r'http://[^\s"]+', text))
    assert len(addresses) == 1
    piece = Answer(addresses.pop(), {"Range": "bytes=0-1023"})
    assert piece.body == CLIP.with_name("360-fragmented.mp4").read_bytes()[:1024]
    assert media.matrix is not None


@pytest.mark.parametrize(
    "text",
    [
        "no playlist",
        "<html>log in</html>",
        "#EXTM3U\nfile:///etc/hostname\n",
        '#EXTM3U\n#EXT-X-MAP:URI="file:///etc/hostname"\nx.mp4\n',
        "#EXTM3U\nhttp://[\n",
        "#EXTM3U\n#" + "x" * (8 * 1024 * 1024),
    ],
    ids=["text", "html", "file", "map", "broken", "huge"],
)
def test_a_hostile_playlist_is_given_up(relay: Relay, faulty_demo: DemoProcess, text: str) -> None:
    faulty_demo.set_faults([{"path": r"master\.m3u8", "status": 200, "body": text}])
    media = relay.register(hls(faulty_demo, CHART))
    assert Answer(media.url).status == 502
    assert media.state.reason is Reason.BAD_PLAYLIST


def test_a_playlist_that_comes_right_is_used(relay: Relay, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": r"master\.m3u8", "status": 200, "body": "<html>", "times": 2}])
    media = relay.register(hls(faulty_demo, CHART))
    assert Answer(media.url).status == 200
    assert media.state == RelayState()


def test_a_live_whose_playlist_is_gone_is_over(relay: Relay, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": r"master\.m3u8", "status": 404}])
    media = relay.register(hls(faulty_demo, "Live: the sky"))
    assert Answer(media.url).status == 404
    assert media.ended


# -- letting go


@pytest.mark.parametrize("fault", [{"hang": True}, {"stall_after_bytes": 1000}, {"status": 503}])
def test_closing_lets_the_player_go_at_once(faulty_demo: DemoProcess, fault: dict[str, Any]) -> None:
    served = Relay(opener, Patience(silence=60.0, waits=(60.0,)))
    faulty_demo.set_faults([{"path": FILE, **fault}])
    media = served.register(mp4(faulty_demo, CHART))
    answers: list[Answer | OSError | http.client.HTTPException] = []

    def ask() -> None:
        try:
            answers.append(Answer(media.url))
        except (OSError, http.client.HTTPException) as error:
            answers.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not requests(faulty_demo):
        time.sleep(0.02)
    media.close()
    thread.join(1.0)
    assert not thread.is_alive()
    assert Answer(media.url).status == 404
    served.close()


def test_a_player_that_hangs_up_ends_the_waiting(relay: Relay, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": FILE, "status": 503}])
    states = States()
    media = relay.register(mp4(faulty_demo, CHART), states)
    parts = urlsplit(media.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path)
    states.wait_for(RelayStatus.WAITING)
    connection.close()
    states.wait_for(RelayStatus.OK)
    assert media.state == RelayState()


# -- files


def test_a_file_on_the_disk(relay: Relay, tmp_path: Path) -> None:
    media: RelayMedia = relay.register(FileSource(CLIP))
    assert Answer(media.url).body == WHOLE
    assert media.matrix is not None
    part = Answer(media.url, {"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, WHOLE[10:20])
    assert Answer(media.url, {"Range": f"bytes={len(WHOLE)}-"}).status == 416
    gone = relay.register(FileSource(tmp_path / "gone.mp4"))
    assert Answer(gone.url).status == 404
    assert gone.state == RelayState(RelayStatus.FAILED, Reason.GONE)
