"""The way back and forward."""

from __future__ import annotations

import pytest

from peertube_desktop.ui.router import MAX_HELD, PageState, Route, Router


def test_a_place_is_read_as_it_was_written() -> None:
    route = Route.of("watch", "https://tube.example", id="a b&c", start="9")
    assert Route.from_text(route.to_text()) == route
    assert Route.from_text("page=discover") == Route("discover")


@pytest.mark.parametrize(
    "text", ["", "page=", "origin=x", "page=about&origin=http://[x", "page=about&origin=file:///a"]
)
def test_a_damaged_place_is_none(text: str) -> None:
    assert Route.from_text(text) is None


def test_rows_are_kept_for_the_nearest_places_only(qtbot: object) -> None:
    """A long walk does not keep every list that was seen; where each was scrolled to is kept."""
    router = Router()
    router.save = lambda: PageState(7, {"items": [router.current]})
    shown: list[PageState | None] = []
    router.moved.connect(lambda route, state: shown.append(state))
    for number in range(MAX_HELD * 2):
        router.go(Route.of("page", n=str(number)))
    shown.clear()
    while router.can_go_back:
        router.back()
    assert [state and state.scroll for state in shown] == [7] * (MAX_HELD * 2 - 1)
    held = [bool(state and state.held) for state in shown]
    assert held == [True] * (MAX_HELD - 1) + [False] * MAX_HELD
