"""The demo instance's own tools: forms, containers, one-time codes, and what it leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peertube_desktop.demo.boxes import UnreadableError, look
from peertube_desktop.demo.forms import Form, read_form, read_multipart
from peertube_desktop.demo.http import Request
from peertube_desktop.demo.otp import code, good
from peertube_desktop.demo.resumable import fnv64, read_part
from peertube_desktop.demo.workplace import Workplace, sweep
from tests.demo.clip import video


def test_names_in_brackets() -> None:
    form = Form()
    for name, value in (
        ("plain", "1"), ("tags[]", "a"), ("tags[]", "b"), ("passwords[0]", "x"), ("passwords[1]", "y"),
        ("plan[updateAt]", "now"), ("tasks[0][name]", "cut"), ("tasks[0][options][start]", "3"),
        ("tasks[1][name]", "add-intro"), ("far[99999999][x]", "1"), ("plain[x]", "2"), ("", "3"), ("[", "4"),
    ):  # fmt: skip
        form.put(name, value)
    assert form.values["tags"] == ["a", "b"]
    assert form.values["passwords"] == ["x", "y"]
    assert form.values["plan"] == {"updateAt": "now"}
    assert form.values["tasks"] == [{"name": "cut", "options": {"start": "3"}}, {"name": "add-intro"}]
    assert form.values["plain"] == "1"
    assert form.values["far"] == []


def test_multipart_bodies() -> None:
    kind = 'multipart/form-data; boundary="b o"'
    body = (
        b'--b o\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n'
        b'--b o\r\nContent-Disposition: form-data; name="f"; filename="q \\"x\\".mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\n\r\n--b not\r\n\r\n--b o--\r\n"
    )
    form = read_multipart(kind, body)
    assert form.values == {"a": "value"}
    assert (form.files["f"].filename, form.files["f"].kind) == ('q "x".mp4', "video/mp4")
    assert form.data("f") == b"\r\n--b not\r\n"
    assert form.data("g") is None
    assert read_multipart(kind, body[:-30]).files == {}
    assert read_multipart("multipart/form-data", body).values == {}
    urlencoded = {"content-type": "application/x-www-form-urlencoded"}
    assert read_form(Request("POST", "/", "", urlencoded, b"a[]=1&b=%C3%A9")).values == {"a": ["1"], "b": "é"}
    assert read_form(Request("POST", "/", "", {}, b"[1]")).values == {}


def test_what_is_a_video(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(video(300_000))
    clip = look(path)
    assert clip.duration > 1
    ((name, fact),) = clip.web.items()
    assert (name, fact.size, fact.height) == (str(min(fact.width, fact.height)), 300_000, fact.height)
    path.write_bytes(video(300_000)[:40])
    assert look(path).duration == 10
    for head in (b"\x1aE\xdf\xa3....", b"OggS........", b"ID3........."):
        path.write_bytes(head)
        assert look(path).web
    for junk in (b"", b"junk junk junk", b"\0" * 100):
        path.write_bytes(junk)
        with pytest.raises(UnreadableError):
            look(path)
    path.write_bytes(b"junk")
    assert look(path, anything=True).web


def test_one_time_codes() -> None:
    # RFC 6238's own examples, with their last six digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, digits in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert code(secret, at) == digits
    assert not good(secret, "000000x")


def test_headers_of_parts() -> None:
    assert read_part("bytes 5-9/100", "5").start == 5
    assert read_part("bytes */100", "0").start is None
    assert read_part("bytes 0-9/*", "10").total is None
    assert read_part(None, None).start == 0
    assert read_part("nonsense", "x").start is None
    # As recorded: the identifiers of user 2 on the older line.
    assert fnv64("2") == "af63af4c8601a015"


def test_what_is_left_by_killed_instances(tmp_path: Path) -> None:
    mine = tmp_path / f"peertube-demo-{os.getpid()}-abc"
    left = tmp_path / "peertube-demo-999999999-abc"
    other = tmp_path / "peertube-demo-notes"
    for folder in (mine, left, other):
        folder.mkdir()
    sweep(tmp_path)
    assert mine.exists()
    assert other.exists()
    assert not left.exists()
    named = Workplace(str(tmp_path / "state"))
    named.close()
    assert named.path.exists()
    temporary = Workplace("")
    temporary.close()
    assert not temporary.path.exists()
