"""Starts the demo instance as a process of its own, for tests of every kind.

    demo = DemoProcess.start(like="6.3", videos=60, faults=True)
    httpx.get(demo.url + "/api/v1/config")
    demo.set_faults([{"path": "/api/v1/videos", "status": 503, "times": 1}])
    demo.log()      # what was asked for
    demo.stop()

As fixtures (named in the root conftest's `pytest_plugins`): `demo_63`, `demo_82`, shared by the whole
session and not
to be changed, and `faulty_demo`, whose faults and log are cleared before each test.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.request
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 30.0


class DemoProcess:
    """One running demo instance; `url` is its address without a slash at its end."""

    def __init__(
        self, process: subprocess.Popen[str], url: str, errors: deque[str], reader: threading.Thread
    ) -> None:
        self._process, self.url, self._errors, self._reader = process, url, errors, reader

    @classmethod
    def start(
        cls,
        like: str = "8.2",
        videos: int = 60,
        faults: bool = False,
        *,
        seed: int = 1,
        rate_limit: bool = False,
        arguments: tuple[str, ...] = (),
    ) -> DemoProcess:
        """Starts it and waits until it answers. Raises RuntimeError, with what it wrote, if it does not."""
        command = [sys.executable, "-m", "peertube_desktop.demo", "--like", like, "--videos", str(videos)]
        command += ["--seed", str(seed), "--die-with-parent", *arguments]
        command += ["--faults"] if faults else []
        command += [] if rate_limit else ["--no-rate-limit"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        errors: deque[str] = deque(maxlen=200)
        reader = threading.Thread(target=cls._drain, args=(process, errors), daemon=True)
        reader.start()
        # A process that never says a word is killed, which ends the read below.
        watchdog = threading.Timer(READY_WITHIN, process.kill)
        watchdog.start()
        assert process.stdout is not None
        line = process.stdout.readline()
        watchdog.cancel()
        word, _, url = line.strip().partition(" ")
        if word != "READY":
            cls._end(process, reader)
            raise RuntimeError(f"the demo instance did not start: {line!r} {''.join(errors)}")
        return cls(process, url, errors, reader)

    @staticmethod
    def _drain(process: subprocess.Popen[str], errors: deque[str]) -> None:
        assert process.stderr is not None
        errors.extend(process.stderr)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def host(self) -> str:
        """Host and port."""
        return self.url.split("://", 1)[1]

    @property
    def errors(self) -> str:
        """What it wrote on its standard error."""
        return "".join(self._errors)

    def _control(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def get(self, path: str) -> Any:
        """A GET of the instance, its JSON decoded."""
        return self._control("GET", path)

    def set_faults(self, rules: list[dict[str, Any]]) -> None:
        """Replaces the faults (with `faults=True`); the rules are those of
        peertube_desktop/demo/faults.py."""
        self._control("DELETE", "/_demo/faults")
        if rules:
            self._control("POST", "/_demo/faults", rules)

    def clear(self) -> None:
        """Removes all faults, forgets the log, and lets go of what is held back."""
        self._control("DELETE", "/_demo/faults")
        self._control("DELETE", "/_demo/log")

    def log(self) -> list[dict[str, Any]]:
        """The requests received (with `faults=True`), oldest first: method, path, query, headers, status."""
        found: list[dict[str, Any]] = self._control("GET", "/_demo/log")["requests"]
        return found

    def uploads(self, name: str | None = None) -> list[dict[str, Any]]:
        """The finished uploads (with `faults=True`), oldest first, of that title if given: sha256, size, filename,
        name, uuid, id, user, and whether it was deleted."""
        found: list[dict[str, Any]] = self._control("GET", "/_demo/uploads")["finished"]
        return [one for one in found if name is None or one["name"] == name]

    def unfinished_uploads(self) -> list[dict[str, Any]]:
        """The uploads under way (with `faults=True`): id, size, received, fields."""
        found: list[dict[str, Any]] = self._control("GET", "/_demo/uploads")["pending"]
        return found

    def purge(self, idle: float = 0) -> None:
        """Forgets uploads under way that nobody has touched for so many seconds, as servers do."""
        self._control("DELETE", f"/_demo/uploads?idle={idle}")

    def live(self, uuid: str, on: bool) -> None:
        """Puts a live on the air or takes it off (with `faults=True`)."""
        self._control("POST", f"/_demo/lives/{uuid}", {"on": on})

    def stop(self) -> None:
        """Ends it; does nothing the second time."""
        self._end(self._process, self._reader)

    @staticmethod
    def _end(process: subprocess.Popen[str], reader: threading.Thread) -> None:
        if process.poll() is None:
            process.kill()
        process.wait()
        reader.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> DemoProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@pytest.fixture(scope="session")
def demo_63() -> Iterator[DemoProcess]:
    """A demo instance that speaks like 6.3, shared by all tests: look, do not change."""
    with DemoProcess.start("6.3") as demo:
        yield demo


@pytest.fixture(scope="session")
def demo_82() -> Iterator[DemoProcess]:
    """A demo instance that speaks like 8.2, shared by all tests: look, do not change."""
    with DemoProcess.start("8.2") as demo:
        yield demo


@pytest.fixture(scope="session", params=["6.3", "8.2"])
def demo(request: pytest.FixtureRequest) -> DemoProcess:
    """Both shared instances, one after the other."""
    instance: DemoProcess = request.getfixturevalue("demo_63" if request.param == "6.3" else "demo_82")
    return instance


@pytest.fixture(scope="session")
def _faulty_demo_process() -> Iterator[DemoProcess]:
    with DemoProcess.start("8.2", faults=True) as demo:
        yield demo


@pytest.fixture
def faulty_demo(_faulty_demo_process: DemoProcess) -> Iterator[DemoProcess]:
    """A demo instance whose faults and log are clean at the start of each test."""
    _faulty_demo_process.clear()
    yield _faulty_demo_process
    _faulty_demo_process.clear()
