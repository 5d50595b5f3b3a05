"""From the queue to the last part: the server is told what comes, then gets it, part by part."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any

from peertube_desktop.api import me, uploads
from peertube_desktop.api.errors import BadRequestError, HttpError, NetworkError, NotFoundError
from peertube_desktop.api.models.upload import VideoIds
from peertube_desktop.api.uploads import UploadRefusal, refusal_of
from peertube_desktop.services.uploading.items import UploadProblem
from peertube_desktop.services.uploading.job import GiveUpError, Job, NotYetError
from peertube_desktop.services.uploading.metadata import details, details_digest
from peertube_desktop.services.uploading.sizing import SMALLEST

MOST_LOST_SESSIONS = 5
"""A server that forgets what it has just begun is not tried for ever."""
NOTE_SECONDS = 2.0
"""What the server holds is written down so often at most: it is asked anyway."""
NEWEST = 25


def new_key() -> int:
    """Tells an upload from every other. The server takes it for a time: no sign, and exact in JavaScript."""
    return secrets.randbelow(2**52) + 1


async def queue(job: Job) -> None:
    """`queued`: the next that can be done is to begin."""
    await asyncio.to_thread(job.source.check)
    await begin_anew(job, lost=0)


async def begin_anew(job: Job, *, lost: int) -> None:
    """Go to `starting` under a new key; what the server has under the old one is not ours any more."""
    job.knows_held = job.just_promised = False
    job.flow.confirmed(0)
    await job.advance(
        "starting",
        key=new_key(),
        sent_title=job.metadata.title,
        sent_details="",
        location="",
        whole=False,
        held=0,
        mark=None,
        begun_anew=job.row.begun_anew + lost,
    )


async def fields_of(job: Job) -> dict[str, Any]:
    """What the server is told of the video. Raises GiveUpError where there is no channel for it."""
    found = details(job.metadata, time.time())
    # The title is part of what an upload is found by again.
    found["name"] = job.row.sent_title
    if not found.get("channelId"):
        channels = (await job.call(me.get_me(job.client))).video_channels
        number = channels[0].id if channels else None
        if number is None:
            raise GiveUpError(UploadProblem.NO_CHANNEL)
        found["channelId"] = number
    return found


async def start(job: Job) -> None:
    """`starting`: tell the server what comes. The same key finds again what an answer that was lost has begun."""
    fields = await fields_of(job)
    told = details_digest(job.metadata) if fields["name"] == job.metadata.title else ""
    row = job.row
    assert row.key is not None
    try:
        session = await job.call(
            uploads.begin(
                job.client, fields, filename=row.sent_name, size=row.size, mime=row.mime, key=row.key
            )
        )
    except (NotFoundError, BadRequestError) as error:
        if error.code or error.detail or error.invalid_params:
            raise
        # It knows no such call: an instance of long ago.
        await promise(job, whole=True, sent_details=told)
        return
    # An upload that was there already may have been told something else.
    await job.advance("sending", location=session.path, held=0, sent_details="" if session.held else told)
    job.flow.confirmed(0)
    job.knows_held = session.held == 0


async def send(job: Job) -> None:
    """`sending`: parts, one after the other, from where the server is, up to the last one, which is promised."""
    if not job.knows_held:
        await asyncio.to_thread(job.source.check)
        await ask(job)
    noted = time.monotonic()
    sizer = job.desk.sizer(job.row.origin)
    while job.row.state == "sending" and job.row.size - job.flow.held > sizer.size:
        await _send_part(job, sizer.size)
        job.went_well()
        if time.monotonic() - noted > NOTE_SECONDS:
            noted = time.monotonic()
            await job.note(held=job.flow.held)
    if job.row.state == "sending":
        await promise(job)


async def ask(job: Job) -> None:
    """Learn from the server how much it has."""
    try:
        answer = await job.call(uploads.ask(job.client, job.row.location, job.row.size))
    except HttpError as error:
        await _forgotten(job, error)
        return
    await _take(job, answer)


async def _take(job: Job, answer: uploads.Held | VideoIds) -> None:
    if isinstance(answer, VideoIds):
        await job.claim(answer.id, answer.uuid, answer.short_uuid)
        return
    job.knows_held = answer.size is not None and answer.size <= job.row.size
    if not job.knows_held:
        raise NotYetError(UploadProblem.SERVER_ERROR)
    job.flow.confirmed(answer.size or 0)


async def _forgotten(job: Job, error: HttpError) -> None:
    """Begin anew where the server knows nothing of the upload any more; else raises `error`."""
    refusal = refusal_of(error)
    if refusal not in (UploadRefusal.GONE, UploadRefusal.FORBIDDEN, UploadRefusal.CONFLICT):
        raise error
    job.lost_sessions += 1
    if job.lost_sessions > MOST_LOST_SESSIONS:
        raise GiveUpError(
            UploadProblem.FORBIDDEN if refusal is UploadRefusal.FORBIDDEN else UploadProblem.SERVER_ERROR,
            error.detail,
        )
    await begin_anew(job, lost=0)
    raise NotYetError


async def _send_part(job: Job, size: int) -> None:
    first = job.flow.held
    sizer = job.desk.sizer(job.row.origin)
    body = job.source.part(first, size, job.flow, job.desk.throttle)
    began = time.monotonic()
    try:
        answer = await job.call(
            uploads.send_part(
                job.client, job.row.location, body, first, job.row.size, seconds=deadline(job, size)
            )
        )
    except HttpError as error:
        job.knows_held = False
        if refusal_of(error) is UploadRefusal.PART_TOO_LARGE and sizer.too_large(size):
            raise NotYetError(None, 0) from None
        await _forgotten(job, error)
        return
    except NetworkError:
        sizer.got_lost(size)
        raise
    sizer.went_through(size, time.monotonic() - began)
    job.lost_sessions = 0
    await _take(job, answer)
    if job.row.state == "sending" and not first < job.flow.held <= first + size:
        # Nothing of what was sent, or more than that: to be asked.
        raise NotYetError(UploadProblem.SERVER_ERROR)


def deadline(job: Job, size: int) -> float:
    """Seconds for a part of `size`."""
    seconds = job.desk.sizer(job.row.origin).deadline(size)
    return seconds + (size / job.desk.throttle.rate * 2 if job.desk.throttle.rate else 0)


async def promise(job: Job, **changes: object) -> None:
    """Commit that the last part is about to go, and which videos cannot be what becomes of it."""
    while True:
        await job.desk.wait_for_others(job.row, lambda waits: _tell_waits(job, waits))
        mark = job.row.mark
        if mark is None:
            newest = await job.call(me.list_my_videos(job.client, count=NEWEST))
            mark = max((video.id or 0 for video in newest.data), default=0)
        async with job.desk.promising:
            # Another one may have begun to finish meanwhile.
            if not job.desk.others_finish(job.row):
                await job.advance("finishing", mark=mark, held=job.flow.held, **changes)
                job.just_promised = True
                return


def _tell_waits(job: Job, waits: bool) -> None:
    job.waits_for_turn = waits
    job.tell()


def last_part(job: Job) -> tuple[int, int]:
    """First byte and length of the part that completes the file; where all is there, of its end once more."""
    first = job.flow.held
    if first >= job.row.size:
        first = max(0, job.row.size - SMALLEST)
    return first, job.row.size - first
