"""Making and changing one's playlists."""

from __future__ import annotations

from typing import Any

from .checks import Wrong, text, whole
from .errors import Problems
from .forms import Form, read_form
from .http import JSON, Answer, Request, answer_json, no_content
from .library import PRIVATE, PUBLIC, UNLISTED
from .people import Channel, Person
from .playlists import PLAYLIST_PRIVACIES, WATCH_LATER, Element, Playlist, PlaylistsApi
from .publishing import Publisher
from .router import Router
from .sessions import RefusedError, Sessions
from .videos_api import VideosApi

ALL, ONE = "/api/v1/video-playlists", "/api/v1/video-playlists/{key}"


class PlaylistEditApi:
    """Answers for changes of /api/v1/video-playlists."""

    def __init__(
        self,
        problems: Problems,
        sessions: Sessions,
        playlists: PlaylistsApi,
        videos: VideosApi,
        publisher: Publisher,
    ) -> None:
        self.problems, self.sessions = problems, sessions
        self.playlists, self.videos, self.publisher = playlists, videos, publisher

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", ALL, self.create)
        router.add("PUT", ONE, self.update)
        router.add("DELETE", ONE, self.delete)
        router.add("POST", f"{ONE}/videos", self.add)
        router.add("POST", f"{ONE}/videos/reorder", self.reorder)
        router.add("PUT", f"{ONE}/videos/{{number}}", self.change)
        router.add("DELETE", f"{ONE}/videos/{{number}}", self.take_out)
        router.add("GET", "/api/v1/users/me/video-playlists/videos-exist", self.exist)

    def _check(self, request: Request, form: Form, new: bool) -> dict[str, Any]:
        values, wrong = form.values, []
        if (new or "displayName" in values) and not text(values.get("displayName"), 1, 120):
            wrong.append(Wrong("displayName", values.get("displayName")))
        described = values.get("description")
        if described not in (None, "", "null") and not text(described, 3, 1000):
            wrong.append(Wrong("description", described))
        if "privacy" in values and whole(values["privacy"]) not in PLAYLIST_PRIVACIES:
            wrong.append(Wrong("privacy", values["privacy"], "Should have correct playlist privacy"))
        if wrong:
            raise RefusedError(self.problems.wrong(request, wrong))
        return values

    def _channel(self, person: Person, values: dict[str, Any]) -> Channel | None:
        number = whole(values.get("videoChannelId"))
        if number is None:
            return None
        channel = self.publisher.library.society.channel_by_id(number)
        if channel is None:
            raise RefusedError(self.problems.not_found("Video channel not found"))
        if channel.owner is not person:
            raise RefusedError(self.problems.make(403, "This user cannot manage this channel"))
        return channel

    def _own(self, request: Request, key: str) -> tuple[Person, Playlist]:
        person = self.sessions.must(request)
        playlist = self.playlists.find(request, key, any_key=True)
        if playlist.owner is not person and person.role == 2:
            detail = "Cannot manage video playlist of another user."
            raise RefusedError(self.problems.make(403, detail))
        return person, playlist

    def _picture(self, playlist: Playlist, form: Form) -> None:
        data = form.data("thumbnailfile")
        if data is not None:
            self.playlists.keep_picture(playlist, data, form.files["thumbnailfile"].kind)

    def create(self, request: Request) -> Answer:
        """POST /api/v1/video-playlists. The older line chokes on JSON."""
        person = self.sessions.must(request)
        kind = request.headers.get("content-type", "")
        if self.problems.old and not kind.startswith("multipart/"):
            detail = "Cannot read properties of undefined (reading 'thumbnailfile')"
            return self.problems.make(500, detail, code="TypeError")
        form = read_form(request)
        values = self._check(request, form, True)
        channel = self._channel(person, values)
        privacy = whole(values.get("privacy")) or PRIVATE
        if channel is None and privacy in (PUBLIC, UNLISTED):
            detail = 'Cannot set "public" or "unlisted" a playlist that is not assigned to a channel.'
            return self.problems.make(400, detail)
        playlist = self.playlists.make(person, values["displayName"], privacy, channel)
        playlist.description = values.get("description") or None
        self._picture(playlist, form)
        uuid, short = self.playlists.shapes.playlist_uuid(playlist.id)
        return answer_json({"videoPlaylist": {"id": playlist.id, "shortUUID": short, "uuid": uuid}})

    def update(self, request: Request, key: str) -> Answer:
        """PUT /api/v1/video-playlists/{id}."""
        form = read_form(request)
        self.sessions.must(request)
        values = self._check(request, form, False)
        person, playlist = self._own(request, key)
        channel = self._channel(person, values) if "videoChannelId" in values else playlist.channel
        privacy = whole(values.get("privacy")) or playlist.privacy
        if channel is None and privacy == PUBLIC:
            detail = 'Cannot set "public" a playlist that is not assigned to a channel.'
            return self.problems.make(400, detail)
        if playlist.type == WATCH_LATER:
            return self.problems.make(400, "Cannot update a watch later playlist.")
        playlist.channel, playlist.privacy = channel, privacy
        playlist.name = values.get("displayName", playlist.name)
        if "description" in values:
            playlist.description = values["description"] or None
        self._picture(playlist, form)
        return no_content(kind=JSON)

    def delete(self, request: Request, key: str) -> Answer:
        """DELETE /api/v1/video-playlists/{id}."""
        _, playlist = self._own(request, key)
        if playlist.type == WATCH_LATER:
            return self.problems.make(400, "Cannot delete a watch later playlist.")
        self.playlists.all.remove(playlist)
        return no_content(kind=JSON)

    # What is in one

    def add(self, request: Request, key: str) -> Answer:
        """POST /api/v1/video-playlists/{id}/videos; a video may be in it more than once."""
        _, playlist = self._own(request, key)
        values = read_form(request).values
        video = self.videos.find(request, str(values.get("videoId", "")), name="videoId", see=False)
        element = Element(video.index, self._time(values, "start"), self._time(values, "stop"))
        playlist.elements.append(self.playlists.numbered(element))
        return answer_json({"videoPlaylistElement": {"id": element.id}})

    @staticmethod
    def _time(values: dict[str, Any], which: str) -> int | None:
        return whole(values.get(f"{which}Timestamp"))

    def _element(self, playlist: Playlist, number: str) -> Element:
        found = next((one for one in playlist.elements if str(one.id) == number), None)
        if found is None:
            raise RefusedError(self.problems.not_found("Video playlist element not found"))
        return found

    def change(self, request: Request, key: str, number: str) -> Answer:
        """PUT /api/v1/video-playlists/{id}/videos/{elementId}."""
        _, playlist = self._own(request, key)
        element, values = self._element(playlist, number), read_form(request).values
        if "startTimestamp" in values:
            element.start = self._time(values, "start")
        if "stopTimestamp" in values:
            element.stop = self._time(values, "stop")
        return no_content(kind=JSON)

    def take_out(self, request: Request, key: str, number: str) -> Answer:
        """DELETE /api/v1/video-playlists/{id}/videos/{elementId}."""
        _, playlist = self._own(request, key)
        playlist.elements.remove(self._element(playlist, number))
        return no_content(kind=JSON)

    def reorder(self, request: Request, key: str) -> Answer:
        """POST /api/v1/video-playlists/{id}/videos/reorder."""
        _, playlist = self._own(request, key)
        values, size = read_form(request).values, len(playlist.elements)
        start, after = whole(values.get("startPosition")), whole(values.get("insertAfterPosition"))
        count = whole(values.get("reorderLength")) or 1
        for name, value, least in (("startPosition", start, 1), ("insertAfterPosition", after, 0)):
            if value is None or not least <= value <= size:
                detail = f"{'Start' if least else 'Insert after'} position exceeds the playlist limits (max: {size})"
                return (
                    self.problems.make(400, detail)
                    if value
                    else self.problems.bad(request, name, value, place="body")
                )
        if start is None or after is None or start == after:
            return no_content()
        moved = playlist.elements[start - 1 : start - 1 + count]
        rest = playlist.elements[: start - 1] + playlist.elements[start - 1 + count :]
        place = after if after < start else after - len(moved)
        playlist.elements[:] = rest[:place] + moved + rest[place:]
        return no_content(kind=JSON)

    def exist(self, request: Request) -> Answer:
        """GET /api/v1/users/me/video-playlists/videos-exist: in which of one's playlists some videos are."""
        person = self.sessions.must(request)
        found: dict[str, list[dict[str, Any]]] = {}
        for number in request.query.get("videoIds", []):
            video = self.publisher.library.find(number)
            found[number] = [
                {
                    "playlistElementId": element.id,
                    "playlistId": playlist.id,
                    "playlistDisplayName": playlist.name,
                    "playlistShortUUID": self.playlists.shapes.playlist_uuid(playlist.id)[1],
                    "startTimestamp": element.start,
                    "stopTimestamp": element.stop,
                }
                for playlist in self.playlists.all
                if playlist.owner is person
                for element in playlist.elements
                if video is not None and element.index == video.index
            ]
        return answer_json(found)
