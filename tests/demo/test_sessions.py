"""Signing in, refreshing and out, two-factor codes and registering, as recorded from real servers."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from peertube_desktop.demo.otp import code
from peertube_desktop.demo.society import OTP_OF_INES
from tests.demo.contract import Recording
from tests.demo.places import PASSWORD
from tests.demo.world import World, world

LINES = ("6.3", "8.2")
TOKEN = "/api/v1/users/token"


@pytest.fixture(scope="module", params=LINES)
def there(request: pytest.FixtureRequest) -> Iterator[World]:
    """One instance of each line, for all tests of this file."""
    with world(request.param) as made:
        yield made


def sign_in(there: World, name: str, password: str = PASSWORD, otp: str = "") -> httpx.Response:
    """Asks for tokens by password."""
    keys = there.client.get("/api/v1/oauth-clients/local").json()
    form = {**keys, "grant_type": "password", "response_type": "code", "username": name, "password": password}
    return there.client.post(TOKEN, data=form, headers={"x-peertube-otp": otp} if otp else {})


def refresh(there: World, token: str) -> httpx.Response:
    """Exchanges a refresh token."""
    keys = there.client.get("/api/v1/oauth-clients/local").json()
    form = {**keys, "grant_type": "refresh_token", "refresh_token": token}
    return there.client.post(TOKEN, data=form)


def me(there: World, token: str) -> httpx.Response:
    """Who a token is."""
    return there.client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})


def test_tokens(there: World) -> None:
    answer = sign_in(there, "alice")
    there.recorded("token_password", answer)
    first = answer.json()
    answer = refresh(there, first["refresh_token"])
    there.recorded("token_refresh", answer)
    second = answer.json()
    there.recorded("token_refresh_reused", refresh(there, first["refresh_token"]))
    there.recorded("me_401_revoked", me(there, first["access_token"]))
    assert me(there, second["access_token"]).json()["username"] == "alice"
    there.recorded("scoped_tokens", there.ask("GET", "/api/v1/users/scoped-tokens", "alice"))
    if there.new:
        there.recorded("token_sessions", there.ask("GET", "/api/v1/users/2/token-sessions", "alice"))
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    there.recorded("revoke_token", there.client.post("/api/v1/users/revoke-token", headers=headers))
    there.recorded("me_401_revoked", me(there, second["access_token"]))
    assert refresh(there, second["refresh_token"]).status_code == 400
    there.recorded("logout_then", there.client.post("/api/v1/users/revoke-token"))
    by_mail = sign_in(there, "alice@example.com")
    assert by_mail.status_code == 200


@pytest.mark.parametrize("line", LINES)
def test_tokens_of_a_short_life(line: str) -> None:
    with world(line, "--token-seconds", "0.3", "--refresh-seconds", "0.8") as there:
        tokens = sign_in(there, "alice").json()
        while me(there, tokens["access_token"]).status_code == 200:
            time.sleep(0.02)
        there.recorded("me_401_expired_token", me(there, tokens["access_token"]))
        answer = refresh(there, tokens["refresh_token"])
        there.recorded("token_refresh_after_expiry", answer)
        assert me(there, answer.json()["access_token"]).status_code == 200
        time.sleep(0.9)
        there.recorded("token_refresh_expired", refresh(there, answer.json()["refresh_token"]))


def test_two_factor_codes(there: World) -> None:
    there.recorded("token_otp_required", sign_in(there, "ines"))
    there.recorded("token_otp_bad", sign_in(there, "ines", otp="000000"))
    answer = sign_in(there, "ines", otp=code(OTP_OF_INES, time.time()))
    there.recorded("token_otp_ok", answer)
    there.recorded("me_otp_user", me(there, answer.json()["access_token"]))


def test_switching_two_factor_on_and_off(there: World) -> None:
    base = "/api/v1/users/6/two-factor"
    wrong = there.ask("POST", f"{base}/request", "farid", json={"currentPassword": "no"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "current_password_is_invalid")
    answer = there.ask("POST", f"{base}/request", "farid", json={"currentPassword": PASSWORD})
    there.recorded("otp_request", answer)
    asked = answer.json()["otpRequest"]
    body = {"requestToken": asked["requestToken"], "otpToken": "000000"}
    there.recorded("otp_confirm_bad", there.ask("POST", f"{base}/confirm-request", "farid", json=body))
    body["otpToken"] = code(asked["secret"], time.time())
    there.recorded("otp_confirm", there.ask("POST", f"{base}/confirm-request", "farid", json=body))
    assert sign_in(there, "farid").status_code == 401
    assert sign_in(there, "farid", otp=code(asked["secret"], time.time())).status_code == 200
    other = there.ask("POST", f"{base}/disable", "alice", json={"currentPassword": PASSWORD})
    assert other.status_code == 403
    off = there.ask("POST", f"{base}/disable", "farid", json={"currentPassword": PASSWORD})
    assert off.status_code == 204
    assert sign_in(there, "farid").status_code == 200


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("jonas", "access_denied"),
        ("kim", "access_denied"),
        ("milo", "account_waiting_for_approval"),
        ("nora", "account_approval_rejected"),
        ("nobody", "invalid_grant"),
    ],
)
def test_who_may_not_sign_in(there: World, name: str, reason: str) -> None:
    answer = sign_in(there, name)
    assert (answer.status_code, answer.json()["code"]) == (400, reason)


def test_registering(there: World) -> None:
    body = {
        "username": "frank",
        "password": "password1234",
        "email": "frank@example.com",
        "displayName": "Frank",
    }
    answer = there.client.post(
        "/api/v1/users/register", json={**body, "channel": {"name": "frank_films", "displayName": "Films"}}
    )
    if there.new:
        there.recorded("user_register", answer)
        short = {"username": "gina", "password": "short", "email": "gina@example.com"}
        refused = there.client.post("/api/v1/users/register", json=short)
        there.recorded("user_register_short_password", refused)
    else:
        assert answer.status_code == 204
    taken = there.client.post("/api/v1/users/register", json={**body, "username": "alice"})
    there.recorded("user_register_409", taken)
    token = sign_in(there, "frank", "password1234").json()["access_token"]
    seen = me(there, token).json()
    assert [one["name"] for one in seen["videoChannels"]] == ["frank_films"]
    assert there.get("/api/v1/config")["signup"]["allowed"] is True
    mail = there.client.post("/api/v1/users/ask-send-verify-email", json={"email": "kim@example.com"})
    assert mail.status_code == 204


@pytest.mark.parametrize("line", LINES)
def test_registering_with_approval_and_not_at_all(line: str) -> None:
    body = {"username": "frank", "password": "password1234", "email": "frank@example.com"}
    body["registrationReason"] = "I film birds."
    with world(line, "--signup", "approval", "--verify-mail") as there:
        signup = there.get("/api/v1/config")["signup"]
        assert signup["requiresApproval"] is True
        assert signup["requiresEmailVerification"] is True
        answer = there.client.post("/api/v1/users/registrations/request", json=body)
        assert answer.json()["state"] == {"id": 1, "label": "Pending"}
        assert sign_in(there, "frank", "password1234").json()["code"] == "account_waiting_for_approval"
        number = answer.json()["id"]
        accept = f"/api/v1/users/registrations/{number}/accept"
        assert there.ask("POST", accept, "alice", json={}).status_code == 403
        assert there.ask("POST", accept, "root", json={"moderationResponse": "Welcome"}).status_code == 204
        assert sign_in(there, "frank", "password1234").json()["code"] == "access_denied"
        number = there.get("/api/v1/accounts/frank")["userId"]
        verify = f"/api/v1/users/{number}/verify-email"
        assert there.client.post(verify, json={"verificationString": "demo"}).status_code == 204
        assert sign_in(there, "frank", "password1234").status_code == 200
    with world(line, "--signup", "closed") as there:
        assert there.get("/api/v1/config")["signup"]["allowed"] is False
        assert there.client.post("/api/v1/users/register", json=body).status_code == 403


@pytest.mark.parametrize("line", LINES)
def test_the_limit_of_signing_in(line: str) -> None:
    from tests.demo_process import DemoProcess

    with DemoProcess.start(line, rate_limit=True) as demo:
        there = World(demo, line)
        answer = sign_in(there, "alice", "wrong")
        count = 1
        while answer.status_code != 429:
            answer = sign_in(there, "alice", "wrong")
            count += 1
        assert count == 16
        there.recorded("rl_429_login", answer)
        assert answer.text == Recording(line, "rl_429_login").body
        assert answer.headers["x-ratelimit-limit"] == "15"
        assert 200 < int(answer.headers["retry-after"]) <= 300
        assert there.client.get("/api/v1/videos").status_code == 200
        there.client.close()


def test_changing_oneself(there: World) -> None:
    path = "/api/v1/users/me"
    there.recorded("me_update", there.ask("PUT", path, "chloe", json={"displayName": "Carol"}))
    assert there.get("/api/v1/accounts/chloe")["displayName"] == "Carol"
    there.recorded("me_update_bad", there.ask("PUT", path, "chloe", json={"password": "newpassword"}))
    wrong = {"password": "newpassword", "currentPassword": "zzz"}
    there.recorded("me_update_wrong_current", there.ask("PUT", path, "chloe", json=wrong))
    if there.new:
        short = {"password": "abc", "currentPassword": PASSWORD}
        there.recorded("me_update_password_short", there.ask("PUT", path, "chloe", json=short))
        wishes = {"emailPublic": True, "nsfwFlagsHidden": 1, "nsfwPolicy": "warn", "language": "en"}
        there.recorded("me_update_emailpublic", there.ask("PUT", path, "chloe", json=wishes))
        there.recorded("me_after_update", there.ask("GET", path, "chloe"))
    seen = {"nsfwPolicy": "blur", "videoLanguages": ["fr"], "autoPlayNextVideo": True, "description": "Hello"}
    assert there.ask("PUT", path, "chloe", json=seen).status_code == 204
    me = there.get(path, "chloe")
    assert (me["nsfwPolicy"], me["videoLanguages"], me["autoPlayNextVideo"]) == ("blur", ["fr"], True)
    assert me["account"]["description"] == "Hello"
    fresh = {"password": "newpassword", "currentPassword": PASSWORD, "email": "c@example.com"}
    assert there.ask("PUT", path, "chloe", json=fresh).status_code == 204
    assert sign_in(there, "c@example.com", "newpassword").status_code == 200


def test_ones_avatar(there: World) -> None:
    picture = b"\x89PNG a picture"
    files = {"avatarfile": ("a.png", picture, "image/png")}
    answer = there.ask("POST", "/api/v1/users/me/avatar/pick", "emi", files=files)
    assert answer.status_code == 200
    path = answer.json()["avatars"][0]["path"]
    assert there.client.get(path).content == picture
    assert there.get("/api/v1/accounts/emi")["avatars"][0]["path"] == path
    bad = there.ask("POST", "/api/v1/users/me/avatar/pick", "emi", files={"avatarfile": ("a.txt", b"text")})
    assert bad.status_code == 400
    gone = there.ask("DELETE", "/api/v1/users/me/avatar", "emi")
    assert gone.status_code in (200, 204)
    assert there.get("/api/v1/accounts/emi")["avatars"] == []


def test_ones_videos(there: World) -> None:
    search = "/api/v1/users/me/videos?search=alps&channelNameOneOf=slow_wheels"
    there.recorded("me_videos_search", there.ask("GET", search, "alice"))
    every = "/api/v1/users/me/videos?count=100&sort=-publishedAt&isLive=false"
    there.recorded("me_videos_full", there.ask("GET", every, "alice"))
    names = [
        one["name"].casefold() for one in there.get("/api/v1/users/me/videos?sort=name", "alice")["data"]
    ]
    assert names == sorted(names)
    assert there.get("/api/v1/users/me/videos?channelId=3", "alice")["total"] < len(names)
