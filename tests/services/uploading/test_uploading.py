"""From a dropped file to a published video, and what a person does on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from peertube_desktop.services.uploading.items import RefusalReason, UploadState
from peertube_desktop.services.uploading.metadata import CaptionFile, ChapterMark, Metadata
from tests.demo_process import DemoProcess
from tests.faults.files import CLIPS
from tests.services.uploading.desk import PART, Run, arrived, eventually, pending, sha

PICTURE = CLIPS / "galaxy" / "storyboard.jpg"
Film = Callable[..., Path]
Runs = Callable[..., Run]


async def test_published(both_tubes: DemoProcess, film: Film, runs: Runs) -> None:
    """All that was typed arrives, the bytes are those of the file, and every state is told."""
    run = await runs(both_tubes).start()
    path = film("holiday_by_the.sea")
    caption = path.with_name("words.srt")
    caption.write_text("1\n00:00:00,000 --> 00:00:02,000\nWords\n")
    picture = path.with_name("still.jpg")
    picture.write_bytes(PICTURE.read_bytes())
    (item,) = await run.add(
        path,
        description="**Sea**",
        privacy=1,
        tags=("one", "two words"),
        category=2,
        licence=1,
        language="fr",
        nsfw=True,
        support="Thanks",
        captions=(CaptionFile("fr", str(caption)),),
        chapters=(ChapterMark(0, "A"), ChapterMark(2, "B")),
        thumbnail=str(picture),
    )
    assert item.name == "holiday by the sea"
    await run.until_published(item)
    assert run.problems == []
    item = run.item(item)
    assert (item.sent, item.fraction, item.video_id is not None) == (path.stat().st_size, 1.0, True)
    (video,) = arrived(both_tubes, path.name)
    assert (video["sha256"], video["uuid"]) == (sha(path), item.video_uuid)
    details = both_tubes.get(f"/api/v1/videos/{item.video_uuid}")
    assert details["name"] == "holiday by the sea"
    assert details["description"] == "**Sea**"
    assert sorted(details["tags"]) == ["one", "two words"]
    assert [details[key]["id"] for key in ("category", "licence", "language")] == [2, 1, "fr"]
    assert (details["nsfw"], details["support"], details["privacy"]["id"]) == (True, "Thanks", 1)
    captions = both_tubes.get(f"/api/v1/videos/{item.video_uuid}/captions")["data"]
    assert [one["language"]["id"] for one in captions] == ["fr"]
    chapters = both_tubes.get(f"/api/v1/videos/{item.video_uuid}/chapters")["chapters"]
    assert chapters == [{"timecode": 0, "title": "A"}, {"timecode": 2, "title": "B"}]
    order = [state for _, state in run.seen]
    assert order[-1] == "published"
    assert run.uploads.summary.published == 1
    assert pending(both_tubes, path.stem) == []


def folder_first(path: Path) -> tuple[int, str]:
    """A folder's own files come before those of the folders in it."""
    return len(path.parts), str(path)


async def test_fifty_in_a_row(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """A folder is searched; what is no video in it is nobody's business; the order is kept."""
    run = await runs(tube).start()
    folder = film("00 first", PART, "many").parent
    for number in range(1, 8):
        film(f"{number:02} next", PART, f"many/deep{number % 2}")
    (folder / "notes.txt").write_text("not a video")
    (folder / ".hidden.mp4").write_bytes(b"\0\0\0\x18ftypisom")
    published: list[int] = []
    run.uploads.published.connect(published.append)
    items = await run.add(folder)
    assert len(items) == 8
    await run.until_published(*items)
    assert len(arrived(tube, "0")) == 8
    assert sorted(published) == [item.id for item in items]
    begun = [one["name"] for one in sorted(arrived(tube, "0"), key=lambda one: one["id"])]
    assert begun == [item.name for item in items]
    assert [item.path for item in items] == sorted((item.path for item in items), key=folder_first)
    run.uploads.clear_finished()
    await run.until(lambda: not run.uploads.items)
    assert await run.journal.all() == []


async def test_refused_before_a_byte_is_sent(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Each with its reason."""
    run = await runs(tube).start()
    good = film("good")
    await run.add(good)
    folder = good.parent
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "text.mp4").write_text("no video, whatever its name says")
    (folder / "secret.mp4").write_bytes(b"x")
    (folder / "nothing").mkdir()
    os.mkfifo(folder / "pipe.mp4")
    wanted = {
        folder / "empty.mp4": RefusalReason.EMPTY,
        folder / "text.mp4": RefusalReason.NOT_A_VIDEO,
        folder / "gone.mp4": RefusalReason.MISSING,
        folder / "nothing": RefusalReason.NO_VIDEOS,
        folder / "pipe.mp4": RefusalReason.NOT_A_VIDEO,
        good: RefusalReason.ALREADY_QUEUED,
    }
    told: list[object] = []
    run.uploads.refused.connect(told.extend)
    found = await run.uploads.add(wanted, run.account)
    assert {one.path: one.reason for one in found} == wanted
    assert told == list(found)
    assert len(run.uploads.items) == 1


async def test_quota(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """What does not fit any more beside what is on the queue is told at once."""
    used = [("videoQuotaUsed", 1000), ("videoQuotaUsedDaily", 1000)]
    tube.set_faults([{"path": "/users/me/video-quota-used", "body": dict(used)}])
    run = await runs(tube).start()
    run.uploads.pause()
    me = run.accounts.client(run.account)
    raw = await me.get("/api/v1/users/me", dict[str, object])
    for key, reason in (("videoQuota", RefusalReason.QUOTA), ("videoQuotaDaily", RefusalReason.DAILY_QUOTA)):
        quota = {"videoQuota": -1, "videoQuotaDaily": -1, key: 1000 + 5 * PART}
        tube.set_faults(
            [
                {"path": "/users/me/video-quota-used", "body": dict(used)},
                {"path": "/users/me$", "body": {**raw, **quota}},
            ]
        )
        found = await run.uploads.add([film(f"a {key}", 3 * PART), film(f"b {key}", 3 * PART)], run.account)
        assert [(one.path.name, one.reason, one.limit) for one in found] == [
            (f"b {key}.mp4", reason, 1000 + 5 * PART)
        ]
        tube.clear()
        await run.until_published(*run.uploads.items)


async def test_type_the_instance_does_not_take(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """By the configuration, before the server is asked; a name without extension gets one that fits."""
    config = tube.get("/api/v1/config")
    config["video"]["file"]["extensions"] = [".mp4", ".webm"]
    tube.set_faults([{"path": "/api/v1/config$", "body": config}])
    run = await runs(tube).start()
    path = film("no extension")
    bare = path.rename(path.with_suffix(""))
    flac = bare.with_name("sound.flac")
    flac.write_bytes(b"fLaC" + bytes(1000))
    (refused,) = await run.uploads.add([flac, bare], run.account)
    assert (refused.path, refused.reason) == (flac, RefusalReason.TYPE)
    await run.until_published(*run.uploads.items)
    (video,) = arrived(tube, "no extension")
    assert video["filename"] == "no extension.mp4"


async def test_pause_and_go_on(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """What the server has stays there, and is not sent again."""
    run = await runs(tube, rate=4 * PART).start()
    path = film("paused", 8 * PART)
    (item,) = await run.add(path)
    await run.until(lambda: run.item(item).sent > PART)
    run.uploads.pause(item.id)
    await run.until(lambda: run.item(item).paused)
    await run.until(lambda: run.item(item).speed == 0)
    (there,) = pending(tube, "paused")
    held = there["received"]
    assert held > 0
    assert run.item(item).state is UploadState.SENDING
    assert not run.item(item).flows
    run.uploads.set_limits(bytes_per_second=0)
    tube.clear()
    run.uploads.resume(item.id)
    await run.until_published(item)
    (video,) = arrived(tube, "paused")
    assert video["sha256"] == sha(path)
    sent = sum(
        int(one["headers"].get("content-length", 0))
        for one in tube.log()
        if one["method"] == "PUT" and "upload-resumable" in one["path"]
    )
    assert sent <= path.stat().st_size - held + PART


async def test_cancel_half_way(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Nothing is left, here or there."""
    run = await runs(tube, rate=2 * PART).start()
    (item,) = await run.add(film("cancelled", 16 * PART))
    await run.until(lambda: run.item(item).sent > PART)
    run.uploads.cancel(item.id)
    await run.until(lambda: run.uploads.item(item.id) is None)
    assert pending(tube, "cancelled") == []
    assert arrived(tube, "cancelled") == []
    assert await run.journal.all() == []


async def test_cancel_what_has_become_a_video(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """The answer was lost, the video is there: it is found and deleted."""
    run = await runs(tube).start()
    tube.set_faults([{"method": "PUT", "path": "upload-resumable", "skip": 1, "hang": True}])
    (item,) = await run.add(film("regretted", 2 * PART))
    await run.until_state(item, UploadState.FINISHING)
    await eventually(lambda: arrived(tube, "regretted"))
    run.uploads.pause(item.id)
    await run.until(lambda: run.item(item).paused)
    tube.clear()
    run.uploads.cancel(item.id)
    await run.until(lambda: run.uploads.item(item.id) is None)
    assert arrived(tube, "regretted") == []


async def test_metadata_typed_while_it_uploads(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """It is kept at once, and sent after the bytes; once more when it changes after that."""
    run = await runs(tube, rate=4 * PART).start()
    (item,) = await run.add(film("typed", 4 * PART), privacy=1)
    await run.until(lambda: run.item(item).sent > 0)
    better = Metadata(title="A better title", description="Longer", privacy=1, tags=("new",))
    run.uploads.set_metadata(item.id, better)
    assert run.item(item).name == "A better title"
    run.uploads.set_limits(bytes_per_second=0)
    await run.until_published(item)
    details = tube.get(f"/api/v1/videos/{run.item(item).video_uuid}")
    assert (details["name"], details["description"], details["tags"]) == ("A better title", "Longer", ["new"])
    run.uploads.set_metadata(item.id, msgspec.structs.replace(better, description=""))
    address = f"/api/v1/videos/{run.item(item).video_uuid}"
    await eventually(lambda: not tube.get(address)["description"])
    await run.until_published(item)
    assert len(arrived(tube, "typed")) == 1


async def test_taken_up_by_the_next_run(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """Order, pauses, what was typed, and what the server has."""
    run = await runs(tube, rate=PART).start()
    paths = [film(f"restart {number}", 6 * PART) for number in range(3)]
    items = await run.add(*paths)
    run.uploads.pause(items[2].id)
    run.uploads.set_metadata(items[1].id, Metadata(title="Kept", privacy=2))
    run.uploads.move(items[1].id, 0)
    await run.until(lambda: run.item(items[0]).sent > PART and run.item(items[2]).paused)
    await run.end()
    later = await runs(tube).start()
    assert [item.id for item in later.uploads.items] == [items[1].id, items[0].id, items[2].id]
    assert later.item(items[1]).name == "Kept"
    await later.until_published(items[0], items[1])
    assert later.item(items[2]).state is UploadState.QUEUED
    assert later.item(items[2]).paused
    later.uploads.resume()
    await later.until_published(*items)
    for path in paths:
        (video,) = arrived(tube, path.name)
        assert video["sha256"] == sha(path)


async def test_one_run_at_a_time(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """A second program on the same profile leaves the queue alone."""
    run = await runs(tube, rate=PART).start()
    await run.add(film("mine", 4 * PART))
    other = await runs(tube).start()
    assert other.uploads.is_elsewhere
    assert other.uploads.items == ()
    await run.end()


async def test_two_at_once(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """As many as the setting says, and no more."""
    run = await runs(tube, at_once=2, rate=4 * PART).start()
    items = await run.add(*(film(f"side {number}", 4 * PART) for number in range(4)))

    def flowing() -> int:
        return sum(run.item(one).state is UploadState.SENDING for one in items)

    most = 0

    def look() -> bool:
        nonlocal most
        most = max(most, flowing())
        return all(run.item(one).state is UploadState.PUBLISHED for one in items)

    await run.until(lambda: flowing() == 2)
    run.uploads.set_limits(bytes_per_second=16 * PART)
    await run.until(look)
    assert most == 2


async def test_bandwidth_limit(tube: DemoProcess, film: Film, runs: Runs) -> None:
    """What flows is no more than what is allowed, and the time left follows from it."""
    run = await runs(tube, rate=2 * PART).start()
    (item,) = await run.add(film("slow", 8 * PART))
    await run.until(lambda: run.item(item).sent > 2 * PART)
    shown = run.item(item)
    assert 0 < shown.speed < 4 * PART
    assert shown.seconds_left is not None
    assert shown.seconds_left > 1
    run.uploads.set_limits(bytes_per_second=0)
    await run.until_published(item)


@pytest.mark.parametrize("privacy", [1, 5])
async def test_privacy(both_tubes: DemoProcess, film: Film, runs: Runs, privacy: int) -> None:
    """Passwords go with the beginning, where they are wanted."""
    run = await runs(both_tubes).start()
    passwords = ("secret",) if privacy == 5 else ()
    (item,) = await run.add(film("private"), privacy=privacy, passwords=passwords)
    await run.until_published(item)
    client = run.accounts.client(run.account)
    raw = await client.get(f"/api/v1/videos/{run.item(item).video_uuid}", dict[str, Any])
    assert raw["privacy"]["id"] == privacy
