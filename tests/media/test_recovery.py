"""What goes wrong in the middle of a video, in each form it may come, and how the engine goes on."""

from __future__ import annotations

import base64
import time
from functools import partial
from typing import Any

import pytest

from peertube_desktop.media.source import Patience, Reason, RelayStatus, Source
from peertube_desktop.media.status import EngineState
from tests.demo_process import ROOT, DemoProcess
from tests.media.conftest import Play
from tests.media.playing import CHART, SLIDER, Playing, hls, mp4

KINDS = pytest.mark.parametrize("kind", ["hls", "split", "mp4"])
LENGTH = {"hls": 10.0, "split": 16.0, "mp4": 16.0}
# The last pieces of each, past what libVLC needs to begin: it asks for each by its range (of the split one: the
# picture's, then the sound's). A plain file comes in one answer, which has to end first.
LATER = {
    "hls": "bytes=44082-",
    "split": "bytes=(17450|44921|59483)-",
    "mp4": r"bytes=[4-9]\d{4}-",
}
FILES = {"hls": r"360-fragmented\.mp4", "split": r"fragmented\.mp4", "mp4": r"/static/web-videos/"}
BEGIN = {"hls": 4.5, "split": 8.5, "mp4": 3.0}
MP4_CUT = 40_000
FAULTS: dict[str, dict[str, Any]] = {
    "cut": {"cut_after_bytes": 1_000},
    "silent": {"stall_after_bytes": 1_000},
    "never-answers": {"hang": True},
    "reset": {"reset": True},
    "5xx": {"status": 503},
    "to-file": {"status": 302, "headers": {"Location": "file:///etc/hostname"}},
}

LASTING = {"reset": 2, "5xx": 2, "never-answers": 2, "to-file": None}


def source_of(demo: DemoProcess, kind: str) -> Source:
    """A source of that kind which shows its time."""
    return hls(demo, CHART) if kind == "hls" else hls(demo, SLIDER) if kind == "split" else mp4(demo, SLIDER)


def rules(kind: str, fault: dict[str, Any], times: int | None = None) -> list[dict[str, Any]]:
    """The fault, in the middle of the video."""
    rule = {"path": FILES[kind], **fault, "header": {"range": LATER[kind], **fault.get("header", {})}}
    if times is not None:
        rule["times"] = times
    # A plain file comes in one answer, which has to end first.
    return [rule, {"path": FILES[kind], "cut_after_bytes": MP4_CUT}] if kind == "mp4" else [rule]


def play_over(playing: Playing, source: Source, kind: str) -> None:
    """Plays to the end, and sees every part of it: nothing is left out and nothing taken for the end."""
    engine = playing.engine
    engine.set_rate(4.0)
    engine.open(source, start=BEGIN[kind])
    watch_to_the_end(playing, kind)


def watch_to_the_end(playing: Playing, kind: str) -> None:
    """Fails if a part is left out, or if it ends before its end."""
    engine = playing.engine
    last = engine.position()
    playing.seen = None
    while True:
        before = playing.taken
        playing.wait(partial(playing.moved_or_ended, before))
        if playing.second is not None:
            assert playing.second - last < 2.5, "a part was left out"
            last = max(last, playing.second)
        if engine.status.state is EngineState.ENDED:
            break
    assert last > LENGTH[kind] - 1.0


def wait_until_held_up(playing: Playing) -> None:
    """Until what is there has been shown and more is waited for."""
    playing.engine.set_rate(2.0)
    playing.wait(lambda: (playing.second or 0.0) > 2.0 and playing.engine.status.waiting)
    assert playing.engine.status.state is EngineState.PLAYING
    playing.engine.set_rate(1.0)


@KINDS
@pytest.mark.parametrize("fault", ["cut", "silent"])
def test_a_fault_that_passes_is_not_seen(play: Play, faulty_demo: DemoProcess, kind: str, fault: str) -> None:
    playing = play(LENGTH[kind])
    faulty_demo.set_faults(rules(kind, FAULTS[fault], 2))
    play_over(playing, source_of(faulty_demo, kind), kind)
    assert playing.states.count(EngineState.ENDED) == 1
    assert EngineState.FAILED not in playing.states


@KINDS
def test_it_waits_through_all_of_them_and_goes_on_where_it_was(
    play: Play, faulty_demo: DemoProcess, kind: str
) -> None:
    playing = play(LENGTH[kind])
    engine = playing.engine
    # One after the other, the last one without an end.
    faults = [rules(kind, FAULTS[fault], times) for fault, times in LASTING.items()]
    faulty_demo.set_faults([one[0] for one in faults] + faults[0][1:])
    engine.open(source_of(faulty_demo, kind))
    wait_until_held_up(playing)
    stood = engine.position()
    assert stood == pytest.approx(playing.second or 0.0, abs=1.0)
    playing.wait(lambda: engine.status.relay.reason is Reason.BAD_REDIRECT)
    assert playing.reasons >= {Reason.UNREACHABLE, Reason.SERVER_ERROR, Reason.SILENT, Reason.BAD_REDIRECT}
    assert engine.status.waiting
    assert engine.position() == pytest.approx(stood, abs=0.1)
    faulty_demo.clear()
    playing.wait(lambda: not engine.status.waiting)
    shown = playing.second
    playing.wait(lambda: playing.second != shown)
    assert playing.second == pytest.approx(stood, abs=1.0)
    assert engine.position() == pytest.approx(playing.second or 0.0, abs=1.0)
    assert engine.status.relay.kind is RelayStatus.OK
    assert EngineState.ENDED not in playing.states
    engine.set_rate(4.0)
    engine.seek(LENGTH[kind] - 1.5)
    watch_to_the_end(playing, kind)
    assert playing.states.count(EngineState.ENDED) == 1
    assert EngineState.FAILED not in playing.states


@KINDS
def test_an_expired_token_is_renewed(play: Play, faulty_demo: DemoProcess, kind: str) -> None:
    source = source_of(faulty_demo, kind)
    token = ["old"]

    def renew() -> bool:
        token[0] = "new"
        return True

    refuse = {"status": 403, "header": {"authorization": "old"}}
    faulty_demo.set_faults(rules(kind, refuse))
    playing = play(LENGTH[kind])
    guarded = Source(source.url, lambda: {"Authorization": f"Bearer {token[0]}"}, renew)
    play_over(playing, guarded, kind)
    assert token == ["new"]


@KINDS
def test_what_is_gone_in_the_middle_fails_and_is_not_the_end(
    play: Play, faulty_demo: DemoProcess, kind: str
) -> None:
    faulty_demo.set_faults(rules(kind, {"status": 404}))
    playing = play(LENGTH[kind])
    engine = playing.engine
    engine.open(source_of(faulty_demo, kind))
    playing.wait_for_pictures(1)
    engine.set_rate(4.0)
    playing.wait_for_state(EngineState.FAILED)
    assert engine.status.relay.reason is Reason.GONE
    assert EngineState.ENDED not in playing.states


def test_a_file_that_is_shorter_than_it_says_does_not_end(play: Play, faulty_demo: DemoProcess) -> None:
    short = (ROOT / "resources/demo/clips/slider/360.mp4").read_bytes()[:45_000]
    body = base64.b64encode(short).decode()
    faulty_demo.set_faults([{"path": FILES["mp4"], "body_base64": body}])
    playing = play(16.0)
    playing.engine.open(mp4(faulty_demo, SLIDER))
    playing.wait_for_pictures(1)
    playing.engine.set_rate(4.0)
    playing.wait_for_state(EngineState.FAILED)
    assert EngineState.ENDED not in playing.states


def test_a_seek_leaves_a_connection_that_is_dead(play: Play, faulty_demo: DemoProcess) -> None:
    playing = play(16.0, Patience(silence=60.0))
    engine = playing.engine
    faulty_demo.set_faults(rules("split", {"hang": True}, 1))
    engine.open(hls(faulty_demo, SLIDER))
    wait_until_held_up(playing)
    engine.seek(4.5)
    assert engine.position() == pytest.approx(4.5)
    playing.wait_for_second(4.0, 6.0)


@pytest.mark.parametrize("kind", ["hls", "mp4"])
@pytest.mark.parametrize("when", ["opening", "middle"])
def test_a_silent_server_holds_nobody_up(play: Play, faulty_demo: DemoProcess, kind: str, when: str) -> None:
    playing = play(LENGTH[kind], Patience(silence=60.0))
    engine = playing.engine
    source, other = source_of(faulty_demo, kind), mp4(faulty_demo, CHART)
    hang = {"path": r"\.m3u8|\.mp4", "hang": True}
    faulty_demo.set_faults([hang] if when == "opening" else rules(kind, {"hang": True}))
    engine.open(source)
    if when == "middle":
        wait_until_held_up(playing)
    begun = time.monotonic()
    engine.pause()
    engine.seek(3.0)
    engine.play()
    engine.stop()
    assert time.monotonic() - begun < 0.5
    faulty_demo.set_faults([])
    engine.open(other)
    playing.wait_for_state(EngineState.PLAYING)
    assert time.monotonic() - begun < 3.0
    faulty_demo.set_faults([hang])
    engine.open(source)
    begun = time.monotonic()
    engine.close(1.0)
    assert time.monotonic() - begun < 1.2
