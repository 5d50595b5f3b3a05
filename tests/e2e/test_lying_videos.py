"""A video's details that lie: about its files, its length, its chapters, captions and small pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.api.servers import LocalServer
from tests.demo_process import DemoProcess
from tests.e2e.liar import Change, lying
from tests.e2e.program import Program

NUMBERS = [0, -1, 10**9, 10**30, 1.5, 1e300, "12", None, True, [], {}]
MANY = 3000


def _bad_numbers(value: Any, place: list[int]) -> Any:
    """Each number replaced by one after the other of the bad ones; ids stay."""
    if isinstance(value, dict):
        kept = ("id", "uuid", "total")
        return {name: one if name in kept else _bad_numbers(one, place) for name, one in value.items()}
    if isinstance(value, list):
        return [_bad_numbers(one, place) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        place[0] += 1
        return NUMBERS[place[0] % len(NUMBERS)]
    return value


def _chapters() -> list[Any]:
    odd = [{"timecode": -5, "title": "a"}, {"timecode": "x"}, {"title": "none"}, {}, 7, {"timecode": 1e300}]
    many = [{"timecode": (number * 7919) % MANY, "title": f"{number} " + "t" * 300} for number in range(MANY)]
    return odd + many


def _boards(path: str) -> list[Any]:
    def board(*sides: Any) -> dict[str, Any]:
        names = ("totalWidth", "totalHeight", "spriteWidth", "spriteHeight", "spriteDuration")
        return {"storyboardPath": path, **dict(zip(names, sides, strict=True))}

    return [
        board(10, 10, 60_000, 60_000, 1e-300),
        board(1, 1, 1, 1, 1e300),
        board(0, 0, 0, 0, 0),
        board(60_000, 60_000, 1, 1, 1),
        board(-1, "x", None, [], {}),
        board(4096, 4096, 1, 1, 0.0001),
    ]


def lies(path: str, value: Any) -> Any:
    """All of it at once."""
    if isinstance(value, bytes):
        if path.endswith(".vtt"):
            text = b"<v Bob><img src=x>&lt;b&gt; \xff\xfe %s {n}\n\n"
            cue = b"00:00:00.000 --> 99:59:59.999 line:0 position:-999999%\n" + text
            return b"WEBVTT\n\n" + cue * 20_000
        return value
    if path.endswith("/chapters"):
        return {"chapters": _chapters()}
    if path.endswith("/storyboards"):
        return {"storyboards": _boards("/lazy-static/storyboards/none.jpg")}
    if path.endswith("/captions"):
        real = value["data"]
        more = [
            {**real[0], "language": {"id": f"x{number}", "label": f"<i>{number}</i> & " + "l" * 500}}
            for number in range(MANY)
        ]
        return {"total": 10**12, "data": [*real, *more, 1, None, {"language": None}]}
    if path.count("/") == 4 and path.startswith("/api/v1/videos/") and "uuid" in value:
        named = {"files": value["files"], "streamingPlaylists": value["streamingPlaylists"]}
        return {**_bad_numbers(value, [0]), **named, "duration": 10**9}
    return value


def _video(demo: DemoProcess) -> str:
    found = demo.get("/api/v1/videos?count=60")["data"]
    uuids = [one["uuid"] for one in found if not one["isLive"] and one["duration"] > 20]
    uuid: str = next(one for one in uuids if demo.get(f"/api/v1/videos/{one}/captions")["total"])
    return uuid


@contextmanager
def _open(server: LocalServer, uuid: str, folder: Path) -> Iterator[Program]:
    """The program with that video, ended after the block: at once, and without a complaint."""
    program = Program(["--instance", server.url], folder, "", driver="tests.e2e.led")
    try:
        program.wait_rows("videoGrid", 4)
        program.do("resize", 1400, 900)
        program.do("go", "watch", server.url, {"id": uuid})
        program.wait_widget("videoTitle")
        yield program
        assert program.close() == 0
        program.check_errors()
    finally:
        program.kill()


def test_lies_about_a_video_that_plays(demo_82: DemoProcess, tmp_path: Path) -> None:
    uuid = _video(demo_82)
    with lying(demo_82, lies) as server, _open(server, uuid, tmp_path) as program:
        program.wait_playing()
        program.do("press", "C")
        program.do("hover", "seekSlider", 200, 5)
        program.do("press", "5")
        program.do("press", "Right")
        program.do("click_text", "Chapters")
        assert program.do("row_count", "chapterList") <= 500
        program.do("activate", "factsButton")
        program.wait_playing()


ADDRESSES = [
    "file:///etc/hostname",
    "rtsp://127.0.0.1:1/x",
    "smb://127.0.0.1/x",
    "concat:/etc/hostname",
    "dvd:///dev/sr0",
    "screen://",
    "//[",
    "http://",
    "",
    "http://name:password@127.0.0.1:1/x.mp4",
]


def _named(address: str) -> Change:
    def change(path: str, value: Any) -> Any:
        if isinstance(value, dict) and "streamingPlaylists" in value:
            files = [{**one, "fileUrl": address, "fileDownloadUrl": address} for one in value["files"]]
            lists = [{**one, "playlistUrl": address, "files": files} for one in value["streamingPlaylists"]]
            return {**value, "files": files, "streamingPlaylists": lists}
        return value

    return change


def test_other_addresses_than_of_the_web_are_not_opened(demo_82: DemoProcess, tmp_path: Path) -> None:
    uuid = _video(demo_82)
    now = [_named(ADDRESSES[0])]
    with (
        lying(demo_82, lambda path, value: now[0](path, value)) as server,
        _open(server, uuid, tmp_path) as program,
    ):
        for address in ADDRESSES:
            now[0] = _named(address)
            program.do("go", "settings", "", {})
            program.do("go", "watch", server.url, {"id": uuid})
            program.wait_text("This video cannot be played|The server sends no video")
            assert program.do("look", "playerMessageButton")["text"] == "Try again"


@pytest.mark.parametrize(
    "smuggled", [":sout=#std{access=file,dst=OUT}", " :sout=#std{dst=OUT}", "#:sout=OUT", "?:sout=OUT"]
)
def test_no_option_of_vlc_is_smuggled_in(demo_82: DemoProcess, tmp_path: Path, smuggled: str) -> None:
    uuid = _video(demo_82)
    out = tmp_path / "out.mp4"

    def change(path: str, value: Any) -> Any:
        if isinstance(value, dict) and "streamingPlaylists" in value:
            tail = smuggled.replace("OUT", str(out))
            files = [{**one, "fileUrl": one["fileUrl"] + tail} for one in value["files"]]
            lists = [{**one, "playlistUrl": one["playlistUrl"] + tail} for one in value["streamingPlaylists"]]
            return {**value, "files": files, "streamingPlaylists": lists}
        return value

    with lying(demo_82, change) as server, _open(server, uuid, tmp_path) as program:
        program.wait(
            lambda: (
                program.do("look", "playerMessageTitle")
                or program.do("picture", "playerSurface")["brightness"] > 12
            ),
            "a message or a picture",
        )
    assert not out.exists()
