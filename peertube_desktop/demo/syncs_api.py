"""Channels that follow an external one: synchronisations, and importing all of a channel's videos once."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .checks import Wrong, whole
from .errors import Problems
from .forms import Form, read_form
from .http import JSON, Answer, Request, answer_json, no_content
from .imports_api import ImportsApi
from .people import Channel, Person
from .people_api import PeopleApi
from .router import Router
from .sessions import RefusedError, Sessions
from .settings import Settings
from .shapes import Shapes, stamp

WAITING, PROCESSING, SYNCED, FAILED = 1, 2, 3, 4
LABELS = {WAITING: "Waiting first run", PROCESSING: "Processing", SYNCED: "Synchronized", FAILED: "Failed"}
MOST = 10
VIDEOS = ("First of them", "Second of them")


@dataclass
class Sync:
    """One synchronisation; `next` is when its next run comes."""

    id: int
    channel: Channel
    url: str
    next: float
    state: int = WAITING
    made: float = field(default_factory=time.time)
    last: float | None = None


class SyncsApi:
    """Answers for /api/v1/video-channel-syncs. Addresses with "fail" in them end in an error."""

    def __init__(
        self,
        shapes: Shapes,
        problems: Problems,
        sessions: Sessions,
        people: PeopleApi,
        imports: ImportsApi,
        settings: Settings,
    ) -> None:
        self.shapes, self.problems, self.sessions = shapes, problems, sessions
        self.people, self.imports, self.settings = people, imports, settings
        self.all: list[Sync] = []
        self._number = 0

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/api/v1/video-channel-syncs", self.create)
        router.add("DELETE", "/api/v1/video-channel-syncs/{number}", self.delete)
        router.add("GET", "/api/v1/accounts/{name}/video-channel-syncs", self.list)
        router.add("POST", "/api/v1/video-channels/{name}/import-videos", self.import_videos)

    def shape(self, sync: Sync) -> dict[str, Any]:
        """A synchronisation as the API shows it."""
        shape = {
            "id": sync.id,
            "state": {"id": sync.state, "label": LABELS[sync.state]},
            "externalChannelUrl": sync.url,
            "createdAt": stamp(sync.made),
            "channel": self.shapes.channel_short(sync.channel, tall=True),
        }
        if sync.last is not None:
            shape["lastSyncAt"] = stamp(sync.last)
        return shape

    def _may(self, person: Person, channel: Channel) -> None:
        if channel.owner is not person and person.role == 2:
            detail = f"User {person.name} does not have right to modify this channel."
            raise RefusedError(self.problems.make(403, detail))

    def _url(self, request: Request, values: dict[str, Any]) -> str:
        url = values.get("externalChannelUrl")
        if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https"):
            raise RefusedError(self.problems.wrong(request, [Wrong("externalChannelUrl", url)]))
        return url

    def create(self, request: Request) -> Answer:
        """POST /api/v1/video-channel-syncs."""
        person = self.sessions.must(request)
        if "channel-sync" in self.settings.forbidden:
            detail = (
                "Synchronization is impossible as video channel synchronization is not enabled on the server"
            )
            return self.problems.make(403, detail)
        values = read_form(request).values
        url = self._url(request, values)
        number = whole(values.get("videoChannelId"))
        if number is None:
            return self.problems.bad(request, "videoChannelId", values.get("videoChannelId"), place="body")
        channel = self.people.society.channel_by_id(number)
        if channel is None:
            return self.problems.not_found("Video channel not found")
        if sum(1 for one in self.all if one.channel.owner is channel.owner) >= MOST:
            return self.problems.make(400, f"You cannot create more than {MOST} channel synchronizations")
        self._may(person, channel)
        self._number += 1
        sync = Sync(self._number, channel, url, time.time() + self.settings.importing)
        self.all.append(sync)
        return answer_json({"videoChannelSync": self.shape(sync)})

    def delete(self, request: Request, number: str) -> Answer:
        """DELETE /api/v1/video-channel-syncs/{id}."""
        person = self.sessions.must(request)
        sync = next((one for one in self.all if str(one.id) == number), None)
        if sync is None:
            return self.problems.not_found("Video channel sync not found")
        self._may(person, sync.channel)
        self.all.remove(sync)
        return no_content(kind=JSON)

    def list(self, request: Request, name: str) -> Answer:
        """GET /api/v1/accounts/{name}/video-channel-syncs."""
        asker, person = self.sessions.must(request), self.people.find_account(name)
        if asker is not person and asker.role == 2:
            return self.problems.make(403, "Only the owner of this account can do that")
        found = [self.shape(one) for one in self.all if one.channel.owner is person]
        return answer_json({"total": len(found), "data": found[::-1]})

    def import_videos(self, request: Request, name: str) -> Answer:
        """POST /api/v1/video-channels/{name}/import-videos: all there are, once."""
        person, channel = self.sessions.must(request), self.people.find_channel(name)
        values = read_form(request).values
        url = self._url(request, values)
        if "import-http" in self.settings.forbidden:
            detail = "Channel import is impossible as video upload via HTTP is not enabled on the server"
            return self.problems.make(403, detail)
        self._may(person, channel)
        number = whole(values.get("videoChannelSyncId"))
        self._fetch(channel, url, (number, url) if number else None)
        return no_content(kind=JSON)

    def _fetch(self, channel: Channel, url: str, sync: tuple[int, str] | None) -> None:
        for at, name in enumerate(VIDEOS, 1):
            form = Form({"name": f"{name} ({urlsplit(url).hostname})", "privacy": 1})
            self.imports.begin(channel.owner, channel, form, f"{url}/{at}", sync=sync)

    def tick(self, now: float) -> None:
        """Runs those for the first time whose time has come."""
        for sync in self.all:
            if sync.state == WAITING and sync.next <= now:
                sync.last = sync.next
                sync.state = FAILED if "fail" in sync.url else SYNCED
                if sync.state == SYNCED:
                    self._fetch(sync.channel, sync.url, (sync.id, sync.url))
