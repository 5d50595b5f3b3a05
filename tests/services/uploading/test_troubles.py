"""Servers on a bad day: nothing is lost, nothing is sent twice, and the person is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peertube_desktop.services.uploading import sizing
from peertube_desktop.services.uploading.items import UploadProblem, UploadState
from tests.demo_process import DemoProcess
from tests.services.uploading.desk import (
    BEGIN,
    PART,
    PARTS,
    Run,
    arrived,
    asked,
    eventually,
    pending,
    published_once,
)

Film = Callable[..., Path]
Runs = Callable[..., Run]


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
