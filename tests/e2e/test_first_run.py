"""The first start: no instance is known, and one is chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peertube_desktop.paths import Paths
from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import Program


@pytest.fixture
def folder(tmp_path: Path, demo_82: DemoProcess) -> Path:
    """A profile whose index of instances is on this machine."""
    paths = Paths.of(tmp_path / "profile")
    paths.create()
    addresses = {"instance_index_url": demo_82.url, "search_index_url": demo_82.url}
    (paths.config / "settings.json").write_text(json.dumps(addresses))
    return tmp_path


def begin(program: Program) -> None:
    """To the page, ready for the keyboard."""
    program.wait_widget("instanceEdit")
    program.do("click", "instanceEdit")


def test_an_instance_is_chosen_by_typing_its_address(start: Start, folder: Path, demo: DemoProcess) -> None:
    program = start(folder=folder)
    begin(program)
    program.do("write", demo.host)
    program.do("press", "Return")
    rows = program.wait_rows("videoGrid")
    assert all(row["title"] for row in rows)
    program.wait_text(f"^{demo.host}$")
    assert program.close() == 0
    # The next start is where the last one ended.
    again = start(folder=folder)
    again.wait_rows("videoGrid")
    assert not again.do("look", "instanceEdit")
    assert again.close() == 0


def test_a_wrong_address_is_explained_and_another_one_picked(
    start: Start, folder: Path, demo_82: DemoProcess
) -> None:
    program = start(folder=folder)
    begin(program)
    program.do("write", "https://nobody.invalid/videos")
    program.do("press", "Return")
    program.wait_text("nobody.invalid was not found")
    program.do("press", "Escape")
    program.do("write", "hilltop")
    program.wait(lambda: program.do("row_count", "instanceList") == 1, "one instance in the list")
    program.do("press", "Return")
    program.wait(lambda: program.do("focus").get("name") == "instanceList", "the keyboard in the list")
    program.do("press", "Return")
    program.wait_rows("videoGrid")
    assert program.close() == 0


def test_a_command_line_that_leads_nowhere_ends_where_one_chooses(start: Start, folder: Path) -> None:
    program = start("--instance", "nobody.invalid", folder=folder)
    program.wait_text("nobody.invalid was not found")
    assert program.do("look", "instanceEdit")["text"] == "nobody.invalid"
    assert program.close() == 0
