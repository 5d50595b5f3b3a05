"""Accounts in the real program: by keyboard, across restarts, two of them, without a keyring."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from peertube_desktop.demo.otp import code
from peertube_desktop.demo.people import SIGN_IN_WITH
from peertube_desktop.demo.society import OTP_OF_INES
from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import Program
from tests.services.demo_videos import Special, video_of


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
    kept = folder / "profile" / "config" / "sessions.json"
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


def test_two_accounts_one_with_two_factor(start: Start, folder: Path, demo: DemoProcess) -> None:
    program = start("--instance", demo.url, folder=folder)
    program.wait_rows("videoGrid", 5)
    open_sign_in(program)
    type_name(program, "ines")
    program.wait(lambda: program.do("focus").get("name") == "loginOtp", "the keyboard at the code")
    program.do("write", code(OTP_OF_INES, time.time()))
    program.do("press", "Return")
    wait_signed_in(program, f"ines@{demo.host}")
    program.wait_gone("loginDialog")
    open_sign_in(program, "Add an account…")
    type_name(program, "bob")
    wait_signed_in(program, f"bob@{demo.host}")
    program.wait_gone("loginDialog")
    assert program.close() == 0
    again = start(folder=folder)
    wait_signed_in(again, f"bob@{demo.host}")
    again.do("click", "accountButton")
    again.wait(lambda: again.do("choose", f"Ines (two-factor) (ines@{demo.host})") is None, "the menu")
    wait_signed_in(again, f"ines@{demo.host}")
    again.do("click", "accountButton")
    again.wait(lambda: again.do("choose", "Account settings") is None, "the menu")
    again.wait(lambda: again.do("look", "twoFactorButton").get("text") == "Turn off…", "the settings of ines")
    assert again.close() == 0


def test_without_a_keyring_the_choice_is_the_persons(start: Start, tmp_path: Path, demo: DemoProcess) -> None:
    program = start("--instance", demo.url, folder=tmp_path)
    program.wait_rows("videoGrid", 5)
    open_sign_in(program)
    type_name(program, "alice")
    program.wait_widget("keepDialog")
    program.wait_text("This system has no keyring")
    program.do("press", "Return")
    program.wait_gone("keepDialog")
    wait_signed_in(program, f"alice@{demo.host}")
    assert program.close() == 0
    assert not list((tmp_path / "profile").rglob("sessions.json"))
    # For that run only: the next one knows who it was, browses on, and asks when a password is needed.
    again = start(folder=tmp_path)
    again.wait(
        lambda: "the password is wanted" in again.do("look", "accountButton").get("accessible", ""),
        "the button to say that the password is wanted",
    )
    again.wait_rows("videoGrid", 5)
    again.do("click", "accountButton")
    again.wait(lambda: again.do("choose", "Account settings") is None, "the menu")
    again.wait(lambda: again.do("focus").get("name") == "loginPassword", "the keyboard at the password")
    again.do("write", SIGN_IN_WITH)
    again.do("press", "Return")
    again.wait_widget("profileName")
    assert again.close() == 0


def test_what_nobody_may_see_is_shown_after_signing_in(start: Start, folder: Path, demo: DemoProcess) -> None:
    video = video_of(demo, Special.PRIVATE)
    program = start(f"{demo.url}/w/{video.uuid}", folder=folder)
    program.wait_text("An account is needed")
    open_sign_in(program)
    type_name(program, "root")
    wait_signed_in(program, f"root@{demo.host}")
    program.wait_playing()
    assert program.close() == 0
