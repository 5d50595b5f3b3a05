"""Searching: three kinds of things, here or everywhere, and what was searched before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from peertube_desktop.api.errors import NotFoundError
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.services.links import Target, TargetKind
from peertube_desktop.services.searching import MAX_SUGGESTIONS, MAX_TITLES, Scope, Searching
from tests.demo_process import DemoProcess
from tests.ui.things import Things, make_things


@pytest.fixture
async def things(qapp: QApplication, tmp_path: Path) -> AsyncIterator[Things]:
    async with make_things(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def searching(things: Things) -> Searching:
    return things.searching


async def test_three_kinds_are_found(searching: Searching, demo: DemoProcess) -> None:
    videos = searching.videos(demo.url, Scope.INSTANCE, "night", VideoQuery(sort="-match"))
    assert any("night" in video.name.casefold() for video in await videos.next_page())
    channels = await searching.channels(demo.url, Scope.INSTANCE, "night").next_page()
    assert [channel.name for channel in channels] == ["night_sky"]
    playlists = searching.playlists(demo.url, Scope.INSTANCE, "bench")
    assert [playlist.display_name for playlist in await playlists.next_page()] == ["On the bench"]
    assert playlists.total == 1


async def test_titles_for_what_is_typed(searching: Searching, demo: DemoProcess) -> None:
    titles = await searching.titles(demo.url, " night ")
    assert 0 < len(titles) <= MAX_TITLES
    assert len(set(titles)) == len(titles)
    assert await searching.titles("https://nobody.invalid", "n") == ()


async def test_everywhere_asks_the_index(searching: Searching, demo_82: DemoProcess) -> None:
    searching.index_address = demo_82.url
    found = await searching.channels("https://nobody.invalid", Scope.EVERYWHERE, "night").next_page()
    assert [channel.host for channel in found] == [demo_82.host]
    assert found[0].avatar_ref(64).startswith("http://")


async def test_an_index_whose_address_makes_no_sense_is_no_crash(searching: Searching) -> None:
    searching.index_address = "not an address"
    searching.videos("https://nobody.invalid", Scope.EVERYWHERE, "x", VideoQuery())


async def test_a_handle_is_a_channel_or_an_account(searching: Searching, demo: DemoProcess) -> None:
    async def kind(name: str) -> TargetKind:
        return (await searching.resolve(Target(TargetKind.ACTOR, demo.url, name))).kind

    assert await kind("night_sky") is TargetKind.CHANNEL
    owner = (await searching.channels(demo.url, Scope.INSTANCE, "night").next_page())[0].owner_account
    assert owner is not None
    assert await kind(owner.name) is TargetKind.ACCOUNT
    with pytest.raises(NotFoundError):
        await kind("nobody_of_that_name")


async def test_suggestions_are_earlier_searches(searching: Searching) -> None:
    for text in ("night sky", "bread", "Sky at night", "  spare   tubes "):
        await searching.remember(text)
    assert await searching.suggestions("") == ["spare tubes", "Sky at night", "bread", "night sky"]
    assert await searching.suggestions("sky") == ["Sky at night", "night sky"]
    await searching.forget("Sky at night")
    assert await searching.suggestions("sky") == ["night sky"]
    for number in range(20):
        await searching.remember(f"many {number}")
    assert len(await searching.suggestions("many")) == MAX_SUGGESTIONS


async def test_private_mode_keeps_no_searches(searching: Searching, things: Things) -> None:
    things.preferences.update(private_mode=True)
    await searching.remember("secret")
    assert await searching.suggestions("") == []
