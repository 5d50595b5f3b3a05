"""After the last part: whose video is whose, what belongs to it, and what the server makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peertube_desktop.services.uploading import finishing, sending
from peertube_desktop.services.uploading.items import UploadItem, UploadProblem, UploadState
from peertube_desktop.services.uploading.job import Job
from peertube_desktop.services.uploading.metadata import CaptionFile, Metadata
from tests.demo_process import DemoProcess
from tests.services.uploading.desk import (
    PART,
    PARTS,
    Run,
    arrived,
    asked,
    eventually,
    published_once,
    sha,
)

Film = Callable[..., Path]
Runs = Callable[..., Run]


async def test_two_alike(both_tubes: DemoProcess, film: Film, runs: Runs) -> None:
    """Equal names, titles and sizes, both last answers lost: each becomes its own video."""
    run = await runs(both_tubes, at_once=2).start()
    paths = [film("alike", 2 * PART, f"folder {number}") for number in range(2)]
    items = await run.add(*paths)
    first = {**PARTS, "header": {"content-range": f"bytes {PART}-"}}
    both_tubes.set_faults([{**first, "reset": True, "times": 2}])
    await run.until_published(*items)
    found = {one["uuid"]: one["sha256"] for one in arrived(both_tubes, "alike")}
    assert [found.pop(run.item(item).video_uuid) for item in items] == [sha(path) for path in paths]
    assert found == {}


async def test_without_sources(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """A server that tells no sources is taken at its title's word, one at a time."""
    run = await runs(tube, at_once=2).start()
    paths = [film("old server", 2 * PART, f"old {number}") for number in range(2)]
    tube.set_faults(
        [
            {"path": "/source", "status": 404, "early": True},
            {**PARTS, "header": {"content-range": f"bytes {PART}-"}, "reset": True, "times": 2},
        ]
    )
    items = await run.add(*paths)
    await run.until_published(*items)
    found = {one["uuid"]: one["sha256"] for one in arrived(tube, "old server")}
    assert [found.pop(run.item(item).video_uuid) for item in items] == [sha(path) for path in paths]
    assert found == {}


async def test_unclear(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Two videos that may be it, and no way to tell: nothing is sent again, and the person is told."""
    run = await runs(tube).start()
    path = film("unclear", 2 * PART)
    tube.set_faults(
        [
            {"path": "/source", "status": 404, "early": True},
            {**PARTS, "skip": 1, "reset": True, "early": True},
        ]
    )
    (item,) = await run.add(path)
    await run.until_state(item, UploadState.FINISHING)
    videos = run.accounts.client(run.account)
    real = await videos.get("/api/v1/users/me/videos", dict[str, Any], {"count": 2})
    # Two of that title that came after the promise.
    two = [{**one, "id": 10_000 + number, "name": "unclear"} for number, one in enumerate(real["data"])]
    tube.set_faults(
        [
            {"path": "users/me/videos", "body": {"total": 2, "data": two}},
            {"path": "/source", "status": 404, "early": True},
            {**PARTS, "status": 404, "early": True},
        ]
    )
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is UploadProblem.UNCLEAR
    assert len(asked(tube, "POST", "upload-resumable")) == 1


async def test_server_loses_what_it_had(
    tube: DemoProcess, film: Film, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it made the video: looked for, not found, and begun anew; not for ever."""
    run = await runs(tube).start()
    path = film("lost there", 2 * PART)
    lost = {**PARTS, "status": 404, "early": True}
    tube.set_faults([{**lost, "skip": 1, "times": 2}])
    (item,) = await run.add(path)
    await published_once(run, tube, path, item, forgotten=True)
    assert len(asked(tube, "POST", "upload-resumable")) == 2
    monkeypatch.setattr(finishing, "MOST_ANEW", 1)
    tube.set_faults([{**lost, "header": {"content-range": f"bytes {PART}-|bytes \\*"}}])
    (item,) = await run.add(film("lost for ever", 2 * PART))
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is UploadProblem.UNREADABLE_VIDEO


async def test_refused_steps(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The video is there; what was refused is named, and tried again when asked, the rest is not."""
    run = await runs(tube).start()
    path = film("steps")
    caption = path.with_name("words.vtt")
    caption.write_text("WEBVTT\n")
    tube.set_faults(
        [
            {"path": "/captions/", "status": 400, "body": {"detail": "No such language"}, "times": 1},
            {"path": "/chapters", "method": "PUT", "status": 500, "times": 2},
        ]
    )
    (item,) = await run.add(
        path, privacy=1, captions=(CaptionFile("fr", str(caption)), CaptionFile("de", "/gone.vtt"))
    )
    await run.until_published(item)
    shown = run.item(item)
    assert shown.problem is UploadProblem.STEPS
    failed = {one.key: (one.problem, one.detail) for one in shown.failed_steps}
    assert failed == {
        "caption:fr": (UploadProblem.REFUSED, "No such language"),
        "caption:de": (UploadProblem.FILE_UNREADABLE, ""),
    }
    tube.clear()
    run.uploads.retry(item.id)
    address = f"/api/v1/videos/{shown.video_uuid}/captions"
    await eventually(lambda: tube.get(address)["total"] == 1)
    await run.until_published(item)
    run.uploads.set_metadata(item.id, Metadata(title="steps", captions=(CaptionFile("fr", str(caption)),)))
    await run.until(lambda: not run.item(item).failed_steps)


async def test_playlist_once(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The answer was lost: it is in there, and is not put there twice."""
    run = await runs(tube).start()
    client = run.accounts.client(run.account)
    mine = await client.get("/api/v1/accounts/alice/video-playlists", dict[str, Any], {"count": 10})
    playlist = next(one["id"] for one in mine["data"] if one["type"]["id"] == 1)
    before = tube.get(f"/api/v1/video-playlists/{playlist}/videos?count=1")["total"]
    tube.set_faults(
        [{"method": "POST", "path": f"video-playlists/{playlist}/videos", "reset": True, "times": 1}]
    )
    (item,) = await run.add(film("listed"), privacy=1, playlists=(playlist,))
    await run.until_published(item)
    assert tube.get(f"/api/v1/video-playlists/{playlist}/videos?count=1")["total"] == before + 1


@pytest.mark.parametrize(
    ("state", "problem"), [(7, UploadProblem.TRANSCODING_FAILED), (None, UploadProblem.VIDEO_GONE)]
)
async def test_after_the_bytes(
    tube: DemoProcess, film: Film, runs: Runs, state: int | None, problem: UploadProblem
) -> None:
    """What the server makes of it, in words."""
    run = await runs(tube).start()
    body = {"uuid": "x", "state": {"id": state, "label": "Failed"}}
    fault = {"status": 404} if state is None else {"body": body}
    tube.set_faults([{"method": "GET", "path": r"/api/v1/videos/[\w-]{36}$", **fault}])
    (item,) = await run.add(film(f"after {state}"))
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is problem
    assert failed.video_uuid
    tube.clear()
    await run.retry(item)
    await run.until_published(item)
    assert len(arrived(tube, f"after {state}")) == 1


async def test_whole_where_there_are_no_parts(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """An instance of long ago: in one piece, and once, whatever becomes of the answer."""
    run = await runs(tube).start()
    tube.set_faults(
        [
            {"path": "upload-resumable", "status": 404, "body": "", "early": True},
            {"method": "POST", "path": "/videos/upload$", "reset": True, "times": 1},
        ]
    )
    path = film("whole", 8 * PART)
    (item,) = await run.add(path, tags=("one", "two"))
    await published_once(run, tube, path, item)
    assert len(asked(tube, "POST", "/videos/upload")) == 2


async def test_journal_takes_nothing(
    tube: DemoProcess, film: Film, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: nothing is promised that was not written down, and it goes on when there is room."""
    run = await runs(tube).start()
    path = film("full disk")
    real = run.journal.advance
    from peertube_desktop.store.errors import DiskFullError

    failing = True

    async def advance(*given: Any, **changes: Any) -> Any:
        if failing and given[1] == "finishing":
            raise DiskFullError("full")
        return await real(*given, **changes)

    monkeypatch.setattr(run.journal, "advance", advance)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).problem is UploadProblem.STORAGE)
    assert arrived(tube, "full disk") == []
    failing = False
    await run.retry(item)
    await published_once(run, tube, path, item)


async def test_own_mistakes(
    tube: DemoProcess,
    film: Film,
    runs: Runs,
    monkeypatch: pytest.MonkeyPatch,
    allow_log: Callable[[str], None],
) -> None:
    """Logged, shown, and no reason for the rest of the queue to stand still."""
    allow_log("An upload's work failed")
    run = await runs(tube).start()
    path, other = film("mistake"), film("no mistake")
    mistakes = [LookupError("a mistake")]

    def last_part(job: Job) -> tuple[int, int]:
        if mistakes:
            raise mistakes.pop()
        return sending.last_part(job)

    monkeypatch.setattr(finishing, "last_part", last_part)
    item, next_item = await run.add(path, other)
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is UploadProblem.INTERNAL
    await run.until_published(next_item)
    await run.retry(item)
    await published_once(run, tube, path, item)


def test_views_are_plain(tmp_path: Path) -> None:
    """What is shown of an item follows from its fields."""
    item = UploadItem(
        id=1,
        account="a",
        origin="https://x",
        path=tmp_path,
        size=0,
        metadata=Metadata(title="T"),
        state=UploadState.QUEUED,
    )
    assert (item.name, item.url, item.fraction, item.flows) == ("T", "", 0.0, True)
    there = replace(item, size=10, sent=20, video_uuid="u", video_short="s", state=UploadState.PUBLISHED)
    assert (there.url, there.fraction, there.flows) == ("https://x/w/s", 1.0, False)
