"""The small parts of uploading, each by itself."""

from __future__ import annotations

import asyncio
import string
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.services.uploading import metadata, sizing, steps
from peertube_desktop.services.uploading.flow import Flow, Throttle
from peertube_desktop.services.uploading.limits import Fault, Wrong, faults
from peertube_desktop.services.uploading.metadata import CaptionFile, ChapterMark, Metadata, title_of
from peertube_desktop.services.uploading.sizing import PartSizer
from peertube_desktop.services.uploading.sniffing import Kind, files_below, kind_of
from peertube_desktop.services.uploading.source_file import (
    FileAwayError,
    FileChangedError,
    SourceFile,
    read_facts,
)
from tests.faults.files import CLIPS

KIB = 1024


# Titles and fields


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("holiday_2024.mp4", "holiday 2024"),
        ("My Film.final.mkv", "My Film.final"),
        ("a.part.two.webm", "a part two"),
        ("v1.2.mov", "v1.2"),
        ("ab.mp4", "ab video"),
        (".mp4", ".mp4"),
        ("noextension", "noextension"),
        ("tab\there\u2028line.mp4", "tab here line"),
        ("x\udcff\udcfe.mp4", "x??"),
        ("مرحبا_بالعالم.mp4", "مرحبا بالعالم"),
        ("📹 clip.mp4", "📹 clip"),
        ("with.a.very-long-ending-that-is-none", "with a very-long-ending-that-is-none"),
    ],
)
def test_title_of(name: str, title: str) -> None:
    """A file's name, as a person would write it."""
    assert title_of(name) == title


@given(st.text(max_size=300))
def test_every_name_gives_a_title_servers_take(name: str) -> None:
    """3 to 120 characters, one line, encodable."""
    title = title_of(name)
    assert 3 <= len(title) <= 120
    assert title == title.strip()
    assert title.isprintable() or title.encode()
    assert "\n" not in title


def test_details_leave_out_what_was_not_said() -> None:
    """The server has its own defaults."""
    found = metadata.details(Metadata(title="T"), 0)
    assert set(found) == {
        "name",
        "privacy",
        "nsfw",
        "downloadEnabled",
        "waitTranscoding",
        "commentsPolicy",
        "commentsEnabled",
    }
    emptied = metadata.update(Metadata(title="T"), 0)
    assert emptied["description"] is None
    assert emptied["scheduleUpdate"] is None
    assert "videoPasswords" not in emptied


def test_schedule() -> None:
    """Until its day it is private; when that has passed it is what it should be by now."""
    day = datetime(2030, 5, 1, 12, tzinfo=UTC).timestamp()
    typed = Metadata(title="T", privacy=3, publish_at=day, publish_privacy=2)
    before = metadata.details(typed, day - 1)
    assert (before["privacy"], before["scheduleUpdate"]) == (
        3,
        {"updateAt": "2030-05-01T12:00:00.000Z", "privacy": 2},
    )
    after = metadata.details(typed, day + 1)
    assert after["privacy"] == 2
    assert "scheduleUpdate" not in after


def test_digest_of_details() -> None:
    """What goes by steps of its own is no change of the details."""
    plain = Metadata(title="T")
    assert metadata.details_digest(plain) == metadata.details_digest(
        Metadata(title="T", thumbnail="x", captions=(CaptionFile("fr", "y"),), playlists=(1,))
    )
    assert metadata.details_digest(plain) != metadata.details_digest(Metadata(title="U"))


def test_journal_of_another_version() -> None:
    """What cannot be read counts as not said."""
    assert metadata.decode("{broken") == Metadata()
    assert metadata.decode('{"title": "T", "new_field": 5}').title == "T"
    assert metadata.decode(metadata.encode(Metadata(title="ä", passwords=("x",)))).title == "ä"
    assert steps.failed_steps("{broken", Metadata()) == ()


# What a file is


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"\0\0\0\x20ftypqt  ", "video/quicktime"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x20ftyp3gp5", "video/3gpp"),
        (b"\0\0\0\x20ftypheic", None),
        (b"\0\0\0\x20ftypavif", None),
        (b"\0\0\0\x08wide", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "video/x-matroska"),
        (b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm", "video/webm"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"RIFF\0\0\0\0WEBP", None),
        (b"OggS" + bytes(24) + b"\x80theora", "video/ogg"),
        (b"OggS" + bytes(24) + b"\x01vorbis", "audio/ogg"),
        (b"FLV\x01\x05", "video/x-flv"),
        (b"\x00\x00\x01\xba", "video/mpeg"),
        (b"\x47" + (bytes(187) + b"\x47") * 5, "video/mp2t"),
        (bytes(4) + b"\x47" + (bytes(191) + b"\x47") * 5, "video/mp2t"),
        (b"Good morning, this begins with a G" * 40, None),
        (b"fLaC", "audio/flac"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"%PDF-1.7", None),
        (b"PK\x03\x04", None),
        (b"#!/bin/sh", None),
        (b"", None),
    ],
)
def test_kind_of(head: bytes, mime: str | None) -> None:
    """By its first bytes, whatever its name."""
    found = kind_of(head)
    assert (found.mime if found else None) == mime


def test_real_files_are_known() -> None:
    """Those of the demo instance."""
    for path in CLIPS.glob("*/*.mp4"):
        assert kind_of(path.read_bytes()[:4096]) == Kind("video/mp4", ".mp4")


@given(st.binary(max_size=2000))
def test_nothing_breaks_the_look(head: bytes) -> None:
    """Whatever the bytes."""
    found = kind_of(head)
    assert found is None or found.extension.startswith(".")


def test_folders_are_searched(tmp_path: Path) -> None:
    """Not hidden ones, not through links; a file that was named counts whatever it is called."""
    for name in ("a/1.mp4", "a/b/2.mp4", "a/.git/3.mp4", "a/.4.mp4", ".named.mp4"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a")
    found = list(files_below([tmp_path / "a", tmp_path / ".named.mp4"]))
    assert [(path.relative_to(tmp_path).as_posix(), named) for path, named in found] == [
        ("a/1.mp4", False),
        ("a/b/2.mp4", False),
        (".named.mp4", True),
    ]


# How large parts are


def test_parts_grow_to_about_eight_seconds() -> None:
    """A fast line soon has large ones, never over what proxies let through."""
    sizer = PartSizer()
    assert sizer.size == 256 * KIB
    sizes = []
    for _ in range(12):
        sizes.append(sizer.size)
        sizer.went_through(sizer.size, sizer.size / 10e6)
    assert sizes[:4] == [256 * KIB, 1024 * KIB, 4096 * KIB, 16384 * KIB]
    assert sizes[-1] == pytest.approx(80e6, rel=0.01)
    fast = PartSizer()
    for _ in range(12):
        fast.went_through(fast.size, fast.size / 1e9)
    assert 89e6 < fast.size <= 90e6


def test_slow_lines_keep_small_parts() -> None:
    """And each part has time enough."""
    sizer = PartSizer()
    sizer.went_through(256 * KIB, 30.0)
    assert sizer.size == 256 * KIB
    assert sizer.deadline(256 * KIB) > 120
    assert PartSizer().deadline(256 * KIB) > 120


def test_the_rest_of_a_file_says_little() -> None:
    """A short last part makes the next file's parts no larger."""
    sizer = PartSizer()
    for _ in range(4):
        sizer.went_through(sizer.size, sizer.size / 1e6)
    before = sizer.size
    sizer.went_through(1000, 0.0001)
    assert sizer.size == before


def test_too_large_for_ever() -> None:
    """What did not fit once is not tried again."""
    sizer = PartSizer()
    for _ in range(5):
        sizer.went_through(sizer.size, 0.01)
    large = sizer.size
    assert sizer.too_large(large)
    for _ in range(5):
        sizer.went_through(sizer.size, 0.01)
    assert sizer.size <= large // 2
    smallest = PartSizer()
    size, times = smallest.size, 0
    while smallest.too_large(size):
        size, times = smallest.size, times + 1
        assert times < 10
    assert size >= sizing.SMALLEST // 4


def test_lost_parts_shrink() -> None:
    """But not for ever, and not below the floor."""
    sizer = PartSizer()
    for _ in range(4):
        sizer.went_through(sizer.size, 0.1)
    size = sizer.size
    sizer.got_lost(size)
    assert sizer.size <= size // 2
    for _ in range(20):
        sizer.got_lost(sizer.size)
    assert sizer.size == 256 * KIB


# How fast bytes flow


class Clock:
    """Moves the loop's own time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)


async def test_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the last seconds; bytes that are sent again are no speed."""
    clock = Clock(monkeypatch)
    told: list[int] = []
    flow = Flow(lambda: told.append(1))
    flow.confirmed(0)
    for _ in range(20):
        clock.now += 0.5
        flow.handed_over(500)
    assert flow.speed == pytest.approx(1000)
    assert len(told) == 21
    flow.confirmed(5000)
    assert (flow.sent, flow.speed) == (5000, 0)
    flow.stopped()
    assert flow.speed == 0


async def test_throttle_lets_all_through_without_limit() -> None:
    """At once."""
    throttle = Throttle()
    await throttle.take(10**12)
    assert throttle.piece == 256 * KIB


async def test_throttle_is_shared() -> None:
    """Two get together what one would get; a new limit counts at once."""
    throttle = Throttle(100_000)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(throttle.take(10_000) for _ in range(6)))
    # The first goes at once, and what is due since a quarter of a second.
    assert loop.time() - began >= 0.2
    slow = Throttle(10)
    await slow.take(1000)
    waiting = asyncio.ensure_future(slow.take(1000))
    await asyncio.sleep(0)
    slow.limit(0)
    await asyncio.wait_for(waiting, 1)


# The file


async def read_all(source: SourceFile, first: int, length: int) -> bytes:
    """A part of it, as it is sent."""
    return b"".join([piece async for piece in source.part(first, length, Flow(), Throttle()).chunks()])


async def test_a_part_is_those_bytes(tmp_path: Path) -> None:
    """From the start, however often."""
    data = bytes(range(256)) * 8192
    path = tmp_path / "film"
    path.write_bytes(data)
    source = SourceFile(path, read_facts(path))
    source.check()
    body = source.part(1000, len(data) - 1000, Flow(), Throttle())
    for _ in range(2):
        assert b"".join([piece async for piece in body.chunks()]) == data[1000:]
    assert await read_all(source, 5, 3) == data[5:8]


@pytest.mark.parametrize("change", ["longer", "shorter", "touched", "gone", "folder"])
async def test_a_part_of_another_file_is_none(tmp_path: Path, change: str) -> None:
    """It is noticed while it is read."""
    path = tmp_path / "film"
    path.write_bytes(b"x" * 10_000)
    source = SourceFile(path, read_facts(path))
    if change == "longer":
        path.write_bytes(b"x" * 10_001)
    elif change == "shorter":
        path.write_bytes(b"x" * 9_999)
    elif change == "touched":
        path.write_bytes(b"y" * 10_000)
    else:
        path.unlink()
        if change == "folder":
            path.mkdir()
    with pytest.raises(FileAwayError if change in ("gone", "folder") else FileChangedError) as caught:
        await read_all(source, 0, 10_000)
    if isinstance(caught.value, FileAwayError):
        assert caught.value.missing is (change == "gone")


@given(st.text(string.printable, max_size=5), st.text(string.printable, max_size=5))
def test_steps_that_are_due(first: str, second: str) -> None:
    """What was sent is due again when it says something else."""
    one = Metadata(title="T", thumbnail=first)
    other = Metadata(title="T", thumbnail=second)
    details = metadata.details_digest(one)
    record = steps.Record(sent={"thumbnail": metadata.digest(first)})
    text = msgspec.json.encode(record).decode()
    assert not steps.is_due(text, details, one)
    assert steps.is_due(text, details, other) is (second not in ("", first))
    assert steps.is_due("", "", Metadata(title="T"))


# What was typed


def test_what_is_fine() -> None:
    """Nothing is said of it."""
    typed = Metadata(
        title="Film",
        tags=("a tag", "b tag"),
        privacy=3,
        publish_at=20,
        chapters=(ChapterMark(0, "A"), ChapterMark(1, "B")),
        captions=(CaptionFile("fr", "x"), CaptionFile("en", "y")),
    )
    assert faults(typed, 10) == []


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (Metadata(title="ab"), Fault("title", Wrong.TOO_SHORT, limit=3)),
        (Metadata(title="  ab  "), Fault("title", Wrong.TOO_SHORT, limit=3)),
        (Metadata(title="x" * 121), Fault("title", Wrong.TOO_LONG, limit=120)),
        (Metadata(title="abc", description="Hi"), Fault("description", Wrong.TOO_SHORT, limit=3)),
        (Metadata(title="abc", support="x" * 1001), Fault("support", Wrong.TOO_LONG, limit=1000)),
        (Metadata(title="abc", tags=("xx", "y")), Fault("tags", Wrong.TOO_SHORT, 1, 2)),
        (Metadata(title="abc", tags=("xx", "xx")), Fault("tags", Wrong.TWICE, 1)),
        (Metadata(title="abc", tags=tuple("abcdef")), Fault("tags", Wrong.TOO_MANY, limit=5)),
        (Metadata(title="abc", privacy=5), Fault("passwords", Wrong.MISSING)),
        (Metadata(title="abc", privacy=3, publish_at=5), Fault("publish_at", Wrong.PAST)),
        (Metadata(title="abc", privacy=1, publish_at=50), Fault("publish_at", Wrong.NOT_PRIVATE)),
        (
            Metadata(title="abc", chapters=(ChapterMark(4, "A"), ChapterMark(4, "B"))),
            Fault("chapters", Wrong.TWICE, 1),
        ),
        (Metadata(title="abc", chapters=(ChapterMark(4, ""),)), Fault("chapters", Wrong.TOO_SHORT, 0, 1)),
    ],
)
def test_what_instances_refuse(typed: Metadata, fault: Fault) -> None:
    """With its place, while it is typed."""
    assert fault in faults(typed, 10)
