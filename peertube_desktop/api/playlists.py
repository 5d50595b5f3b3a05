"""Playlists and what is in them."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.playlist import PlaylistElement, VideoPlaylist

ROOT = "/api/v1/video-playlists"


async def get_playlist(client: Client, playlist_id: str | int) -> VideoPlaylist:
    """The playlist, by UUID, short UUID or number (an unlisted one not by number)."""
    return await client.get(f"{ROOT}/{segment(playlist_id)}", VideoPlaylist, remember=True)


async def list_elements(
    client: Client, playlist_id: str | int, start: int = 0, count: int = 25
) -> Page[PlaylistElement]:
    """getVideoPlaylistVideos: its places in order, those without a visible video among them."""
    params = {"start": start, "count": count}
    return await client.get(f"{ROOT}/{segment(playlist_id)}/videos", Page[PlaylistElement], params)
