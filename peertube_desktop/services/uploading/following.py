"""The server's own work on a video, watched until it is published."""

from __future__ import annotations

from peertube_desktop.api import publishing
from peertube_desktop.api.errors import NotFoundError
from peertube_desktop.api.models.video import VideoState
from peertube_desktop.services.uploading.items import UploadProblem
from peertube_desktop.services.uploading.job import GiveUpError, Job
from peertube_desktop.services.uploading.steps import is_due

FIRST_SECONDS = 2.0
GROWTH = 1.3
LONGEST_SECONDS = 60.0
SECONDS_EACH = 0.5
"""Fifty videos that are followed are no flood."""
TRANSCODING_FAILED, MOVE_FAILED = 7, 8


async def follow(job: Job) -> None:
    """`transcoding`: asks until it is published, or back to the steps when something was typed meanwhile."""
    job.desk.followers += 1
    seconds = FIRST_SECONDS
    try:
        while True:
            if is_due(job.row.steps, job.row.sent_details, job.metadata):
                await job.advance("completing")
                return
            if await _is_published(job):
                await job.advance("published")
                return
            job.went_well()
            await job.waiting.rest(seconds + SECONDS_EACH * job.desk.followers)
            seconds = min(LONGEST_SECONDS, seconds * GROWTH)
    finally:
        job.desk.followers -= 1


async def _is_published(job: Job) -> bool:
    try:
        state = await job.call(publishing.get_state(job.client, job.row.video_uuid))
    except NotFoundError:
        raise GiveUpError(UploadProblem.VIDEO_GONE) from None
    if state in (TRANSCODING_FAILED, MOVE_FAILED):
        raise GiveUpError(UploadProblem.TRANSCODING_FAILED)
    return state in (None, VideoState.PUBLISHED)
