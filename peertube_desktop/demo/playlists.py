"""The playlists of the demo instance, and the API's answers about them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import Problems
from .http import Answer, Request, answer_json
from .ids import Kind, lengthen
from .library import INTERNAL, PRIVATE, PUBLIC, UNLISTED, Library, Video
from .people import Channel, Person
from .queries import WrongParameterError, read_page
from .router import Router
from .sessions import RefusedError, Sessions
from .shapes import THUMBNAILS, Shapes, stamp
from .tables import PRIVACIES

REGULAR, WATCH_LATER = 1, 2
SORTS = ("createdAt", "updatedAt", "displayName", "name", "publishedAt", "match")
TYPES = {REGULAR: "Regular", WATCH_LATER: "Watch later"}
PLAYLIST_PRIVACIES = {PUBLIC: "Public", UNLISTED: "Unlisted", PRIVATE: "Private"}


@dataclass
class Element:
    """One place in a playlist: a video (its index; None if it was deleted) and which part of it (seconds)."""

    index: int | None
    start: int | None = None
    stop: int | None = None
    id: int = 0


@dataclass
class Playlist:
    """One playlist."""

    id: int
    name: str
    owner: Person
    channel: Channel | None
    privacy: int
    description: str | None = None
    type: int = REGULAR
    elements: list[Element] = field(default_factory=list)
    picture: int | None = None
    version: int = 0


def _written(library: Library) -> list[Playlist]:
    """The demo's playlists; they are made of the hand-written videos."""
    have = range(min(library.count, 60))

    def of(channel: str, most: int = 50) -> list[Element]:
        return [
            Element(video.index)
            for video in map(library.at, have)
            if video.channel.name == channel and video.listed and not video.is_live
        ][:most]

    def flagged(*flags: str) -> list[Element]:
        return [Element(index) for flag in flags for index in have if flag in library.at(index).flags]

    rides = of("slow_wheels")
    odd = flagged("password", "live", "live-waiting", "live-ended", "nsfw", "unlisted")
    if rides:
        rides[0] = Element(rides[0].index, 9, 27)
    odd[2:2] = [Element(None), *flagged("private")]

    def made(number: int, name: str, channel: str, elements: list[Element], privacy: int = 1) -> Playlist:
        owner = library.society.named(channel)
        text = "The **best**, in an order that makes sense." if number % 2 else None
        return Playlist(number, name, owner.owner, owner, privacy, text, elements=elements)

    lists = [
        made(21, "Best of Slow Wheels 🚲", "slow_wheels", rides),
        made(22, "The whole sky", "night_sky", of("night_sky")),
        made(23, "Les bases", "kitchen_table", of("kitchen_table")),
        made(24, "Bob’s mix", "attic_sessions", of("attic_sessions")),
        made(25, "On the bench", "open_bench", of("open_bench")),
        made(26, "حكايات قصيرة", "hikayat", of("hikayat")),
        made(27, "Odd ones: passwords, lives, things gone", "test_patterns", odd),
        made(28, "An empty playlist", "common_ground", []),
        made(29, "Only for those with the link", "common_ground", of("common_ground", 3), UNLISTED),
        made(30, "Private notes", "slow_wheels", rides[:2], PRIVATE),
    ]
    later = [
        Playlist(person.id - 1, "Watch later", person, None, PRIVATE, type=WATCH_LATER)
        for person in library.society.people
    ]
    return [*later, *lists]


class PlaylistsApi:
    """Answers for /api/v1/video-playlists and the playlists of accounts and channels."""

    def __init__(self, shapes: Shapes, problems: Problems, sessions: Sessions) -> None:
        self.shapes, self.problems, self.sessions = shapes, problems, sessions
        self.all = _written(shapes.library)
        self._next, self._next_element = 1000, 100_000
        for playlist in self.all:
            playlist.elements = [replace(one) for one in playlist.elements]
            for place, element in enumerate(playlist.elements, 1):
                element.id = playlist.id * 1000 + place

    def make(self, owner: Person, name: str, privacy: int, channel: Channel | None) -> Playlist:
        """A new, empty playlist."""
        self._next += 1
        self.all.insert(0, Playlist(self._next, name, owner, channel, privacy))
        return self.all[0]

    def restore(self, playlists: list[Playlist]) -> None:
        """Takes over the playlists there were before a restart."""
        self.all = playlists
        self._next = max([self._next, *(one.id for one in playlists)])
        numbers = [element.id for one in playlists for element in one.elements]
        self._next_element = max([self._next_element, *numbers])

    def numbered(self, element: Element) -> Element:
        """Gives a new element its number."""
        self._next_element += 1
        element.id = self._next_element
        return element

    def keep_picture(self, playlist: Playlist, data: bytes, kind: str) -> None:
        """Gives a playlist a picture of its own."""
        shelf = self.shapes.shelf
        playlist.picture = shelf.keep_picture(data, kind, time.time())
        shelf.playlist_pictures[playlist.id] = shelf.album[playlist.picture]
        playlist.version += 1

    def later(self, person: Person) -> Playlist:
        """What a person wants to watch later."""
        found = next((one for one in self.all if one.type == WATCH_LATER and one.owner is person), None)
        if found is None:
            found = Playlist(person.user_id, "Watch later", person, None, PRIVATE, type=WATCH_LATER)
            self.all.append(found)
        return found

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/video-playlists", self.public)
        router.add("GET", "/api/v1/video-playlists/privacies", self.privacies)
        router.add("GET", "/api/v1/video-playlists/{key}", self.one)
        router.add("GET", "/api/v1/video-playlists/{key}/videos", self.videos)

    def privacies(self, request: Request) -> Answer:
        """GET /api/v1/video-playlists/privacies."""
        return answer_json({str(key): label for key, label in PLAYLIST_PRIVACIES.items()})

    def picture(self, playlist: Playlist, detail: int) -> str:
        """The path of the playlist's picture; `detail` as in shapes.THUMBNAILS."""
        uuid = self.shapes.ids.make(Kind.PLAYLIST, playlist.id, detail + 1 + 8 * (playlist.version % 500))
        return f"/lazy-static/thumbnails/playlist-{uuid}.jpg"

    def shape(self, playlist: Playlist) -> dict[str, Any]:
        """A playlist as the API shows it."""
        uuid, short = self.shapes.playlist_uuid(playlist.id)
        made = self.shapes.library.now - playlist.id * 40_000
        shape: dict[str, Any] = {
            "id": playlist.id,
            "uuid": uuid,
            "shortUUID": short,
            "isLocal": True,
            "url": f"{self.shapes.base}/video-playlists/{uuid}",
            "displayName": playlist.name,
            "description": playlist.description,
            "privacy": {"id": playlist.privacy, "label": PRIVACIES[playlist.privacy]},
            "thumbnailPath": self.picture(playlist, 0) if playlist.elements or playlist.picture else None,
        }
        if self.shapes.new:
            shape["thumbnails"] = [
                {
                    "height": h,
                    "width": w,
                    "aspectRatio": r,
                    "fileUrl": self.shapes.base + self.picture(playlist, d),
                }
                for w, h, r, d in (THUMBNAILS if playlist.elements or playlist.picture else ())
            ]
        shape["embedPath"] = f"/video-playlists/embed/{short if self.shapes.new else uuid}"
        shape["type"] = {"id": playlist.type, "label": TYPES[playlist.type]}
        shape["videosLength"] = len(playlist.elements)
        shape.update(createdAt=stamp(made), updatedAt=stamp(made + 9000))
        shape["ownerAccount"] = self.shapes.account_short(playlist.owner, tall=True)
        if self.shapes.new:
            shape["videoChannelPosition"] = 1 if playlist.channel else None
        shape["videoChannel"] = self.shapes.channel_short(playlist.channel) if playlist.channel else None
        return shape

    def page(self, request: Request, playlists: list[Playlist]) -> Answer:
        """A page of those playlists."""
        try:
            page = read_page(request, SORTS, "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        if wanted := request.query.get("playlistType", [""])[0]:
            playlists = [playlist for playlist in playlists if str(playlist.type) == wanted]
        if "displayName" in page.sort or page.sort in ("name", "-name"):
            playlists = sorted(playlists, key=lambda p: p.name.casefold(), reverse=page.sort.startswith("-"))
        data = [self.shape(playlist) for playlist in page.cut(playlists)]
        return answer_json({"total": len(playlists), "data": data})

    def of(
        self, request: Request, owner: Person | None = None, channel: Channel | None = None
    ) -> list[Playlist]:
        """The playlists of an account or channel which the asker may see listed."""
        person = self.sessions.person(request)
        if owner is not None and owner is person:
            self.later(person)
        return [
            playlist
            for playlist in self.all
            if (owner is None or playlist.owner == owner)
            and (channel is None or playlist.channel == channel)
            and (playlist.privacy == PUBLIC or (person is not None and person == playlist.owner))
        ]

    def public(self, request: Request) -> Answer:
        """GET /api/v1/video-playlists."""
        return self.page(request, [playlist for playlist in self.all if playlist.privacy == PUBLIC])

    def find(self, request: Request, key: str, any_key: bool = False) -> Playlist:
        """The playlist of that id of any kind; refuses who may not see it. `any_key` finds unlisted ones by number."""
        uuid = lengthen(key) if len(key) == 22 else key
        if not key.isdigit() and (uuid is None or len(uuid) != 36):
            raise RefusedError(self.problems.bad_id(request, "playlistId", key))
        place = None if key.isdigit() or uuid is None else self.shapes.ids.read(uuid, Kind.PLAYLIST)
        number = int(key) if key.isdigit() else place[0] if place and place[1] == 0 else -1
        playlist = next((one for one in self.all if one.id == number), None)
        if playlist is None:
            raise RefusedError(self.problems.not_found("Video playlist not found"))
        if playlist.privacy == UNLISTED and key.isdigit() and not any_key:
            raise RefusedError(self.problems.not_found("Playlist not found"))
        if playlist.privacy == PRIVATE:
            person = self.sessions.person(request)
            if person is None and self.problems.old:
                raise RefusedError(self.problems.unauthorized())
            if person is None:
                raise RefusedError(self.problems.make(401, "Authentication is required"))
            if person != playlist.owner:
                raise RefusedError(self.problems.make(403, "Cannot get this private video playlist."))
        return playlist

    def one(self, request: Request, key: str) -> Answer:
        """GET /api/v1/video-playlists/{id}."""
        return answer_json(self.shape(self.find(request, key)))

    def videos(self, request: Request, key: str) -> Answer:
        """GET /api/v1/video-playlists/{id}/videos."""
        playlist = self.find(request, key)
        try:
            page = read_page(request, SORTS, "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        person = self.sessions.person(request)
        numbered = list(enumerate(playlist.elements, 1))
        data = [self._element(playlist, place, element, person) for place, element in page.cut(numbered)]
        return answer_json({"total": len(numbered), "data": data})

    def _element(
        self, playlist: Playlist, place: int, element: Element, person: Person | None
    ) -> dict[str, Any]:
        video: Video | None = None if element.index is None else self.shapes.library.get(element.index)
        # 0 a video, 1 one that was deleted, 2 one that may not be seen.
        kind = 1 if video is None else 0
        if video is not None and video.privacy in (PRIVATE, INTERNAL):
            allowed = person is not None and (video.privacy == INTERNAL or person == video.channel.owner)
            kind = 0 if allowed else 2
        return {
            "id": element.id,
            "position": place,
            "startTimestamp": element.start,
            "stopTimestamp": element.stop,
            "type": kind,
            "video": self.shapes.item(video) if video is not None and kind == 0 else None,
        }
