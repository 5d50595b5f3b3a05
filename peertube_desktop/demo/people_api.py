"""Accounts and channels, their videos, playlists and followers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import Problems
from .http import Answer, Request, answer_json
from .people import Channel, Person
from .playlists import PlaylistsApi
from .queries import WrongParameterError, read_page
from .router import Router
from .sessions import RefusedError, Sessions
from .shapes import Shapes
from .videos_api import VideosApi

SORTS = ("createdAt", "updatedAt", "name", "displayName", "followersCount", "match")


class PeopleApi:
    """Answers for /api/v1/accounts and /api/v1/video-channels."""

    def __init__(
        self,
        shapes: Shapes,
        problems: Problems,
        sessions: Sessions,
        videos: VideosApi,
        playlists: PlaylistsApi,
    ) -> None:
        self.shapes, self.problems, self.sessions = shapes, problems, sessions
        self.videos, self.playlists = videos, playlists
        self.society = shapes.library.society

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        account, channel = "/api/v1/accounts/{name}", "/api/v1/video-channels/{name}"
        router.add("GET", "/api/v1/accounts", self.accounts)
        router.add("GET", account, self.account)
        router.add("GET", f"{account}/videos", self.account_videos)
        router.add("GET", f"{account}/video-channels", self.account_channels)
        router.add("GET", f"{account}/video-playlists", self.account_playlists)
        router.add("GET", f"{account}/followers", self.account_followers)
        router.add("GET", "/api/v1/video-channels", self.channels)
        router.add("GET", channel, self.channel)
        router.add("GET", f"{channel}/videos", self.channel_videos)
        router.add("GET", f"{channel}/video-playlists", self.channel_playlists)
        router.add("GET", f"{channel}/followers", self.channel_followers)

    def find_account(self, name: str) -> Person:
        """The account of that name or handle; refused if there is none."""
        short, _, host = name.partition("@")
        person = self.society.account(short)
        if person is None or host not in ("", self.shapes.host):
            raise RefusedError(self.problems.not_found("Account not found"))
        return person

    def find_channel(self, name: str) -> Channel:
        """The channel of that name or handle; refused if there is none."""
        channel = self.shapes.named_channel(name)
        if channel is None:
            raise RefusedError(self.problems.not_found("Video channel not found"))
        return channel

    def page(self, request: Request, items: Sequence[Any], shape: Any) -> Answer:
        """A page of those accounts or channels."""
        try:
            page = read_page(request, SORTS, "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        ordered = list(items)
        name = page.sort.removeprefix("-")
        if name in ("name", "displayName"):
            ordered.sort(key=lambda one: (one.name if name == "name" else one.display_name).casefold())
        elif name == "followersCount":
            ordered.sort(key=lambda one: getattr(one, "followers", 0))
        if page.sort.startswith("-"):
            ordered.reverse()
        return answer_json({"total": len(ordered), "data": [shape(one) for one in page.cut(ordered)]})

    def accounts(self, request: Request) -> Answer:
        """GET /api/v1/accounts."""
        return self.page(request, self.society.listed, self.shapes.account)

    def account(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}."""
        return answer_json(self.shapes.account(self.find_account(name)))

    def account_videos(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}/videos."""
        person = self.find_account(name)
        names = frozenset(channel.name for channel in self.society.channels_of(person))
        return self.videos.answer(request, "getAccountVideos", f"account {person.name}", names)

    def account_channels(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}/video-channels."""
        person = self.find_account(name)
        mine = self.society.channels_of(person)
        return self.page(request, mine, self.shapes.channel)

    def account_playlists(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}/video-playlists."""
        return self.playlists.page(request, self.playlists.of(request, owner=self.find_account(name)))

    def account_followers(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}/followers: its owner's to see."""
        self.sessions.must(request)
        self.find_account(name)
        return answer_json({"total": 0, "data": []})

    def channels(self, request: Request) -> Answer:
        """GET /api/v1/video-channels."""
        return self.page(request, self.society.listed_channels, self.shapes.channel)

    def channel(self, request: Request, name: str) -> Answer:
        """GET /api/v1/video-channels/{name}."""
        return answer_json(self.shapes.channel(self.find_channel(name)))

    def channel_videos(self, request: Request, name: str) -> Answer:
        """GET /api/v1/video-channels/{name}/videos."""
        channel = self.find_channel(name)
        return self.videos.answer(
            request, "getVideoChannelVideos", f"channel {channel.name}", frozenset((channel.name,))
        )

    def channel_playlists(self, request: Request, name: str) -> Answer:
        """GET /api/v1/video-channels/{name}/video-playlists."""
        return self.playlists.page(request, self.playlists.of(request, channel=self.find_channel(name)))

    def channel_followers(self, request: Request, name: str) -> Answer:
        """GET /api/v1/video-channels/{name}/followers: its owner's to see."""
        self.sessions.must(request)
        self.find_channel(name)
        return answer_json({"total": 0, "data": []})
