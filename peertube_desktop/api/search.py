"""Search, on an instance or on a search index: both have the same calls.

An index answers with absolute addresses (`thumbnail_url`, `avatars[].url`), an instance with paths.
"""

from __future__ import annotations

from dataclasses import replace

from peertube_desktop.api.calling import Params
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video

ROOT = "/api/v1/search"
HERE = "local"
"""An instance may hand searches on to an index unless told to look into what it has itself."""


async def search_videos(
    client: Client, text: str, query: VideoQuery | None = None, start: int = 0, count: int = 25
) -> Page[Video]:
    """searchVideos. `text` may be a video's address, which a signed-in account's instance fetches.

    Without a text the filters alone decide.
    """
    asked = replace(query or VideoQuery(), search=text)
    return await client.get(
        f"{ROOT}/videos",
        Page[Video],
        {**asked.params(), "start": start, "count": count, "searchTarget": HERE},
    )


async def search_channels(
    client: Client, text: str, start: int = 0, count: int = 25, *, sort: str | None = None
) -> Page[VideoChannel]:
    """searchChannels, by name, handle or address."""
    return await client.get(f"{ROOT}/video-channels", Page[VideoChannel], _params(text, start, count, sort))


async def search_playlists(
    client: Client, text: str, start: int = 0, count: int = 25, *, sort: str | None = None
) -> Page[VideoPlaylist]:
    """searchPlaylists, by name or address."""
    return await client.get(f"{ROOT}/video-playlists", Page[VideoPlaylist], _params(text, start, count, sort))


def _params(text: str, start: int, count: int, sort: str | None) -> Params:
    return {"search": text or None, "start": start, "count": count, "sort": sort, "searchTarget": HERE}
