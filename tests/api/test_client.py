"""The client against an instance that fails, lies and sends too much."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from typing import Any

import pytest

from peertube_desktop.api import captions, errors, instances, videos
from peertube_desktop.api import client as client_module
from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError, NetworkError, NetworkProblem
from peertube_desktop.api.models.base import Language, Page
from peertube_desktop.api.models.instance import ServerStats
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Caption, Video
from peertube_desktop.api.pool import HttpPool
from tests.api.people import Account
from tests.api.servers import LocalServer, Request, answering, path_of, reply
from tests.demo_process import DemoProcess

STATS = "/api/v1/server/stats"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.UnauthorizedError),
        (403, errors.ForbiddenError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (410, errors.NotFoundError),
        (413, errors.TooLargeError),
        (415, errors.UnprocessableError),
        (418, errors.HttpError),
        (422, errors.UnprocessableError),
        (429, errors.RateLimitedError),
        (500, errors.ServerError),
        (502, errors.ServerError),
        (503, errors.ServerError),
        (504, errors.ServerError),
    ],
)
@pytest.mark.usefixtures("hurried")
async def test_every_status_has_its_error(
    client: Client, faulty_demo: DemoProcess, status: int, kind: type[errors.HttpError]
) -> None:
    """Whatever the instance says no with, the caller gets the type for it."""
    faulty_demo.set_faults([{"path": STATS, "status": status}])
    with pytest.raises(errors.HttpError) as caught:
        await instances.get_stats(client)
    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.host) == (status, faulty_demo.host)


@pytest.mark.parametrize(
    ("rule", "code", "detail"),
    [
        ({"status": 413, "body": "", "headers": {"Content-Type": None}}, "", ""),
        ({"status": 500, "body": "<html>Bad <b>day</b></html>"}, "", ""),
        ({"status": 500, "body": "No.", "headers": {"Content-Type": "text/plain"}}, "", "No."),
        ({"status": 409, "body": {"error": {"code": "FileConflict", "message": "m"}}}, "FileConflict", "m"),
        ({"status": 400, "body": {"error": "old words"}}, "", "old words"),
        ({"status": 403, "body": {"detail": "d", "code": "c"}}, "c", "d"),
        ({"status": 400, "body": {"detail": 7, "code": [], "invalid-params": 3}}, "", ""),
        ({"status": 400, "body": [1, 2]}, "", ""),
        ({"status": 400, "body": "{ not quite", "headers": {"Content-Encoding": "br"}}, "", ""),
        ({"status": 400, "body": "{ not quite", "headers": {"Content-Encoding": "gzip"}}, "", ""),
        ({"status": 404, "junk_json": 10_000_000}, "", ""),
    ],
)
async def test_errors_of_every_shape(
    client: Client, faulty_demo: DemoProcess, rule: dict[str, Any], code: str, detail: str
) -> None:
    """problem+json, older JSON, text, HTML, nothing, far too much: it is the status that counts."""
    faulty_demo.set_faults([{"path": STATS, **rule}])
    with pytest.raises(errors.HttpError) as caught:
        await instances.get_stats(client)
    assert (caught.value.status, caught.value.code, caught.value.detail) == (rule["status"], code, detail)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"body": "<!doctype html><title>Parked</title>"}, AnswerProblem.NOT_JSON),
        ({"body": ""}, AnswerProblem.NOT_JSON),
        ({"status": 204}, AnswerProblem.NOT_JSON),
        ({"truncate": 30}, AnswerProblem.TRUNCATED),
        ({"body": {"totalVideos": "many", "data": 3}}, None),
        ({"body": [1]}, AnswerProblem.WRONG_SHAPE),
        ({"body": "{} {}"}, AnswerProblem.NOT_JSON),
        ({"body": '{"totalVideos": "many", "x": tru'}, AnswerProblem.TRUNCATED),
        ({"body": '{"totalVideos": "many", x}'}, AnswerProblem.NOT_JSON),
        ({"junk_json": 10_000_000}, AnswerProblem.TOO_LARGE),
        ({"headers": {"Content-Encoding": "br"}}, AnswerProblem.NOT_JSON),
        ({"headers": {"Content-Encoding": "gzip"}}, AnswerProblem.NOT_JSON),
        ({"status": 300}, None),
        ({"status": 304}, None),
    ],
)
async def test_lies(
    client: Client, faulty_demo: DemoProcess, rule: dict[str, Any], problem: AnswerProblem | None
) -> None:
    """What is no answer is said to be none; what can be used of one is."""
    faulty_demo.set_faults([{"path": STATS, **rule}])
    if rule.get("status") in (300, 304):
        with pytest.raises(errors.HttpError):
            await instances.get_stats(client)
    elif problem is None:
        assert (await instances.get_stats(client)).total_videos == 0
    else:
        with pytest.raises(BadAnswerError) as caught:
            await instances.get_stats(client)
        assert caught.value.problem is problem


@pytest.mark.parametrize("size", [7_000_000, 300_000])
async def test_much_json_is_read_up_to_the_bound(client: Client, faulty_demo: DemoProcess, size: int) -> None:
    """In a thread; thousands of wrong elements are given up as a whole."""
    faulty_demo.set_faults([{"path": STATS, "junk_json": size}])
    assert len((await client.get(STATS, dict[str, Any]))["data"]) > 1000
    with pytest.raises(BadAnswerError) as caught:
        await client.get(STATS, Page[Video])
    assert caught.value.problem is AnswerProblem.WRONG_SHAPE


def _packed(data: bytes) -> dict[str, Any]:
    return {"body_base64": base64.b64encode(data).decode(), "headers": {"Content-Encoding": "gzip"}}


async def test_packed_answers(client: Client, faulty_demo: DemoProcess) -> None:
    """gzip is unpacked as far as the bound, and what is wrong with it is said."""
    good = gzip.compress(b'{"totalVideos": 7}')
    bomb = gzip.compress(b'{"x": "' + b"0" * 100_000_000 + b'"}', 1)
    junk = b"junk" * 100_000
    for data, problem in [
        (bomb, AnswerProblem.TOO_LARGE),
        (good[:-9], AnswerProblem.TRUNCATED),
        (b"", AnswerProblem.TRUNCATED),
        (junk, AnswerProblem.NOT_JSON),
    ]:
        faulty_demo.set_faults([{"path": STATS, **_packed(data)}])
        with pytest.raises(BadAnswerError) as caught:
            await instances.get_stats(client)
        assert caught.value.problem is problem
    for data in (good, zlib.compress(b'{"totalVideos": 7}'), good + junk):
        faulty_demo.set_faults([{"path": STATS, **_packed(data)}])
        assert (await instances.get_stats(client)).total_videos == 7


async def test_hostile_names_arrive(client: Client, faulty_demo: DemoProcess) -> None:
    """Long, with control characters and direction tricks: the window tames them."""
    names = ["n" * 10_000, "\u202egnp.exe", "\x00\x1b[31m\r\n", "cut \ud83d", "<b>&amp;"]
    body = json.dumps({"total": 5, "data": [{"uuid": str(n), "name": one} for n, one in enumerate(names)]})
    faulty_demo.set_faults([{"path": "/api/v1/videos", "body": body}])
    found = [video.name for video in (await videos.list_videos(client, VideoQuery())).data]
    assert found == [*names[:3], "cut \ufffd", names[-1]]


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("rule", [{"reset": True}, {"cut_after_bytes": 20}, {"cut_after_bytes": 0}])
async def test_lost_connections(client: Client, faulty_demo: DemoProcess, rule: dict[str, Any]) -> None:
    """A question is asked again, three times in all; then it is said that the connection was cut."""
    faulty_demo.set_faults([{"path": STATS, **rule, "times": 2}])
    assert (await instances.get_stats(client)).total_videos > 0
    faulty_demo.set_faults([{"path": STATS, **rule}])
    with pytest.raises(NetworkError) as caught:
        await instances.get_stats(client)
    assert (caught.value.problem, caught.value.host) == (NetworkProblem.CUT, faulty_demo.host)
    assert len(faulty_demo.log()) == 6


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "rule",
    [
        {"reset": True},
        {"cut_after_bytes": 0},
        {"status": 503},
        {"status": 429, "headers": {"Retry-After": "0"}},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_what_changes_something_is_never_repeated(
    client: Client, faulty_demo: DemoProcess, rule: dict[str, Any], method: str
) -> None:
    """It may have been done already."""
    rule = {"body": "x" * 10, **rule} if "cut_after_bytes" in rule else rule
    faulty_demo.set_faults([{"path": "/api/v1/videos/any", **rule}])
    path = "/api/v1/videos/any"
    changes = {"POST": client.post(path, {}), "PUT": client.put(path, {}), "DELETE": client.delete(path)}
    change = changes.pop(method)
    for other in changes.values():
        other.close()
    with pytest.raises((NetworkError, errors.HttpError)):
        await change
    assert [request["method"] for request in faulty_demo.log()] == [method]


async def test_bodies_are_json(client: Client, faulty_demo: DemoProcess) -> None:
    """What is sent, and that nothing is sent where there is nothing to say."""
    faulty_demo.set_faults([{"path": "/api/v1/x", "status": 204}])
    await client.post("/api/v1/x", {"a": "ä"})
    await client.post("/api/v1/x")
    first, second = faulty_demo.log()
    assert (first["body"], first["headers"]["content-type"]) == ('{"a":"ä"}', "application/json")
    assert (second["body"], "content-type" in second["headers"]) == ("", False)
    assert first["headers"]["user-agent"].startswith("PeerTube-Desktop/")


async def test_unchanged_answers_are_kept(client: Client, faulty_demo: DemoProcess) -> None:
    """Asked for with the mark of the one we have: 304 brings that back, decoded already."""
    first = await instances.get_config(client)
    assert await instances.get_config(client) is first
    sent = [request["headers"].get("if-none-match") for request in faulty_demo.log()]
    assert sent[0] is None
    assert sent[1]
    changed = {"serverVersion": "99.0.0", "instance": {"name": "New"}}
    faulty_demo.set_faults([{"path": "/api/v1/config", "body": changed}])
    assert (await instances.get_config(client)).server_version == "99.0.0"


async def test_answers_are_kept_by_address_and_kind(client: Client, faulty_demo: DemoProcess) -> None:
    """The same address read as something else, or with other parameters, is another answer."""
    page = await client.get("/api/v1/videos", Page[Video], {"count": 1}, remember=True)
    raw = await client.get("/api/v1/videos", dict[str, Any], {"count": 1}, remember=True)
    await client.get("/api/v1/videos", Page[Video], {"count": 2}, remember=True)
    assert raw["data"][0]["uuid"] == page.data[0].uuid
    assert all("if-none-match" not in request["headers"] for request in faulty_demo.log())


async def test_large_answers_are_not_kept(
    client: Client, faulty_demo: DemoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty of them would be a lot of memory."""
    monkeypatch.setattr(client_module, "REMEMBERED_BYTES", 10)
    assert await instances.get_config(client) == await instances.get_config(client)
    assert all("if-none-match" not in request["headers"] for request in faulty_demo.log())


async def test_downloads(client: Client, faulty_demo: DemoProcess) -> None:
    """A picture, once more where it has not changed, and not more of it than wanted."""
    video = (await videos.list_videos(client, VideoQuery(), count=1)).data[0]
    ref = video.thumbnail_ref(280)
    first = await client.download(ref, max_bytes=1_000_000)
    assert first.body
    assert first.content_type.startswith("image/")
    again = await client.download(client.absolute(ref), max_bytes=1_000_000, etag=first.etag)
    assert (again.not_modified, again.body) == (True, b"")
    with pytest.raises(BadAnswerError) as caught:
        await client.download(ref, max_bytes=len(first.body) - 1)
    assert caught.value.problem is AnswerProblem.TOO_LARGE
    faulty_demo.set_faults([{"path": "/lazy-static/", "status": 404}])
    with pytest.raises(errors.NotFoundError):
        await client.download(ref, max_bytes=1_000_000)


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "file:///etc/hostname",
        "javascript:alert(1)",
        "ftp://h/x",
        "http://u:p@h/x",
        "http:\\\\h",
        "data:,x",
    ],
)
async def test_what_is_no_address_is_not_fetched(client: Client, faulty_demo: DemoProcess, ref: str) -> None:
    """Nothing but http and https, whatever a server calls a picture."""
    with pytest.raises(BadAnswerError) as caught:
        await client.download(ref, max_bytes=10)
    assert caught.value.problem is AnswerProblem.REDIRECT
    assert faulty_demo.log() == []


async def test_downloads_keep_credentials_at_home(faulty_demo: DemoProcess, pool: HttpPool) -> None:
    """Captions may lie on another host: neither the token nor the video's password goes there."""
    client = Client(faulty_demo.url, pool, Account("token"))
    with LocalServer(answering(lambda request: reply(b"WEBVTT"))) as storage:
        for url in (f"{storage.url}/c.vtt", f"{faulty_demo.url}/lazy-static/c.vtt"):
            caption = Caption(language=Language(id="en"), file_url=url)
            faulty_demo.set_faults([{"path": "c.vtt", "body": "WEBVTT"}])
            assert await captions.get_caption(client, caption, password="secret") == "WEBVTT"
        [abroad] = storage.requests
    [home] = faulty_demo.log()
    assert not {"authorization", "x-peertube-video-password"} & set(abroad.headers)
    assert home["headers"]["authorization"] == "Bearer token"
    assert home["headers"]["x-peertube-video-password"] == "secret"


@pytest.mark.parametrize(
    ("password", "sent"),
    [("geheim", "geheim"), ("sécret", "sécret"), ("пароль", "пароль".encode().decode("latin-1"))],
)
async def test_passwords_in_any_letters(pool: HttpPool, password: str, sent: str) -> None:
    """They go out as a browser would send them where it can."""
    with LocalServer(answering(lambda request: reply(b'{"uuid": "u", "name": "n"}'))) as server:
        await videos.get_video(Client(server.url, pool), "u", password)
        assert server.requests[0].headers["x-peertube-video-password"] == sent


async def test_header_that_breaks_out(pool: HttpPool) -> None:
    """A line break in a password makes no second header: the call fails here."""
    with LocalServer(answering(lambda request: reply(b"{}"))) as server:
        with pytest.raises(NetworkError) as caught:
            await videos.get_video(Client(server.url, pool), "u", "x\r\nAuthorization: y")
        assert caught.value.problem is NetworkProblem.OTHER
        assert server.requests == []


async def test_names_are_one_segment_of_a_path(pool: HttpPool) -> None:
    """Whatever is in an id or handle, it leads nowhere else."""
    seen: list[str] = []

    def answer(request: Request) -> bytes:
        seen.append(path_of(request))
        return reply(b"{}")

    with LocalServer(answering(answer)) as server:
        client = Client(server.url, pool)
        for name in ("../../users/me", "..", "a?b#c", "é@host:90", "%2e%2e", "\ud800x"):
            await client.get(f"/api/v1/videos/{segment(name)}/captions", dict[str, Any])
    assert all(path.count("/") == 5 and "/../" not in path for path in seen)
    assert seen[3] == "/api/v1/videos/%C3%A9@host:90/captions"


def test_clients_are_of_origins(pool: HttpPool) -> None:
    """A client says where it belongs, and refuses to belong nowhere."""
    client = Client("https://Tube.Example:443/w/x", pool)
    assert (client.origin, client.host, repr(client)) == (
        "https://tube.example", "tube.example", "Client('https://tube.example')"
    )  # fmt: skip
    assert client.absolute("/a.png") == "https://tube.example/a.png"
    assert client.absolute(None) == ""
    for nothing in ("", "tube.example", "ftp://tube.example", "https://u@tube.example"):
        with pytest.raises(ValueError, match="origin"):
            Client(nothing, pool)


async def test_stats_may_lack_anything(client: Client, faulty_demo: DemoProcess) -> None:
    """An empty object is statistics of nothing."""
    faulty_demo.set_faults([{"path": STATS, "body": {}}])
    assert await instances.get_stats(client) == ServerStats()
