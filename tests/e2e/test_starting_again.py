"""However the last run ended, the next one starts clean, where it was."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start


def write_settings(folder: Path, **fields: object) -> Path:
    path = folder / "profile" / "config" / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fields))
    return path


def test_it_comes_back_to_the_same_place(start: Start, demo_82: DemoProcess) -> None:
    first = start("--instance", demo_82.url)
    first.wait_rows("videoGrid", 5)
    first.do("resize", 1010, 730)
    first.do("click", "nav-recent")
    first.wait(lambda: first.do("look", "nav-recent")["checked"], "the page to change")
    assert first.close() == 0
    again = start(folder=first.folder)
    again.wait_rows("videoGrid", 5)
    assert again.do("look", "nav-recent")["checked"]
    assert again.do("look", "mainWindow")["size"] == [1010, 730]
    assert again.close() == 0


def test_without_an_instance_it_asks_for_one(start: Start) -> None:
    program = start()
    program.wait_widget("mainWindow")
    assert program.do("look", "nav-settings")
    assert program.close() == 0


def test_after_a_kill_it_starts_as_if_nothing_had_been(start: Start, demo_82: DemoProcess) -> None:
    first = start("--instance", demo_82.url)
    first.wait_rows("videoGrid", 5)
    first.do("click", "nav-settings")
    first.wait_widget("setting-metered")
    settings = first.profile / "config" / "settings.json"
    first.wait(lambda: settings.exists() and "127.0.0.1" in settings.read_text(), "the instance to be kept")
    run = first.folder / "run"
    first.wait(lambda: list(run.iterdir()), "the program to listen for further starts")
    first.kill()
    assert list(run.iterdir()), "the socket of the killed program is still there"
    assert (first.profile / "data" / "library.sqlite-wal").exists()
    # As if it had been killed in the middle of a write.
    (settings.parent / f".{settings.name}.x1y2z3").write_text('{"theme":')
    again = start(folder=first.folder)
    again.wait_rows("videoGrid", 5)
    assert not [entry.name for entry in settings.parent.iterdir() if entry.name.startswith(".")]
    # The next start finds this one, not the dead one.
    again.wait(lambda: len(list(run.iterdir())) == 1, "it to listen in the dead one's place")
    third = start("not-a-link", folder=first.folder)
    assert third.process.wait(20) == 0
    again.wait_text("Not a PeerTube address")
    assert again.close() == 0
    assert not list(run.iterdir())


def test_killed_again_and_again_while_it_starts(start: Start, demo_82: DemoProcess) -> None:
    first = start("--instance", demo_82.url)
    first.kill()
    for _time in range(2):
        other = start("--instance", demo_82.url, folder=first.folder)
        other.wait_widget("mainWindow")
        other.kill()
    last = start("--instance", demo_82.url, folder=first.folder)
    last.wait_rows("videoGrid", 5)
    assert last.close() == 0


def test_what_is_broken_is_set_aside_and_said_so(start: Start, tmp_path: Path, demo_82: DemoProcess) -> None:
    settings = write_settings(tmp_path)
    settings.write_text('{"theme": "dark", "insta')
    library = tmp_path / "profile" / "data" / "library.sqlite"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"this is no database" * 300)
    program = start("--instance", demo_82.url, folder=tmp_path)
    program.wait_text("The settings could not be read")
    program.wait_text("The library was damaged")
    program.wait_rows("videoGrid", 5)
    assert list(settings.parent.glob("settings.json.corrupt-*"))
    assert list(library.parent.glob("library.sqlite.corrupt-*"))
    assert program.close() == 0


def test_a_library_of_a_later_version_is_left_alone(
    start: Start, tmp_path: Path, demo_82: DemoProcess
) -> None:
    library = tmp_path / "profile" / "data" / "library.sqlite"
    library.parent.mkdir(parents=True)
    with sqlite3.connect(library) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = library.read_bytes()
    program = start("--instance", demo_82.url, folder=tmp_path)
    program.wait_text("belongs to a newer version")
    program.wait_rows("videoGrid", 5)
    assert program.close() == 0
    assert library.read_bytes() == before
    assert "Running without the library" in (tmp_path / "profile" / "state" / "log.txt").read_text()


@pytest.mark.parametrize("address", ["", "gopher://nowhere"])
def test_nothing_goes_past_a_proxy_that_cannot_be_used(
    start: Start, tmp_path: Path, faulty_demo: DemoProcess, address: str
) -> None:
    write_settings(tmp_path, proxy_mode="manual", proxy_url=address, instance=faulty_demo.url)
    program = start(folder=tmp_path)
    program.wait_text("The proxy or certificate cannot be used")
    program.wait_text("The proxy does not let this through")
    assert not faulty_demo.log()
    program.do("click_text", "Open settings")
    program.wait_widget("setting-metered")
    assert program.close() == 0


def test_private_mode_is_shown_and_leaves_no_place(
    start: Start, tmp_path: Path, demo_82: DemoProcess
) -> None:
    write_settings(tmp_path, private_mode=True, instance=demo_82.url)
    program = start(folder=tmp_path)
    program.wait_widget("privateButton")
    program.do("click", "nav-recent")
    program.wait(lambda: program.do("look", "nav-recent")["checked"], "the page to change")
    assert program.close() == 0
    again = start(folder=tmp_path)
    again.wait_rows("videoGrid", 5)
    assert again.do("look", "nav-discover")["checked"]
    again.do("click", "privateButton")
    again.wait_gone("privateButton")
    assert again.close() == 0
    assert (
        json.loads((tmp_path / "profile" / "config" / "settings.json").read_text())["private_mode"] is False
    )
