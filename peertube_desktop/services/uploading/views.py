"""From a row and its job to what is shown."""

from __future__ import annotations

from collections.abc import Iterable

from peertube_desktop.services.uploading.items import (
    UploadItem,
    UploadProblem,
    UploadState,
    UploadSummary,
)
from peertube_desktop.services.uploading.job import Job
from peertube_desktop.services.uploading.metadata import Metadata
from peertube_desktop.services.uploading.steps import failed_steps
from peertube_desktop.store.uploads import UploadRow

SENT_ALL = (UploadState.COMPLETING, UploadState.TRANSCODING, UploadState.PUBLISHED)


def view(row: UploadRow, metadata: Metadata, job: Job | None, needs_password: bool) -> UploadItem:
    """How an upload stands. `metadata` may be newer than the row's."""
    state = UploadState(row.state)
    sent = row.size if state in SENT_ALL else row.held
    speed, left = 0.0, None
    problem = _problem(row.problem)
    detail, retry_at = row.detail, None
    failed = failed_steps(row.steps, metadata)
    if failed and problem is None:
        problem = UploadProblem.STEPS
    if job is not None:
        if state not in SENT_ALL:
            sent = max(job.flow.sent, job.flow.held)
            speed = job.flow.speed
            left = (row.size - sent) / speed if speed else None
        if job.problem is not None:
            problem, detail, retry_at = job.problem, job.detail, job.retry_at
        elif needs_password and state is not UploadState.CHANGED:
            problem = UploadProblem.SIGN_IN
    return UploadItem(
        id=row.id,
        account=row.account,
        origin=row.origin,
        path=row.path,
        size=row.size,
        metadata=metadata,
        state=state,
        paused=row.paused,
        waiting_for_turn=job is not None and job.waits_for_turn,
        sent=min(sent, row.size),
        speed=speed,
        seconds_left=left,
        problem=problem,
        detail=detail,
        retry_at=retry_at,
        failed_steps=failed,
        step=job.step if job is not None else "",
        video_id=row.video_id,
        video_uuid=row.video_uuid,
        video_short=row.video_short,
        created=row.created,
    )


def _problem(text: str) -> UploadProblem | None:
    try:
        return UploadProblem(text) if text else None
    except ValueError:
        # Of a later version of the program.
        return UploadProblem.SERVER_ERROR


def summary(items: Iterable[UploadItem]) -> UploadSummary:
    """All in one."""
    active = waiting = paused = failed = published = size = sent = 0
    speed = 0.0
    for item in items:
        if item.state is UploadState.PUBLISHED:
            published += 1
            failed += bool(item.failed_steps)
        elif item.is_finished:
            failed += 1
        elif item.paused:
            paused += 1
        else:
            active += 1
            waiting += item.problem is not None
            size += item.size
            sent += item.sent
            speed += item.speed
    return UploadSummary(active, waiting, paused, failed, published, size, sent, speed)
