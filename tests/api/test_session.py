"""Signing in, renewing and leaving, against what real servers of both lines answered."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import httpx
import msgspec
import pytest

from peertube_desktop.api import session
from peertube_desktop.api.errors import (
    BadRequestError,
    HttpError,
    OtpRequiredError,
    RateLimitedError,
    SessionEndedError,
    SignInError,
    SignInProblem,
    UnauthorizedError,
)
from peertube_desktop.api.session import OAuthClient, Tokens
from peertube_desktop.api.signed_in import Credentials
from tests.api.people import Account
from tests.api.replay import LINES, client_of, recording, replaying

OAUTH = OAuthClient("an id", "a client's secret")
PASSWORD = "p&=ä+ %"


@pytest.mark.parametrize("line", LINES)
async def test_signing_in(line: str) -> None:
    """The client of the instance, then a form with name and password, and the code in its header."""
    client, server = replaying(line, "oauth_clients_local", "token_otp_ok")
    oauth = await session.get_oauth_client(client)
    tokens = await session.sign_in(client, oauth, "dave", PASSWORD, "123456")
    answer = recording(line, "token_otp_ok").body
    assert (tokens.access_token, tokens.refresh_token) == (answer["access_token"], answer["refresh_token"])
    assert tokens.life == answer["expires_in"]
    asked = server.requests[1]
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["x-peertube-otp"] == "123456"
    assert "authorization" not in asked.headers
    assert {name: value for name, (value,) in parse_qs(asked.content.decode()).items()} == {
        "client_id": oauth.client_id,
        "client_secret": oauth.client_secret,
        "grant_type": "password",
        "response_type": "code",
        "username": "dave",
        "password": PASSWORD,
    }


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("token_bad_password", SignInProblem.BAD_CREDENTIALS),
        ("token_otp_required", SignInProblem.OTP_REQUIRED),
        ("token_otp_bad", SignInProblem.OTP_WRONG),
    ],
)
async def test_who_is_not_signed_in(line: str, name: str, problem: SignInProblem) -> None:
    client, _ = replaying(line, name)
    with pytest.raises(SignInError) as caught:
        await session.sign_in(client, OAUTH, "alice", PASSWORD)
    assert caught.value.problem is problem
    assert isinstance(caught.value, OtpRequiredError) == (problem is SignInProblem.OTP_REQUIRED)


@pytest.mark.parametrize(
    ("code", "detail", "problem"),
    [
        ("access_denied", "User is blocked.", SignInProblem.BLOCKED),
        ("access_denied", "User email is not verified.", SignInProblem.EMAIL_UNVERIFIED),
        ("access_denied", "Nope", SignInProblem.DENIED),
        ("account_blocked", "Utilisateur bloqué", SignInProblem.BLOCKED),
        ("email_not_verified", "…", SignInProblem.EMAIL_UNVERIFIED),
        ("account_waiting_for_approval", "", SignInProblem.AWAITING_APPROVAL),
        ("account_approval_rejected", "", SignInProblem.APPROVAL_REJECTED),
    ],
)
async def test_accounts_that_may_not_sign_in(code: str, detail: str, problem: SignInProblem) -> None:
    """Told apart by code, and before there was one by the words of servers that were never translated."""
    body = {"code": code, "detail": detail, "status": 400}
    client = client_of(lambda _: httpx.Response(400, json=body))
    with pytest.raises(SignInError) as caught:
        await session.sign_in(client, OAUTH, "alice", PASSWORD)
    assert (caught.value.problem, caught.value.code) == (problem, code)


@pytest.mark.parametrize("line", LINES)
async def test_too_many_tries(line: str) -> None:
    client, _ = replaying(line, "rl_429_login")
    with pytest.raises(RateLimitedError) as caught:
        await session.sign_in(client, OAUTH, "alice", PASSWORD)
    assert caught.value.retry_after == 288


@pytest.mark.parametrize("line", LINES)
async def test_a_client_the_server_does_not_know(line: str) -> None:
    client, _ = replaying(line, "token_bad_client")
    with pytest.raises(BadRequestError) as caught:
        await session.sign_in(client, OAUTH, "alice", PASSWORD)
    assert caught.value.code == "invalid_client"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["token_refresh", "token_refresh_after_expiry"])
async def test_renewing(line: str, name: str) -> None:
    client, server = replaying(line, name)
    tokens = await session.refresh(client, OAUTH, "the one before")
    assert tokens.refresh_token == recording(line, name).body["refresh_token"]
    form = parse_qs(server.requests[0].content.decode())
    assert (form["grant_type"], form["refresh_token"]) == (["refresh_token"], ["the one before"])


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["token_refresh_bad", "token_refresh_expired", "token_refresh_reused"])
async def test_what_cannot_be_renewed_is_over(line: str, name: str) -> None:
    client, _ = replaying(line, name)
    with pytest.raises(SessionEndedError):
        await session.refresh(client, OAUTH, "a token")


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502])
async def test_other_errors_do_not_end_a_session(status: int) -> None:
    client = client_of(lambda _: httpx.Response(status, text="<html>a proxy's page</html>"))
    with pytest.raises(HttpError) as caught:
        await session.refresh(client, OAUTH, "a token")
    assert not isinstance(caught.value, SessionEndedError)


@pytest.mark.parametrize("line", LINES)
async def test_leaving(line: str) -> None:
    client, server = replaying(line, "revoke_token")
    signed_in = client_of(server, client.origin, Account("good"))
    await session.revoke(signed_in)
    assert server.requests[0].headers["authorization"] == "Bearer good"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    "name", ["me_401_bad_token", "me_401_expired_token", "me_401_none", "me_401_revoked"]
)
async def test_what_needs_an_account_says_that_the_session_is_over(line: str, name: str) -> None:
    """To a client that had one; to nobody it is a plain 401."""
    anonymous, server = replaying(line, name)
    with pytest.raises(UnauthorizedError) as caught:
        await anonymous.get("/api/v1/users/me", dict)
    assert not isinstance(caught.value, SessionEndedError)
    with pytest.raises(SessionEndedError):
        await client_of(server, anonymous.origin, Account("bad")).get("/api/v1/users/me", dict)


@pytest.mark.parametrize("line", LINES)
async def test_a_wrong_present_password_is_no_end_of_the_session(line: str) -> None:
    client, server = replaying(line, "me_update_wrong_current")
    with pytest.raises(UnauthorizedError) as caught:
        await client_of(server, client.origin, Account("good")).put("/api/v1/users/me", {})
    assert caught.value.code == "current_password_is_invalid"
    assert not isinstance(caught.value, SessionEndedError)
    assert len(server.requests) == 1


def test_nothing_shows_its_secrets() -> None:
    tokens = Tokens("ACCESS", "REFRESH", 3600)
    for thing in (tokens, OAuthClient("id", "CLIENT"), Credentials(OAuthClient("i", "CLIENT"), tokens, 1.0)):
        shown = f"{thing} {thing!r} {[thing]}"
        assert not any(word in shown for word in ("ACCESS", "REFRESH", "CLIENT"))
    kept = msgspec.json.encode(Credentials(OAUTH, tokens, 1.0))
    assert msgspec.json.decode(kept, type=Credentials) == Credentials(OAUTH, tokens, 1.0)


@pytest.mark.parametrize("seconds", [None, 0, -1, 0.5, 1e300, "1"])
async def test_a_life_that_is_none(seconds: object) -> None:
    """What a server says of a token's life is a hint, and may be nonsense."""
    answer = {"access_token": "a", "refresh_token": "r", "expires_in": seconds}
    client = client_of(lambda _: httpx.Response(200, content=json.dumps(answer)))
    assert (await session.sign_in(client, OAUTH, "alice", PASSWORD)).life is None
