"""A session that renews itself: once for all, never twice with one token, and it ends where it must."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peertube_desktop.api.errors import (
    BadAnswerError,
    NetworkError,
    RateLimitedError,
    ServerError,
    SessionEndedError,
)
from peertube_desktop.api.multipart import Bytes, FilePart
from peertube_desktop.api.signed_in import Credentials
from tests.api.token_server import OAUTH, PRIVATE, PUBLIC, Person, TokenServer

DAY = 86400


def _cut() -> httpx.Response:
    raise httpx.ReadError("cut")


@pytest.fixture
def server() -> TokenServer:
    return TokenServer()


@pytest.fixture
def person(server: TokenServer) -> Person:
    made = Person(server)
    made.begin()
    return made


async def _settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_fifty_calls_renew_once(server: TokenServer, person: Person) -> None:
    server.expire()
    assert await asyncio.gather(*(person.who() for _ in range(50))) == ["access-1"] * 50
    assert server.refreshes == ["refresh-0"]
    assert [kept.tokens.access_token for kept in person.renewed] == ["access-1"]


async def test_calls_that_come_while_it_is_renewed_wait(server: TokenServer, person: Person) -> None:
    """They are not sent with a token that is known to be bad."""
    server.expire()
    server.hold = asyncio.Event()
    first = asyncio.ensure_future(person.who())
    await _settled()
    later = [asyncio.ensure_future(person.look()) for _ in range(10)]
    await _settled()
    assert len(server.calls) == 1
    server.hold.set()
    assert await asyncio.gather(first, *later) == ["access-1"] * 11
    assert server.refreshes == ["refresh-0"]


async def test_a_call_refused_late_does_not_renew_again(person: Person, server: TokenServer) -> None:
    """Its token was another one's by the time the answer came."""
    server.expire()
    assert await person.auth.on_unauthorized("Bearer access-0")
    assert await person.auth.on_unauthorized("Bearer access-0")
    assert server.refreshes == ["refresh-0"]


async def test_who_gives_up_takes_the_tokens_from_nobody(server: TokenServer, person: Person) -> None:
    server.expire()
    server.hold = asyncio.Event()
    calls = [asyncio.ensure_future(person.who()) for _ in range(3)]
    await _settled()
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    server.hold.set()
    await person.auth.settle()
    assert [kept.tokens.refresh_token for kept in person.renewed] == ["refresh-1"]
    assert await person.who() == "access-1"


async def test_used_again_it_ends_and_is_asked_once(server: TokenServer, person: Person) -> None:
    """Another program used the refresh token: what needs nobody goes on, what needs somebody waits."""
    server.renew()
    calls = [asyncio.ensure_future(person.who()) for _ in range(20)]
    assert await person.look() == ""
    await _settled()
    assert person.ended == 1
    assert not any(call.done() for call in calls)
    assert server.refreshes == ["refresh-0"]
    person.begin()
    assert await asyncio.gather(*calls) == ["access-1"] * 20
    assert not person.auth.is_ended


async def test_declined(server: TokenServer, person: Person) -> None:
    """What waited fails, what comes fails at once, and nobody is asked again."""
    server.revoke()
    calls = [asyncio.ensure_future(person.who()) for _ in range(5)]
    await person.ending.wait()
    await _settled()
    person.auth.decline()
    done = await asyncio.gather(*calls, person.who(), return_exceptions=True)
    assert [type(one) for one in done] == [SessionEndedError] * 6
    assert (person.ended, await person.look()) == (1, "")
    server.renew()
    person.begin()
    assert await person.who() == "access-1"


@pytest.mark.parametrize(
    "failure", [_cut, lambda: httpx.Response(502), lambda: httpx.Response(200, text="?")]
)
async def test_what_passes_signs_nobody_out(
    server: TokenServer, person: Person, failure: Callable[[], httpx.Response]
) -> None:
    server.expire()
    server.fail = failure
    for call in (person.who, person.look):
        with pytest.raises((NetworkError, ServerError, BadAnswerError)):
            await call()
    assert (person.ended, person.auth.is_ended, person.renewed) == (0, False, [])
    server.fail = None
    assert await person.who() == "access-1"


async def test_too_many_renewals_are_waited_for(server: TokenServer, person: Person) -> None:
    server.expire()
    server.fail = lambda: httpx.Response(429, headers={"Retry-After": "120"})
    for seconds in (120, 100, 80):
        with pytest.raises(RateLimitedError) as caught:
            await person.who()
        assert caught.value.retry_after == seconds
        person.ticks.now += 20
    assert len(server.refreshes) == 1
    server.fail = None
    person.ticks.now += 200
    assert await person.who() == "access-1"


async def test_another_oauth_client(server: TokenServer, person: Person) -> None:
    """The instance was set up anew: its new client is asked for, with the refresh token unused."""
    server.expire()
    server.clients = set()
    assert await person.who() == "access-1"
    assert person.renewed[0].oauth.client_id == "new id"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_change_is_made_once(server: TokenServer, person: Person, method: str) -> None:
    """It is sent again where the server refused the token, for then it did nothing; else it is not."""
    server.expire()
    path = f"{PRIVATE}/thing"
    client = person.client
    match method:
        case "POST":
            await client.post(path)
        case "PUT":
            await client.put(path)
        case _:
            await client.delete(path)
    assert server.calls == [(method, path, "access-0"), (method, path, "access-1")]


async def test_a_change_whose_answer_is_lost_is_not_made_again(server: TokenServer) -> None:
    person = Person(server)
    person.begin()
    answers = [httpx.ReadError("cut")]

    async def cut(request: httpx.Request) -> httpx.Response:
        server.calls.append((request.method, request.url.path, "cut"))
        raise answers[0]

    server.pool._transport = httpx.MockTransport(cut)
    with pytest.raises(NetworkError):
        await person.client.post(f"{PRIVATE}/thing")
    assert server.calls == [("POST", f"{PRIVATE}/thing", "cut")]
    assert not server.refreshes


async def test_a_form_with_a_file_is_read_again_and_only_sent_as_somebody(server: TokenServer) -> None:
    person = Person(server)
    person.begin()
    picture = FilePart("avatarfile", "me.png", "image/png", Bytes(b"x" * 100))
    server.expire()
    await person.client.post_multipart(PRIVATE, files=[picture])
    assert [token for _, _, token in server.calls] == ["access-0", "access-1"]
    server.revoke()
    server.calls.clear()
    call = asyncio.ensure_future(person.client.post_multipart(PRIVATE, files=[picture]))
    await person.ending.wait()
    await _settled()
    second = asyncio.ensure_future(person.client.post_multipart(PRIVATE, files=[picture]))
    await _settled()
    assert [token for _, _, token in server.calls] == ["access-1"]
    person.auth.decline()
    for one in (call, second):
        with pytest.raises(SessionEndedError):
            await one


async def test_renewed_before_it_runs_out(server: TokenServer, person: Person) -> None:
    """By the clock that nobody sets: no call is sent for nothing."""
    person.begin(person.clock.now + DAY)
    person.clock.now += 10 * DAY
    assert await person.who() == "access-0"
    person.ticks.now += DAY - 30
    assert await person.who() == "access-1"
    assert [token for _, _, token in server.calls] == ["access-0", "access-1"]
    person.ticks.now += DAY - 61
    assert await person.who() == "access-1"


@pytest.mark.parametrize("off", [-400 * DAY, -2 * DAY, 2 * DAY, 400 * DAY, 4000 * DAY])
async def test_a_clock_that_is_wrong(server: TokenServer, off: float) -> None:
    """Tokens from an earlier run, and the clock was set since: at most one renewal too many."""
    person = Person(server)
    until = person.clock.now + DAY
    person.clock.now += off
    person.begin(until)
    for _ in range(5):
        assert await person.who() == server.access
    assert len(server.refreshes) == (1 if off > DAY else 0)
    server.expire()
    assert await person.who() == server.access
    assert not person.ended


async def test_renewing_early_that_fails_leaves_the_token_in_use(server: TokenServer, person: Person) -> None:
    person.begin(person.clock.now + DAY)
    person.ticks.now += DAY
    server.fail = _cut
    assert [await person.who() for _ in range(3)] == ["access-0"] * 3
    assert len(server.refreshes) == 1


@pytest.mark.parametrize("life", [0, 1e9, None, -5])
async def test_lives_that_are_none_cause_no_storm(life: float | None) -> None:
    server = TokenServer(life)
    person = Person(server)
    person.begin()
    server.expire()
    for _ in range(5):
        assert await person.who() == "access-1"
    assert len(server.refreshes) == 1


async def test_nothing_kept(server: TokenServer) -> None:
    """Calls wait until it is known what was kept; without anything the password is wanted where it is needed."""
    person = Person(server)
    calls = [asyncio.ensure_future(call()) for call in (person.who, person.look)]
    await _settled()
    assert not server.calls
    person.auth.begin(None, ask=False)
    assert await calls[1] == ""
    await _settled()
    assert person.ended == 0
    person.auth.begin(None)
    assert person.ended == 1
    person.begin()
    assert await calls[0] == "access-0"


async def test_a_session_that_begins_while_a_call_is_made_without(server: TokenServer) -> None:
    person = Person(server)
    person.auth.begin(None, ask=False)
    server.meanwhile = person.begin
    assert await person.who() == "access-0"
    assert [token for _, _, token in server.calls] == ["", "access-0"]
    assert not person.ended


async def test_signed_out(server: TokenServer, person: Person) -> None:
    """The server is told, and no call is made as this account any more."""
    assert await person.auth.close()
    assert (server.access, server.refresh) == ("", "")
    assert await person.look() == ""
    with pytest.raises(SessionEndedError):
        await person.who()
    assert not person.ended


async def test_signing_out_with_a_token_that_ran_out(server: TokenServer, person: Person) -> None:
    server.expire()
    assert await person.auth.close()
    assert (server.refreshes, server.refresh) == (["refresh-0"], "")
    assert not person.renewed, "what is signed out is not kept"


async def test_signing_out_while_it_is_renewed(server: TokenServer, person: Person) -> None:
    server.expire()
    server.hold = asyncio.Event()
    call = asyncio.ensure_future(person.who())
    await _settled()
    out = asyncio.ensure_future(person.auth.close())
    await _settled()
    server.hold.set()
    assert await out
    assert server.refresh == ""
    with pytest.raises(SessionEndedError):
        await call


async def test_signing_out_of_a_session_that_is_over_or_a_server_that_is_away(
    server: TokenServer, person: Person
) -> None:
    server.revoke()
    assert await person.auth.close()
    other = Person(TokenServer())
    other.begin()
    other.server.expire()
    other.server.fail = _cut
    assert not await other.auth.close()


async def test_signed_in_anew_while_the_old_session_is_renewed(server: TokenServer, person: Person) -> None:
    """The newer one stays, whatever becomes of the older."""
    server.expire()
    server.hold = asyncio.Event()
    call = asyncio.ensure_future(person.who())
    await _settled()
    server.access = "access-new"
    person.auth.begin(Credentials(OAUTH, server.tokens()))
    server.fail = lambda: httpx.Response(400, json={"code": "invalid_grant"})
    server.hold.set()
    assert await call == "access-new"
    assert not person.ended


Step = st.sampled_from(["who", "look", "expire", "revoke", "again", "decline", "wait", "early", "cut"])


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(Step, max_size=40))
def test_whatever_happens_no_refresh_token_is_used_twice(steps: list[str]) -> None:
    """Nor is the person asked twice for one end, nor does any call hang once there is a session."""

    async def live() -> None:
        server = TokenServer()
        person = Person(server)
        person.begin(person.clock.now + DAY)
        calls: list[asyncio.Future[str]] = []
        ends = 0
        for step in steps:
            match step:
                case "who":
                    calls.append(asyncio.ensure_future(person.who()))
                case "look":
                    calls.append(asyncio.ensure_future(person.look()))
                case "expire":
                    server.expire()
                case "revoke":
                    ends += bool(server.refresh)
                    server.revoke()
                case "again":
                    server.renew()
                    person.begin(person.clock.now + DAY)
                case "decline":
                    person.auth.decline()
                case "early":
                    person.ticks.now += DAY
                case _:
                    await _settled()
        server.renew()
        person.begin()
        done = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 10)
        for one in done:
            assert isinstance(one, str | SessionEndedError)
        assert len(set(server.refreshes)) == len(server.refreshes)
        assert person.ended <= ends
        assert await person.who() == server.access

    asyncio.run(live())


async def test_a_public_call_with_a_session_that_is_over(server: TokenServer, person: Person) -> None:
    """Servers refuse a bad token even where none is needed: it is left out."""
    server.revoke()
    assert await person.look() == ""
    assert [token for _, path, token in server.calls if path == PUBLIC] == ["access-0", ""]
    assert await person.look() == ""
    assert [token for _, path, token in server.calls][2:] == [""]
