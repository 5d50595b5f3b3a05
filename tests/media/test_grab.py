"""Single pictures out of videos."""

from __future__ import annotations

import pytest

from peertube_desktop.media.grab import Grabber
from peertube_desktop.media.source import FileSource
from tests.demo_process import ROOT, DemoProcess
from tests.media.playing import CHART, mp4, second_of
from tests.media.upstream import opener

CLIP = ROOT / "resources/demo/clips/chart/360.mp4"


def test_pictures_of_a_file_and_of_a_server(faulty_demo: DemoProcess) -> None:
    grabber = Grabber(opener)
    try:
        for source, seconds in (
            (FileSource(CLIP), 0.0),
            (FileSource(CLIP), 5.0),
            (mp4(faulty_demo, CHART), 7.0),
        ):
            frame = grabber.grab(source, seconds)
            assert frame is not None
            with frame:
                assert (frame.width, frame.height) == (640, 360)
                assert second_of(frame, 10.0) == pytest.approx(seconds, abs=0.5)
        assert grabber.grab(FileSource(CLIP.with_name("none.mp4")), 1.0) is None
        assert grabber.grab(FileSource(CLIP.with_name("360.m3u8")), 1.0) is None
    finally:
        grabber.close()
