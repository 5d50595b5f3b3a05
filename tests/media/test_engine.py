"""The engine plays what PeerTube serves: HLS, HLS with its sound apart, plain files, files on the disk, lives."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from peertube_desktop.media.engine import Engine
from peertube_desktop.media.frames import ColourMatrix
from peertube_desktop.media.run import STANDING
from peertube_desktop.media.source import FileSource, Reason, RelayStatus, Source
from peertube_desktop.media.status import EngineState, LibraryMissingError
from peertube_desktop.media.vlc_player import VlcPlayer
from tests.demo_process import ROOT, DemoProcess
from tests.media.conftest import Play
from tests.media.playing import CHART, SLIDER, hls, mp4
from tests.media.upstream import opener

CLIPS = ROOT / "resources/demo/clips"
NEAR = 1.0


def source_of(demo: DemoProcess, kind: str) -> tuple[Source, float]:
    """A source of that kind which shows its time, and how long it is."""
    if kind == "hls":
        return hls(demo, CHART), 10.0
    if kind == "split":
        return hls(demo, SLIDER), 16.0
    return mp4(demo, SLIDER), 16.0


KINDS = pytest.mark.parametrize("kind", ["hls", "split", "mp4"])


@KINDS
def test_it_plays_seeks_pauses_and_ends(play: Play, faulty_demo: DemoProcess, kind: str) -> None:
    source, length = source_of(faulty_demo, kind)
    playing = play(length)
    engine = playing.engine
    engine.open(source)
    playing.wait_for_pictures(5)
    assert playing.seen is not None
    assert playing.seen.display_size == (640, 360)
    playing.wait(lambda: engine.status.duration > 0)
    assert engine.status.duration == pytest.approx(length, abs=0.2)
    assert engine.status.seekable
    playing.wait(lambda: engine.counts.decoded_sound > 20)
    playing.wait(lambda: engine.counts.decoded_pictures > 10 and engine.counts.bytes_read > 10_000)

    engine.seek(length - 4.5)
    assert engine.position() == pytest.approx(length - 4.5)
    playing.wait_for_second(length - 4.5 - NEAR, length - 4.5 + NEAR)
    playing.wait_for_pictures(5)
    assert playing.second is not None
    assert engine.position() == pytest.approx(playing.second, abs=0.5)

    engine.pause()
    playing.wait_for_state(EngineState.PAUSED)
    stood = engine.position()
    engine.seek(2.0)
    playing.wait_for_second(2.0 - NEAR, 2.0 + NEAR)
    assert engine.position() == pytest.approx(2.0)
    assert stood != 2.0
    playing.wait_for_state(EngineState.PAUSED)

    engine.seek(length - 1.2)
    engine.play()
    playing.wait_for_state(EngineState.ENDED)
    assert not engine.status.ended_live
    assert engine.position() == pytest.approx(length, abs=0.2)
    assert playing.second is not None
    assert playing.second > length - 0.5
    assert playing.states.count(EngineState.ENDED) == 1

    engine.play()
    playing.wait_for_second(0, NEAR)
    playing.wait_for_state(EngineState.PLAYING)


@KINDS
def test_it_starts_where_it_is_told_to_and_shows_nothing_before(
    play: Play, faulty_demo: DemoProcess, kind: str
) -> None:
    source, length = source_of(faulty_demo, kind)
    playing = play(length)
    playing.engine.open(source, start=length - 4.3)
    assert playing.engine.position() == pytest.approx(length - 4.3)
    playing.wait_for_pictures(1)
    assert playing.second == pytest.approx(length - 4.3, abs=0.5)
    playing.wait_for_pictures(10)
    assert playing.second == pytest.approx(playing.engine.position(), abs=0.5)


@KINDS
def test_it_opens_standing(play: Play, faulty_demo: DemoProcess, kind: str) -> None:
    source, length = source_of(faulty_demo, kind)
    playing = play(length)
    playing.engine.open(source, start=3.0, paused=True)
    playing.wait(lambda: playing.engine.status.state is EngineState.PAUSED and playing.taken > 0)
    assert playing.second == pytest.approx(3.0, abs=0.5)
    assert EngineState.PLAYING not in playing.states
    assert playing.engine.position() == pytest.approx(3.0)


def test_many_seeks_end_at_the_last(play: Play, faulty_demo: DemoProcess) -> None:
    playing = play(16.0)
    playing.engine.open(hls(faulty_demo, SLIDER))
    playing.wait_for_pictures(2)
    for place in range(2, 12):
        playing.engine.seek(place)
    assert playing.engine.position() == pytest.approx(11.0)
    playing.wait_for_second(10.5, 13.0)
    playing.wait_for_pictures(5)
    assert playing.second == pytest.approx(playing.engine.position(), abs=0.5)


def test_it_steps_picture_by_picture(play: Play, faulty_demo: DemoProcess) -> None:
    playing = play(10.0)
    engine = playing.engine
    engine.open(mp4(faulty_demo, CHART), start=4.0, paused=True)
    playing.wait(lambda: engine.status.state is EngineState.PAUSED and playing.taken > 0)
    assert playing.second is not None
    begun = playing.second
    for _ in range(5):
        engine.step()
    playing.wait(lambda: engine.position() == pytest.approx(4.2, abs=0.001))
    playing.wait(lambda: playing.second is not None and begun + 0.15 < playing.second < begun + 0.28)
    forward = playing.second
    for place in (4.16, 4.12):
        engine.step(forward=False)
        playing.wait(partial(playing.is_at, place))
    playing.wait(lambda: playing.second is not None and playing.second < forward)
    assert engine.status.state is EngineState.PAUSED


@pytest.mark.parametrize("kind", ["hls", "mp4"])
def test_it_plays_faster_and_keeps_its_place(play: Play, faulty_demo: DemoProcess, kind: str) -> None:
    source, length = source_of(faulty_demo, kind)
    playing = play(length)
    engine = playing.engine
    engine.set_rate(3.0)
    engine.open(source, start=3.0)
    playing.wait_for_pictures(1)
    assert playing.second == pytest.approx(3.0, abs=0.5)
    begun = time.monotonic()
    playing.wait_for_second(8.5, length)
    assert time.monotonic() - begun < 4.0
    assert engine.position() == pytest.approx(playing.second or 0.0, abs=NEAR)


def test_a_file_on_the_disk(play: Play) -> None:
    playing = play(10.0)
    playing.engine.open(FileSource(CLIPS / "chart/360.mp4"), start=5.0)
    playing.wait_for_second(4.5, 6.0)
    playing.engine.open(FileSource(CLIPS / "none.mp4"))
    playing.wait_for_state(EngineState.FAILED)
    assert playing.engine.status.relay.reason is Reason.GONE


def test_sound_alone(play: Play) -> None:
    playing = play()
    engine = playing.engine
    engine.open(FileSource(CLIPS / "cover/0.mp4"), start=5.0)
    playing.wait(lambda: engine.position() > 5.3 and engine.counts.decoded_sound > 10)
    assert engine.position() < 8.0
    engine.seek(16.5)
    playing.wait_for_state(EngineState.ENDED)
    assert playing.taken == 0


def test_the_next_video_shows_nothing_of_the_one_before(play: Play, faulty_demo: DemoProcess) -> None:
    playing = play(10.0)
    playing.engine.open(FileSource(CLIPS / "ripples/288.mp4"))
    playing.wait_for_pictures(2)
    for _ in range(5):
        playing.engine.open(FileSource(CLIPS / "ripples/288.mp4"))
        playing.engine.open(FileSource(CLIPS / "chart/360.mp4"), start=5.0)
    playing.wait(lambda: playing.seen is not None and playing.seen.frame_size == (640, 360))
    for _ in range(8):
        playing.wait_for_pictures(1)
        assert playing.seen is not None
        assert playing.seen.frame_size == (640, 360)
    playing.engine.stop()
    assert playing.engine.status.state is EngineState.IDLE
    assert playing.engine.position() == 0.0


def test_a_video_that_was_left_is_given_no_more_orders(
    play: Play, faulty_demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    seek = VlcPlayer.seek
    left: list[float] = []
    """Where players were sent that nobody wants any more: such a player may be freed already."""

    def watched(player: VlcPlayer, seconds: float) -> None:
        if player.left:
            left.append(seconds)
        else:
            seek(player, seconds)

    monkeypatch.setattr(VlcPlayer, "seek", watched)
    playing = play(10.0)
    engine = playing.engine
    engine.open(hls(faulty_demo, CHART))
    playing.wait_for_pictures(3)
    engine.pause()
    # Waits its turn, as libVLC has only just been told to stand still; the next video comes before that.
    engine.seek(5.0)
    engine.open(mp4(faulty_demo, SLIDER))
    later = threading.Event()
    engine.post(lambda: engine.after(2 * STANDING, later.set))
    playing.wait(later.is_set)
    assert left == []
    playing.wait_for_pictures(3)


def test_a_fixed_quality_and_the_automatic_one(play: Play, faulty_demo: DemoProcess) -> None:
    source = hls(faulty_demo, "Down the ridge")
    playing = play()
    for height in (240, 720, 360):
        playing.engine.open(source, start=4.0, height=height)
        playing.wait_for_height(height)
    playing.engine.open(source)
    playing.wait_for_pictures(3)
    assert playing.seen is not None
    assert playing.seen.display_size in ((426, 240), (640, 360), (1280, 720))


@pytest.mark.parametrize("kind", ["hls", "mp4"])
def test_the_colours_of_the_chart(faulty_demo: DemoProcess, kind: str) -> None:
    source = hls(faulty_demo, CHART) if kind == "hls" else mp4(faulty_demo, CHART)
    ready = threading.Event()
    engine = Engine(opener, on_change=lambda: None, on_frame=ready.set, options=("--aout=dummy",))
    try:
        engine.open(source)
        assert ready.wait(10)
        frame = engine.frames.take()
        assert frame is not None
        with frame:
            assert frame.format.matrix is ColourMatrix.BT709
            # Fields of white, red, blue and middle grey: what BT.709 makes of them.
            for (column, row), wanted in {
                (0, 0): (235, 128, 128),
                (1, 1): (63, 102, 240),
                (2, 1): (32, 240, 118),
                (1, 2): (98, 128, 128),
            }.items():
                x, y = column * 160 + 80, row * 120 + 60
                luma, cb, cr = frame.planes
                found = (
                    luma.view[y * luma.stride + x],
                    cb.view[y // 2 * cb.stride + x // 2],
                    cr.view[y // 2 * cr.stride + x // 2],
                )
                assert found == pytest.approx(wanted, abs=3)
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("name", "kind", "frame_size", "display_size"),
    [
        ("Lanterns", "hls", (360, 640), (360, 640)),
        ("Lanterns", "mp4", (360, 640), (360, 640)),
        ("Non-square", "hls", (360, 288), (512, 288)),
        ("Non-square", "mp4", (360, 288), (512, 288)),
    ],
)
def test_the_shape_of_the_picture(
    play: Play,
    faulty_demo: DemoProcess,
    name: str,
    kind: str,
    frame_size: tuple[int, int],
    display_size: tuple[int, int],
) -> None:
    playing = play()
    source = hls(faulty_demo, name) if kind == "hls" else mp4(faulty_demo, name)
    playing.engine.open(source, height=max(frame_size))
    playing.wait_for_height(frame_size[1])
    assert playing.seen is not None
    assert playing.seen.frame_size == frame_size
    assert playing.seen.display_size == display_size


def test_a_live_until_its_end(play: Play, faulty_demo: DemoProcess) -> None:
    playing = play()
    engine = playing.engine
    source = hls(faulty_demo, "Live: the sky")
    assert source.live
    engine.open(source)
    playing.wait_for_pictures(3)
    assert engine.status.duration == 0
    assert not engine.status.seekable
    engine.seek(1.0)
    faulty_demo.set_faults([{"path": r"\.m3u8", "status": 404}])
    playing.wait(lambda: engine.status.ended_live, 40)
    assert engine.status.state is EngineState.ENDED


def test_a_live_that_is_not_there(play: Play, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": r"\.m3u8", "status": 404}])
    playing = play()
    playing.engine.open(hls(faulty_demo, "Live: the sky"))
    playing.wait_for_state(EngineState.FAILED)
    assert playing.engine.status.relay.reason is Reason.GONE


def test_what_is_no_video_fails(play: Play, faulty_demo: DemoProcess) -> None:
    faulty_demo.set_faults([{"path": r"\.mp4", "status": 200, "body": "<html>Log in first</html>"}])
    playing = play()
    playing.engine.open(mp4(faulty_demo, CHART), duration=10.0)
    playing.wait_for_state(EngineState.FAILED)
    assert playing.engine.status.relay.kind is RelayStatus.FAILED
    assert playing.taken == 0


def test_an_address_that_is_none_fails(play: Play) -> None:
    playing = play()
    for url in ("file:///etc/hostname", "vlc://quit", "http://[", ":demux=dump"):
        playing.engine.open(Source(url))
        playing.wait_for_state(EngineState.FAILED)


def test_volume_and_devices(play: Play) -> None:
    playing = play()
    engine = playing.engine
    engine.set_volume(150)
    engine.set_muted(True)
    engine.open(FileSource(CLIPS / "chart/360.mp4"))
    engine.set_audio_device("")
    playing.wait_for_pictures(2)
    assert engine.settings.volume == 100
    assert list(engine.audio_devices()) == list(engine.audio_devices())


def test_a_machine_without_libvlc(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise LibraryMissingError("libvlc.so.5")

    monkeypatch.setattr("peertube_desktop.media.vlc_library.import_vlc", missing)
    failed = threading.Event()
    engine = Engine(
        opener,
        on_change=lambda: failed.set() if engine.status.state is EngineState.FAILED else None,
        on_frame=lambda: None,
    )
    try:
        engine.open(FileSource(CLIPS / "chart/360.mp4"))
        assert failed.wait(5)
        assert isinstance(engine.status.error, LibraryMissingError)
        assert engine.audio_devices() == ()
    finally:
        engine.close()
