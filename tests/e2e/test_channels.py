"""From a card to its channel, a search there, and back to where one was."""

from __future__ import annotations

from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.program import Program


def scroll_to(program: Program, title: str) -> int:
    """Scrolls down, a bit at a time, until the video of that title is seen; its row."""

    def look() -> list[int]:
        rows = program.do("rows", "videoGrid", True)
        found = [one["row"] for one in rows if one["title"] == title]
        if not found:
            program.do("scroll", "videoGrid", program.do("scroll", "videoGrid")[0] + 120)
        return found

    return program.wait(look, f"{title!r} to be seen")[0]


def test_to_a_channel_a_search_in_it_and_back(start: Start, demo_82: DemoProcess) -> None:
    program = start("--instance", demo_82.url)
    program.wait_widget("mainWindow")
    program.do("resize", 1000, 700)
    program.do("click", "nav-recent")
    program.wait_rows("videoGrid", 20)
    # Down to where more videos come, and to a video of the channel that is looked for.
    channel = "slow_wheels"
    found = demo_82.get("/api/v1/videos?sort=-publishedAt&count=60&nsfw=both")["data"]
    row = max(n for n, video in enumerate(found) if video["channel"]["name"] == channel and n < 40)
    title = found[row]["name"]
    seen = scroll_to(program, title)
    before = program.do("scroll", "videoGrid")[0]
    program.do("menu_row", "videoGrid", seen)
    program.wait(lambda: program.do("choose", "Go to channel") is None, "the menu")
    program.wait_text("Slow Wheels")
    whole = program.wait_rows("videoGrid", 5)
    assert len(whole) > 1
    program.do("click", "actorSearch")
    program.do("write", "Alps")
    program.do("press", "Return")
    program.wait(
        lambda: (rows := program.do("rows", "videoGrid")) and all("Alps" in one["title"] for one in rows),
        "only what was searched for",
    )
    program.do("press", "Alt+Left")
    program.wait(lambda: program.do("row_count", "videoGrid") >= 5, "all the channel's videos")
    program.do("press", "Alt+Left")
    program.wait(lambda: not program.do("look", "actorHeader"), "the list one came from")
    program.wait(lambda: program.do("scroll", "videoGrid")[0] == before, "the place in it")
    assert any(one["title"] == title for one in program.do("rows", "videoGrid", True))
    assert program.close() == 0
