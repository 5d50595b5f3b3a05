"""What belongs to a video besides its file: sent piece by piece, each retried by itself, each again when it changes."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from pathlib import Path

import msgspec

from peertube_desktop.api import publishing
from peertube_desktop.api.errors import ApiError, NotFoundError
from peertube_desktop.api.multipart import FilePart
from peertube_desktop.services.file_body import FileBody, FileChangedError
from peertube_desktop.services.retry import Hope, outlook
from peertube_desktop.services.uploading.items import FailedStep, UploadProblem
from peertube_desktop.services.uploading.job import GiveUpError, Job, detail_of, problem_of
from peertube_desktop.services.uploading.metadata import (
    CaptionFile,
    Metadata,
    details_digest,
    digest,
    update,
)

CAPTION_TYPES = {".vtt": "text/vtt", ".srt": "application/x-subrip"}


class Refused(msgspec.Struct, frozen=True):
    """What the server did not take, and why."""

    digest: str
    problem: str
    detail: str = ""


class Record(msgspec.Struct, frozen=True):
    """Of each step, what was sent last, and what was refused."""

    sent: dict[str, str] = {}
    refused: dict[str, Refused] = {}


def read(text: str) -> Record:
    """From the journal."""
    try:
        return msgspec.json.decode(text, type=Record) if text else Record()
    except msgspec.MsgspecError:
        return Record()


def failed_steps(text: str, metadata: Metadata) -> tuple[FailedStep, ...]:
    """The steps of a row that the server refused and that nobody has changed since."""
    record = read(text)
    wanted = dict(_wanted(metadata))
    return tuple(
        FailedStep(key, UploadProblem(one.problem), one.detail)
        for key, one in record.refused.items()
        if wanted.get(key) == one.digest
    )


def without_refusals(text: str) -> str:
    """The record, so that every refused step is tried again."""
    return msgspec.json.encode(Record(sent=read(text).sent)).decode()


def is_due(steps: str, sent_details: str, metadata: Metadata) -> bool:
    """Whether there is anything to send."""
    return bool(_due(steps, sent_details, metadata))


def _wanted(metadata: Metadata) -> list[tuple[str, str]]:
    found = [("details", details_digest(metadata))]
    if metadata.thumbnail:
        found.append(("thumbnail", digest(metadata.thumbnail)))
    found += [(f"caption:{one.language}", digest(one.path)) for one in metadata.captions]
    if metadata.chapters:
        found.append(("chapters", digest(repr(metadata.chapters))))
    found += [(f"playlist:{number}", "in") for number in metadata.playlists]
    return found


def _due(steps: str, sent_details: str, metadata: Metadata) -> list[tuple[str, str]]:
    record = read(steps)
    sent = {"details": sent_details, **record.sent}
    refused = {key: one.digest for key, one in record.refused.items()}
    return [(key, one) for key, one in _wanted(metadata) if one not in (sent.get(key), refused.get(key))]


async def complete(job: Job) -> None:
    """`completing`: every step that is due; then the server is left to its work."""
    passing: ApiError | None = None
    done: set[str] = set()
    while due := [
        one for one in _due(job.row.steps, job.row.sent_details, job.metadata) if one[0] not in done
    ]:
        key, wanted = due[0]
        done.add(key)
        job.step = key
        job.tell()
        try:
            await _run(job, key)
        except ApiError as error:
            if outlook(error).hope is not Hope.NONE:
                # The others do not wait for it.
                passing = error
                continue
            await _refused(job, key, wanted, problem_of(error), detail_of(error))
            if isinstance(error, NotFoundError) and key == "details":
                raise GiveUpError(UploadProblem.VIDEO_GONE) from None
        except (OSError, FileChangedError):
            await _refused(job, key, wanted, UploadProblem.FILE_UNREADABLE, "")
        else:
            record = read(job.row.steps)
            refused = {name: one for name, one in record.refused.items() if name != key}
            await _write(job, Record({**record.sent, key: wanted}, refused))
    job.step = ""
    if passing is not None:
        raise passing
    if not done or not is_due(job.row.steps, job.row.sent_details, job.metadata):
        await job.advance("transcoding")


async def _refused(job: Job, key: str, wanted: str, problem: UploadProblem, detail: str) -> None:
    record = read(job.row.steps)
    await _write(job, Record(record.sent, {**record.refused, key: Refused(wanted, str(problem), detail)}))


async def _write(job: Job, record: Record) -> None:
    await job.note(steps=msgspec.json.encode(record).decode())


async def _run(job: Job, key: str) -> None:
    metadata, video, client = job.metadata, job.row.video_uuid, job.client
    kind, _, name = key.partition(":")
    if kind == "details":
        await job.call(publishing.update_details(client, video, update(metadata, time.time())))
    elif kind == "thumbnail":
        await job.call(publishing.put_thumbnail(client, video, await _file(Path(metadata.thumbnail))))
    elif kind == "caption":
        caption = next((one for one in metadata.captions if one.language == name), None)
        if caption is not None:
            await job.call(publishing.put_caption(client, video, name, await _caption(caption)))
    elif kind == "chapters":
        chapters = [(one.seconds, one.title) for one in metadata.chapters]
        await job.call(publishing.put_chapters(client, video, chapters))
    else:
        await _add_to_playlist(job, int(name))


async def _add_to_playlist(job: Job, playlist: int) -> None:
    video = job.row.video_id
    assert video is not None
    # An answer that was lost must not put it there twice.
    if playlist not in await job.call(publishing.list_playlists_with(job.client, video)):
        await job.call(publishing.add_to_playlist(job.client, playlist, video))


async def _file(path: Path, kind: str = "") -> FilePart:
    size = (await asyncio.to_thread(path.stat)).st_size
    guessed = kind or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FilePart("", path.name.encode("utf-8", "replace").decode(), guessed, FileBody(path, size))


async def _caption(caption: CaptionFile) -> FilePart:
    path = Path(caption.path)
    return await _file(path, CAPTION_TYPES.get(path.suffix.lower(), "text/vtt"))
