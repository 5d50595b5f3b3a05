"""An upload that is taken back: nothing of it is left on the server."""

from __future__ import annotations

from peertube_desktop.api import publishing, uploads
from peertube_desktop.api.errors import HttpError
from peertube_desktop.api.uploads import UploadRefusal, refusal_of
from peertube_desktop.services.uploading.finishing import LOOKS, UNKNOWN, find_video
from peertube_desktop.services.uploading.job import Job


async def cancel(job: Job) -> None:
    """`cancelling`: the parts are deleted, and the video that they may have become."""
    if job.row.video_id is None:
        await _delete_parts(job)
    if job.row.video_id is None and job.row.mark is not None:
        await _find_what_became(job)
    if job.row.video_id is not None:
        await job.call(publishing.delete_video(job.client, job.row.video_uuid))
    job.done = True


async def forget_changed(job: Job) -> None:
    """`changed`: what the server has of the file as it was is deleted."""
    await _delete_parts(job)
    if job.row.location:
        await job.note(location="", mark=None, held=0)
        job.flow.confirmed(0)
    job.done = True


async def _delete_parts(job: Job) -> None:
    if not job.row.location:
        return
    try:
        await job.call(uploads.cancel(job.client, job.row.location))
    except HttpError as error:
        if refusal_of(error) not in (*UNKNOWN, UploadRefusal.INVALID):
            raise


async def _find_what_became(job: Job) -> None:
    for seconds in (0.0, *LOOKS):
        await job.waiting.rest(seconds)
        found, _ = await find_video(job)
        if found is not None:
            await job.note(video_id=found.id, video_uuid=found.uuid, video_short=found.short_uuid)
            return
