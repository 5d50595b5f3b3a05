"""What libVLC's "over" means."""

from __future__ import annotations

import pytest

from peertube_desktop.media.recovery import TRIES, Over, Recovery, Verdict
from peertube_desktop.media.source import Reason, RelayState, RelayStatus

OK = RelayState()
WAITING = RelayState(RelayStatus.WAITING, Reason.SERVER_ERROR, 503, 1.0)
GONE = RelayState(RelayStatus.FAILED, Reason.GONE, 404)
CHANGED = RelayState(RelayStatus.FAILED, Reason.CHANGED, 200)


def over(
    place: float,
    relay: RelayState = OK,
    *,
    duration: float = 100.0,
    begun: bool = True,
    live: bool = False,
    live_ended: bool = False,
) -> Over:
    """A video of 100 s unless told otherwise."""
    return Over(place, duration, begun, relay, live, live_ended)


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        (over(99.5), Verdict.ENDED),
        (over(50.0), Verdict.AGAIN),
        (over(97.5), Verdict.AGAIN),
        (over(0.0, begun=False), Verdict.AGAIN),
        (over(50.0, WAITING), Verdict.AGAIN),
        (over(50.0, GONE), Verdict.FAILED),
        (over(0.0, GONE, begun=False), Verdict.FAILED),
        (over(50.0, CHANGED), Verdict.AGAIN),
        (over(50.0, duration=0.0), Verdict.ENDED),
        (over(50.0, WAITING, duration=0.0), Verdict.AGAIN),
        (over(50.0, duration=0.0, begun=False), Verdict.AGAIN),
        (over(50.0, live=True, duration=0.0), Verdict.AGAIN),
        (over(50.0, live=True, live_ended=True, duration=0.0), Verdict.ENDED),
        (over(0.0, GONE, live=True, live_ended=True, begun=False, duration=0.0), Verdict.FAILED),
    ],
)
def test_the_first_time(what: Over, verdict: Verdict) -> None:
    assert Recovery().judge(what) is verdict


def test_a_video_that_is_a_little_shorter_than_told_ends_at_the_second_try() -> None:
    recovery = Recovery()
    assert recovery.judge(over(97.5)) is Verdict.AGAIN
    assert recovery.wait == 0.0
    assert recovery.judge(over(97.6)) is Verdict.ENDED


def test_a_place_where_it_never_goes_on_is_given_up() -> None:
    recovery = Recovery()
    for _ in range(TRIES):
        assert recovery.judge(over(50.0)) is Verdict.AGAIN
    assert recovery.judge(over(50.0)) is Verdict.FAILED
    assert recovery.failure == RelayState(RelayStatus.FAILED, Reason.BAD_ANSWER)


def test_there_is_no_limit_while_the_server_is_only_away() -> None:
    recovery = Recovery()
    waits = []
    for _ in range(30):
        assert recovery.judge(over(50.0, WAITING)) is Verdict.AGAIN
        waits.append(recovery.wait)
    assert waits == sorted(waits)
    assert waits[-1] <= 5.0


def test_each_new_place_starts_afresh() -> None:
    recovery = Recovery()
    for place in range(0, 90, 2):
        assert recovery.judge(over(float(place))) is Verdict.AGAIN
        assert recovery.wait == 0.0
