"""`python -m tests.bench.floor_video URL WIDTH HEIGHT SECONDS`: bare libVLC, its pictures put into memory, unpainted.

Writes a JSON line at the first picture: how long libVLC took to load, and how long the picture took from there.
Then another after SECONDS of playing: processor time, pictures shown and lost. Stays until its standard input ends.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import sys
import threading
import time
from typing import Any

WARM_UP = 2.0


def main() -> None:
    """Plays."""
    url, width, height, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    begin = time.monotonic()
    os.environ.setdefault("PYTHON_VLC_LIB_PATH", "libvlc.so.5")
    vlc: Any = importlib.import_module("vlc")
    instance = vlc.Instance(["--quiet", "--ignore-config", "--no-xlib", "--aout=adummy", "--stats"])
    player = instance.media_player_new()
    planes = [ctypes.create_string_buffer(width * (height + 32)) for _ in range(3)]
    addresses = [ctypes.addressof(plane) for plane in planes]
    shown = 0
    first = threading.Event()

    def lock(_opaque: Any, into: Any) -> None:
        for plane, address in enumerate(addresses):
            into[plane] = address

    def display(_opaque: Any, _picture: Any) -> None:
        nonlocal shown
        shown += 1
        first.set()

    decorators = vlc.CallbackDecorators
    callbacks = decorators.VideoLockCb(lock), None, decorators.VideoDisplayCb(display)
    player.video_set_callbacks(*callbacks, None)
    player.video_set_format("I420", width, height, width)
    media = instance.media_new(url)
    player.set_media(media)
    play = time.monotonic()
    player.play()
    first.wait(30)
    print(json.dumps({"load": play - begin, "first": time.monotonic() - play}), flush=True)
    time.sleep(WARM_UP if seconds else 0)
    work, before, since = time.process_time(), shown, time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - since
    stats = vlc.MediaStats()
    media.get_stats(stats)
    found = {
        "core": (time.process_time() - work) / took,
        "pictures": (shown - before) / took,
        "lost": stats.lost_pictures,
    }
    print(json.dumps(found), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
