"""Accounts, their channels, videos and playlists."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.actor import Account, VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video

ROOT = "/api/v1/accounts"


async def get_account(client: Client, handle: str) -> Account:
    """getAccount, by `name` or `name@host`."""
    return await client.get(f"{ROOT}/{segment(handle)}", Account, remember=True)


async def list_account_videos(
    client: Client, handle: str, query: VideoQuery | None = None, start: int = 0, count: int = 25
) -> Page[Video]:
    """getAccountVideos; `query.search` searches in the account's videos."""
    params = {**(query or VideoQuery()).params(), "start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(handle)}/videos", Page[Video], params)


async def list_account_channels(
    client: Client, handle: str, start: int = 0, count: int = 25
) -> Page[VideoChannel]:
    """The account's channels."""
    params = {"start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(handle)}/video-channels", Page[VideoChannel], params)


async def list_account_playlists(
    client: Client, handle: str, start: int = 0, count: int = 25
) -> Page[VideoPlaylist]:
    """The account's public playlists."""
    params = {"start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(handle)}/video-playlists", Page[VideoPlaylist], params)
