"""Uploading: in parts that can be resumed (`upload-resumable`), and in one go (`upload`)."""

from __future__ import annotations

import asyncio
import base64
import mmap
import re
import time
from pathlib import Path
from typing import Any

from .boxes import UnreadableError, look
from .checks import Wrong, check_video, listed, whole
from .clips import Clip
from .errors import Problems
from .forms import Form, Part, read_form, read_multipart
from .http import Answer, Receive, Request, answer_json, encode, pieces, read_body
from .library import PASSWORD_PROTECTED, TO_EDIT, TO_TRANSCODE, Video
from .managing import Managing
from .media_types import EXTENSIONS, TYPES
from .people import Channel, Person
from .probe import source_shape
from .publishing import Publisher
from .resumable import RefusedUploadError, Upload, Uploads, read_part
from .sessions import RefusedError, Sessions
from .settings import Settings

RESUMABLE, LEGACY = "/api/v1/videos/upload-resumable", "/api/v1/videos/upload"
INIT, PUT, ONE_GO = "uploadResumableInit", "uploadResumable", "uploadLegacy"
REPLACING = "replaceVideoSourceResumable"
RETRY_AFTER = "300"
REPLACE = re.compile(r"/api/v1/videos/([^/]+)/source/replace-resumable")
AFTERGLOW = 2.0
NO_STORE = {"Cache-Control": "no-store"}


class UploadApi:
    """Answers for uploads. Bodies are written to the disk as they come."""

    def __init__(
        self,
        problems: Problems,
        sessions: Sessions,
        publisher: Publisher,
        uploads: Uploads,
        settings: Settings,
    ) -> None:
        self.problems, self.sessions, self.publisher, self.uploads = problems, sessions, publisher, uploads
        self.settings = settings
        # Set once there is one: it knows of the videos, which know nothing of uploads.
        self.managing: Managing | None = None
        self.society = publisher.library.society
        # When the processing of an upload began; when it ended, until somebody asks once more.
        self._processing: dict[str, float] = {}
        self._glow: dict[str, float] = {}
        self._tasks: set[asyncio.Task[Answer]] = set()

    def takes(self, request: Request) -> bool:
        """True for requests that are answered here."""
        path = request.path.rstrip("/")
        return (
            path == RESUMABLE
            or (path == LEGACY and request.method == "POST")
            or bool(REPLACE.fullmatch(path))
        )

    async def answer(self, request: Request, receive: Receive) -> Answer:
        """The answer to a request for which `takes` is true. Raises GoneError if its body was cut off."""
        try:
            person = self.sessions.must(request)
            if request.path.rstrip("/") == LEGACY:
                return await self._legacy(request, receive, person)
            if request.method == "POST":
                request.body = await read_body(receive)
                return self._begin(request, person)
            if request.method == "PUT":
                return await self._put(request, receive, person)
            if request.method == "DELETE":
                return self._cancel(request, person)
        except RefusedError as refusal:
            return refusal.answer
        except RefusedUploadError as refusal:
            error = {"error": {"code": refusal.code, "message": refusal.message}}
            headers = {"Content-Type": "application/json", **NO_STORE}
            return Answer(refusal.status, encode(error), headers)
        return self.problems.unknown_endpoint()

    # What both kinds check

    def refuse(self, status: int, detail: str, docs: str, code: str | None = None) -> RefusedError:
        """A refusal in one sentence."""
        return RefusedError(self.problems.make(status, detail, code=code, docs=docs))

    def channel(self, person: Person, values: dict[str, Any], docs: str) -> Channel:
        """The channel that is named; refuses others' and unknown ones."""
        channel = self.society.channel_by_id(whole(values.get("channelId")) or 0)
        if self.problems.old:
            if channel is None or channel.owner is not person:
                whose = "instance" if channel is None else "account"
                raise self.refuse(400, f'Unknown video "video channel" for this {whose}.', docs)
            return channel
        if channel is None:
            raise self.refuse(404, "Video channel not found", docs)
        if channel.owner is not person:
            raise self.refuse(403, "This user cannot manage this channel", docs)
        return channel

    def _check_file(self, person: Person, mime: str, size: int, docs: str) -> None:
        if mime not in TYPES:
            known = EXTENSIONS["6.3" if self.problems.old else "8.2"]
            detail = "This file is not supported. Please, make sure it is of the following type: "
            raise self.refuse(415, detail + known, docs)
        most = self.settings.upload_limit
        if most and size > most:
            detail = "This file is too large. It exceeds the maximum file size authorized."
            raise self.refuse(413, detail, docs, "max_file_size_reached")
        if not self.publisher.room(person, size):
            detail = "The user video quota is exceeded" + (" with this video." if self.problems.old else "")
            raise self.refuse(413, detail, docs, "quota_reached")

    def check_more(self, values: dict[str, Any], docs: str, privacy: int | None = None) -> None:
        """Refuses a video for those with a password that has none, and a schedule without a time."""
        plan = values.get("scheduleUpdate")
        if isinstance(plan, dict) and not plan.get("updateAt"):
            raise self.refuse(400, "Schedule update at is mandatory.", docs)
        wanted = whole(values["privacy"]) if "privacy" in values else privacy
        if wanted != PASSWORD_PROTECTED:
            return
        if "videoPasswords" not in values:
            raise self.refuse(400, "Video passwords are missing.", docs)
        passwords = listed(values["videoPasswords"]) or []
        if not passwords:
            raise self.refuse(400, "At least one video password is required.", docs)
        if len(set(passwords)) != len(passwords):
            raise self.refuse(400, "Duplicate video passwords are not allowed.", docs)
        if not all(isinstance(one, str) and 2 <= len(one) <= 100 for one in passwords):
            detail = (
                "Invalid video password. Password length should be at least 2 characters and no more than "
                "100 characters."
            )
            raise self.refuse(400, detail, docs)

    # In parts

    def _begin(self, request: Request, person: Person) -> Answer:
        replaced = REPLACE.fullmatch(request.path.rstrip("/"))
        return self._init_replacing(request, person, replaced[1]) if replaced else self._init(request, person)

    def _init_replacing(self, request: Request, person: Person, key: str) -> Answer:
        form = read_form(request)
        size, mime, wrong = self._announced(request, form)
        if wrong:
            return self.problems.wrong(request, wrong, REPLACING)
        video = self.replacing(request, key)
        self._check_file(person, mime, size, REPLACING)
        values = {"filename": form.values["filename"], "replaces": video.index}
        values["lastModified"] = form.values.get("lastModified")
        return self._opened(request, self.uploads.create(person.user_id, size, mime, values))

    def replacing(self, request: Request, key: str) -> Video:
        """The video whose file is to be replaced; refuses where that is not allowed, or not now."""
        if "replace-file" in self.settings.forbidden:
            detail = "Updating the file of an existing video is not allowed on this instance"
            raise self.refuse(403, detail, REPLACING)
        return self.editable(request, key, REPLACING)

    def editable(self, request: Request, key: str, docs: str | None = None) -> Video:
        """A video of who asks whose media may be changed now."""
        if self.managing is None:
            raise RefusedError(self.problems.not_found("Video not found"))
        _, video = self.managing.own(request, key, docs)
        if video.is_live:
            raise RefusedError(self.problems.make(400, "Cannot edit a live video", docs=docs))
        if video.state in (TO_TRANSCODE, TO_EDIT):
            detail = "Cannot edit video that is already waiting for transcoding/edition"
            raise RefusedError(self.problems.make(409, detail, docs=docs))
        return video

    def _announced(self, request: Request, form: Form) -> tuple[int, str, list[Wrong]]:
        """Size and type that are announced, and what is wrong with them."""
        wrong = [Wrong("filename", None)] if "filename" not in form.values else []
        size = request.headers.get("x-upload-content-length", "")
        mime = request.headers.get("x-upload-content-type", "")
        good = size.isascii() and size.isdigit()
        if not good:
            wrong.append(Wrong("x-upload-content-length", size or None, place="headers"))
        if not mime:
            wrong.append(Wrong("x-upload-content-type", None, place="headers"))
        return int(size) if good else 0, mime, wrong

    def _opened(self, request: Request, upload: Upload) -> Answer:
        """The answer to a beginning: where the parts go, and how much is there already."""
        self._glow.pop(upload.id, None)
        host = request.headers.get("host", self.publisher.shapes.host)
        headers = {"Location": f"//{host}{request.path.rstrip('/')}?upload_id={upload.id}"}
        if upload.written:
            headers["Range"] = f"bytes=0-{upload.written - 1}"
        return _bare(200 if upload.written else 201, headers)

    def _init(self, request: Request, person: Person) -> Answer:
        form = read_form(request)
        values = form.values
        size, mime, wrong = self._announced(request, form)
        wrong = wrong or check_video(values, ("name", "channelId", "filename"), not self.problems.old)
        if wrong:
            return self.problems.wrong(request, wrong, INIT)
        self.channel(person, values, INIT)
        self._check_file(person, mime, size, INIT)
        self.check_more(values, INIT)
        if form.files:
            kept = {name: (part.filename, part.kind, form.data(name)) for name, part in form.files.items()}
            values = {**values, "pictures": kept}
        return self._opened(request, self.uploads.create(person.user_id, size, mime, values))

    def _find(self, request: Request, person: Person) -> Upload:
        return self.uploads.find(person.user_id, request.query.get("upload_id", [""])[0])

    def _cancel(self, request: Request, person: Person) -> Answer:
        try:
            upload = self._find(request, person)
        except RefusedUploadError as refusal:
            if refusal.status != 404:
                raise
        else:
            self.uploads.delete(upload)
            self._processing.pop(upload.id, None)
        return _bare(204, {"Content-Length": "0"})

    async def _put(self, request: Request, receive: Receive, person: Person) -> Answer:
        upload_id = request.query.get("upload_id", [""])[0]
        ended = self._glow.pop(upload_id, None)
        if ended is not None and time.monotonic() - ended < AFTERGLOW and not self.problems.old:
            return self._unreadable()
        upload = self._find(request, person)
        if not upload.complete:
            part = read_part(request.headers.get("content-range"), request.headers.get("content-length"))
            written = await self.uploads.write(upload, part, pieces(receive))
            if not upload.complete:
                return _bare(308, {"Range": f"bytes=0-{written - 1}"})
        began = self._processing.get(upload.id)
        if began is not None:
            # The older line forgets in the second half that it is at it.
            if self.problems.old and time.monotonic() - began > self.settings.processing / 2:
                return self._unreadable()
            answer = self.problems.make(503, "The upload is already being processed", docs=PUT)
            answer.headers["Retry-After"] = RETRY_AFTER
            return answer
        self._processing[upload.id] = time.monotonic()
        # It goes on when who asked has hung up.
        task = asyncio.get_running_loop().create_task(self._finish(upload, person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    def _replaced(self, video: Video | None, path: Path, name: str, clip: Clip) -> Answer:
        if video is None:
            return self.problems.not_found("Video not found", REPLACING)
        self.publisher.replace(video, path, name, clip)
        return answer_json(source_shape(self.publisher.shapes, video))

    def _unreadable(self, docs: str = PUT) -> Answer:
        return self.problems.make(422, "Video file unreadable.", docs=docs)

    async def _finish(self, upload: Upload, person: Person) -> Answer:
        try:
            values = dict(upload.fields)
            form = _stored_pictures(values.pop("pictures", {}))
            replaced = self.publisher.library.get(values.get("replaces", -1))
            channel = None if replaced else self.channel(person, values, PUT)
            path = self.uploads.path(upload)
            clip = await asyncio.to_thread(look, path, self.settings.any_file)
            await asyncio.sleep(self.settings.processing)
            name = str(values.get("filename"))
            if channel is None or replaced is not None:
                return self._replaced(replaced, path, name, clip)
            video = self.publisher.publish(channel, values, form, path, name, clip)
            self._glow[upload.id] = time.monotonic()
            return _made(video)
        except UnreadableError:
            return self._unreadable()
        except RefusedError as refusal:
            return refusal.answer
        finally:
            self.uploads.delete(upload)
            self._processing.pop(upload.id, None)

    # In one go

    async def _legacy(self, request: Request, receive: Receive, person: Person) -> Answer:
        spool = self.publisher.new_file()
        try:
            with spool.open("wb") as file:
                async for piece in pieces(receive):
                    file.write(piece)
            if not spool.stat().st_size:
                return self.problems.wrong(request, [Wrong("videofile", None, "Should have a file")], ONE_GO)
            with (
                spool.open("rb") as whole_body,
                mmap.mmap(whole_body.fileno(), 0, access=mmap.ACCESS_READ) as body,
            ):
                form = read_multipart(request.headers.get("content-type", ""), body)
                return await self._one_go(request, person, form, body)
        finally:
            spool.unlink(missing_ok=True)

    async def _one_go(self, request: Request, person: Person, form: Form, body: mmap.mmap) -> Answer:
        values, part = form.values, form.files.get("videofile")
        wrong = [] if part else [Wrong("videofile", None, "Should have a file")]
        wrong += check_video(values, ("name", "channelId"), not self.problems.old)
        if wrong or part is None:
            return self.problems.wrong(request, wrong, ONE_GO)
        channel = self.channel(person, values, ONE_GO)
        self._check_file(person, part.kind or "application/octet-stream", part.end - part.start, ONE_GO)
        self.check_more(values, ONE_GO)
        path = self.publisher.new_file()
        await asyncio.to_thread(_copy_out, body, part.start, part.end, path)
        try:
            clip = await asyncio.to_thread(look, path, self.settings.any_file)
        except UnreadableError:
            path.unlink(missing_ok=True)
            return self._unreadable(ONE_GO)
        await asyncio.sleep(self.settings.processing)
        return _made(self.publisher.publish(channel, values, form, path, part.filename, clip))


def _bare(status: int, headers: dict[str, str]) -> Answer:
    """An answer of uploadx without a body; scripts in a browser may read those of its headers that matter."""
    told = ",".join(["Retry-After", *(name for name in ("Location", "Range") if name in headers)])
    return Answer(status, b"", {**headers, **NO_STORE, "Access-Control-Expose-Headers": told})


def _made(video: Video) -> Answer:
    return answer_json({"video": {"id": video.id, "shortUUID": video.short_uuid, "uuid": video.uuid}})


def _copy_out(body: mmap.mmap, start: int, end: int, path: Path) -> None:
    step = 1 << 20
    with path.open("wb") as file:
        for at in range(start, end, step):
            file.write(body[at : min(end, at + step)])


def _stored_pictures(kept: dict[str, Any]) -> Form:
    """The pictures that came with the beginning of an upload, as if they came now."""
    form, body = Form(), b""
    for name, (filename, kind, data) in kept.items():
        raw = data if isinstance(data, bytes) else base64.b64decode(data or "")
        form.files[name] = Part(filename, kind, len(body), len(body) + len(raw))
        body += raw
    form.body = body
    return form
