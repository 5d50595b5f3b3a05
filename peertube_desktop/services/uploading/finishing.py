"""The last part, and what became of it. A lost answer is no reason to send anything again before the video has been
looked for."""

from __future__ import annotations

import asyncio
import logging
import time
import unicodedata
from dataclasses import dataclass

from peertube_desktop.api import me, publishing, uploads
from peertube_desktop.api.errors import HttpError, NetworkError
from peertube_desktop.api.models.me import MyVideo
from peertube_desktop.api.models.upload import VideoIds
from peertube_desktop.api.multipart import FilePart
from peertube_desktop.api.uploads import UploadRefusal, refusal_of
from peertube_desktop.services.uploading.items import UploadProblem
from peertube_desktop.services.uploading.job import GiveUpError, Job
from peertube_desktop.services.uploading.sending import begin_anew, deadline, fields_of, last_part

log = logging.getLogger(__name__)

PAGE = 50
LOOKS_FOR_SOURCE = 4
"""A server writes down a video's source a moment after the video; one that never does is then taken at its word."""
LOOKS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between looks for a video that the server seems to know nothing of."""
MOST_UNCLEAR = 6
"""422 is also said while a video is being made: so often it is asked again."""
MOST_ANEW = 2
POLL_SECONDS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
UNKNOWN = (
    UploadRefusal.GONE,
    UploadRefusal.FORBIDDEN,
    UploadRefusal.UNREADABLE,
    UploadRefusal.CONFLICT,
)


@dataclass
class Search:
    """What is known so far of an upload whose last part was promised."""

    looks: int = 0
    unclear: int = 0
    polls: int = 0
    refused: HttpError | None = None
    """The server's own word to the last part: it could not make a video of the file."""


async def finish(job: Job) -> None:
    """`finishing`: send the last part if it has just been promised, and find out what became of it."""
    search = Search()
    if job.just_promised:
        job.just_promised = False
        if await _send_last(job, search):
            return
    while not await _find_out(job, search):
        pass


async def _send_last(job: Job, search: Search) -> bool:
    """Whether it is known now what became of it."""
    job.knows_held = False
    sizer = job.desk.sizer(job.row.origin)
    first, size = last_part(job)
    job.flow.held = first
    began = time.monotonic()
    try:
        answer = await job.call(_last(job, first, size))
    except HttpError as error:
        refusal = refusal_of(error)
        if refusal is UploadRefusal.PART_TOO_LARGE and not job.row.whole:
            sizer.too_large(size)
            await job.advance("sending")
            return True
        if refusal in (
            UploadRefusal.UNREADABLE,
            UploadRefusal.QUOTA,
            UploadRefusal.TYPE,
            UploadRefusal.INVALID,
        ):
            search.refused = error
        elif refusal not in (*UNKNOWN, UploadRefusal.LOCKED, UploadRefusal.PROCESSING):
            raise
        log.info("The last part of upload %d: %s", job.row.id, error)
        return False
    except NetworkError as error:
        log.info("The answer to the last part of upload %d is lost: %s", job.row.id, error)
        job.flow.stopped()
        return False
    if isinstance(answer, VideoIds):
        sizer.went_through(size, time.monotonic() - began)
        await job.claim(answer.id, answer.uuid, answer.short_uuid)
        return True
    return await _held(job, answer)


async def _last(job: Job, first: int, size: int) -> uploads.Held | VideoIds:
    row = job.row
    seconds = deadline(job, size)
    if not row.whole:
        body = job.source.part(first, size, job.flow, job.desk.throttle)
        return await uploads.send_part(job.client, row.location, body, first, row.size, seconds=seconds)
    body = job.source.part(0, row.size, job.flow, job.desk.throttle)
    job.flow.held = 0
    fields = await fields_of(job)
    file = FilePart("videofile", row.sent_name, row.mime, body)
    return await uploads.send_whole(job.client, fields, file, seconds=max(seconds, 3600.0))


async def _held(job: Job, answer: uploads.Held) -> bool:
    """The server is not there yet: whether it is clear enough to go on sending."""
    if answer.size is None or answer.size > job.row.size:
        return False
    if job.last_tries:
        await job.waiting.rest(POLL_SECONDS[min(job.last_tries, len(POLL_SECONDS)) - 1])
    job.last_tries += 1
    await asyncio.to_thread(job.source.check)
    job.flow.confirmed(answer.size)
    await job.advance("sending", held=answer.size)
    job.knows_held = True
    return True


async def _find_out(job: Job, search: Search) -> bool:
    """One look for the video and one question to the server. Whether the row has another state now."""
    found = await _look(job, search)
    if found is not None:
        await job.claim(found.id or 0, found.uuid, found.short_uuid)
        return True
    if job.row.whole:
        return await _not_made(job, search)
    try:
        answer = await job.call(uploads.ask(job.client, job.row.location, job.row.size))
    except HttpError as error:
        return await _refused(job, search, error)
    if isinstance(answer, VideoIds):
        await job.claim(answer.id, answer.uuid, answer.short_uuid)
        return True
    return await _held(job, answer) or await _poll(job, search)


async def _refused(job: Job, search: Search, error: HttpError) -> bool:
    refusal = refusal_of(error)
    if refusal in (UploadRefusal.LOCKED, UploadRefusal.PROCESSING):
        # The five minutes it asks for are for those who do not look.
        return await _poll(job, search)
    if refusal not in UNKNOWN:
        raise error
    if refusal is UploadRefusal.UNREADABLE and search.refused is None:
        search.unclear += 1
        if search.unclear < MOST_UNCLEAR:
            return await _poll(job, search)
    return await _not_made(job, search)


async def _poll(job: Job, search: Search) -> bool:
    seconds = POLL_SECONDS[min(search.polls, len(POLL_SECONDS) - 1)]
    search.polls += 1
    job.went_well()
    await job.waiting.rest(seconds)
    return False


async def _not_made(job: Job, search: Search) -> bool:
    """The server knows nothing of the upload. Before that is believed, the video is looked for for a while."""
    for seconds in LOOKS:
        await job.waiting.rest(seconds)
        found = await _look(job, search)
        if found is not None:
            await job.claim(found.id or 0, found.uuid, found.short_uuid)
            return True
    if search.refused is not None:
        raise search.refused
    if job.row.begun_anew >= MOST_ANEW:
        raise GiveUpError(UploadProblem.UNREADABLE_VIDEO)
    log.info("Upload %d is begun anew: the server has made no video of it", job.row.id)
    await begin_anew(job, lost=1)
    return True


async def _look(job: Job, search: Search) -> MyVideo | None:
    """The video that was made of this upload, if there is one. Raises GiveUpError where that stays unclear."""
    while True:
        search.looks += 1
        found, maybe = await find_video(job)
        if found is not None or not maybe:
            return found
        if search.looks >= LOOKS_FOR_SOURCE:
            if len(maybe) > 1 or job.desk.others_unclear(job.row):
                raise GiveUpError(UploadProblem.UNCLEAR)
            return maybe[0]
        await job.waiting.rest(POLL_SECONDS[search.looks - 1])


async def find_video(job: Job) -> tuple[MyVideo | None, list[MyVideo]]:
    """The video made of the file by that name and size, after the promise, that no other upload has become.

    And those of the upload's title that the server tells no file of.
    """
    row = job.row
    mark = row.mark or 0
    claimed = job.desk.claimed(row)
    page = await job.call(me.list_my_videos(job.client, count=PAGE))
    new = [
        video
        for video in page.data
        if video.id is not None and video.id > mark and video.id not in claimed and not video.is_live
    ]
    new.sort(key=lambda video: video.name != row.sent_title)
    maybe: list[MyVideo] = []
    for video in new:
        source = await job.call(publishing.get_source(job.client, video.uuid))
        if source is None or not source.name:
            if video.name == row.sent_title:
                maybe.append(video)
        elif _same(source.name, row.sent_name) and source.size in (None, row.size):
            return video, []
    return None, maybe


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other.strip())
