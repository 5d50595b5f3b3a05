"""Servers, lines and disks on a bad day: nothing is lost, nothing is sent twice, and the person is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peertube_desktop.services.uploading import finishing, sending, sizing
from peertube_desktop.services.uploading.items import UploadItem, UploadProblem, UploadState
from peertube_desktop.services.uploading.job import Job
from peertube_desktop.services.uploading.metadata import CaptionFile, Metadata
from tests.demo_process import DemoProcess
from tests.services.uploading.desk import PART, Run, arrived, eventually, pending, sha

Film = Callable[..., Path]
Runs = Callable[..., Run]
PARTS = {"method": "PUT", "path": "upload-resumable"}
BEGIN = {"method": "POST", "path": "upload-resumable"}


def asked(tube: DemoProcess, method: str, key: str) -> list[dict[str, Any]]:
    """The requests of that kind."""
    return [one for one in tube.log() if one["method"] == method and key in one["path"]]


async def published_once(
    run: Run, tube: DemoProcess, path: Path, item: UploadItem, forgotten: bool = False
) -> None:
    """It ends as one video with the bytes of the file. `forgotten`: the server only said that it knows nothing."""
    await run.until_published(item)
    (video,) = arrived(tube, path.stem)
    assert (video["sha256"], video["uuid"]) == (sha(path), run.item(item).video_uuid)
    assert forgotten or pending(tube, path.stem) == []


LATER = {"Retry-After": "0"}
TROUBLES: dict[str, list[dict[str, Any]]] = {
    "beginning refused for a while": [{**BEGIN, "status": 503, "headers": LATER, "early": True, "times": 2}],
    "answer to the beginning lost": [{**BEGIN, "reset": True, "times": 2}],
    "too many requests": [{**PARTS, "status": 429, "headers": LATER, "early": True, "times": 3}],
    "locked": [{**PARTS, "status": 423, "early": True, "skip": 1, "times": 2}],
    "part cut": [{**PARTS, "cut_request_after_bytes": 1000, "skip": 1, "times": 2}],
    "answer to a part lost": [{**PARTS, "reset": True, "skip": 1, "times": 2}],
    "server broken": [{**PARTS, "status": 500, "skip": 2, "times": 3}],
    "last answer lost": [{**PARTS, "reset": True, "skip": 3, "times": 1}],
    "last answer lost, and the server away": [
        {**PARTS, "reset": True, "skip": 3, "times": 1},
        {"path": "users/me/videos", "status": 502, "skip": 1, "times": 3},
    ],
    "last part refused by what is in front": [
        {**PARTS, "status": 504, "body": "<html>Timeout</html>", "skip": 3, "times": 1}
    ],
    "gone for ever after the last part": [
        {**PARTS, "reset": True, "skip": 3, "times": 1},
        {**PARTS, "status": 404, "early": True, "skip": 3},
    ],
    "unprocessable after the last part": [
        {**PARTS, "reset": True, "skip": 3, "times": 1},
        {**PARTS, "status": 422, "early": True, "skip": 3},
    ],
    "cut while the video is looked for": [
        {**PARTS, "reset": True, "skip": 3, "times": 1},
        {"path": "/source", "reset": True, "times": 2},
    ],
    "odd range": [{**PARTS, "headers": {"Range": "bytes=0-NaN"}, "skip": 1, "times": 1}],
    "no progress": [{**PARTS, "headers": {"Range": f"bytes=0-{PART - 1}"}, "skip": 1, "times": 1}],
    "junk for an answer": [{**PARTS, "body": "<html>Log in</html>", "status": 200, "skip": 1, "times": 1}],
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_gets_over(both_tubes: DemoProcess, film: Film, runs: Runs, name: str) -> None:
    """What passes by itself."""
    run = await runs(both_tubes).start()
    both_tubes.set_faults(TROUBLES[name])
    path = film(name)
    (item,) = await run.add(path)
    await published_once(run, both_tubes, path, item)


async def test_server_forgets(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Servers purge what lies idle: begun anew, from the row."""
    run = await runs(tube, rate=4 * PART).start()
    path = film("forgotten", 8 * PART)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    run.uploads.pause(item.id)
    await eventually(lambda: pending(tube, "forgotten"))
    await run.until(lambda: run.item(item).paused and run.item(item).speed == 0)
    tube._control("DELETE", "/_demo/uploads?idle=0")
    run.uploads.set_limits(bytes_per_second=0)
    run.uploads.resume(item.id)
    await published_once(run, tube, path, item)


async def test_forgets_for_ever(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """A server that forgets what it has just begun is given up, in words, and tried again when asked."""
    run = await runs(tube).start()
    tube.set_faults([{**PARTS, "status": 404, "early": True}])
    path = film("amnesia")
    (item,) = await run.add(path)
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is UploadProblem.SERVER_ERROR
    tube.clear()
    await run.retry(item)
    await published_once(run, tube, path, item, forgotten=True)


async def test_waits_as_long_as_asked(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The wait is shown, and ends early when the person says so."""
    run = await runs(tube).start()
    tube.set_faults([{**BEGIN, "status": 429, "headers": {"Retry-After": "300"}, "early": True, "times": 1}])
    path = film("patient")
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).retry_at)
    shown = run.item(item)
    assert shown.problem is UploadProblem.BUSY
    assert shown.retry_at is not None
    assert shown.retry_at - shown.created > 250
    await run.retry(item)
    await published_once(run, tube, path, item)


async def test_smaller_parts(
    tube: DemoProcess, film: Film, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy's 413 has no body: the parts are halved until they fit, and stay so."""
    monkeypatch.setattr(sizing, "LARGEST", 16 * PART)
    rule = {**PARTS, "header": {"content-length": r"^(\d{7,}|[2-9]\d{5}|1[4-9]\d{4})$"}}
    tube.set_faults([{**rule, "status": 413, "body": "<html>Too large</html>", "early": True}])
    run = await runs(tube).start()
    path = film("large", 16 * PART)
    (item,) = await run.add(path)
    await published_once(run, tube, path, item)
    sizes = [int(one["headers"]["content-length"]) for one in asked(tube, "PUT", "upload-resumable")]
    assert max(sizes) > 140_000
    assert sizes.count(max(sizes)) == 1


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (413, {"code": "quota_reached", "detail": "Too much"}, UploadProblem.QUOTA),
        (413, {"code": "max_file_size_reached"}, UploadProblem.TOO_LARGE),
        (415, {"detail": "Not supported"}, UploadProblem.TYPE),
        (403, {"detail": "No"}, UploadProblem.FORBIDDEN),
        (400, {"detail": "", "invalid-params": {"name": {}, "tags": {}}}, UploadProblem.REFUSED),
    ],
)
async def test_refused_at_the_beginning(
    tube: DemoProcess, film: Film, runs: Runs, status: int, body: Any, problem: UploadProblem
) -> None:
    """No byte is sent, the reason is told, the next file has its turn, and the person may try again."""
    run = await runs(tube).start()
    tube.set_faults([{**BEGIN, "status": status, "body": body, "early": True, "times": 1}])
    path, other = film(f"refused {problem}"), film(f"other {problem}")
    item, next_item = await run.add(path, other)
    failed = await run.until_state(item, UploadState.FAILED)
    assert failed.problem is problem
    assert failed.detail == (body.get("detail") or ("name, tags" if status == 400 else ""))
    await run.until_published(next_item)
    await run.retry(item)
    await published_once(run, tube, path, item)


async def test_no_video_for_the_server(film: Film, runs: Runs) -> None:
    """It begins like a video, and is none: sent once, said so, not sent again for ever."""
    with DemoProcess.start("8.2", videos=3, faults=True, arguments=("--processing-seconds", "0.1")) as strict:
        run = await runs(strict).start()
        path = film("junk")
        path.write_bytes(b"nut/multimedia container\0" + os.urandom(4 * PART))
        (item,) = await run.add(path)
        failed = await run.until_state(item, UploadState.FAILED)
        assert failed.problem is UploadProblem.UNREADABLE_VIDEO
        assert len(asked(strict, "POST", "upload-resumable")) == 1
        assert arrived(strict) == []
        await run.end()


@pytest.mark.parametrize("how", ["appended", "overwritten", "replaced", "truncated"])
async def test_file_changed(tube: DemoProcess, film: Film, runs: Runs, how: str) -> None:
    """It stops, the server forgets what it had, and no mixed file is ever there."""
    run = await runs(tube, rate=4 * PART).start()
    path = film(f"changing {how}", 8 * PART)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    before = path.stat()
    if how == "appended":
        with path.open("ab") as file:
            file.write(b"more")
    elif how == "overwritten":
        with path.open("r+b") as file:
            file.seek(6 * PART)
            file.write(b"other bytes")
    elif how == "replaced":
        other = film("other", 8 * PART)
        # Of the same size and time: only its content tells.
        os.utime(other, ns=(before.st_mtime_ns, before.st_mtime_ns))
        other.replace(path)
    else:
        os.truncate(path, 5 * PART)
    changed = await run.until_state(item, UploadState.CHANGED)
    assert changed.problem is UploadProblem.FILE_CHANGED
    await eventually(lambda: not pending(tube, path.stem))
    assert arrived(tube, path.stem) == []
    run.uploads.set_limits(bytes_per_second=0)
    await run.until(lambda: not run.item(item).sent)
    await run.retry(item)
    await published_once(run, tube, path, item)


async def test_file_changed_between_runs(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Noticed before the first byte."""
    run = await runs(tube, rate=2 * PART).start()
    path = film("overnight", 8 * PART)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    await run.end()
    path.write_bytes(path.read_bytes()[::-1])
    later = await runs(tube).start()
    await later.until_state(item, UploadState.CHANGED)
    await eventually(lambda: not pending(tube, "overnight"))
    assert arrived(tube, "overnight") == []


async def test_disk_away_and_back(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """It waits, others go, and it goes on where it was."""
    run = await runs(tube, rate=4 * PART).start()
    path = film("disk", 8 * PART, "disk")
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    away = path.parent.rename(path.parent.with_name("away"))
    await run.until(lambda: run.item(item).problem is UploadProblem.FILE_MISSING)
    run.uploads.set_limits(bytes_per_second=0)
    other = film("another")
    (next_item,) = await run.add(other)
    await run.until_published(next_item)
    away.rename(path.parent)
    await run.retry(item)
    await published_once(run, tube, path, item)


async def test_network_lost_and_back(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The system's word is enough: the part is let go at once, and taken up when the network is back."""
    run = await runs(tube).start()
    # What is on this machine needs no network: to be tried as if it were elsewhere.
    path = film("tunnel", 8 * PART)
    tube.set_faults([{**PARTS, "skip": 2, "hang": True}])
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("peertube_desktop.services.retry.is_here", lambda _: False)
        patch.setattr("peertube_desktop.services.retry.FIRST_PAUSE", 60.0)
        run.network.set_online(False)
        await run.until(lambda: run.item(item).problem is UploadProblem.OFFLINE)
        assert run.item(item).retry_at is not None
        tube.clear()
        run.network.set_online(True)
        await published_once(run, tube, path, item)


async def test_token_renewed_in_the_middle(film: Film, runs: Runs) -> None:
    """Tokens that live for a second."""
    short = ("--any-file", "--token-seconds", "1", "--processing-seconds", "0.1")
    with DemoProcess.start("8.2", videos=3, faults=True, arguments=short) as brief:
        run = await runs(brief, rate=4 * PART).start()
        path = film("tokens", 12 * PART)
        (item,) = await run.add(path)
        await published_once(run, brief, path, item)
        assert len(asked(brief, "POST", "users/token")) > 1
        await run.end()


async def test_session_ends_in_the_middle(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The person is asked once, and the upload goes on from where it was."""
    run = await runs(tube).start()
    path = film("session", 8 * PART)
    ended: list[object] = []
    run.accounts.ended.connect(ended.append)
    refused = {"status": 401, "body": {"code": "invalid_token"}, "early": True}
    tube.set_faults(
        [
            {**PARTS, **refused, "skip": 3},
            {"path": "users/token", "status": 400, "body": {"code": "invalid_grant"}, "early": True},
        ]
    )
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).problem is UploadProblem.SIGN_IN)
    assert len(ended) == 1
    tube.clear()
    await run.accounts.sign_in(tube.url, "alice", "demo-password")
    await published_once(run, tube, path, item)


async def test_signed_out_and_in_again(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The uploads of an account wait for it, under whatever id it comes back."""
    run = await runs(tube, rate=2 * PART).start()
    path = film("comeback", 8 * PART)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > 2 * PART)
    await run.accounts.sign_out(run.account)
    await run.until(lambda: run.item(item).problem is UploadProblem.SIGN_IN)
    run.uploads.set_limits(bytes_per_second=0)
    await run.accounts.sign_in(tube.url, "alice", "demo-password")
    await published_once(run, tube, path, item)


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
