"""The demo instance's videos that tests play, by what is special about them."""

from __future__ import annotations

from enum import IntEnum

from peertube_desktop.demo.ids import Ids, Kind
from peertube_desktop.services.links import VideoRef
from tests.demo_process import DemoProcess

_IDS = Ids(1)


class Special(IntEnum):
    """Their places in the demo's list of titles."""

    LIVE = 0
    RIDGE = 1
    """Captions, chapters, three levels, 34 s."""
    NO_HLS = 4
    SPLIT_SOUND = 7
    UPRIGHT = 9
    HOSTILE = 17
    PASSWORD = 27
    PRIVATE = 28
    CHART = 23
    """Ten seconds."""
    LIVE_WAITING = 31
    LIVE_ENDED = 32


def video_of(demo: DemoProcess, special: int) -> VideoRef:
    """Where it is."""
    return VideoRef(demo.url, _IDS.make(Kind.VIDEO, special))
