"""Searching with the keyboard alone, and links pasted into the field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import Program


@pytest.fixture
def program(start: Start, demo: DemoProcess) -> Iterator[Program]:
    """The program on the demo instance, the keyboard in the search field."""
    program = start("--instance", demo.url)
    program.wait_widget("videoGrid")
    program.do("click", "searchEdit")
    yield program
    assert program.close() == 0


def test_search_with_the_keyboard(program: Program, demo: DemoProcess) -> None:
    program.do("write", "night sky")
    program.do("press", "Return")
    program.wait_text("^Videos · [1-9]")
    program.wait_text("^Channels · 1$")
    rows = program.wait_rows("videoGrid")
    assert program.wait(lambda: program.do("focus").get("name") == "videoGrid", "the keyboard in the grid")
    assert program.do("current_row", "videoGrid") == 0
    assert program.do("get", "mainWindow", "windowTitle").startswith("Search: night sky")
    # Another word; the one before is offered and taken.
    program.do("press", "Ctrl+L")
    program.wait_widget("searchSuggestions")
    assert [row["title"] for row in program.do("rows", "searchSuggestions")] == ["night sky"]
    program.do("write", "bench")
    program.do("press", "Return")
    program.wait_text("^Playlists · 1$")
    program.do("click_text", "Playlists · 1")
    assert [row["title"] for row in program.wait_rows("playlistList")] == ["On the bench"]
    program.do("press", "Alt+Left")
    program.do("press", "Alt+Left")
    program.wait(
        lambda: program.do("rows", "videoGrid", True)[0]["title"] == rows[0]["title"], "the way back"
    )
    assert program.do("look", "searchEdit")["text"] == "night sky"


def test_a_pasted_link_opens(program: Program, demo: DemoProcess) -> None:
    program.do("write", f"{demo.url}/c/night_sky/videos")
    program.do("press", "Return")
    program.wait(
        lambda: program.do("get", "mainWindow", "windowTitle").startswith("Night Sky Diary"), "the channel"
    )
    program.do("press", "Ctrl+L")
    program.do("write", f"kitchen_table@{demo.host}")
    program.do("press", "Return")
    program.wait(
        lambda: program.do("get", "mainWindow", "windowTitle").startswith("Kitchen Table"),
        "the other channel",
    )


def test_the_address_of_an_instance_moves_there(
    start: Start, demo_63: DemoProcess, demo_82: DemoProcess
) -> None:
    program = start("--instance", demo_63.url)
    program.wait_rows("videoGrid")
    program.do("click", "searchEdit")
    program.do("write", demo_82.url)
    program.do("press", "Return")
    program.wait(lambda: program.do("look", "instanceButton")["text"] == demo_82.host, "the other instance")
    program.wait_rows("videoGrid")
    assert program.do("look", "searchEdit")["text"] == ""
    assert program.close() == 0


def test_nothing_found_here_is_looked_for_everywhere(start: Start, demo_82: DemoProcess) -> None:
    program = start("--demo")
    program.wait_widget("videoGrid")
    program.wait(lambda: program.do("row_count", "videoGrid"), "videos")
    program.do("click", "searchEdit")
    program.do("write", "zzzqqq")
    program.do("press", "Return")
    program.wait_text("No videos for “zzzqqq”")
    program.do("press", "Return")
    program.wait_text("No instance that the search index knows has it")
    program.do("press", "Ctrl+L")
    program.do("write", "night")
    program.do("press", "Return")
    program.wait_rows("videoGrid")
    assert program.do("look", "searchScope")["text"] == "Everywhere"
    assert program.close() == 0
