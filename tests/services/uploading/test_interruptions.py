"""Files that change, disks, networks and sessions that go: noticed, said, and gone on from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from peertube_desktop.services.uploading.items import UploadProblem, UploadState
from tests.demo_process import DemoProcess
from tests.services.uploading.desk import (
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
