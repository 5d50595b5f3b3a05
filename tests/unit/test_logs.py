"""The log: kept off the caller's thread, and without secrets."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from peertube_desktop.logs import LogFile, without_secrets

SECRET = "s3cr3t-v4lue-of-a-token"


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://a.example/static/x.mp4?videoFileToken={SECRET}",
        f"GET /static/x.m3u8?reinject=1&videoFileToken={SECRET} failed",
        f"proxy http://me:{SECRET}@proxy.example:3128 refused",
        f"socks5h://{SECRET}@proxy.example",
        f"Authorization: Bearer {SECRET}",
        f"headers={{'Authorization': 'Bearer {SECRET}'}}",
        f"headers {{b'x-peertube-video-password': b'{SECRET}'}}",
        f'{{"access_token": "{SECRET}", "refresh_token": "{SECRET}"}}',
        f"password={SECRET}&grant_type=password",
        f"client_secret: {SECRET}",
        f"x-peertube-otp: {SECRET}",
        f"http://127.0.0.1:40001/{SECRET}/master.m3u8",
        f"Cookie: {SECRET}",
    ],
)
def test_no_secret_gets_through(text: str) -> None:
    found = without_secrets(text)
    assert SECRET not in found
    assert "…" in found


@pytest.mark.parametrize(
    "text",
    [
        "Left out $.data[0] of an answer of a.example: Expected `str`",
        "https://a.example/w/abc does not answer",
        "http://127.0.0.1:9000/api/v1/videos",
        "What? That is all",
        "The library cannot be used: StoreError",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[LogFile]:
    root = logging.getLogger()
    levels = {handler: handler.level for handler in root.handlers}
    own = logging.getLogger("peertube_desktop")
    level = own.level
    file = LogFile(tmp_path)
    file.begin()
    yield file
    file.end()
    own.setLevel(level)
    for handler, before in levels.items():
        handler.setLevel(before)


def test_what_is_of_note_is_written_by_another_thread(log_file: LogFile) -> None:
    own = logging.getLogger("peertube_desktop.somewhere")
    own.info("a note of %s", threading.current_thread().name)
    own.debug("not worth a line")
    try:
        raise ValueError(f"https://a.example/?token={SECRET}")
    except ValueError:
        own.info("it failed", exc_info=True)
    log_file.end()
    text = log_file.path.read_text()
    assert "INFO peertube_desktop.somewhere: a note of MainThread" in text
    assert "not worth a line" not in text
    assert "ValueError: https://a.example/?…" in text
    assert SECRET not in text
    log_file.begin()


def test_clearing_removes_the_files_and_goes_on(log_file: LogFile) -> None:
    own = logging.getLogger("peertube_desktop.somewhere")
    own.info("before")
    log_file.end()
    (log_file.path.parent / "log.txt.1").write_text("older")
    log_file.begin()
    log_file.clear()
    assert not list(log_file.path.parent.iterdir())
    own.info("after")
    log_file.end()
    assert "before" not in log_file.path.read_text()
    assert "after" in log_file.path.read_text()
    log_file.begin()


def test_a_folder_that_is_not_there_fails_nothing(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "missing" / "folder")
    root_handlers = list(logging.getLogger().handlers)
    file.begin()
    logging.getLogger("peertube_desktop.somewhere").info("nowhere to go")
    file.end()
    assert logging.getLogger().handlers == root_handlers
