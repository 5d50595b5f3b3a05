"""Lists of things on an instance, page by page, and the things themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from peertube_desktop.api import accounts, channels, instances, playlists, videos
from peertube_desktop.api.models.actor import Account, VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.instance import Overview, ServerConfig
from peertube_desktop.api.models.playlist import PlaylistElement, VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video, VideoDetails
from peertube_desktop.services.connections import Connections

T = TypeVar("T")

PAGE_SIZE = 25
MOST_CONSTANTS = 500
"""Categories, licences or languages: each becomes a row of a menu. PeerTube has 18, 7 and some 200."""
MAX_EMPTY_PAGES = 3
"""Pages with nothing new in a row before a list is taken to have ended, whatever its total says."""


class Feed(Generic[T]):
    """A list that is fetched page by page.

    `fetch(start, count)` asks for a part; `identity` tells things apart, since a list that grows on the
    server shifts and shows the same thing twice. An error leaves the feed where it was: ask again.
    """

    def __init__(
        self,
        fetch: Callable[[int, int], Awaitable[Page[T]]],
        identity: Callable[[T], Hashable],
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._fetch = fetch
        self._identity = identity
        self._page_size = page_size
        self._start = 0
        self._seen: set[Hashable] = set()
        self.total: int | None = None
        """How many there are on the server, as it said last; None before the first page."""
        self.done = False

    async def next_page(self) -> Sequence[T]:
        """The next things, none of them given before; empty at the end. Raises ApiError."""
        for _attempt in range(MAX_EMPTY_PAGES):
            if self.done:
                return []
            page = await self._fetch(self._start, self._page_size)
            self.total = page.total
            self._start += self._page_size
            fresh = []
            # What was not asked for is not shown: a page of a million things would keep the window busy.
            for item in page.data[: self._page_size]:
                key = self._identity(item)
                if key not in self._seen:
                    self._seen.add(key)
                    fresh.append(item)
            # A page may be short because an entry could not be read: only the total or nothing ends it.
            self.done = not page.data or self._start >= page.total
            if fresh:
                return fresh
        self.done = True
        return []


@dataclass(frozen=True)
class Constants:
    """Labels by id, in the server's words and order."""

    categories: dict[str, str]
    licences: dict[str, str]
    languages: dict[str, str]


def video_key(video: Video) -> Hashable:
    """A video is the same wherever it is listed."""
    return video.uuid


class Browsing:
    """What a pane asks an instance for. Calls raise ApiError where the instance does not answer well."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def videos(self, origin: str, query: VideoQuery, page_size: int = PAGE_SIZE) -> Feed[Video]:
        """All videos of the instance that `query` asks for."""
        return Feed(
            lambda start, count: videos.list_videos(self._connections.client(origin), query, start, count),
            video_key,
            page_size,
        )

    async def overview(self, origin: str) -> Overview:
        """Some videos each of a few categories, channels and tags."""
        return await instances.get_overview(self._connections.client(origin))

    async def config(self, origin: str) -> ServerConfig:
        """What the instance says of itself."""
        return await instances.get_config(self._connections.client(origin))

    async def constants(self, origin: str) -> Constants:
        """Categories, licences and languages."""
        client = self._connections.client(origin)
        found = await asyncio.gather(
            videos.list_categories(client), videos.list_licences(client), videos.list_languages(client)
        )
        return Constants(*(dict(islice(labels.items(), MOST_CONSTANTS)) for labels in found))

    async def description(self, origin: str, details: VideoDetails, password: str | None = None) -> str:
        """The whole description of a video whose details have only its beginning."""
        return await videos.get_description(self._connections.client(origin), details, password)

    async def channel(self, origin: str, handle: str) -> VideoChannel:
        """A channel by `name` or `name@host`."""
        return await channels.get_channel(self._connections.client(origin), handle)

    def channel_videos(self, origin: str, handle: str, query: VideoQuery) -> Feed[Video]:
        """The channel's videos; `query.search` searches in them."""
        return Feed(
            lambda start, count: channels.list_channel_videos(
                self._connections.client(origin), handle, query, start, count
            ),
            video_key,
        )

    def channel_playlists(self, origin: str, handle: str) -> Feed[VideoPlaylist]:
        """The channel's public playlists."""
        return Feed(
            lambda start, count: channels.list_channel_playlists(
                self._connections.client(origin), handle, start, count
            ),
            lambda playlist: playlist.uuid,
        )

    async def account(self, origin: str, handle: str) -> Account:
        """An account by `name` or `name@host`."""
        return await accounts.get_account(self._connections.client(origin), handle)

    def account_videos(self, origin: str, handle: str, query: VideoQuery) -> Feed[Video]:
        """The videos of all the account's channels."""
        return Feed(
            lambda start, count: accounts.list_account_videos(
                self._connections.client(origin), handle, query, start, count
            ),
            video_key,
        )

    def account_channels(self, origin: str, handle: str) -> Feed[VideoChannel]:
        """The account's channels."""
        return Feed(
            lambda start, count: accounts.list_account_channels(
                self._connections.client(origin), handle, start, count
            ),
            lambda channel: channel.handle,
        )

    async def playlist(self, origin: str, playlist_id: str) -> VideoPlaylist:
        """A playlist by number, uuid or short uuid."""
        return await playlists.get_playlist(self._connections.client(origin), playlist_id)

    def playlist_elements(self, origin: str, playlist_id: str) -> Feed[PlaylistElement]:
        """The playlist's elements in their order; the same video may be in it twice."""
        return Feed(
            lambda start, count: playlists.list_elements(
                self._connections.client(origin), playlist_id, start, count
            ),
            lambda element: element.id,
            100,
        )
