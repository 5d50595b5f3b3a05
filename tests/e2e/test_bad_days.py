"""Each call a pane makes, answered badly in every way: a sentence and a retry, and what was shown stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.demo_process import DemoProcess
from tests.e2e.program import Program

ROUND = "/round/and/round"
BEGUN = '{"total": 3, "data": [' + " " * 400 + '{"id": 1, "name": "An'
STATUSES = (401, 403, 404, 409, 418, 429, 500, 502, 503)
FAULTS: dict[str, dict[str, Any]] = {
    **{str(status): {"status": status} for status in STATUSES},
    "a web page": {"status": 200, "body": "<!DOCTYPE html><title>Welcome</title>"},
    "cut JSON": {"status": 200, "body": BEGUN},
    "another shape": {"status": 200, "body": [1, "two", None]},
    "wrong types": {"status": 200, "body": {"total": "x", "data": 7, "name": [], "uuid": {}}},
    "nothing": {"status": 204},
    "ten megabytes": {"junk_json": 10_000_000},
    "seven megabytes": {"status": 200, "body": {"data": [{"id": "x" * 60} for _ in range(100_000)]}},
    "endless brackets": {"status": 200, "body": "[" * 100_000},
    "a broken package": {"status": 200, "body": "{}", "headers": {"Content-Encoding": "gzip"}},
    "a way to a file": {"status": 302, "headers": {"Location": "file:///etc/hostname"}},
    "a way in circles": {"status": 302, "headers": {"Location": ROUND}},
    "hanging up": {"reset": True},
    "hanging up in the middle": {"status": 200, "body": BEGUN, "cut_after_bytes": 40},
}
RARE = ("418", "409", "502", "seven megabytes", "endless brackets", "a broken package", "nothing")
"""Which the calls' client deals with alike, whoever calls: one pane stands for all."""
SLOW_FAULTS: dict[str, dict[str, Any]] = {
    "silence": {"hang": True},
    "a byte a second": {"status": 200, "body": BEGUN, "trickle": 20},
}


@dataclass(frozen=True)
class Pane:
    """A place, the call that goes wrong there, and what is there when it goes well."""

    page: str
    call: str
    args: dict[str, str] = field(default_factory=dict)
    good: str = "videoGrid"
    thorough: bool = False
    """Tried with the rare and the slow faults, too."""


PANES = {
    "discover": Pane("discover", r"/api/v1/videos\?", {"sort": "-views"}, thorough=True),
    "overview": Pane("discover", r"/api/v1/overviews/videos"),
    "trending": Pane("trending", r"/api/v1/videos\?"),
    "recent": Pane("recent", r"/api/v1/videos\?"),
    "local": Pane("local", r"/api/v1/videos\?"),
    "found videos": Pane("search", r"/search/videos", {"text": "night{pad}"}),
    "found channels": Pane(
        "search", r"/search/video-channels", {"text": "night{pad}", "tab": "channels"}, "channelList"
    ),
    "found playlists": Pane(
        "search", r"/search/video-playlists", {"text": "bench{pad}", "tab": "playlists"}, "playlistList"
    ),
    "channel": Pane("channel", r"/api/v1/video-channels/[^/]*$", {"handle": "{channel}"}),
    "its videos": Pane("channel", r"/api/v1/video-channels/[^/]*/videos", {"handle": "{channel}"}),
    "account": Pane("account", r"/api/v1/accounts/[^/]*$", {"handle": "{account}"}),
    "videos of all": Pane("account", r"/api/v1/accounts/[^/]*/videos", {"handle": "{account}"}),
    "playlist": Pane("playlist", r"/api/v1/video-playlists/[^/]*$", {"id": "{playlist}"}, "playlistElements"),
    "its elements": Pane(
        "playlist", r"/video-playlists/[^/]*/videos", {"id": "{playlist}"}, "playlistElements"
    ),
    "instance": Pane("instance", r"/api/v1/config$", good="instanceScroll"),
    "the public list": Pane("instances", r"/api/v1/instances\?", good="instanceList"),
    "its texts": Pane("instance", r"/api/v1/config/about", good="instanceScroll"),
}


@pytest.fixture(scope="module")
def program(_faulty_demo_process: DemoProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One run of the program for all panes; at its end it may have written nothing."""
    folder = tmp_path_factory.mktemp("bad-days")
    settings = folder / "profile" / "config" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"instance_index_url": _faulty_demo_process.url}))
    one = Program(["--instance", _faulty_demo_process.url], folder, "", driver="tests.e2e.led")
    one.wait_rows("videoGrid", 4)
    # Room for all there is beside a video.
    one.do("resize", 1400, 900)
    yield one
    _faulty_demo_process.clear()
    assert one.close() == 0
    one.check_errors()
    log = one.profile / "state" / "log.txt"
    assert not log.exists() or not re.search(" (ERROR|WARNING) ", log.read_text())


@pytest.fixture(scope="module")
def names(_faulty_demo_process: DemoProcess) -> dict[str, str]:
    """What there is on the instance."""
    demo = _faulty_demo_process
    playlists = demo.get("/api/v1/video-playlists?count=20")["data"]
    return {
        "channel": demo.get("/api/v1/video-channels?count=1")["data"][0]["name"],
        "account": demo.get("/api/v1/accounts?count=1")["data"][0]["name"],
        "playlist": next(one["uuid"] for one in playlists if one["videosLength"]),
    }


def say_sorry(program: Program) -> bool:
    """Whether a sentence and a button that asks again are seen."""
    if not (program.do("look", "stateView") or program.do("look", "banner")):
        return False
    return "Try again" in program.do("texts")


@pytest.mark.parametrize("name", PANES)
def test_a_pane_says_what_is_wrong_and_asks_again(
    program: Program, faulty_demo: DemoProcess, names: dict[str, str], name: str
) -> None:
    pane = PANES[name]
    faults = {**FAULTS, **SLOW_FAULTS}
    if not pane.thorough:
        faults = {fault: rule for fault, rule in FAULTS.items() if fault not in RARE}
    for number, (fault, rule) in enumerate(faults.items()):
        # Other words each time, or the pane shows what it found before.
        args = {key: value.format(pad=" " * number, **names) for key, value in pane.args.items()}
        program.do("go", "settings", "", {})
        faulty_demo.set_faults([{"path": f"{pane.call}|{ROUND}", **rule}])
        program.do("go", pane.page, faulty_demo.url, args)
        program.wait(lambda: say_sorry(program), f"a sentence in {name} after {fault}")
        assert not program.do("look", "toast"), fault
    faulty_demo.set_faults([])
    program.do("click_text", "Try again")
    program.wait(lambda: not say_sorry(program), f"{name} to be well again")
    program.wait_widget(pane.good)


@pytest.mark.parametrize("fault", ["500", "a web page", "another shape", "hanging up in the middle"])
def test_what_was_shown_stays(program: Program, faulty_demo: DemoProcess, fault: str) -> None:
    program.do("go", "settings", "", {})
    faulty_demo.set_faults([{"path": r"/api/v1/videos\?.*start=[1-9]", **FAULTS[fault]}])
    program.do("go", "recent", faulty_demo.url, {"sort": "-views"})
    program.wait_rows("videoGrid", 20)
    program.wait(
        lambda: program.do("scroll", "videoGrid", 100_000) and program.do("look", "banner"), "the banner"
    )
    titles = [row["title"] for row in program.do("rows", "videoGrid")]
    faulty_demo.set_faults([])
    program.do("click_text", "Try again")
    program.wait_gone("banner")
    program.wait(lambda: program.do("row_count", "videoGrid") > len(titles), "more rows")
    # Asked anew from the beginning: what was there stays.
    faulty_demo.set_faults([{"path": r"/api/v1/videos\?", **FAULTS[fault]}])
    program.do("go", "settings", "", {})
    program.do("go", "recent", faulty_demo.url, {"sort": "-views"})
    program.wait_widget("banner")
    assert [row["title"] for row in program.do("rows", "videoGrid")][: len(titles)] == titles


def open_video(program: Program, demo: DemoProcess, uuid: str) -> None:
    """The watch page of it, anew."""
    program.do("go", "settings", "", {})
    if program.do("look", "miniCloseButton"):
        program.do("click", "miniCloseButton")
        program.wait_gone("miniCloseButton")
    program.do("go", "watch", demo.url, {"id": uuid})
    program.wait_widget("watchPage")


@pytest.fixture(scope="module")
def video(_faulty_demo_process: DemoProcess) -> str:
    """One that plays, with captions, chapters, comments: the uuid."""
    found = _faulty_demo_process.get("/api/v1/videos?count=60&sort=-publishedAt")["data"]
    uuids = [one["uuid"] for one in found if not one["isLive"] and one["comments"]]
    get = _faulty_demo_process.get
    found_one: str = next(one for one in uuids if get(f"/api/v1/videos/{one}/captions")["total"])
    return found_one


def test_a_video_that_does_not_come(program: Program, faulty_demo: DemoProcess, video: str) -> None:
    for fault, rule in FAULTS.items():
        faulty_demo.set_faults([{"path": rf"/api/v1/videos/{video}$|{ROUND}", **rule}])
        open_video(program, faulty_demo, video)
        message = program.wait_widget("playerMessageTitle")
        assert message["text"], fault
        assert program.do("look", "playerMessageButton")["text"] == "Try again", fault
    faulty_demo.set_faults([])
    program.do("click", "playerMessageButton")
    program.wait_playing()


@pytest.mark.parametrize("fault", ["403", "404", "500", "wrong types", "another shape", "hanging up"])
def test_a_video_plays_without_what_hangs_on_it(
    program: Program, faulty_demo: DemoProcess, video: str, fault: str
) -> None:
    extras = (
        rf"/videos/{video}/(captions|chapters|storyboards|views)|/api/v1/(search/)?videos\?|/comment-threads"
    )
    faulty_demo.set_faults([{"path": extras, **FAULTS[fault]}])
    open_video(program, faulty_demo, video)
    program.wait_playing()
    assert not program.do("look", "playerMessageTitle")
    program.wait(lambda: any(text.startswith("Comments") for text in program.do("texts")), "the tab")
    program.do("click_text", next(text for text in program.do("texts") if text.startswith("Comments")))
    program.wait(lambda: say_sorry(program), "a sentence instead of comments")
    faulty_demo.set_faults([])
    program.do("click_text", "Try again")
    program.wait(lambda: not say_sorry(program) and program.do("row_count", "commentList"), "comments")
    assert not program.do("look", "toast")
