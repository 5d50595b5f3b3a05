"""Starts beside each other, one that cannot start, one whose screen goes, one whose disk is full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import PATIENCE, ROOT, Program
from tests.e2e.screen import virtual_screen


def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Another start on the same profile, as from a menu: nothing drives it."""
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    (folder / "home").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "peertube_desktop", "--profile-dir", str(folder / "profile"), *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Status and output of a process that is to end by itself."""
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return process.returncode, output


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["{url}/c/night_sky/videos"], "Night Sky Diary"),
        (["--instance", "{url}"], "Discover"),
        (["a <b>word</b> & {n} %s"], ""),
        ([], ""),
        (["\udcff\udcfe"], ""),
        (["a"] * 3000, ""),
    ],
    ids=["a link", "an instance", "words", "nothing", "no text", "too much"],
)
def test_a_second_start_hands_over_and_ends(
    running: Program, demo_82: DemoProcess, arguments: list[str], shown: str
) -> None:
    running.do("go", "settings", "", {})
    given = [one.replace("{url}", demo_82.url) for one in arguments]
    assert ended(begin(running.folder, *given)) == (0, "")
    running.wait(
        lambda: running.do("get", "mainWindow", "windowTitle").startswith(shown or "Settings"), shown
    )
    if arguments and not shown:
        running.wait_text("^Not a PeerTube address:")


@pytest.fixture(scope="module")
def running(demo_82: DemoProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The first one, which the others find."""
    folder = tmp_path_factory.mktemp("starts")
    program = Program(["--instance", demo_82.url], folder, "", driver="tests.e2e.led")
    try:
        program.expect(r"does not support raise\(\)")
        program.wait_widget("videoGrid")
        yield program
        assert program.close() == 0
        program.check_errors()
    finally:
        program.kill()


def test_of_many_starts_at_once_one_stays(demo_82: DemoProcess, tmp_path: Path) -> None:
    processes = [begin(tmp_path, "--instance", demo_82.url) for _ in range(3)]
    try:
        left = set(processes)
        while len(left) > 1:
            # The first to end are those that found another one.
            pid, status = os.wait()
            done = next(one for one in processes if one.pid == pid)
            done.returncode = os.waitstatus_to_exitcode(status)
            assert done.returncode == 0
            left.discard(done)
        (stayed,) = left
        stayed.send_signal(signal.SIGTERM)
        assert ended(stayed)[0] == 0
    finally:
        for one in processes:
            one.kill()
            assert one.stdout is not None
            one.stdout.close()
            one.wait()


@pytest.mark.parametrize("folder", ["", "config", "data", "cache", "state"])
def test_a_profile_that_cannot_be(tmp_path: Path, folder: str) -> None:
    place = tmp_path / "profile" / folder if folder else tmp_path / "profile"
    place.parent.mkdir(exist_ok=True)
    place.write_text("a file")
    status, output = ended(begin(tmp_path))
    assert status == 1
    assert output.startswith("peertube-desktop: cannot use ")
    assert output.count("\n") == 1


def test_the_screen_goes(demo_82: DemoProcess, tmp_path: Path) -> None:
    with virtual_screen() as name:
        if not name:
            pytest.skip("there is no virtual screen")
        program = Program(["--instance", demo_82.url], tmp_path, name, driver="tests.e2e.led")
        program.wait(lambda: program.do("row_count", "videoGrid"), "videos")
        settings = program.profile / "config" / "settings.json"
        program.wait(settings.exists, "the instance to be kept")
    assert program.process.wait(PATIENCE) == 1
    program.kill()
    program.expect("The X11 connection broke")
    program.expect("^peertube-desktop: the screen is gone$")
    program.check_errors()
    again = Program([], tmp_path, "", driver="tests.e2e.led")
    try:
        again.wait(lambda: again.do("row_count", "videoGrid"), "videos")
        assert again.close() == 0
        again.check_errors()
    finally:
        again.kill()


def test_a_disk_that_takes_no_more(start: Start, demo_82: DemoProcess) -> None:
    first = start("--instance", demo_82.url)
    first.wait(lambda: first.do("row_count", "videoGrid"), "videos")
    settings = first.profile / "config" / "settings.json"
    first.wait(settings.exists, "the instance to be kept")
    assert first.close() == 0
    # No file may grow beyond so many bytes.
    program = Program([], first.folder, "", environment={"LED_FILE_BYTES": "400"}, driver="tests.e2e.led")
    try:
        program.wait_widget("mainWindow")
        program.do("resize", 1400, 900)
        program.wait_rows("videoGrid", 4, pictures=True)
        program.do("go", "history", "", {})
        program.do("go", "settings", "", {})
        program.wait_widget("setting-metered")
        program.do("click", "setting-metered")
        program.wait_text("could not be saved|disk")
        assert program.close() == 0, program.output
        program.check_errors()
    finally:
        program.kill()
    assert settings.read_text().startswith("{")
    assert settings.read_text().rstrip().endswith("}")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "TZ": "Nowhere/Land"}, ""),
        ({"FONTCONFIG_FILE": os.devnull}, "^Fontconfig error"),
        ({"LC_ALL": "C", "LANGUAGE": "../../tmp"}, "UTF-8|locale|for more information"),
        ({"HOME": "/proc/nowhere", "XDG_RUNTIME_DIR": "/nowhere"}, ""),
    ],
    ids=["no bus", "no fonts", "no language", "no home"],
)
def test_a_poor_machine(demo_82: DemoProcess, tmp_path: Path, environment: dict[str, str], said: str) -> None:
    program = Program(["--instance", demo_82.url], tmp_path, "", environment, driver="tests.e2e.led")
    try:
        program.wait(lambda: program.do("row_count", "videoGrid"), "videos")
        assert program.close() == 0
        if said:
            program.expect(said)
        program.check_errors()
    finally:
        program.kill()


def test_pictures_on_the_disk_that_are_damaged(demo_82: DemoProcess, tmp_path: Path) -> None:
    for time in range(2):
        program = Program(["--instance", demo_82.url], tmp_path, "", driver="tests.e2e.led")
        try:
            program.wait_widget("mainWindow")
            program.do("resize", 1400, 900)
            program.wait_rows("videoGrid", 4, pictures=True)
            assert program.close() == 0
            program.check_errors()
        finally:
            program.kill()
        kept = [path for path in (program.profile / "cache").rglob("*") if path.is_file()]
        assert kept
        for place, path in enumerate(kept):
            data = path.read_bytes()
            path.write_bytes((b"", data[:50], data[:-9] + bytes(9), os.urandom(500))[(place + time) % 4])
