"""Making, changing and deleting one's channels."""

from __future__ import annotations

from typing import Any

from .checks import Wrong, text
from .errors import Problems
from .forms import read_form
from .http import JSON, Answer, Request, answer_json, no_content
from .people import Channel
from .people_api import PeopleApi
from .pictures import read_picture
from .playlists import PlaylistsApi
from .publishing import Publisher
from .register_api import USERNAME
from .router import Router
from .sessions import RefusedError, Sessions

MOST = 20
ONE = "/api/v1/video-channels/{name}"


class ChannelsApi:
    """Answers for changes of /api/v1/video-channels."""

    def __init__(
        self,
        problems: Problems,
        sessions: Sessions,
        people: PeopleApi,
        playlists: PlaylistsApi,
        publisher: Publisher,
    ) -> None:
        self.problems, self.sessions, self.people = problems, sessions, people
        self.playlists, self.publisher = playlists, publisher
        self.shapes, self.society = publisher.shapes, publisher.library.society

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/api/v1/video-channels", self.create)
        router.add("PUT", ONE, self.update)
        router.add("DELETE", ONE, self.delete)
        for kind in ("avatar", "banner"):
            router.add("POST", f"{ONE}/{kind}/pick", self._picker(kind))
            router.add("DELETE", f"{ONE}/{kind}", self._dropper(kind))

    def _wrong(self, values: dict[str, Any], new: bool) -> list[Wrong]:
        wrong = []
        if new and not USERNAME.fullmatch(str(values.get("name", ""))):
            wrong.append(Wrong("name", values.get("name")))
        if (new or "displayName" in values) and not text(values.get("displayName"), 1, 120):
            wrong.append(Wrong("displayName", values.get("displayName")))
        for name in ("description", "support"):
            if values.get(name) is not None and not text(values[name], 3, 1000):
                wrong.append(Wrong(name, values[name]))
        return wrong

    def _own(self, request: Request, name: str) -> Channel:
        person = self.sessions.must(request)
        channel = self.people.find_channel(name)
        if channel.owner is not person and person.role == 2:
            detail = "This user cannot manage this channel"
            if self.problems.old:
                detail = "Only a user with sufficient right can access this account resource."
            raise RefusedError(self.problems.make(403, detail))
        return channel

    def _changed(self) -> None:
        self.shapes.actor_changed()
        self.publisher.lister.forget()
        self.publisher.kept()

    def create(self, request: Request) -> Answer:
        """POST /api/v1/video-channels."""
        person = self.sessions.must(request)
        values = read_form(request).values
        if wrong := self._wrong(values, True):
            return self.problems.wrong(request, wrong)
        if self.society.taken(values["name"]):
            which = "this name" if self.problems.old else f"name {values['name']}"
            detail = (
                f"Another actor (account/channel) with {which} on this instance already exists or has already "
                "existed."
            )
            return self.problems.make(409, detail)
        if len(self.society.channels_of(person)) >= MOST:
            return self.problems.make(400, f"You cannot create more than {MOST} channels")
        channel = self.society.add_channel(person, values["name"], values["displayName"])
        channel.description, channel.support = values.get("description"), values.get("support")
        self._changed()
        return answer_json({"videoChannel": {"id": channel.id}})

    def update(self, request: Request, name: str) -> Answer:
        """PUT /api/v1/video-channels/{name}."""
        channel = self._own(request, name)
        values = read_form(request).values
        if wrong := self._wrong(values, False):
            return self.problems.wrong(request, wrong)
        channel.display_name = values.get("displayName", channel.display_name)
        channel.description = values.get("description", channel.description)
        channel.support = values.get("support", channel.support)
        if values.get("bulkVideosSupportUpdate") is True:
            for video in self.publisher.library.all():
                if video.channel is channel:
                    video.own.support, video.own.support_set = channel.support, True
        self._changed()
        return no_content(kind=JSON)

    def delete(self, request: Request, name: str) -> Answer:
        """DELETE /api/v1/video-channels/{name}, with all of its videos; never the last one."""
        channel = self._own(request, name)
        if len(self.society.channels_of(channel.owner)) == 1:
            detail = "Cannot remove the last channel of this user"
            return self.problems.make(409, detail)
        for video in self.publisher.library.all():
            if video.channel is channel:
                self.publisher.remove(video)
        for playlist in self.playlists.all:
            if playlist.channel is channel:
                playlist.channel = None
        self.society.channels.remove(channel)
        self._changed()
        return no_content(kind=JSON)

    def _picker(self, kind: str) -> Any:
        def pick(request: Request, name: str) -> Answer:
            """POST …/avatar/pick and …/banner/pick."""
            channel = self._own(request, name)
            number = read_picture(self.shapes, self.problems, request, f"{kind}file")
            setattr(channel, kind, number)
            self._changed()
            images = self.shapes.avatars(number) if kind == "avatar" else self.shapes.banners(number)
            return answer_json({f"{kind}s": images})

        return pick

    def _dropper(self, kind: str) -> Any:
        def drop(request: Request, name: str) -> Answer:
            """DELETE …/avatar and …/banner."""
            setattr(self._own(request, name), kind, None)
            self._changed()
            return no_content()

        return drop
