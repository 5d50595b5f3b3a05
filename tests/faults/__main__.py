"""`python -m tests.faults`: kills the program, and lets its line fail, at moments spread over an upload's whole life.

Against the demo instance in both its lines; against `PEERTUBE_TEST_URL` with `PEERTUBE_TEST_USER` and
`PEERTUBE_TEST_PASSWORD` where they are set. The exit status is 0 where every file became exactly one video.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.demo_process import DemoProcess
from tests.faults import sweep
from tests.faults.sites import DemoSite, LiveSite, Site

DEMO = ("--any-file", "--processing-seconds", "0.3", "--transcoding-seconds", "0.2")


@contextmanager
def _site(line: str) -> Iterator[Site]:
    if line == "given":
        given = os.environ
        yield LiveSite(
            given["PEERTUBE_TEST_URL"].rstrip("/"),
            given["PEERTUBE_TEST_USER"],
            given["PEERTUBE_TEST_PASSWORD"],
        )
        return
    with DemoProcess.start(line, videos=10, faults=True, arguments=DEMO) as demo:
        yield DemoSite(demo)


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="moments at which the program is killed")
    parser.add_argument("--twins", type=int, default=30, help="the same with two files alike side by side")
    parser.add_argument("--faults", type=int, default=80, help="moments at which the line fails")
    parser.add_argument("--line", choices=("6.3", "8.2", "given"), action="append")
    asked = parser.parse_args()
    lines = asked.line or (["given"] if os.environ.get("PEERTUBE_TEST_URL") else ["6.3", "8.2"])
    failed = 0
    for line in lines:
        with _site(line) as site, tempfile.TemporaryDirectory(prefix="faults-") as folder:
            ground = sweep.Ground.prepare(site, Path(folder), twins=asked.twins > 0)
            print(f"{line}: {ground.requests} requests in a life", flush=True)
            cases = itertools.chain(
                sweep.kills(ground, asked.kills),
                sweep.kills(ground, asked.twins, twins=True) if asked.twins else (),
                sweep.faults(ground, asked.faults) if asked.faults else (),
            )
            for name, case in cases:
                began = time.monotonic()
                try:
                    case()
                except Exception:
                    failed += 1
                    print(f"FAILED {line} {name}\n{traceback.format_exc()}", flush=True)
                else:
                    print(f"ok     {line} {name} ({time.monotonic() - began:.1f} s)", flush=True)
            ground.close()
    print(f"{failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
