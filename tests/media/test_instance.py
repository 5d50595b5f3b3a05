"""Videos of a running instance through the relay: run against a real one with `PEERTUBE_TEST_URL`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urljoin

import httpx
import pytest

from peertube_desktop.api import videos
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.media.relay import Relay
from peertube_desktop.media.source import RelayState, Source

FIRST = "bytes=0-99"


@pytest.fixture
async def pool() -> AsyncIterator[HttpPool]:
    """The process's connections."""
    made = await HttpPool.create()
    yield made
    await made.aclose()


@pytest.fixture
async def relay(pool: HttpPool) -> AsyncIterator[Relay]:
    """A relay that reads over them."""
    made = Relay(pool.open_upstream)
    yield made
    await asyncio.to_thread(made.close)


@pytest.fixture
async def player() -> AsyncIterator[httpx.AsyncClient]:
    """Who asks the relay, and the instance itself to compare."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        yield client


async def shortest(pool: HttpPool, instance_url: str, *, hls: bool) -> VideoDetails:
    """The shortest of the instance's videos with HLS, or with files."""
    client = Client(instance_url, pool)
    query = VideoQuery(sort="duration", is_local=True, is_live=False)
    for video in (await videos.list_videos(client, query)).data:
        found = await videos.get_video(client, video.uuid)
        if found.streaming_playlists if hls else found.files:
            return found
    pytest.skip("no such video on this instance")


async def test_a_file_in_parts(
    instance_url: str, pool: HttpPool, relay: Relay, player: httpx.AsyncClient
) -> None:
    """A file arrives byte for byte, whole, from the middle, and from beyond its end."""
    video = await shortest(pool, instance_url, hls=False)
    url = min(video.files, key=lambda one: one.size).file_url or ""
    whole = (await player.get(url)).content
    states: list[RelayState] = []
    media = relay.register(Source(url), states.append)
    assert (await player.get(media.url)).content == whole
    middle = len(whole) // 2
    part = await player.get(media.url, headers={"Range": f"bytes={middle}-{middle + 999}"})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {middle}-{middle + 999}/{len(whole)}"
    assert part.content == whole[middle : middle + 1000]
    beyond = await player.get(media.url, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416
    assert states == []


async def test_hls_down_to_the_bytes(
    instance_url: str, pool: HttpPool, relay: Relay, player: httpx.AsyncClient
) -> None:
    """Master playlist, levels and fragments all go through the relay."""
    video = await shortest(pool, instance_url, hls=True)
    url = video.streaming_playlists[0].playlist_url
    media = relay.register(Source(url))
    master = await player.get(media.url)
    direct = (await player.get(url)).text
    for level, original in zip(addresses_in(master.text), addresses_in(direct), strict=True):
        assert level.startswith(f"http://{relay.host}/")
        playlist = (await player.get(level)).text
        assert "#EXT-X-ENDLIST" in playlist
        theirs = (await player.get(urljoin(url, original))).text
        assert len(addresses_in(playlist)) == len(addresses_in(theirs))
        fragment = await player.get(addresses_in(playlist)[0], headers={"Range": FIRST})
        assert fragment.status_code == 206
        file = urljoin(urljoin(url, original), addresses_in(theirs)[0])
        assert fragment.content == (await player.get(file, headers={"Range": FIRST})).content


def addresses_in(playlist: str) -> list[str]:
    """The addresses on lines of their own, then those in attributes."""
    lines = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    return lines + re.findall(r'URI="([^"]*)"', playlist)
