"""Where the bench runs: a screen, an instance with many videos, the program and the floors as processes."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from peertube_desktop.store.db import Db
from peertube_desktop.store.library import Library
from tests.e2e.program import ROOT, Program

PATIENCE = 60.0


@dataclass(frozen=True)
class Setting:
    """`url` of the instance, `screen` to run on, `folder` for profiles, `quick` for fewer repetitions."""

    url: str
    screen: str
    folder: Path
    quick: bool

    def times(self, full: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.quick else full

    @property
    def bytecode(self) -> dict[str, str]:
        """Environment in which modules are compiled once, as they are where the program is installed."""
        return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}


class Floor:
    """A bare script as a process. `line()` is the next JSON line it writes; closing its input ends it."""

    def __init__(self, setting: Setting, name: str, arguments: Sequence[str]) -> None:
        self.begin = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{name}", *arguments],
            cwd=ROOT,
            env={**_environment(setting.screen), **setting.bytecode},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> dict[str, Any]:
        """Raises RuntimeError where it ended instead."""
        assert self.process.stdout is not None
        text = self.process.stdout.readline()
        if not text:
            raise RuntimeError(f"the floor ended with {self.process.wait()}")
        found: dict[str, Any] = json.loads(text)
        return found

    def close(self) -> None:
        """End it."""
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def floor(setting: Setting, name: str, *arguments: str) -> Iterator[Floor]:
    """A bare script, ended afterwards."""
    process = Floor(setting, name, arguments)
    try:
        yield process
    finally:
        process.close()


def _environment(screen: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_"))}
    kept.pop("WAYLAND_DISPLAY", None)
    return {**kept, "QT_QPA_PLATFORM": "xcb" if screen else "offscreen", "DISPLAY": screen}


class Run:
    """One start of the program on a page where it was left, with no picture of it in its cache."""

    def __init__(self, setting: Setting, page: str, things: Sequence[str] = ()) -> None:
        folder = setting.folder / "program"
        shutil.rmtree(folder, ignore_errors=True)
        config, data = folder / "profile" / "config", folder / "profile" / "data"
        config.mkdir(parents=True)
        data.mkdir()
        (config / "settings.json").write_text(json.dumps({"instance": setting.url}))
        # As `ui.router.Route` writes it; without Qt in this process, which would share its memory.
        route = urlencode([("page", page), ("origin", setting.url)])
        asyncio.run(_remember(data / "library.sqlite", route))
        self.begin = time.monotonic()
        self.program = Program(things, folder, setting.screen, setting.bytecode, "tests.bench.driven")
        self.pid = self.program.process.pid

    def first_grid(self) -> dict[str, float]:
        """Waits for the first screen; `seconds` since the start, `cpu` seconds used, and `pictures`."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # Asked for seldom: the asking costs time too.
            time.sleep(0.1)
            found: dict[str, float] = self.program.do("first_grid")
            if found:
                return {**found, "seconds": found["time"] - self.begin}
        raise RuntimeError(f"no grid within {PATIENCE} s:\n{self.program.output}")

    def first_picture(self) -> float:
        """Waits for the first picture of a video; seconds since it was clicked."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            time.sleep(0.1)
            seconds: float = self.program.do("first_picture")
            if seconds:
                return seconds
        raise RuntimeError(f"no picture within {PATIENCE} s:\n{self.program.output}")

    def ride(self, row: int, step: int, name: str = "videoGrid") -> None:
        """Scrolls there, and waits for it."""
        self.program.do("ride", name, row, step)
        while not self.program.do("arrived"):
            time.sleep(0.2)


async def _remember(database: Path, route: str) -> None:
    db = Db(database)
    await db.open()
    await Library(db).set_session({"route": route})
    await db.close()


@contextmanager
def running(setting: Setting, page: str = "recent", things: Sequence[str] = ()) -> Iterator[Run]:
    """The program, closed afterwards; what it wrote must be nothing."""
    run = Run(setting, page, things)
    try:
        yield run
        run.program.close()
        run.program.check_errors()
    finally:
        run.program.kill()
