"""Servers that say too much, and addresses that are none: bounded or left out, never an error of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from peertube_desktop.api.models.base import Page
from peertube_desktop.services.browsing import MOST_CONSTANTS, PAGE_SIZE, Feed
from peertube_desktop.services.comments import MAX_ASKED
from peertube_desktop.services.links import VideoRef, netloc_of
from peertube_desktop.services.thumbnails import ImageKey
from peertube_desktop.store.settings import Settings
from peertube_desktop.ui.models.card import home_of
from tests.api.servers import LocalServer, Request, answering, reply
from tests.ui.conftest import Until
from tests.ui.things import Things, make_things

ODD = [
    "http://[",
    "https://[::1",
    "https://name@host.test/a.jpg",
    "https://host.test:99999/a.jpg",
    "https://:80/a.jpg",
    "https:///a.jpg",
    "http://\\host.test/a.jpg",
    "http://host\u0000.test/a.jpg",
    "http://host.test/\ud800.jpg",
    "file:///etc/hostname",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("url", ODD)
def test_what_is_no_address_leads_nowhere(url: str) -> None:
    home = home_of(url, "")
    assert home == "" or home.startswith(("http://", "https://"))
    assert isinstance(netloc_of(url), str)


async def test_pictures_with_odd_addresses_fail_and_hold_up_no_other(things: Things, until: Until) -> None:
    thumbnails = things.thumbnails
    failed: list[ImageKey] = []
    thumbnails.failed.connect(failed.append)
    keys = [ImageKey(url, 40, 40, True) for url in ODD]
    for key in keys:
        thumbnails.request(key)
    await until(lambda: len(failed) == len(keys))
    assert set(failed) == set(keys)


async def test_a_page_is_as_long_as_was_asked_for() -> None:
    async def fetch(start: int, count: int) -> Page[int]:
        return Page(total=1_000_000, data=list(range(start, start + 100_000)))

    feed = Feed(fetch, lambda item: item)
    first: Sequence[int] = await feed.next_page()
    second = await feed.next_page()
    assert [*first, *second] == list(range(2 * PAGE_SIZE))


async def test_a_million_categories_are_some(things: Things) -> None:
    many = json.dumps({str(number): "x" for number in range(20_000)}).encode()
    with LocalServer(answering(lambda request: reply(many))) as server:
        constants = await things.browsing.constants(server.url)
    assert len(constants.categories) == len(constants.languages) == MOST_CONSTANTS


async def test_a_thread_that_always_has_more_is_not_asked_for_ever(things: Things) -> None:
    def node(number: int) -> dict[str, object]:
        return {
            "id": number,
            "threadId": 1,
            "text": "x",
            "totalReplies": 9,
            "createdAt": "2026-01-01T00:00:00Z",
        }

    def answer(request: Request) -> bytes:
        asked = int(request.target.rpartition("/")[2])
        children = [
            {"comment": node(asked * 3 + place), "children": [], "totalChildren": 9} for place in (1, 2)
        ]
        return reply(json.dumps({"comment": node(asked), "children": children}).encode())

    with LocalServer(answering(answer)) as server:
        video = VideoRef(server.url, "4b3f0a51-0000-4000-8000-000000000000")
        found = await things.comments.replies(video, 1)
        assert found
        assert len(server.requests) <= MAX_ASKED + 1


@pytest.mark.parametrize(
    "origin", ["http://[", "gopher://host.test", "host.test", "x" * 10_000, "https://a@b.test"]
)
async def test_an_instance_that_is_no_address_in_the_settings(
    qapp: QApplication, tmp_path: Path, origin: str
) -> None:
    async with make_things(qapp, tmp_path, Settings(instance=origin)) as things:
        assert things.instances.current == ""
