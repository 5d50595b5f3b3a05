"""A server of tokens in this process, strict as a real one: what runs out, what works once, who asked how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx

from peertube_desktop.api.client import Client
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.api.session import OAuthClient, Tokens
from peertube_desktop.api.signed_in import Credentials, SignedIn
from tests.api.replay import pool_of

ORIGIN = "https://tube.example"
OAUTH = OAuthClient("id", "client-secret")
PRIVATE = "/api/v1/users/me"
PUBLIC = "/api/v1/videos"


class Clock:
    """A clock that stands until it is told."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class TokenServer:
    """One account. `life` is what new tokens say they last; they last until `expire` or `revoke`."""

    def __init__(self, life: float | None = 86400) -> None:
        self.life = life
        self.access = "access-0"
        self.refresh = "refresh-0"
        self.number = 0
        self.refreshes: list[str] = []
        self.calls: list[tuple[str, str, str]] = []
        self.clients = {OAUTH.client_id}
        self.fail: Callable[[], httpx.Response] | None = None
        """Answers a renewal instead, after it was written down."""
        self.hold: asyncio.Event | None = None
        """A renewal waits for it."""
        self.meanwhile: Callable[[], None] | None = None
        """What happens, once, while a call is under way."""
        self.pool: HttpPool = pool_of(self)

    def tokens(self) -> Tokens:
        """Those that are good now."""
        return Tokens(self.access, self.refresh, self.life)

    def renew(self) -> Tokens:
        """New ones; the old ones are worth nothing."""
        self.number += 1
        self.access, self.refresh = f"access-{self.number}", f"refresh-{self.number}"
        return self.tokens()

    def expire(self) -> None:
        """The access token has run out."""
        self.access = ""

    def revoke(self) -> None:
        """The session is over."""
        self.access = self.refresh = ""

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/api/v1/users/token":
            return await self._token(parse_qs(request.content.decode()))
        if path == "/api/v1/oauth-clients/local":
            self.clients = {"new id"}
            return httpx.Response(200, json={"client_id": "new id", "client_secret": "new"})
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.calls.append((request.method, path, given))
        await asyncio.sleep(0)
        if self.meanwhile is not None:
            happen, self.meanwhile = self.meanwhile, None
            happen()
        if given and given != self.access:
            return _refused("invalid_token")
        if not given and not path.startswith(PUBLIC):
            return _refused("unauthorized_request")
        if path == "/api/v1/users/revoke-token":
            self.revoke()
        return httpx.Response(200, json={"who": given})

    async def _token(self, form: dict[str, list[str]]) -> httpx.Response:
        if form["client_id"][0] not in self.clients:
            return httpx.Response(400, json={"code": "invalid_client"})
        given = form["refresh_token"][0]
        self.refreshes.append(given)
        good = given == self.refresh
        if self.hold is not None:
            await self.hold.wait()
        if self.fail is not None:
            return self.fail()
        if not good or not given:
            return httpx.Response(400, json={"code": "invalid_grant", "detail": "refresh token is invalid"})
        fresh = self.renew()
        body = {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}
        return httpx.Response(200, json=body if self.life is None else {**body, "expires_in": self.life})


def _refused(code: str) -> httpx.Response:
    return httpx.Response(401, json={"code": code, "detail": "Token is invalid"})


class Person:
    """An account on a server, with what its session told."""

    def __init__(self, server: TokenServer, *, ticks: float = 1000.0, now: float = 1_800_000_000.0) -> None:
        self.server = server
        self.clock, self.ticks = Clock(now), Clock(ticks)
        self.renewed: list[Credentials] = []
        self.ended = 0
        self.ending = asyncio.Event()
        self.auth = SignedIn(
            Client(ORIGIN, server.pool),
            renewed=self.renewed.append,
            ended=self._end,
            clock=self.clock,
            ticks=self.ticks,
        )
        self.client = Client(ORIGIN, server.pool, self.auth)

    def _end(self) -> None:
        self.ended += 1
        self.ending.set()

    def begin(self, until: float | None = None) -> None:
        """With the tokens that are good now."""
        self.auth.begin(Credentials(OAUTH, self.server.tokens(), until))

    async def who(self) -> str:
        """Who the server takes the account for, where it must be somebody."""
        return (await self.client.get(PRIVATE, dict[str, str]))["who"]

    async def look(self) -> str:
        """The same where nobody will do."""
        return (await self.client.get(PUBLIC, dict[str, str]))["who"]
