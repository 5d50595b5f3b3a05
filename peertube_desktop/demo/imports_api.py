"""Imports by address, magnet and torrent file: how they go on, fail, and are begun again.

Nothing is fetched: what is imported becomes one of the demo's clips. An address, magnet or file name with "fail" in it
ends in an error, with "fail-once" only at the first attempt; a host below `.invalid` cannot be found at all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .checks import Wrong, check_video
from .errors import Problems
from .forms import Form, read_form
from .http import Answer, Request, answer_json, no_content
from .library import PRIVATE, TO_IMPORT, TO_TRANSCODE, Video
from .people import Channel, Person
from .publishing import Publisher
from .queries import WrongParameterError, read_page
from .router import Router
from .sessions import RefusedError, Sessions
from .settings import Settings
from .shapes import STATE_LABELS, stamp
from .upload_api import UploadApi

PENDING, SUCCESS, FAILED, CANCELLED, PROCESSING = 1, 2, 3, 5, 6
LABELS = {
    PENDING: "Pending",
    SUCCESS: "Success",
    FAILED: "Failed",
    CANCELLED: "Cancelled",
    PROCESSING: "Processing",
}
CLIPS = ("hills", "aurora", "galaxy", "julia", "ripples")
ERROR = "ERROR: Unable to download the video: HTTP Error 404: Not Found"
ALL, ONE = "/api/v1/videos/imports", "/api/v1/videos/imports/{number}"


@dataclass
class Import:
    """One import. `next` is when it goes on to its next state; `sync` is what it belongs to."""

    id: int
    person: Person
    video: Video
    target: str | None
    magnet: str | None
    torrent: str | None
    next: float
    made: float = field(default_factory=time.time)
    updated: float = field(default_factory=time.time)
    state: int = PENDING
    error: str | None = None
    attempts: int = 0
    sync: tuple[int, str] | None = None

    @property
    def fails(self) -> bool:
        """True if this attempt is to end in an error."""
        given = f"{self.target}{self.magnet}{self.torrent}"
        return ("fail-once" in given and self.attempts <= 1) or ("fail" in given and "fail-once" not in given)


class ImportsApi:
    """Answers for /api/v1/videos/imports and /api/v1/users/me/videos/imports."""

    def __init__(
        self,
        problems: Problems,
        sessions: Sessions,
        publisher: Publisher,
        uploads: UploadApi,
        settings: Settings,
    ) -> None:
        self.problems, self.sessions, self.publisher = problems, sessions, publisher
        self.uploads, self.settings = uploads, settings
        self.all: list[Import] = []

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", ALL, self.create)
        router.add("GET", "/api/v1/users/me/videos/imports", self.list)
        router.add("POST", f"{ONE}/cancel", self.cancel)
        router.add("DELETE", ONE, self.delete)
        if not self.problems.old:
            router.add("POST", f"{ONE}/retry", self.retry)

    def shape(self, one: Import) -> dict[str, Any]:
        """An import as the API shows it; its video too, unless that was deleted."""
        shape: dict[str, Any] = {
            "id": one.id,
            "targetUrl": one.target,
            "magnetUri": one.magnet,
            "torrentName": one.torrent,
        }
        if not self.problems.old:
            shape["attempts"] = one.attempts
        shape["state"] = {"id": one.state, "label": LABELS[one.state]}
        shape.update(error=one.error, updatedAt=stamp(one.updated), createdAt=stamp(one.made))
        video, shapes = one.video, self.publisher.shapes
        if self.publisher.library.get(video.index) is not None:
            seen = shapes.item_shape(video, tall=True)
            seen["state"] = {"id": video.state, "label": STATE_LABELS[video.state]}
            seen.update(description=video.text, waitTranscoding=video.own.wait, tags=list(video.tags))
            if video.own.due is not None:
                seen["scheduledUpdate"] = shapes.schedule(video)
            shape["video"] = seen
        if one.sync is not None:
            shape["videoChannelSync"] = {"id": one.sync[0], "externalChannelUrl": one.sync[1]}
        return shape

    def create(self, request: Request) -> Answer:
        """POST /api/v1/videos/imports."""
        person = self.sessions.must(request)
        form = read_form(request)
        values = form.values
        if wrong := self._wrong(form):
            return self.problems.wrong(request, wrong)
        self.uploads.check_more(values, "")
        target, magnet, torrent = (
            values.get("targetUrl"),
            values.get("magnetUri"),
            form.files.get("torrentfile"),
        )
        if target and "import-http" in self.settings.forbidden:
            return self.problems.make(409, "HTTP import is not enabled on this instance.")
        if (magnet or torrent) and "import-torrent" in self.settings.forbidden:
            return self.problems.make(409, "Torrent/magnet URI import is not enabled on this instance.")
        channel = self.uploads.channel(person, values, "")
        if not target and not magnet and not torrent:
            return self.problems.make(400, "Should have a magnetUri or a targetUrl or a torrent file.")
        host = urlsplit(target or "").hostname or ""
        if target and (host == "localhost" or host.startswith("127.")):
            dot = "." if self.problems.old else ""
            return self.problems.make(403, f"Cannot use non unicast IP as targetUrl{dot}")
        if host.endswith(".invalid"):
            return self.problems.make(500, f"getaddrinfo ENOTFOUND {host}", code="Error")
        one = self.begin(person, channel, form, target, magnet, torrent.filename if torrent else None)
        return answer_json(self.shape(one))

    def _wrong(self, form: Form) -> list[Wrong]:
        values = form.values
        wrong = check_video(values, ("channelId",), not self.problems.old)
        target, magnet = values.get("targetUrl"), values.get("magnetUri")
        if target and urlsplit(target).scheme not in ("http", "https"):
            wrong.append(Wrong("targetUrl", target))
        if magnet and not str(magnet).startswith("magnet:?"):
            wrong.append(Wrong("magnetUri", magnet))
        torrent = form.files.get("torrentfile")
        if torrent and (
            not torrent.filename.endswith(".torrent") or torrent.end - torrent.start > 200 * 1024
        ):
            message = (
                "This torrent file is not supported or too large. Please, make sure it is of the following type: "
                ".torrent"
            )
            wrong.append(Wrong("torrentfile", None, message))
        return wrong

    def begin(
        self,
        person: Person,
        channel: Channel,
        form: Form,
        target: str | None,
        magnet: str | None = None,
        torrent: str | None = None,
        sync: tuple[int, str] | None = None,
    ) -> Import:
        """Starts an import; the video is there at once, without media."""
        dn = parse_qs(urlsplit(magnet or "").query).get("dn", [""])[0]
        last = unquote(urlsplit(target or "").path.rsplit("/", 1)[-1]).rsplit(".", 1)[0]
        name = form.values.get("name") or dn or last or (torrent or "").removesuffix(".torrent")
        values = {**form.values, "name": str(name).ljust(3, "_")[:120]}
        video = self.publisher.blank(channel, values)
        video.privacy = PRIVATE
        video.own.state = TO_IMPORT
        self.publisher.fill(video, values, form)
        self.publisher.library.add(video)
        self.publisher.changed(video)
        due = time.time() + self.settings.importing / 2
        one = Import(len(self.all) + 1, person, video, target, magnet, torrent, due, sync=sync)
        self.all.append(one)
        return one

    def tick(self, now: float) -> None:
        """Lets imports go on whose time has come."""
        for one in self.all:
            while one.state in (PENDING, PROCESSING) and one.next <= now:
                one.updated = one.next
                one.next += self.settings.importing / 2
                if one.state == PENDING:
                    one.state, one.attempts = PROCESSING, one.attempts + 1
                else:
                    self._end(one)

    def _end(self, one: Import) -> None:
        if one.fails:
            one.state, one.error = FAILED, ERROR
            return
        one.state, one.error = SUCCESS, None
        video = one.video
        if self.publisher.library.get(video.index) is None:
            return
        video.clip = CLIPS[video.index % len(CLIPS)]
        clip = self.publisher.shapes.shelf.clips[video.clip]
        video.duration, video.own.state = clip.duration, TO_TRANSCODE
        self.publisher.hurry(video, self.settings.transcoding)
        self.publisher.changed(video)

    # What one does with them

    def list(self, request: Request) -> Answer:
        """GET /api/v1/users/me/videos/imports."""
        person = self.sessions.must(request)
        try:
            page = read_page(request, ("createdAt", "updatedAt", "id"), "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        query = request.query
        words = query.get("search", [""])[0].casefold()
        target, sync = query.get("targetUrl", [""])[0], query.get("videoChannelSyncId", [""])[0]
        found = [
            one
            for one in self.all
            if one.person is person
            and (not target or one.target == target)
            and (not sync or (one.sync is not None and str(one.sync[0]) == sync))
            and words in f"{one.video.name} {one.target} {one.magnet} {one.torrent}".casefold()
        ]
        if page.sort.startswith("-"):
            found.reverse()
        data = [self.shape(one) for one in page.cut(found)]
        return answer_json({"total": len(found), "data": data})

    def _own(self, request: Request, number: str) -> Import:
        person = self.sessions.must(request)
        found = next((one for one in self.all if str(one.id) == number), None)
        if found is None:
            raise RefusedError(self.problems.not_found("Video import not found"))
        if found.person is not person and person.role == 2:
            detail = "Cannot manage video import of another user"
            raise RefusedError(self.problems.make(403, detail))
        return found

    def cancel(self, request: Request, number: str) -> Answer:
        """POST /api/v1/videos/imports/{id}/cancel."""
        one = self._own(request, number)
        if one.state != PENDING:
            return self.problems.make(409, "Cannot cancel a non pending video import.")
        one.state, one.updated = CANCELLED, time.time()
        return no_content(tagged=True)

    def delete(self, request: Request, number: str) -> Answer:
        """DELETE /api/v1/videos/imports/{id}: the entry, not its video."""
        one = self._own(request, number)
        if one.state == PENDING:
            detail = (
                "Cannot delete a pending video import. Cancel it or wait for the end of the import first."
            )
            return self.problems.make(409, detail)
        self.all.remove(one)
        return no_content(tagged=True)

    def retry(self, request: Request, number: str) -> Answer:
        """POST /api/v1/videos/imports/{id}/retry (8 line)."""
        one = self._own(request, number)
        if one.state not in (FAILED, CANCELLED):
            return self.problems.make(400, "Cannot retry a video import that has not failed.")
        one.state, one.error = PENDING, None
        one.updated = time.time()
        one.next = one.updated + self.settings.importing / 2
        return no_content(tagged=True)
