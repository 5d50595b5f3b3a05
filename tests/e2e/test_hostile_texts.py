"""Whatever is in titles, names, descriptions and comments: it is shown as text, and nothing is fetched for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.servers import LocalServer, answering, reply
from tests.demo_process import DemoProcess
from tests.e2e.liar import change_texts, lying
from tests.e2e.program import Program

WORD = "Xyzzy"
LINES = frozenset(
    {"name", "displayName", "label", "title", "tags", "tag", "shortDescription", "serverVersion"}
)
TEXTS = frozenset({"description", "support", "text", "content", "terms", "codeOfConduct", "administrator"})


def line(trap: str) -> str:
    """A title that tries everything."""
    return (
        f'<b>{WORD}</b> & _amp &lt;i&gt;<img src="{trap}/title.png"><img src="file:///etc/hostname">'
        "{n} {0.__class__} %s %(n)d \u202egnirts\u202c \u2066iso\nnew\rline\u2028\x07 Z"
        + "\u0301" * 500
        + " end"
    )


def text(trap: str) -> str:
    """A description that tries everything."""
    return "\n\n".join(
        [
            f"{WORD} <script>location='{trap}/script'</script> <iframe src='{trap}/frame'></iframe>",
            f"![picture]({trap}/markdown.png) <img src='{trap}/html.png' onerror='x()'>",
            f"<link rel=stylesheet href='{trap}/css'> <style>@import '{trap}/import';</style>",
            "[a](javascript:alert(1)) [b](file:///etc/hostname) [c](data:text/html,x) [d](smb://host.test/x)",
            f"<a href='{trap}/link'>not followed</a> ![local](file:///etc/hostname) ![rel](/etc/hostname)",
            f"[ref]: {trap}/reference 'title'\n\n![ref] {{n}} %s \u202e back",
            "> " * 400 + "deep",
            "- " * 400 + "deeper",
            "[" * 3000 + "](" * 3000,
            "*_" * 3000,
            "|a|" * 500 + "\n" + "|-|" * 500 + "\n" + "|b|" * 500,
            "word" * 5000,
        ]
    )


def say(trap: str, how: str) -> Any:
    """The change that tells such things."""

    def one(name: str, true: str) -> str:
        if name in TEXTS:
            return text(trap)
        return line(trap) if how == "marks" else f"{true} {WORD}" + "W&<" * 3500

    def change(path: str, value: Any) -> Any:
        if isinstance(value, bytes) or path.endswith("/config") or "/playlists/" in path:
            return value
        return change_texts(value, LINES | TEXTS, one)

    return change


@pytest.fixture
def trap() -> Iterator[LocalServer]:
    """A server nobody should ask for anything."""
    with LocalServer(answering(lambda request: reply(b"caught"))) as server:
        yield server


@pytest.mark.parametrize("how", ["marks", "length"])
def test_nothing_of_it_is_more_than_text(
    demo_82: DemoProcess, trap: LocalServer, tmp_path: Path, how: str
) -> None:
    videos = demo_82.get("/api/v1/videos?count=60")["data"]
    video = next(one for one in videos if not one["isLive"] and one["comments"] and one["duration"] > 20)
    channel = video["channel"]["name"]
    account = video["account"]["name"]
    playlists = demo_82.get("/api/v1/video-playlists?count=20")["data"]
    playlist = next(one["uuid"] for one in playlists if one["videosLength"])
    places: list[tuple[str, dict[str, str], str]] = [
        ("discover", {}, "videoGrid"),
        ("trending", {}, "videoGrid"),
        ("search", {"text": "night"}, "videoGrid"),
        ("search", {"text": "night", "tab": "channels"}, "channelList"),
        ("search", {"text": "bench", "tab": "playlists"}, "playlistList"),
        ("channel", {"handle": channel}, "actorName"),
        ("channel", {"handle": channel, "tab": "about"}, "actorName"),
        ("account", {"handle": account}, "actorName"),
        ("playlist", {"id": playlist}, "playlistTitle"),
        ("instance", {}, "instanceScroll"),
        ("watch", {"id": video["uuid"]}, "videoTitle"),
        ("history", {}, "videoGrid"),
        ("instances", {}, "instanceEdit"),
    ]
    with lying(demo_82, say(trap.url, how)) as server:
        program = Program(["--instance", server.url], tmp_path, "", driver="tests.e2e.led")
        try:
            program.wait_rows("videoGrid", 4)
            program.do("resize", 1400, 900)
            for page, args, good in places:
                program.do("go", page, server.url, args)
                program.wait_widget(good)
                if good.endswith(("Grid", "List")):
                    program.wait_rows(good)
                if page == "watch":
                    look_at_all_of_it(program)
                assert not program.do("remote_marks", WORD), page
                least, longest = program.do("widest")
                assert least <= 1000, page
                assert longest < 20_000, page
            title = program.do("get", "mainWindow", "windowTitle")
            assert "\n" not in title
            assert program.close() == 0
        finally:
            program.kill()
        program.check_errors()
    assert not trap.requests


def look_at_all_of_it(program: Program) -> None:
    """Everything there is to open on the watch page."""
    title = program.wait(lambda: program.do("look", "videoTitle"), "the title")
    assert title["size"][0] < 850, "the page is no wider than its room"
    program.wait_playing()
    program.do("activate", "factsButton")
    program.do("activate", "supportButton")
    for tab in ("Chapters", "Comments"):
        found = [one for one in program.do("texts") if one.startswith(tab)]
        if found:
            program.do("click_text", found[0])
    program.wait_rows("commentList")
    window = program.do("get", "mainWindow", "windowTitle")
    assert len(window) < 200
    assert not {"\n", "\u202e", "\u2066"} & set(window)
