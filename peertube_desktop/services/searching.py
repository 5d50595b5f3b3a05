"""Searching one instance or all of them, and what was searched before."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from peertube_desktop.api import accounts, channels, search
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import NotFoundError
from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video
from peertube_desktop.services.browsing import Feed, video_key
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.links import Target, TargetKind
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import SEARCH_INDEX_URL

MAX_SUGGESTIONS = 8
MAX_TITLES = 5
LEAST_TYPED = 2
"""Letters, before an instance is asked what they may begin."""
MAX_TEXT = 200


class Scope(StrEnum):
    """Where to search."""

    INSTANCE = "instance"
    EVERYWHERE = "everywhere"


class Searching:
    """Searches, their history, and handles."""

    def __init__(self, connections: Connections, library: Library, preferences: Preferences) -> None:
        self._connections = connections
        self._library = library
        self._preferences = preferences
        self.index_address = ""
        """Of this run's search index, where it is another than that of the settings."""

    def _client(self, origin: str, scope: Scope) -> Client:
        if scope is Scope.EVERYWHERE:
            address = self.index_address or self._preferences.current.search_index_url
            return self._connections.index_client(address, SEARCH_INDEX_URL)
        return self._connections.client(origin)

    def videos(self, origin: str, scope: Scope, text: str, query: VideoQuery) -> Feed[Video]:
        """Videos found, the best match first unless `query` says otherwise."""
        client = self._client(origin, scope)
        return Feed(
            lambda start, count: search.search_videos(client, text[:MAX_TEXT], query, start, count), video_key
        )

    def channels(self, origin: str, scope: Scope, text: str) -> Feed[VideoChannel]:
        """Channels found."""
        client = self._client(origin, scope)
        return Feed(
            lambda start, count: search.search_channels(client, text[:MAX_TEXT], start, count),
            lambda channel: channel.handle,
        )

    def playlists(self, origin: str, scope: Scope, text: str) -> Feed[VideoPlaylist]:
        """Playlists found."""
        client = self._client(origin, scope)
        return Feed(
            lambda start, count: search.search_playlists(client, text[:MAX_TEXT], start, count),
            lambda playlist: playlist.uuid,
        )

    async def resolve(self, target: Target) -> Target:
        """Whether a handle is a channel's or an account's: its own host knows. Other targets as they are.

        Raises NotFoundError where it is neither.
        """
        if target.kind is not TargetKind.ACTOR:
            return target
        client = self._connections.client(target.origin)
        try:
            await channels.get_channel(client, target.id)
        except NotFoundError:
            await accounts.get_account(client, target.id)
            return Target(TargetKind.ACCOUNT, target.origin, target.id)
        return Target(TargetKind.CHANNEL, target.origin, target.id)

    async def suggestions(self, typed: str) -> Sequence[str]:
        """Earlier searches that begin with, or else contain, what is typed; newest first."""
        needle = typed.strip().casefold()
        earlier = await self._library.searches()
        begin = [text for text in earlier if text.casefold().startswith(needle)]
        contain = [text for text in earlier if needle in text.casefold() and text not in begin]
        return (begin + contain)[:MAX_SUGGESTIONS]

    async def titles(self, origin: str, typed: str) -> Sequence[str]:
        """Of the videos that `origin` finds for what is typed so far; each once. Raises ApiError."""
        text = " ".join(typed.split())[:MAX_TEXT]
        if len(text) < LEAST_TYPED:
            return ()
        current = self._preferences.current
        query = VideoQuery(
            sort="-match",
            nsfw="false" if current.nsfw_policy == "hide" else "both",
            language_one_of=tuple(current.content_languages),
        )
        found = await search.search_videos(self._connections.client(origin), text, query, 0, MAX_TITLES)
        return tuple(dict.fromkeys(video.name for video in found.data))

    async def remember(self, text: str) -> None:
        """Keep a search for later suggestions, unless in private mode. Raises StoreError."""
        text = " ".join(text.split())[:MAX_TEXT]
        if text and not self._preferences.current.private_mode:
            await self._library.add_search(text)

    async def forget(self, text: str) -> None:
        """Take one search out of the suggestions. Raises StoreError."""
        await self._library.remove_search(text)
