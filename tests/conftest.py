"""What every test of the project stands on.

- Windows are made on Qt's offscreen platform; settings and caches go to a folder of the session.
- Nothing leaves the machine: a connection to another host than loopback (or that of `PEERTUBE_TEST_URL`)
  fails the test.
- A log record of WARNING or above fails the test that caused it, unless the test asked for it: `allow_log`.
- A coroutine test runs on plain asyncio; below tests/ui, tests/services and tests/e2e, or marked `qt_async`,
  it runs on the Qt event loop, the way the program does. Async fixtures run on the loop of their test.
- `instance_url` is a running instance: that of `PEERTUBE_TEST_URL`, or the demo instance in both its lines.
- No keyring of this machine is read or written: tests that want one bring their own (tests/keyrings.py).
- No thread and no process outlives the session.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytestqt.plugin
from PySide6.QtWidgets import QApplication

from tests.network import NetworkGuard
from tests.processes import child_processes

pytest_plugins = ["tests.demo_process"]

QT_FOLDERS = ("ui", "services", "e2e")
GIVEN_URL = os.environ.get("PEERTUBE_TEST_URL", "").rstrip("/")
TESTS = Path(__file__).parent


class LogWatch(logging.Handler):
    """Collects the records of WARNING and above, from every thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the record for the check at the end of the test."""
        self.records.append(record)

    def take_unexpected(self) -> list[str]:
        """The records since the last call that no pattern expects, as text; forgets records and patterns."""
        form = logging.Formatter("%(levelname)s %(name)s: %(message)s")
        texts = [form.format(record) for record in self.records]
        unexpected = [text for text in texts if not any(known.search(text) for known in self.expected)]
        self.records.clear()
        self.expected.clear()
        return unexpected


_log_watch = LogWatch()
_network = NetworkGuard(GIVEN_URL)
_application: list[QApplication] = []
_qt_loops: list[asyncio.AbstractEventLoop] = []
_home = tempfile.TemporaryDirectory(prefix="peertube-desktop-tests-")


def pytest_configure(config: pytest.Config) -> None:
    """Sets the stage before Qt starts."""
    config.addinivalue_line("markers", "qt_async: run this coroutine test on the Qt event loop")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(Path(_home.name, kind.lower()))
    os.environ.update(LANGUAGE="en", LC_ALL="C.UTF-8", TZ="UTC")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    time.tzset()
    logging.getLogger().addHandler(_log_watch)
    _network.install()
    # There is no setting for it.
    pytestqt.plugin._process_events = _let_qt_work


def pytest_unconfigure() -> None:
    """Puts back what `pytest_configure` changed in this process."""
    _network.remove()
    logging.getLogger().removeHandler(_log_watch)
    _home.cleanup()


def _qt_loop() -> asyncio.AbstractEventLoop:
    # qasync chooses its Qt binding when it is imported; only tests that need the Qt loop pay for that.
    from qasync import QEventLoop

    application = QApplication.instance()
    if gc.isenabled():
        # As the program does it: no Qt object is found to be garbage, and destroyed, in a worker thread.
        gc.collect()
        gc.freeze()
        gc.disable()
    if application is None:
        application = QApplication(["peertube-desktop-tests"])
        _application.append(application)
    loop: Any = QEventLoop(application)

    def run_until_complete(awaited: Any) -> Any:
        # qasync's own lets Qt work once more after the loop: what is begun then finds no running loop.
        future = asyncio.ensure_future(awaited, loop=loop)
        future.add_done_callback(lambda _done: loop.stop())
        loop.run_forever()
        if not future.done():
            raise RuntimeError("the loop was stopped before its task was done")
        return future.result()

    loop.run_until_complete = run_until_complete
    made: asyncio.AbstractEventLoop = loop
    _qt_loops.append(made)
    return made


def _let_qt_work() -> None:
    """What pytest-qt does between the phases of a test, but for one that has a Qt loop.

    No loop runs then: what tasks and signals begin would find none. The fixtures' own ends run it again.
    """
    _qt_loops[:] = [loop for loop in _qt_loops if not loop.is_closed()]
    application = QApplication.instance()
    if application is not None and not _qt_loops:
        application.processEvents()


def _wants_qt(item: pytest.Item) -> bool:
    if item.get_closest_marker("qt_async"):
        return True
    inside = item.path.relative_to(TESTS).parts if item.path.is_relative_to(TESTS) else ()
    return bool(inside) and inside[0] in QT_FOLDERS


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The event loop of a coroutine test."""
    return {"qt": _qt_loop} if _wants_qt(item) else {"asyncio": asyncio.new_event_loop}


@pytest.fixture
def allow_log() -> Callable[[str], None]:
    """`allow_log(pattern)`: this test may log what the expression finds in "LEVEL logger: message"."""

    def allow(pattern: str) -> None:
        _log_watch.expected.append(re.compile(pattern))

    return allow


@pytest.fixture(autouse=True)
def _quiet_test() -> Iterator[None]:
    """Fails a test that logged a warning nobody expects, or spoke to the outside."""
    _log_watch.take_unexpected()
    _network.take_refused()
    yield
    if not gc.isenabled():
        gc.collect()
    refused = _network.take_refused()
    unexpected = _log_watch.take_unexpected()
    assert not refused, f"tried to reach the outside: {refused}"
    assert not unexpected, "unexpected log records:\n" + "\n".join(unexpected)


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fails the session when a thread that holds up the end of the program, or a process, is left."""
    threads, processes = set(threading.enumerate()), set(child_processes())
    yield
    left = [thread for thread in threading.enumerate() if not thread.daemon and thread not in threads]
    for thread in left:
        thread.join(2.0)
    assert not [thread.name for thread in left if thread.is_alive()], "threads are left"
    assert not {pid: line for pid, line in child_processes().items() if pid not in processes}


@pytest.fixture(scope="session", params=["given"] if GIVEN_URL else ["6.3", "8.2"])
def demo_line(request: pytest.FixtureRequest) -> str:
    """The line of PeerTube the test runs against: "6.3" and "8.2" in turn, or "given"."""
    line: str = request.param
    return line


@pytest.fixture(scope="session")
def instance_url(demo_line: str, request: pytest.FixtureRequest) -> str:
    """The address of a running instance, without a slash at its end. It is shared: do not change it."""
    if demo_line == "given":
        return GIVEN_URL
    url: str = request.getfixturevalue("demo_63" if demo_line == "6.3" else "demo_82").url
    return url


@pytest.fixture
def profile_dir(tmp_path: Path) -> Path:
    """An empty folder for `--profile-dir`."""
    folder = tmp_path / "profile"
    folder.mkdir()
    return folder
