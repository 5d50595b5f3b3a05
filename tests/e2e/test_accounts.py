"""Accounts in the real program: by keyboard, across restarts, two of them, without a keyring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peertube_desktop.demo.people import SIGN_IN_WITH
from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import Program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile that keeps sessions in a file."""
    keep_in(tmp_path, "file")
    return tmp_path


def keep_in(folder: Path, place: str) -> None:
    """A profile that keeps sessions there."""
    path = folder / "profile" / "config" / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"keep_sessions": place}))


def open_sign_in(program: Program, entry: str = "Sign in…") -> None:
    """The dialog, ready for the name."""
    program.wait_widget("accountButton")
    program.do("click", "accountButton")
    program.wait(lambda: program.do("choose", entry) is None, "the menu")
    program.wait(lambda: program.do("focus").get("name") == "loginUsername", "the keyboard in the dialog")


def type_name(program: Program, name: str, password: str = SIGN_IN_WITH) -> None:
    """Name, password, Enter: by keyboard alone."""
    program.do("write", name)
    program.do("press", "Tab")
    program.do("write", password)
    program.do("press", "Return")


def wait_signed_in(program: Program, handle: str) -> None:
    """Until the button says who one is."""
    program.wait(
        lambda: program.do("look", "accountButton").get("accessible") == f"Account: {handle}",
        f"{handle} on the button",
    )


def test_sign_in_by_keyboard_restart_and_sign_out(start: Start, folder: Path, demo: DemoProcess) -> None:
    program = start("--instance", demo.url, folder=folder)
    program.wait_rows("videoGrid", 5)
    open_sign_in(program)
    type_name(program, "alice", "not it")
    program.wait_text("Wrong user name or password")
    program.do("write", SIGN_IN_WITH)
    program.do("press", "Return")
    wait_signed_in(program, f"alice@{demo.host}")
    program.wait_gone("loginDialog")
    program.wait_rows("videoGrid", 5)
    assert program.close() == 0
    kept = folder / "profile" / "data" / "sessions.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    again = start(folder=folder)
    wait_signed_in(again, f"alice@{demo.host}")
    again.wait_rows("videoGrid", 5)
    assert again.close() == 0
    for path in (folder / "profile").rglob("*"):
        if path.is_file() and path != kept:
            content = path.read_bytes()
            assert SIGN_IN_WITH.encode() not in content, path
            assert b"refresh_token" not in content, path
    last = start(folder=folder)
    wait_signed_in(last, f"alice@{demo.host}")
    last.do("click", "accountButton")
    last.wait(lambda: last.do("choose", "Sign out…") is None, "the menu")
    last.wait_widget("confirmDialog")
    last.do("click", "confirmAction")
    last.wait(
        lambda: "nobody" in last.do("look", "accountButton").get("accessible", ""), "nobody to be signed in"
    )
    last.wait_text("Signed out of alice")
    assert last.close() == 0
    assert not kept.exists()
