"""`python -m tests.bench`: measures the program beside a floor, says what it found, fails where a bound is broken.

The figures are ratios within one run, on whatever machine this is; the floors are bare scripts in this folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import grid, video
from tests.bench.figures import Figure, table
from tests.bench.setting import Setting
from tests.demo_process import DemoProcess
from tests.e2e.screen import virtual_screen

BENCHES: dict[str, Callable[[Setting], list[Figure]]] = {
    "start": grid.start,
    "memory": grid.memory,
    "scrolling": grid.scrolling,
    "idle": grid.idle,
    "click": video.click,
    "playing": video.playing,
}


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHES, help="measure just this; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: a first look")
    parser.add_argument("--videos", type=int, default=3000, help="how many the instance has")
    asked = parser.parse_args()
    figures: list[Figure] = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        virtual_screen() as screen,
        DemoProcess.start(videos=asked.videos) as demo,
    ):
        setting = Setting(demo.url, screen, Path(folder), asked.quick)
        for name in asked.only or BENCHES:
            print(f"{name} …", file=sys.stderr, flush=True)
            found = BENCHES[name](setting)
            print(table(found), file=sys.stderr, flush=True)
            figures += found
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
