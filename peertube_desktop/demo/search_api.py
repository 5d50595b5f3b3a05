"""Searching: of the instance itself, as a search index over several, and of the index of instances."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from .errors import Problems
from .http import Answer, Request, answer_json
from .ids import Kind
from .library import PUBLIC, Video
from .people import Channel
from .playlists import SORTS as PLAYLIST_SORTS
from .playlists import Playlist, PlaylistsApi
from .queries import VIDEO_SORTS, Lister, Wanted, WrongParameterError, fold, read_page
from .router import Router
from .sessions import RefusedError, Sessions
from .shapes import Shapes
from .videos_api import VideosApi

CHANNEL_SORTS = ("match", "displayName", "createdAt", "name")
INSTANCE_SORTS = (
    "createdAt",
    "name",
    "totalVideos",
    "totalUsers",
    "totalLocalVideos",
    "health",
    "customized",
)


class SearchApi:
    """Answers for /api/v1/search, with the absolute addresses a search index adds, and /api/v1/instances."""

    def __init__(
        self,
        shapes: Shapes,
        problems: Problems,
        sessions: Sessions,
        lister: Lister,
        videos: VideosApi,
        playlists: PlaylistsApi,
    ) -> None:
        self.shapes, self.problems, self.sessions, self.lister = shapes, problems, sessions, lister
        self.videos, self.playlists = videos, playlists
        self._instances: list[dict[str, Any]] = []

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/search/videos", self.search_videos)
        router.add("GET", "/api/v1/search/video-channels", self.search_channels)
        router.add("GET", "/api/v1/search/video-playlists", self.search_playlists)
        router.add("GET", "/api/v1/instances", self.instances)
        router.add("GET", "/api/v1/instances/hosts", self.hosts)

    def absolute(self, shape: dict[str, Any]) -> dict[str, Any]:
        """The thing with the absolute addresses a search index gives."""
        found = dict(shape)
        for name, target in (
            ("thumbnailPath", "thumbnailUrl"),
            ("previewPath", "previewUrl"),
            ("embedPath", "embedUrl"),
        ):
            if found.get(name):
                found[target] = self.shapes.base + found[name]
        for name in ("account", "channel", "ownerAccount", "videoChannel"):
            if found.get(name):
                found[name] = self.absolute(found[name])
        if found.get("avatars"):
            found["avatars"] = [
                {**image, "url": self.shapes.base + image["path"]} for image in found["avatars"]
            ]
        return found

    def _address(self, text: str, *starts: str) -> str | None:
        """The last part of an address of this instance that begins with one of `starts`; None for other
        text."""
        parts = urlsplit(text)
        if parts.scheme in ("http", "https") and parts.netloc == self.shapes.host:
            for start in starts:
                if match := re.fullmatch(re.escape(start) + r"([^/]+)", parts.path):
                    return match[1]
        return None

    def _text(self, request: Request, docs: str) -> str:
        """What is searched for; it may be missing, but not empty."""
        text = request.query.get("search")
        if text == [""]:
            raise RefusedError(self.problems.bad(request, "search", "", docs=docs))
        return text[0] if text else ""

    def search_videos(self, request: Request) -> Answer:
        """GET /api/v1/search/videos. A canonical address finds its video; a pretty one (/w/…) finds
        nothing."""
        page, wanted = self.videos.read(request, "searchVideos", VIDEO_SORTS, "-match")
        text = self._text(request, "searchVideos")
        if text.startswith(("http://", "https://")):
            key = self._address(text, "/videos/watch/")
            video = self.shapes.library.find(key) if key and len(key) == 36 else None
            found = [video] if video and video.privacy == PUBLIC else []
        else:

            def test(video: Video) -> bool:
                return video.privacy == PUBLIC and video.out

            found = self.lister.find(wanted, page.sort, "search", test)
        data = [self.absolute(self.shapes.item_shape(video)) for video in page.cut(found)]
        return answer_json({"total": len(found), "data": data})

    def search_channels(self, request: Request) -> Answer:
        """GET /api/v1/search/video-channels, by words, handles, or a canonical address."""
        try:
            page = read_page(request, CHANNEL_SORTS, "-match")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message, docs="searchChannels")
        query = request.query
        text = self._text(request, "searchChannels")
        found: list[Channel]
        handles = query.get("handles", [])
        address = self._address(text, "/video-channels/")
        if handles or address or re.fullmatch(r"@?[\w.]+@[\w.:-]+", text):
            names = handles or [address or text.removeprefix("@")]
            named = [self.shapes.named_channel(name) for name in names]
            found = [channel for channel in named if channel is not None]
        elif text.startswith(("http://", "https://")):
            found = []
        else:
            words = fold(text).split()
            found = [
                c
                for c in self.shapes.library.society.listed_channels
                if all(w in fold(f"{c.name} {c.display_name} {c.owner.name}") for w in words)
            ]
        counts = self._counts() if found else {}
        data = [
            {**self.absolute(self.shapes.channel(channel)), "videosCount": counts.get(channel.name, 0)}
            for channel in page.cut(found)
        ]
        return answer_json({"total": len(found), "data": data})

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for video in self.lister.find(Wanted(), "-publishedAt", "public"):
            counts[video.channel.name] = counts.get(video.channel.name, 0) + 1
        return counts

    def search_playlists(self, request: Request) -> Answer:
        """GET /api/v1/search/video-playlists."""
        try:
            page = read_page(request, PLAYLIST_SORTS, "-match")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message, docs="searchPlaylists")
        text = self._text(request, "searchPlaylists")
        public = [
            playlist for playlist in self.playlists.all if playlist.privacy == PUBLIC and playlist.elements
        ]
        found: list[Playlist] = []
        if text.startswith(("http://", "https://")):
            key = self._address(text, "/video-playlists/")
            place = self.shapes.ids.read(key, Kind.PLAYLIST) if key else None
            found = [playlist for playlist in public if place and playlist.id == place[0]]
        else:
            words = fold(text).split()
            found = [playlist for playlist in public if all(word in fold(playlist.name) for word in words)]
        data = [self.absolute(self.playlists.shape(playlist)) for playlist in page.cut(found)]
        return answer_json({"total": len(found), "data": data})

    # The index of instances

    def _all_instances(self) -> list[dict[str, Any]]:
        if not self._instances:
            listing = (self.shapes.shelf.root / "instances.json").read_bytes()
            self._instances = msgspec.json.decode(listing, type=list[dict[str, Any]])
            count = len(self.shapes.library)
            self._instances[0].update(host=self.shapes.host, totalLocalVideos=count, totalVideos=count)
        return self._instances

    def instances(self, request: Request) -> Answer:
        """GET /api/v1/instances, as the public index answers: this instance first, then some that do not
        exist."""
        try:
            page = read_page(request, INSTANCE_SORTS, "-customized")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        query = request.query
        words = fold(query.get("search", [""])[0]).split()
        languages = set(query.get("languagesOr", []))
        categories = set(query.get("categoriesOr", []))
        found = [
            one
            for one in self._all_instances()
            if all(word in fold(f"{one['name']} {one['host']} {one['shortDescription']}") for word in words)
            and (not languages or languages & set(one["languages"]))
            and (not categories or categories & {str(number) for number in one["categories"]})
        ]
        name = page.sort.removeprefix("-")
        if name != "customized":
            found.sort(key=lambda one: one[name], reverse=page.sort.startswith("-"))
        return answer_json({"total": len(found), "data": page.cut(found)})

    def hosts(self, request: Request) -> Answer:
        """GET /api/v1/instances/hosts."""
        data = [{"host": one["host"]} for one in self._all_instances()]
        return answer_json({"total": len(data), "data": data})
