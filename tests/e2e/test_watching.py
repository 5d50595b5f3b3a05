"""From the grid to moving pictures, and on: the program as it is, on an instance as it is."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.e2e.program import Program


def open_first(program: Program) -> None:
    """Wait for the grid, then click a card that plays."""
    seen = program.wait_rows("videoGrid", 4, pictures=True)
    program.do("scroll", "videoGrid", 0)
    program.wait(lambda: program.do("rows", "videoGrid", True), "rows")
    # Not a live, which may have ended: the rows' badges are not titles, so any of the later ones will do.
    row = next(row["row"] for row in reversed(seen) if not row["title"].startswith("Live"))
    program.do("click_row", "videoGrid", row)


def test_a_click_becomes_moving_pictures(start: Start, instance_url: str) -> None:
    program = start("--instance", instance_url)
    open_first(program)
    program.wait_widget("watchPage")
    program.wait_playing()
    assert program.do("look", "videoTitle")["text"]
    assert program.close() == 0
    assert program.exit_time < 3


def test_the_video_goes_on_while_browsing(start: Start, instance_url: str) -> None:
    program = start("--instance", instance_url)
    open_first(program)
    program.wait_playing()
    program.do("press", "Alt+Left")
    program.wait_widget("videoGrid")
    program.wait_playing()
    assert program.close() == 0


def test_a_journey_by_keyboard_alone(start: Start, instance_url: str) -> None:
    program = start("--instance", instance_url)
    program.wait_rows("videoGrid", 4, pictures=True)
    for _ in range(60):
        if program.do("focus").get("name") == "videoGrid":
            break
        program.do("press", "Tab")
    assert program.do("focus").get("name") == "videoGrid"
    program.do("press", "Right")
    program.do("press", "Return")
    program.wait_widget("watchPage")
    program.wait_playing()
    program.do("press", "K")
    program.wait(lambda: program.do("look", "playButton").get("accessible", "").startswith("Play"), "a pause")
    program.do("press", "Alt+Left")
    program.wait_widget("videoGrid")
    assert program.close() == 0
