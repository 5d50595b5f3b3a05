"""Uploads against what real servers of both lines answered."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from peertube_desktop.api import publishing, uploads
from peertube_desktop.api.errors import (
    BadAnswerError,
    HttpError,
    SessionEndedError,
)
from peertube_desktop.api.models.upload import VideoIds
from peertube_desktop.api.multipart import Bytes, FilePart
from peertube_desktop.api.uploads import Held, UploadRefusal, refusal_of
from tests.api.replay import LINES, client_of, recording, replaying

lines = pytest.mark.parametrize("line", LINES)
TOTAL = 4_722_952
PATH = f"{uploads.RESUMABLE}?upload_id=an-id"


class Account:
    """Somebody who is signed in, with a token that the server may refuse once."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens or ("good",))
        self.refused: list[str] = []

    async def header(self) -> str | None:
        return f"Bearer {self.tokens[0]}" if self.tokens else None

    async def on_unauthorized(self, refused: str) -> bool:
        self.refused.append(refused)
        self.tokens.pop(0)
        return bool(self.tokens)

    async def signed_in_again(self) -> bool:
        return False


async def answer_of(line: str, name: str) -> Held | VideoIds | HttpError:
    """What is made of a recorded answer to a part or a question."""
    client, _ = replaying(line, name)
    try:
        if "query" in name:
            return await uploads.ask(client, PATH, TOTAL)
        return await uploads.send_part(client, PATH, Bytes(b"x" * 10), 0, TOTAL, seconds=5)
    except HttpError as error:
        return error


@lines
@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("ru_chunk1", 1048576),
        ("ru_chunk1_again", 1048576),
        ("ru_chunk_rest1", 4494304),
        ("ru_query_zero", 0),
        ("ru_query_after1", 1048576),
        ("ru_query_after_broken", 2397152),
        ("ru_hole_chunk", 3145728),
        ("ru_wrong_length", 1049576),
        ("ru_star_total", 1048576),
    ],
)
async def test_the_range_is_the_truth(line: str, name: str, held: int) -> None:
    """308 says how many bytes there are; none is `0--1`."""
    assert await answer_of(line, name) == Held(held)


@lines
@pytest.mark.parametrize("name", ["ru_final", "ru_single_put"])
async def test_the_last_part_names_the_video(line: str, name: str) -> None:
    """All three of its names."""
    raw = recording(line, name).body["video"]
    assert await answer_of(line, name) == VideoIds(
        id=raw["id"], uuid=raw["uuid"], short_uuid=raw["shortUUID"]
    )


@lines
@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("ru_bigger_total", UploadRefusal.CONFLICT),
        ("ru_chunk_beyond_end", UploadRefusal.CONFLICT),
        ("ru_query_after_final", UploadRefusal.GONE),
        ("ru_query_deleted", UploadRefusal.GONE),
        ("ru_query_unknown", UploadRefusal.FORBIDDEN),
        ("ru_otheruser", UploadRefusal.FORBIDDEN),
        ("ru_junk_final", UploadRefusal.UNREADABLE),
        ("rl_429_upload", UploadRefusal.RATE),
        ("ru_noauth", UploadRefusal.SIGN_IN),
    ],
)
async def test_refusals(line: str, name: str, refusal: UploadRefusal) -> None:
    """Each has one meaning, whatever the shape of its body."""
    error = await answer_of(line, name)
    assert isinstance(error, HttpError)
    assert refusal_of(error) is refusal


async def test_while_it_is_processed() -> None:
    """6.3 says 422 for a moment, 8.2 says 503 and asks for five minutes."""
    error = await answer_of("6.3", "ru_query_while_processing")
    assert isinstance(error, HttpError)
    assert refusal_of(error) is UploadRefusal.UNREADABLE
    for name in ("ru_query_processing_300ms", "ru_lost_query_at_once"):
        error = await answer_of("8.2", name)
        assert isinstance(error, HttpError)
        assert refusal_of(error) is UploadRefusal.PROCESSING
        assert error.retry_after == 300
    assert await answer_of("8.2", "ru_query_processing_5ms") == Held(3674376)
    # The last part once more, at once after its answer.
    for line, refusal in (("6.3", UploadRefusal.GONE), ("8.2", UploadRefusal.UNREADABLE)):
        error = await answer_of(line, "ru_final_again")
        assert isinstance(error, HttpError)
        assert refusal_of(error) is refusal


@lines
@pytest.mark.parametrize(("name", "held"), [("ru_init", 0), ("ru_reinit_same", 1048576)])
async def test_begin(line: str, name: str, held: int) -> None:
    """`Location` has a host and no scheme; the same key finds the same upload, with what is there of it."""
    client, server = replaying(line, name)
    fields = {"name": "Resumable test", "channelId": 7, "privacy": 3}
    session = await uploads.begin(
        client, fields, filename="test6.mp4", size=TOTAL, mime="video/mp4", key=1700000000000
    )
    upload_id = recording(line, name).headers
    location = next(value for key, value in upload_id if key.lower() == "location")
    assert session == (f"{uploads.RESUMABLE}?upload_id={location.partition('upload_id=')[2]}", held)
    sent = server.requests[0]
    assert sent.headers["x-upload-content-length"] == str(TOTAL)
    assert sent.headers["x-upload-content-type"] == "video/mp4"
    assert json.loads(sent.content) == {**fields, "filename": "test6.mp4", "lastModified": 1700000000000}


@lines
@pytest.mark.parametrize(
    ("name", "refusal", "detail"),
    [
        ("ru_init_413_quota", UploadRefusal.QUOTA, ()),
        ("ru_init_415_type", UploadRefusal.TYPE, ()),
        ("ru_init_400_name", UploadRefusal.INVALID, ("name",)),
        ("ru_init_no_filename", UploadRefusal.INVALID, ("filename",)),
        ("ru_init_password_missing", UploadRefusal.INVALID, ()),
    ],
)
async def test_begin_refused(line: str, name: str, refusal: UploadRefusal, detail: tuple[str, ...]) -> None:
    """Before a byte is sent."""
    client, _ = replaying(line, name)
    with pytest.raises(HttpError) as caught:
        await uploads.begin(client, {}, filename="x", size=1, mime="video/mp4", key=1)
    assert refusal_of(caught.value) is refusal
    assert caught.value.invalid_params == detail
    assert caught.value.detail


async def test_location_of_another_host() -> None:
    """A server behind a proxy may not know its name: what follows goes to the address we know."""
    headers = {"location": "//internal:9000/api/v1/videos/upload-resumable?upload_id=a-b%2F%2Fc"}
    client = client_of(lambda request: httpx.Response(201, headers=headers))
    session = await uploads.begin(client, {}, filename="x", size=1, mime="video/mp4", key=1)
    assert session.path == f"{uploads.RESUMABLE}?upload_id=a-b%2F%2Fc"


@pytest.mark.parametrize("location", ["", "//host/", "//host/x?upload_id=", "\x7f"])
async def test_no_location(location: str) -> None:
    """Nowhere to send anything."""
    client = client_of(lambda request: httpx.Response(201, headers={"location": location}))
    with pytest.raises(BadAnswerError):
        await uploads.begin(client, {}, filename="x", size=1, mime="video/mp4", key=1)


@pytest.mark.parametrize("value", ["bytes=0-NaN", "bytes=0--2", "bytes=5-9", "", "junk"])
async def test_odd_ranges(value: str) -> None:
    """After a cut some servers do not know themselves."""
    client = client_of(lambda request: httpx.Response(308, headers={"range": value}))
    assert await uploads.ask(client, PATH, TOTAL) == Held(None)


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (413, b"", UploadRefusal.PART_TOO_LARGE),
        (413, b"<html><center>nginx</center></html>", UploadRefusal.PART_TOO_LARGE),
        (413, b'{"code": "max_file_size_reached"}', UploadRefusal.TOO_LARGE),
        (423, b'{"error": {"code": "FileLocked"}}', UploadRefusal.LOCKED),
        (410, b"", UploadRefusal.GONE),
        (502, b"<html>Bad gateway</html>", UploadRefusal.SERVER),
        (503, b"<html>Away</html>", UploadRefusal.SERVER),
        (400, b"", UploadRefusal.INVALID),
    ],
)
async def test_what_stands_in_front(status: int, body: bytes, refusal: UploadRefusal) -> None:
    """A proxy's own words, and none."""
    client = client_of(lambda request: httpx.Response(status, content=body))
    with pytest.raises(HttpError) as caught:
        await uploads.send_part(client, PATH, Bytes(b"abc"), 0, 10, seconds=5)
    assert refusal_of(caught.value) is refusal


@lines
async def test_cancel(line: str) -> None:
    """Also what is gone already."""
    for name in ("ru_delete", "ru_delete_again"):
        client, server = replaying(line, name)
        await uploads.cancel(client, PATH)
        assert server.requests[0].method == "DELETE"


async def test_never_repeated() -> None:
    """The caller knows what was promised."""
    asked: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503, headers={"retry-after": "0"})

    client = client_of(refuse)
    for call in (
        uploads.begin(client, {}, filename="x", size=1, mime="video/mp4", key=1),
        uploads.ask(client, PATH, 10),
        uploads.send_part(client, PATH, Bytes(b"abc"), 0, 10, seconds=5),
        uploads.cancel(client, PATH),
    ):
        asked.clear()
        with pytest.raises(HttpError):
            await call
        assert len(asked) == 1


async def test_token_renewed_in_the_middle() -> None:
    """The part goes again, whole, with the new token."""
    account = Account("old", "new")
    bodies: list[bytes] = []

    async def serve(request: httpx.Request) -> httpx.Response:
        bodies.append(await request.aread())
        if request.headers["authorization"] == "Bearer old":
            return httpx.Response(401, json={"code": "invalid_token"})
        return httpx.Response(308, headers={"range": "bytes=0-2"})

    client = client_of(serve, auth=account)
    assert await uploads.send_part(client, PATH, Bytes(b"abc"), 0, 10, seconds=5) == Held(3)
    assert bodies == [b"abc", b"abc"]
    assert account.refused == ["Bearer old"]


async def test_never_without_an_account() -> None:
    """An upload of nobody's would be lost."""
    account = Account("bad")
    asked: list[str | None] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("authorization"))
        return httpx.Response(401, json={"code": "invalid_token"})

    client = client_of(serve, auth=account)
    with pytest.raises(SessionEndedError):
        await uploads.ask(client, PATH, 10)
    assert asked == ["Bearer bad"]


async def test_whole() -> None:
    """A form, as instances without parts want it."""
    got: dict[str, Any] = {}

    async def serve(request: httpx.Request) -> httpx.Response:
        got["body"] = await request.aread()
        got["length"] = request.headers["content-length"]
        return httpx.Response(200, json=recording("6.3", "upload_legacy").body)

    client = client_of(serve)
    file = FilePart("videofile", 'a "b".mp4', "video/mp4", Bytes(b"content"))
    fields = {"name": "ä", "tags": ["x", "y"], "nsfw": False, "scheduleUpdate": {"privacy": 1}, "none": None}
    made = await uploads.send_whole(client, fields, file, seconds=5)
    assert made.uuid == recording("6.3", "upload_legacy").body["video"]["uuid"]
    body = got["body"].decode()
    assert int(got["length"]) == len(got["body"])
    for part in ('name="name"\r\n\r\nä', 'name="tags[]"\r\n\r\nx', 'name="tags[]"\r\n\r\ny'):
        assert part in body
    assert 'name="nsfw"\r\n\r\nfalse' in body
    assert 'name="scheduleUpdate[privacy]"\r\n\r\n1' in body
    assert 'filename="a %22b%22.mp4"' in body
    assert "none" not in body


@lines
async def test_source(line: str) -> None:
    """The name changed its place once."""
    client, _ = replaying(line, "video_source")
    raw = recording(line, "video_source").body
    source = await publishing.get_source(client, recording(line, "video_source").path.split("/")[4])
    assert source is not None
    assert (source.name, source.size) == (raw["inputFilename"], raw["size"])


@pytest.mark.parametrize("status", [404, 400])
async def test_no_source(status: int) -> None:
    """None yet, or an instance that has no such call."""
    client = client_of(lambda request: httpx.Response(status))
    assert await publishing.get_source(client, "x") is None
