"""Channels, their videos and playlists."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video

ROOT = "/api/v1/video-channels"


async def get_channel(client: Client, handle: str) -> VideoChannel:
    """getVideoChannel, by `name` or `name@host`."""
    return await client.get(f"{ROOT}/{segment(handle)}", VideoChannel, remember=True)


async def list_channel_videos(
    client: Client, handle: str, query: VideoQuery | None = None, start: int = 0, count: int = 25
) -> Page[Video]:
    """getVideoChannelVideos; `query.search` searches in the channel."""
    params = {**(query or VideoQuery()).params(), "start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(handle)}/videos", Page[Video], params)


async def list_channel_playlists(
    client: Client, handle: str, start: int = 0, count: int = 25
) -> Page[VideoPlaylist]:
    """The channel's public playlists."""
    params = {"start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(handle)}/video-playlists", Page[VideoPlaylist], params)
