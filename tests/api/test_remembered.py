"""Answers that are kept in memory."""

from __future__ import annotations

from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.video import Video
from peertube_desktop.api.remembered import MOST, Remembered


def test_kept_by_address_and_kind() -> None:
    """The same address read as something else is something else."""
    remembered = Remembered()
    remembered.put("u", Page[Video], '"1"', "page")
    remembered.put("u", dict[str, str], '"2"', "words")
    found = remembered.get("u", Page[Video])
    assert found is not None
    assert (found.etag, found.value) == ('"1"', "page")
    assert remembered.get("v", Page[Video]) is None
    assert remembered.get("u", Video) is None


def test_without_a_mark_it_is_not_kept() -> None:
    """And what was kept before does not hold any more."""
    remembered = Remembered()
    remembered.put("u", str, '"1"', "old")
    remembered.put("u", str, "", "new")
    assert remembered.get("u", str) is None


def test_those_used_last_stay() -> None:
    """A bounded number of them."""
    remembered = Remembered()
    for n in range(MOST):
        remembered.put(str(n), int, '"x"', n)
    assert remembered.get("0", int) is not None
    remembered.put("new", int, '"x"', -1)
    assert remembered.get("0", int) is not None
    assert remembered.get("1", int) is None
    kept = [remembered.get(str(n), int) for n in range(MOST)]
    assert sum(one is not None for one in kept) == MOST - 1
