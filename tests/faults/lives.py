"""The life of an upload, gone through in a process of its own that may be killed, and what must be true at its end."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.files import make_video
from tests.faults.proxy import FaultyProxy, Moment, Phase
from tests.faults.sites import Arrived, Site

ROOT = Path(__file__).resolve().parents[2]
FILE_BYTES = 900_000
PART_BYTES = 131_072
PATIENCE = 120.0
RUNS = 6
"""A run may end by itself with nothing done yet: the program is then started again, so often at most."""


class Runner:
    """The queue of the program as a process. `events` are its lines."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.events: list[dict[str, Any]] = []
        self.errors = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.runner", *arguments],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read_events, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_events(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.append(json.loads(line))

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        self.errors = self._process.stderr.read()

    def kill(self) -> None:
        """As the power goes."""
        self._process.send_signal(signal.SIGKILL)

    def wait(self, seconds: float) -> int | None:
        """Its status, or None where it is killed because it takes too long."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            self._join()
            return None
        self._join()
        return self._process.returncode

    def _join(self) -> None:
        for reader in self._readers:
            reader.join(10)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


def _kill(run: Runner, moment: Moment) -> None:
    """At once; after an answer, somewhere on the way to what is written down of it."""
    if moment.phase is not Phase.TOLD:
        run.kill()
        return
    timer = threading.Timer(moment.request * 7 % 40 / 1000, run.kill)
    timer.daemon = True
    timer.start()


@dataclass
class Life:
    """Files that are uploaded, in folders of their own, and what was typed of them."""

    site: Site
    proxy: FaultyProxy
    folder: Path
    name: str
    twins: bool = False
    metadata: dict[str, Any] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number in range(2 if self.twins else 1):
            path = self.folder / f"{number}" / f"{self.name}.mp4"
            seed = sum(self.name.encode()) * 1000 + number + len(self.name)
            self.digests.append(make_video(path, FILE_BYTES, hash((self.name, seed)) & 0xFFFFFFFF))
            self.files.append(path)
        caption = self.folder / "words.vtt"
        caption.write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nWords\n")
        self.metadata = {
            "description": "What was **typed**",
            "privacy": 1,
            "tags": ["one two", "three"],
            "category": 2,
            "language": "fr",
            "captions": [{"language": "fr", "path": str(caption)}],
            "chapters": [{"seconds": 0, "title": "Begin"}, {"seconds": 2, "title": "Go on"}],
            **self.metadata,
        }

    def start(self) -> Runner:
        """One run of the program on this life's profile."""
        arguments = ["--profile", str(self.folder / "profile"), "--instance", self.proxy.url]
        arguments += ["--user", self.site.user, "--password", self.site.password]
        arguments += ["--part", str(PART_BYTES), "--hurry", "--metadata", json.dumps(self.metadata)]
        arguments += ["--at-once", "2" if self.twins else "1"]
        return Runner([*arguments, *map(str, self.files)])

    def live(self, moment: Moment | None = None) -> list[Runner]:
        """All runs until everything is published; the first one is killed at `moment`."""
        runs: list[Runner] = []
        self.proxy.address = f"10.{secrets.randbelow(250)}.{secrets.randbelow(250)}.7"
        for _ in range(RUNS):
            run = self.start()
            runs.append(run)
            if moment is not None and len(runs) == 1:
                self.proxy.at(moment, partial(_kill, run, moment))
            status = run.wait(PATIENCE)
            self.proxy.behave()
            if status == 0:
                return runs
            if status is None or (status != -signal.SIGKILL and len(runs) > 1):
                raise AssertionError(f"status {status}: {run.events[-3:]} {run.errors[-2000:]}")
        raise AssertionError(f"never ends: {runs[-1].events[-3:]}")

    def check(self, runs: Sequence[Runner]) -> None:
        """Exactly one video for each file, its bytes those of the file, all that was typed, and no error said."""
        for run in runs:
            assert not run.errors.strip(), run.errors
        last = {one["id"]: one for one in runs[-1].events if "id" in one}
        assert [one["state"] for one in last.values()] == ["published"] * len(self.files), last
        arrived = self.site.arrived(f"{self.name}.mp4")
        assert len(arrived) == len(self.files), f"{len(arrived)} videos of {len(self.files)} files: {arrived}"
        by_uuid = {one.uuid: one for one in arrived}
        assert set(by_uuid) == {one["uuid"] for one in last.values()}, (by_uuid, last)
        found = [one.digest for one in arrived if one.digest]
        if len(found) == len(self.digests):
            assert sorted(found) == sorted(self.digests)
            for number, one in enumerate(sorted(last.values(), key=lambda event: event["id"])):
                assert by_uuid[one["uuid"]].digest == self.digests[number], "two files were confused"
        for video in arrived:
            self._check_details(video)

    def _check_details(self, video: Arrived) -> None:
        assert video.size == FILE_BYTES
        details = self.site.details(video.uuid)
        assert details["description"] == self.metadata["description"]
        assert sorted(details["tags"]) == sorted(self.metadata["tags"])
        assert details["category"]["id"] == 2
        assert details["language"]["id"] == "fr"
        assert details["captions"] == ["fr"]
        assert details["chapters"] == [(0, "Begin"), (2, "Go on")]
        assert details["playlists"] == list(self.metadata.get("playlists", []))
