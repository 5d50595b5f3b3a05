"""Channels, their videos and playlists."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.base import Image, Model, Page
from peertube_desktop.api.models.me import Avatars, Banners, ChannelCreate, ChannelUpdate, CreatedChannel
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video
from peertube_desktop.api.multipart import FilePart

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


class _Created(Model, frozen=True, kw_only=True):
    video_channel: CreatedChannel


async def create_channel(client: Client, channel: ChannelCreate) -> int:
    """addVideoChannel: the new one's id. Raises ConflictError for a name that is or was taken."""
    return (await client.post(ROOT, channel, kind=_Created)).video_channel.id


async def update_channel(client: Client, name: str, update: ChannelUpdate) -> None:
    """putVideoChannel."""
    await client.put(f"{ROOT}/{segment(name)}", update)


async def delete_channel(client: Client, name: str) -> None:
    """delVideoChannel: its videos are gone with it. Raises ConflictError for the last one."""
    await client.delete(f"{ROOT}/{segment(name)}")


async def set_channel_avatar(client: Client, name: str, picture: FilePart) -> list[Image]:
    """The channel's picture. Raises TooLargeError or BadRequestError."""
    files = [picture._replace(field="avatarfile")]
    made = await client.post_multipart(f"{ROOT}/{segment(name)}/avatar/pick", files=files, kind=Avatars)
    return made.avatars


async def delete_channel_avatar(client: Client, name: str) -> None:
    """The channel has no picture any more."""
    await client.delete(f"{ROOT}/{segment(name)}/avatar")


async def set_channel_banner(client: Client, name: str, picture: FilePart) -> list[Image]:
    """The channel's banner. Raises TooLargeError or BadRequestError."""
    files = [picture._replace(field="bannerfile")]
    made = await client.post_multipart(f"{ROOT}/{segment(name)}/banner/pick", files=files, kind=Banners)
    return made.banners


async def delete_channel_banner(client: Client, name: str) -> None:
    """The channel has no banner any more."""
    await client.delete(f"{ROOT}/{segment(name)}/banner")
