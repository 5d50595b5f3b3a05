"""Where redirects may lead, and who is shown a token or a password on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from peertube_desktop.api import instances, videos
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import (
    AnswerProblem,
    BadAnswerError,
    HttpError,
    NotFoundError,
    UnauthorizedError,
)
from peertube_desktop.api.pool import HttpPool
from tests.api.conftest import Certificates
from tests.api.people import Account
from tests.api.servers import LocalServer, Request, answering, reply
from tests.demo_process import DemoProcess

STATS = "/api/v1/server/stats"
VIDEO = reply(b'{"uuid": "u", "name": "n"}')
SECRETS = {"authorization", "x-peertube-video-password"}
STATUSES = (301, 302, 303, 307, 308)


@pytest.fixture
def other() -> Iterator[LocalServer]:
    """Another origin, which knows one video."""
    with LocalServer(answering(lambda request: VIDEO)) as server:
        yield server


def _to(location: str, status: int = 302, path: str = "") -> dict[str, Any]:
    return {"path": path, "status": status, "headers": {"Location": location}}


def _secrets(request: Request | dict[str, Any]) -> set[str]:
    headers = request["headers"] if isinstance(request, dict) else request.headers
    return SECRETS & set(headers)


@pytest.mark.parametrize("status", STATUSES)
async def test_credentials_stay_at_their_origin(
    faulty_demo: DemoProcess, pool: HttpPool, other: LocalServer, status: int
) -> None:
    """Another port is another origin already."""
    client = Client(faulty_demo.url, pool, Account("token"))
    faulty_demo.set_faults([_to(f"{other.url}/api/v1/videos/u", status)])
    assert (await videos.get_video(client, "u", "password")).name == "n"
    assert _secrets(faulty_demo.log()[0]) == SECRETS
    assert [_secrets(request) for request in other.requests] == [set()]
    assert "cookie" not in other.requests[0].headers


@pytest.mark.parametrize(
    "location", ["/api/v1/videos/v", "v", "{url}/api/v1/videos/v", "//{host}/api/v1/videos/v#x"]
)
async def test_credentials_go_along_within_the_origin(
    faulty_demo: DemoProcess, pool: HttpPool, location: str
) -> None:
    """However the address is written."""
    client = Client(faulty_demo.url, pool, Account("token"))
    faulty_demo.set_faults(
        [
            _to(location.format(url=faulty_demo.url, host=faulty_demo.host), path="/videos/u"),
            {"path": "/videos/v", "body": {"uuid": "v", "name": "n"}},
        ]
    )
    assert (await videos.get_video(client, "u", "password")).uuid == "v"
    assert [_secrets(request) for request in faulty_demo.log()] == [SECRETS, SECRETS]
    assert faulty_demo.log()[1]["path"] == "/api/v1/videos/v"


async def test_credentials_that_were_dropped_stay_dropped(faulty_demo: DemoProcess, pool: HttpPool) -> None:
    """Coming back by way of another origin is coming from there."""
    back = reply(status=302, location=f"{faulty_demo.url}/api/v1/videos/v")
    with LocalServer(answering(lambda request: back)) as other:
        client = Client(faulty_demo.url, pool, Account("token"))
        faulty_demo.set_faults(
            [_to(other.url, path="/videos/u"), {"path": "/videos/v", "body": {"uuid": "v", "name": "n"}}]
        )
        await videos.get_video(client, "u", "password")
    assert [_secrets(request) for request in faulty_demo.log()] == [SECRETS, set()]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_other_name_of_the_same_machine(faulty_demo: DemoProcess, pool: HttpPool, name: str) -> None:
    """An origin is its name, not its address."""
    client = Client(faulty_demo.url, pool, Account("token"))
    port = faulty_demo.url.rpartition(":")[2]
    faulty_demo.set_faults([_to(f"http://{name}:{port}/x", path="/videos/u"), {"path": "/x", "body": {}}])
    await client.get("/api/v1/videos/u", dict[str, Any])
    assert bool(_secrets(faulty_demo.log()[1])) == (name == "127.0.0.1")


@pytest.mark.parametrize(
    "location",
    [
        *("file:///etc/hostname", "ftp://127.0.0.1/", "javascript:alert(1)", "data:application/json,{}"),
        *(
            "http://user:password@127.0.0.1/",
            "http://@127.0.0.1/",
            "http://[::1",
            "gopher:x",
        ),
        *("http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http://a\\@127.0.0.1/"),
    ],
)
async def test_where_nobody_is_sent(client: Client, faulty_demo: DemoProcess, location: str) -> None:
    """A clear no, and nothing is asked for there."""
    faulty_demo.set_faults([_to(location, path=STATS)])
    with pytest.raises(BadAnswerError) as caught:
        await instances.get_stats(client)
    assert caught.value.problem is AnswerProblem.REDIRECT
    assert len(faulty_demo.log()) == 1


async def test_never_from_https_to_http(
    trusting_pool: HttpPool, certificates: Certificates, other: LocalServer
) -> None:
    """What was asked for in private is not fetched in public; the other way round is an improvement."""
    down = reply(status=302, location=other.url)
    with LocalServer(answering(lambda request: down), certificates.server) as safe:
        with pytest.raises(BadAnswerError) as caught:
            await instances.get_stats(Client(safe.url, trusting_pool))
        assert caught.value.problem is AnswerProblem.REDIRECT
        with pytest.raises(BadAnswerError):
            await Client(other.url, trusting_pool).download(safe.url.replace("https", "HTTPS"), max_bytes=9)
    assert other.requests == []
    with LocalServer(answering(lambda request: VIDEO), certificates.server) as safe:
        up = reply(status=301, location=f"{safe.url}/api/v1/videos/u")
        with LocalServer(answering(lambda request: up)) as plain:
            client = Client(plain.url, trusting_pool, Account("token"))
            assert (await videos.get_video(client, "u", "password")).name == "n"
            assert _secrets(safe.requests[0]) == set()


@pytest.mark.parametrize("status", STATUSES)
async def test_loops_end(client: Client, faulty_demo: DemoProcess, status: int) -> None:
    """After five redirects."""
    faulty_demo.set_faults([_to(STATS, status, path=STATS)])
    with pytest.raises(BadAnswerError) as caught:
        await instances.get_stats(client)
    assert caught.value.problem is AnswerProblem.REDIRECT
    assert len(faulty_demo.log()) == 6


async def test_five_in_a_row_are_followed(client: Client, faulty_demo: DemoProcess) -> None:
    """A server may have moved more than once."""
    faulty_demo.set_faults([{**_to(STATS, path=STATS), "times": 5}])
    assert (await instances.get_stats(client)).total_videos > 0


@pytest.mark.parametrize("status", STATUSES)
async def test_changes_are_sent_on_within_the_origin_alone(
    faulty_demo: DemoProcess, pool: HttpPool, other: LocalServer, status: int
) -> None:
    """307 and 308 say to do the same there; anything else would turn a change into a question."""
    client = Client(faulty_demo.url, pool)
    faulty_demo.set_faults([_to(f"{other.url}/x", status)])
    with pytest.raises(BadAnswerError):
        await client.post("/x", {"a": 1})
    assert other.requests == []
    faulty_demo.clear()
    faulty_demo.set_faults([_to("/y", status, path="/x"), {"path": "/y", "status": 204}])
    if status in (307, 308):
        await client.post("/x", {"a": 1})
        assert [(one["method"], one["path"], one["body"]) for one in faulty_demo.log()] == [
            ("POST", "/x", '{"a":1}'), ("POST", "/y", '{"a":1}')
        ]  # fmt: skip
    else:
        with pytest.raises(BadAnswerError):
            await client.post("/x", {"a": 1})
        assert [one["path"] for one in faulty_demo.log()] == ["/x"]


async def test_redirect_without_a_place(client: Client, faulty_demo: DemoProcess) -> None:
    """Is an unexpected answer like any other."""
    faulty_demo.set_faults([{"path": STATS, "status": 302}])
    with pytest.raises(HttpError) as caught:
        await instances.get_stats(client)
    assert caught.value.status == 302


async def test_origin_an_answer_came_from(
    faulty_demo: DemoProcess, demo_82: DemoProcess, pool: HttpPool
) -> None:
    """An instance that has moved is found under its new address."""
    faulty_demo.set_faults([_to(f"{demo_82.url}/api/v1/config", 301)])
    found = await instances.find_config(Client(faulty_demo.url, pool))
    assert found.origin == demo_82.url
    faulty_demo.set_faults([])
    assert (await instances.find_config(Client(faulty_demo.url, pool))).origin == faulty_demo.url


INVALID = {"status": 401, "body": {"code": "invalid_token", "status": 401}}


async def test_refused_token_is_renewed(faulty_demo: DemoProcess, pool: HttpPool) -> None:
    """Once, and the call is sent again with the new one."""
    account = Account("old", "new")
    faulty_demo.set_faults(
        [{"path": "/x", "header": {"authorization": "old"}, **INVALID}, {"path": "/x", "body": {}}]
    )
    assert await Client(faulty_demo.url, pool, account).get("/x", dict[str, Any]) == {}
    sent = [request["headers"].get("authorization") for request in faulty_demo.log()]
    assert sent == ["Bearer old", "Bearer new"]
    assert account.refused == 1


@pytest.mark.parametrize("tokens", [("old",), ("old", "bad too")])
async def test_public_things_need_no_token(
    faulty_demo: DemoProcess, pool: HttpPool, tokens: tuple[str, ...]
) -> None:
    """PeerTube refuses a bad one even there: then it is asked without."""
    faulty_demo.set_faults(
        [{"path": "/x", "header": {"authorization": "."}, **INVALID}, {"path": "/x", "body": {}}]
    )
    assert await Client(faulty_demo.url, pool, Account(*tokens)).get("/x", dict[str, Any]) == {}
    assert "authorization" not in faulty_demo.log()[-1]["headers"]


async def test_private_things_say_what_is_wrong(faulty_demo: DemoProcess, pool: HttpPool) -> None:
    """That the token is bad, not that there was none."""
    faulty_demo.set_faults(
        [
            {"path": "/x", "header": {"authorization": "."}, **INVALID},
            {"path": "/x", "status": 401, "body": {"code": "unauthorized_request"}},
        ]
    )
    with pytest.raises(UnauthorizedError) as caught:
        await Client(faulty_demo.url, pool, Account("old")).get("/x", dict[str, Any])
    assert caught.value.code == "invalid_token"


async def test_other_refusals_are_no_reason_to_renew(faulty_demo: DemoProcess, pool: HttpPool) -> None:
    """A wrong password is one, and so is what another origin thinks of a token it never saw."""
    account = Account("token", "new")
    client = Client(faulty_demo.url, pool, account)
    faulty_demo.set_faults([{"path": "/x", "status": 401, "body": {"code": "missing_two_factor"}}])
    with pytest.raises(UnauthorizedError):
        await client.get("/x", dict[str, Any])
    invalid = reply(b'{"code": "invalid_token"}', 401)
    with LocalServer(answering(lambda request: invalid)) as other:
        faulty_demo.set_faults([_to(f"{other.url}/y", path="/x")])
        with pytest.raises(UnauthorizedError):
            await client.get("/x", dict[str, Any])
    assert account.refused == 0


async def test_real_server_refuses_tokens_that_way(demo: DemoProcess, pool: HttpPool) -> None:
    """The public list comes, whatever token it is asked with."""
    client = Client(demo.url, pool, Account("nonsense"))
    assert (await instances.get_config(client)).server_version
    with pytest.raises(UnauthorizedError) as caught:
        await client.get("/api/v1/users/me", dict[str, Any])
    assert caught.value.code == "invalid_token"
    with pytest.raises(NotFoundError):
        await videos.get_video(client, "2d66956b-0000-4ccd-9a86-188d4694ed68")
