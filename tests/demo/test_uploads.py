"""Uploads in parts, step by step as they were recorded from real servers of both lines."""

from __future__ import annotations

import hashlib
import http.client
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.demo.clip import SIZE, video
from tests.demo.contract import Recording
from tests.demo.uploading import RESUMABLE, Uploading
from tests.demo_process import DemoProcess

PART = 1048576
LINES = ("6.3", "8.2")


@pytest.fixture(scope="module", params=LINES)
def _up(request: pytest.FixtureRequest) -> Iterator[Uploading]:
    """One instance of each line, for all tests of this file."""
    arguments = ("--processing-seconds", "0.6", "--transcoding-seconds", "0.4")
    with DemoProcess.start(request.param, faults=True, arguments=arguments) as demo:
        uploading = Uploading(demo, request.param)
        yield uploading
        uploading.client.close()


@pytest.fixture
def up(_up: Uploading) -> Uploading:
    """The instance, without the faults of the test before."""
    _up.demo.clear()
    return _up


def test_a_whole_upload(up: Uploading) -> None:
    data = video(mark=b"whole")
    fields: dict[str, Any] = {"lastModified": 1700000000000, "tags": ["a1", "b2"], "description": "d **x**"}
    fields.update(nsfw=False, language="en", category=2)
    answer = up.init(**fields)
    up.recorded("ru_init", answer)
    path = up.path(answer)
    up.recorded("ru_query_zero", up.far(path))
    up.recorded("ru_chunk1", up.put(path, data[:PART], 0))
    up.recorded("ru_query_after1", up.far(path))
    again = up.init(**fields)
    up.recorded("ru_reinit_same", again)
    assert up.path(again) == path
    up.recorded("ru_query_after_reinit", up.far(path))
    up.recorded("ru_wrong_length", up.put(path, data[PART : PART + 1000], PART, **{
        "Content-Range": f"bytes {PART}-{2 * PART - 1}/{SIZE}"}))  # fmt: skip
    up.recorded("ru_query_after_wrong_length", up.far(path))
    up.recorded("ru_chunk1_again", up.put(path, data[:PART], 0))
    up.recorded("ru_query_after_chunk1_again", up.far(path))
    up.recorded(
        "ru_noauth", up.client.put(path, content=b"x", headers={"Content-Range": f"bytes 0-0/{SIZE}"})
    )
    up.recorded("ru_otheruser", up.put(path, data[:9], 0, **up.by("bob")))
    up.recorded("ru_chunk2", up.put(path, data[PART : 2 * PART], PART))
    cut_part(up, path, data, 2 * PART, 300000)
    broken = up.far(path)
    up.recorded("ru_query_after_broken", broken)
    at = 2 * PART + 300000
    up.recorded("ru_chunk_rest0", up.put(path, data[at : at + PART], at))
    up.recorded("ru_chunk_rest1", up.put(path, data[at + PART : at + 2 * PART], at + PART))
    at += 2 * PART
    done = up.put(path, data[at:], at)
    up.recorded("ru_final", done)
    up.recorded("ru_final_again", up.put(path, data[at:], at))
    up.recorded("ru_query_after_final", up.far(path))
    made = done.json()["video"]
    (arrived,) = up.received("Resumable test")
    assert arrived["sha256"] == hashlib.sha256(data).hexdigest()
    assert (arrived["uuid"], arrived["size"], arrived["user"]) == (made["uuid"], SIZE, "alice")
    anonymous = up.client.get(f"/api/v1/videos/{made['uuid']}")
    up.recorded("video_while_transcoding_anon", anonymous)
    shape = up.client.get(f"/api/v1/videos/{made['uuid']}", headers=up.by("alice")).json()
    assert shape["tags"] == ["a1", "b2"]
    assert shape["category"]["id"] == 2
    assert shape["privacy"]["id"] == 3
    # Other title, or nothing that tells the file apart: another upload.
    for name in ("ru_reinit_no_lastmodified", "ru_reinit_no_lastmodified2"):
        time.sleep(0.002)
        other = up.init()
        up.recorded(name, other)
        assert up.path(other) != path


def cut_part(up: Uploading, path: str, data: bytes, start: int, count: int) -> None:
    """Sends the beginning of a part and hangs up."""
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: {up.demo.host}\r\nAuthorization: Bearer {up.token('alice')}\r\n"
        f"Content-Length: {PART}\r\nContent-Range: bytes {start}-{start + PART - 1}/{SIZE}\r\n\r\n"
    )
    host, _, port = up.demo.host.partition(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head.encode() + data[start : start + count])
    # The instance has noticed once the part is no longer locked.
    for _ in range(100):
        if f"{start + count - 1}" in up.far(path).headers.get("range", ""):
            return
        time.sleep(0.01)


def test_refuses_what_a_server_refuses(up: Uploading) -> None:
    up.recorded("ru_init_400_name", up.init(name="x"))
    up.recorded("ru_init_400_channel", up.init(channelId=999999))
    up.recorded("ru_init_403_other_channel", up.init(channelId=up.others))
    up.recorded("ru_init_413_quota", up.init(channelId=up.small, size=60000000, who="lena"))
    up.recorded("ru_init_415_type", up.init(mime="text/plain", filename="x.txt"))
    up.recorded("ru_init_no_filename", up.init(filename=None))
    up.recorded("ru_init_password_missing", up.init(name="pw video", privacy=5))
    plan = up.init(scheduleUpdate={"privacy": 1})
    assert (plan.status_code, plan.json()["detail"]) == (400, "Schedule update at is mandatory.")
    up.recorded("ru_init_401", up.client.post(RESUMABLE, json={}))
    body = {"name": "Foo bar", "channelId": up.channel, "filename": "a.mp4"}
    up.recorded("ru_init_no_headers", up.client.post(RESUMABLE, json=body, headers=up.by("alice")))
    up.recorded("ru_query_unknown", up.far(f"{RESUMABLE}?upload_id=abcdef"))


def test_holes_and_totals(up: Uploading) -> None:
    data = video()
    answer = up.init(name="Hole", lastModified=1700000000001)
    up.recorded("ru_hole_init", answer)
    path = up.path(answer)
    up.recorded("ru_hole_chunk", up.put(path, data[2 * PART : 3 * PART], 2 * PART))
    up.recorded("ru_hole_query", up.far(path))
    up.recorded("ru_delete", up.client.delete(path, headers=up.by("alice")))
    up.recorded("ru_delete_again", up.client.delete(path, headers=up.by("alice")))
    up.recorded("ru_query_deleted", up.far(path))
    answer = up.init(name="Star total", lastModified=11)
    up.recorded("ru_star_init", answer)
    path = up.path(answer)
    up.recorded("ru_star_total", up.put(path, data[:PART], 0, "*"))
    up.recorded("ru_star_query", up.far(path))
    up.recorded("ru_star_delete", up.client.delete(path, headers=up.by("alice")))
    answer = up.init(lastModified=21)
    up.recorded("ru_over_init", answer)
    path = up.path(answer)
    up.recorded("ru_chunk_beyond_end", up.put(path, b"z" * 1000, SIZE - 10))
    up.recorded("ru_bigger_total", up.put(path, b"z" * 1000, 0, SIZE + 5000))
    plain = up.client.put(path, content=b"z" * 1000, headers=up.by("alice"))
    up.recorded("ru_no_content_range", plain)
    answer = up.init(name="pw video", privacy=5, videoPasswords=["pw-one"], lastModified=5)
    up.recorded("ru_init_password", answer)
    up.recorded("ru_delete_pw", up.client.delete(up.path(answer), headers=up.by("alice")))


def test_junk_is_no_video(up: Uploading) -> None:
    answer = up.init(name="Junk file", size=20000, lastModified=9)
    up.recorded("ru_junk_init", answer)
    path = up.path(answer)
    up.recorded("ru_junk_final", up.put(path, b"junk" * 5000, 0, 20000))
    assert up.far(path, 20000).status_code == 404
    assert up.received("Junk file") == []


def test_multipart_and_one_part(up: Uploading) -> None:
    data = video(mark=b"one part")
    fields = {"name": "In one part", "channelId": str(up.channel), "privacy": "3", "filename": "test6.mp4"}
    headers = {"X-Upload-Content-Length": str(SIZE), "X-Upload-Content-Type": "video/mp4", **up.by("alice")}
    picture = {"thumbnailfile": ("t.jpg", b"\xff\xd8 a picture", "image/jpeg")}
    answer = up.client.post(RESUMABLE, data=fields, files=picture, headers=headers)
    up.recorded("ru_init_multipart", answer)
    done = up.put(up.path(answer), data, 0)
    up.recorded("ru_single_put", done)
    (arrived,) = up.received("In one part")
    assert arrived["sha256"] == hashlib.sha256(data).hexdigest()
    shape = up.client.get(f"/api/v1/videos/{arrived['uuid']}", headers=up.by("alice")).json()
    assert up.client.get(shape["thumbnailPath"]).content == b"\xff\xd8 a picture"


def final_part_lost(up: Uploading, path: str, data: bytes, start: int) -> None:
    """Sends the last part and hangs up without waiting for the answer."""
    line = http.client.HTTPConnection(up.demo.host)
    span = f"bytes {start}-{SIZE - 1}/{SIZE}"
    line.putrequest("PUT", path)
    for name, value in {**up.by("alice"), "Content-Range": span, "Content-Length": str(SIZE - start)}.items():
        line.putheader(name, value)
    line.endheaders()
    line.send(data[start:])
    # Processing has begun once the instance says so.
    for _ in range(200):
        if up.far(path).status_code == 503:
            break
        time.sleep(0.005)
    line.close()


def test_a_lost_answer(up: Uploading) -> None:
    data = video(mark=b"lost")
    answer = up.init(name="Lost answer", lastModified=22)
    up.recorded("ru_lost_init", answer)
    path = up.path(answer)
    at = SIZE - PART
    assert up.put(path, data[:at], 0).status_code == 308
    final_part_lost(up, path, data, at)
    asked = up.far(path)
    assert (asked.status_code, asked.headers.get("retry-after")) == (503, "300")
    if up.line == "8.2":
        up.recorded("ru_lost_query_at_once", asked)
        up.recorded("ru_lost_resend", up.put(path, data[at:], at))
        up.recorded("ru_query_processing_300ms", up.far(path))
    statuses: list[int] = []
    while not statuses or statuses[-1] != 404:
        asked = up.far(path)
        statuses.append(asked.status_code)
        if statuses[-1] == 422 and up.line == "6.3":
            up.recorded("ru_query_while_processing", asked)
        time.sleep(0.02)
    assert set(statuses) == {503, 422, 404}
    up.recorded("ru_query_lost_answer" if up.line == "6.3" else "ru_lost_query_3s", asked)
    mine = up.client.get("/api/v1/users/me/videos?search=Lost%20answer", headers=up.by("alice"))
    assert [one["name"] for one in mine.json()["data"]] == ["Lost answer"]
    (arrived,) = up.received("Lost answer")
    assert arrived["sha256"] == hashlib.sha256(data).hexdigest()
    if up.line == "8.2":
        up.recorded("ru_lost_me_videos", mine)
        up.recorded("ru_lost_resend_3s", up.put(path, data[at:], at))
        up.recorded("ru_whole_again_2s", up.put(path, data, 0))
    answer = up.init(name="Lost answer", lastModified=22)
    up.recorded("ru_reinit_after_done", answer)
    assert up.path(answer) == path
    up.recorded("ru_query_reinit_after_done", up.far(path))


def test_the_file_is_what_came(up: Uploading) -> None:
    data = video(mark=b"legacy")
    fields = {"name": "All at once", "channelId": str(up.channel), "privacy": "1", "tags[0]": "one"}
    files = {"videofile": ("film.mp4", data, "video/mp4")}
    answer = up.client.post("/api/v1/videos/upload", data=fields, files=files, headers=up.by("alice"))
    up.recorded("upload_legacy", answer)
    (arrived,) = up.received("All at once")
    assert arrived["sha256"] == hashlib.sha256(data).hexdigest()
    key = answer.json()["video"]["uuid"]
    states = set()
    while 1 not in states:
        states.add(up.client.get(f"/api/v1/videos/{key}").json()["state"]["id"])
        time.sleep(0.02)
    assert 2 in states
    shape = up.client.get(f"/api/v1/videos/{key}").json()
    assert shape["tags"] == ["one"]
    assert shape["duration"] > 1
    assert up.client.get(shape["files"][0]["fileUrl"]).content == data
    part = up.client.get(shape["files"][0]["fileUrl"], headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, data[100:200])
    public = up.client.get("/api/v1/videos?count=1").json()["data"]
    assert public[0]["uuid"] == key


def until_unlocked(up: Uploading, path: str) -> None:
    """Waits until no part is being written."""
    for _ in range(200):
        if up.put(path, b"", 0).status_code != 423:
            return
        time.sleep(0.01)


def test_faults_in_the_middle_of_a_part(up: Uploading) -> None:
    data = video(mark=b"faults")
    path = up.path(up.init(name="Faults", lastModified=33))
    up.demo.set_faults([{"path": "upload_id", "cut_request_after_bytes": 200000, "times": 1}])
    with pytest.raises(httpx.TransportError):
        up.put(path, data[:PART], 0)
    assert up.far(path).headers["range"] == "bytes=0-199999"
    up.demo.set_faults([{"path": "upload_id", "cut_request_after_bytes": 100000, "status": 502, "times": 1}])
    assert up.put(path, data[200000:PART], 200000).status_code == 502
    assert up.far(path).headers["range"] == "bytes=0-299999"
    up.demo.set_faults([{"path": "upload_id", "status": 503, "early": True, "times": 1}])
    assert up.put(path, data[300000:PART], 300000).status_code == 503
    assert up.far(path).headers["range"] == "bytes=0-299999"
    up.demo.set_faults([{"path": "upload_id", "status": 503, "times": 1}])
    assert up.put(path, data[300000:PART], 300000).status_code == 503
    assert up.far(path).headers["range"] == f"bytes=0-{PART - 1}"
    up.demo.set_faults([{"path": "upload_id", "stall_request_after_bytes": 0, "times": 1}])
    with pytest.raises(httpx.TimeoutException):
        up.client.put(path, content=data[:PART], headers=up.by("alice"), timeout=0.3)
    # The part is being written for as long as nobody has noticed that its sender is gone.
    if up.line == "6.3":
        assert up.far(path).status_code == 423
        assert up.put(path, data[:10], 0).json() == {
            "error": {"code": "FileLocked", "message": "File locked"}
        }
    up.demo.clear()
    until_unlocked(up, path)
    assert up.far(path).headers["range"] == f"bytes=0-{PART - 1}"


def test_another_file_for_a_video(up: Uploading) -> None:
    data, other = video(mark=b"first"), video(size=1_000_000, mark=b"second")
    key = up.put(up.path(up.init(name="Replaced", lastModified=55)), data, 0).json()["video"]["uuid"]
    path = f"/api/v1/videos/{key}/source/replace-resumable"
    headers = {"X-Upload-Content-Length": "1000000", "X-Upload-Content-Type": "video/mp4"}
    body = {"filename": "better.mp4", "lastModified": 1}
    early = up.ask("POST", path, "alice", json=body, headers=headers)
    assert (early.status_code, early.json()["status"]) == (409, 409)
    until_published(up, key)
    assert up.ask("POST", path, "bob", json=body, headers=headers).status_code == 403
    begun = up.ask("POST", path, "alice", json=body, headers=headers)
    assert begun.status_code == 201
    assert begun.headers["location"].startswith(f"//{up.demo.host}{path}?upload_id=")
    query = begun.headers["location"].partition("?")[2]
    done = up.put(f"{path}?{query}", other, 0, 1_000_000)
    assert done.json()["inputFilename"] == "better.mp4"
    until_published(up, key)
    shape = up.get(f"/api/v1/videos/{key}", "alice")
    assert shape["inputFileUpdatedAt"]
    got = up.client.get(shape["files"][0]["fileUrl"], headers=up.by("alice"))
    assert got.content == other


def until_published(up: Uploading, key: str) -> None:
    """Waits until a video is transcoded."""
    for _ in range(300):
        if up.get(f"/api/v1/videos/{key}", "alice")["state"]["id"] == 1:
            return
        time.sleep(0.01)
    raise AssertionError("not published")


def test_idle_uploads_are_purged(up: Uploading) -> None:
    path = up.path(up.init(name="Forgotten", lastModified=44))
    up.demo.purge(60)
    assert up.far(path).headers["range"] == "bytes=0--1"
    assert [
        one["received"] for one in up.demo.unfinished_uploads() if one["fields"]["name"] == "Forgotten"
    ] == [0]
    up.demo.purge()
    assert up.far(path).status_code == 404
    assert up.demo.unfinished_uploads() == []


@pytest.mark.parametrize("line", LINES)
def test_goes_on_after_a_restart(line: str, tmp_path: Path) -> None:
    data, whole = video(mark=b"restart"), video(mark=b"before")
    state = ("--state", str(tmp_path), "--processing-seconds", "0")
    with DemoProcess.start(line, faults=True, arguments=state) as demo:
        up = Uploading(demo, line)
        path = up.path(up.init(name="Restarted", lastModified=1))
        assert up.put(path, data[:PART], 0).status_code == 308
        done = up.put(up.path(up.init(name="Done before", lastModified=1)), whole, 0)
        key = done.json()["video"]["uuid"]
        made = up.ask("POST", "/api/v1/video-channels", "alice", json={"name": "later", "displayName": "L"})
        number = made.json()["videoChannel"]["id"]
        moved = up.ask("PUT", f"/api/v1/videos/{key}", "alice", json={"channelId": number})
        assert moved.status_code == 204
        old = up.get("/api/v1/users/me/videos?sort=name&search=alps", "alice")["data"][0]["uuid"]
        assert up.ask("PUT", f"/api/v1/videos/{old}", "alice", json={"name": "Renamed"}).status_code == 204
        picture = {"avatarfile": ("a.png", b"\x89PNG a picture", "image/png")}
        assert up.ask("POST", "/api/v1/users/me/avatar/pick", "alice", files=picture).status_code == 200
        alice = up.token("alice")
        up.client.close()
    with DemoProcess.start(line, faults=True, arguments=state) as demo:
        up = Uploading(demo, line)
        up.keep_token("alice", alice)
        assert up.far(path).headers["range"] == f"bytes=0-{PART - 1}"
        assert up.put(path, data[PART:], PART).status_code == 200
        for name, content in (("Restarted", data), ("Done before", whole)):
            (arrived,) = up.received(name)
            assert arrived["sha256"] == hashlib.sha256(content).hexdigest()
        seen = up.get(f"/api/v1/videos/{key}", "alice")
        assert seen["channel"]["name"] == "later"
        assert seen["state"]["id"] == 1
        assert up.get(f"/api/v1/videos/{old}", "alice")["name"] == "Renamed"
        avatar = up.get("/api/v1/accounts/alice")["avatars"][0]["path"]
        assert up.client.get(avatar).content == b"\x89PNG a picture"
        assert up.get("/api/v1/users/me/videos?search=Restarted", "alice")["total"] == 1
        up.client.close()


def test_the_limit_of_calls_counts_parts() -> None:
    with DemoProcess.start("8.2", rate_limit=True) as demo:
        up = Uploading(demo, "8.2")
        path = up.path(up.init(name="Limited", lastModified=1))
        answer = up.far(path)
        while answer.status_code == 308:
            answer = up.far(path)
        refused = up.put(path, video()[:PART], 0)
        assert refused.status_code == 429
        assert refused.text == Recording("8.2", "rl_429_upload").body
        up.client.close()
