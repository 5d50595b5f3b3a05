"""The session of one account: its tokens, renewed by one call however many calls find them run out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import msgspec

from peertube_desktop.api import session
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError, HttpError, RateLimitedError, SessionEndedError
from peertube_desktop.api.session import OAuthClient, Tokens

MARGIN_SECONDS = 60.0
MARGIN_SHARE = 0.1
"""Renewed so long before the end, the shorter of the two: a body is not sent for nothing."""
PAUSE_AFTER_429 = 60.0
REVOKE_SECONDS = 15.0


class Credentials(msgspec.Struct, frozen=True):
    """What is kept of a session. `until` is when the access token runs out, by this machine's clock."""

    oauth: OAuthClient
    tokens: Tokens
    until: float | None = None

    def __repr__(self) -> str:
        return "Credentials(…)"


def credentials_of(oauth: OAuthClient, tokens: Tokens, now: float) -> Credentials:
    """To be kept, at the time `now`."""
    return Credentials(oauth, tokens, None if tokens.life is None else now + tokens.life)


class SignedIn:
    """The `Auth` of one account, over `client`, which is nobody's, of its instance.

    Begun without knowing its tokens: calls wait for `begin`. `renewed` is told new tokens at once, for they
    are the only ones from then on; `ended` once when the password is wanted. What needs an account waits then
    for `begin` with new ones, or for `decline`; what needs none goes on without.
    """

    def __init__(
        self,
        client: Client,
        *,
        renewed: Callable[[Credentials], None],
        ended: Callable[[], None],
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._tell_renewed = renewed
        self._tell_ended = ended
        self._clock = clock
        self._ticks = ticks
        self._known = asyncio.Event()
        self._credentials: Credentials | None = None
        self._good_until: float | None = None
        self._flight: asyncio.Task[ApiError | None] | None = None
        self._not_before = 0.0
        self._asked = False
        self._declined = False
        self._closed = False
        self._waiting: set[asyncio.Future[bool]] = set()

    def __repr__(self) -> str:
        return f"SignedIn({self._client.host!r})"

    @property
    def is_ended(self) -> bool:
        """Whether the password is wanted."""
        return self._known.is_set() and self._credentials is None

    @property
    def credentials(self) -> Credentials | None:
        """The tokens in use."""
        return self._credentials

    def begin(self, credentials: Credentials | None, *, ask: bool = True) -> None:
        """Go on with these, whatever there was before; None where the password is wanted first.

        Without `ask` nobody is told so: they may still be found.
        """
        if self._closed:
            return
        self._credentials = credentials
        self._asked, self._declined = not ask, False
        self._not_before = 0.0
        self._good_until = None
        if credentials is not None:
            life = None if credentials.until is None else credentials.until - self._clock()
            self._good_until = self._end_of(life)
            self._answer(True)
        elif self._waiting:
            self._ask()
        self._known.set()

    def decline(self) -> None:
        """The person does not want to sign in now: what waits, and what comes, fails with SessionEndedError."""
        if self.is_ended:
            self._declined = True
            self._answer(False)

    async def header(self) -> str | None:
        """See `Auth`. Waits while the tokens are renewed; renews them where they have run out."""
        await self._known.wait()
        if self._flight is not None:
            await self._landed(self._flight)
        elif not self._closed and self._good_until is not None and self._ticks() >= self._good_until:
            # By our clock, which may be wrong: where it does not work out, the server has the last word.
            self._good_until = None
            await self._renew()
        return None if self._closed else self._value()

    async def on_unauthorized(self, refused: str) -> bool:
        """See `Auth`. Many calls that were refused together renew the tokens once."""
        if self._closed or self._credentials is None:
            return False
        if self._value() == refused:
            error = await self._renew()
            if error is not None:
                raise error
        return self._value() not in (None, refused)

    async def signed_in_again(self) -> bool:
        """See `Auth`."""
        await self._known.wait()
        if self._closed or self._declined:
            return False
        if self._credentials is not None:
            # While the call was made without.
            return True
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.add(answer)
        try:
            self._ask()
            return await answer
        finally:
            self._waiting.discard(answer)

    async def close(self) -> bool:
        """Signed out: no call is made as this account any more. Whether its server was told."""
        self._closed = True
        self._known.set()
        self._answer(False)
        try:
            async with asyncio.timeout(REVOKE_SECONDS):
                return await self._revoke()
        except (ApiError, TimeoutError):
            return False

    async def settle(self) -> None:
        """Waits for the end of a renewal under way: its tokens would be lost with the program."""
        if self._flight is not None:
            await self._landed(self._flight)

    async def _revoke(self) -> bool:
        await self.settle()
        for _ in range(2):
            value = self._value()
            if value is None:
                return True
            headers = {"Authorization": value}
            try:
                await self._client.post(f"{session.ROOT}/revoke-token", headers=headers)
            except HttpError as error:
                if error.status != 401 or await self._renew() is not None:
                    return error.status == 401 and self._value() is None
            else:
                return True
        return False

    def _value(self) -> str | None:
        return None if self._credentials is None else f"Bearer {self._credentials.tokens.access_token}"

    async def _renew(self) -> ApiError | None:
        """One renewal for all who ask while it is under way; what went wrong, unless the session has ended."""
        left = self._not_before - self._ticks()
        if left > 0:
            return RateLimitedError(429, self._client.host, retry_after=left)
        if self._flight is None:
            # A task of its own: whoever gives up waiting must not take the only good tokens along.
            self._flight = asyncio.get_running_loop().create_task(self._fly(), name="renew tokens")
            self._flight.add_done_callback(self._over)
        return await self._landed(self._flight)

    def _over(self, _flight: asyncio.Task[ApiError | None]) -> None:
        self._flight = None

    async def _landed(self, flight: asyncio.Task[ApiError | None]) -> ApiError | None:
        return await asyncio.shield(flight)

    async def _fly(self) -> ApiError | None:
        used = self._credentials
        if used is None:
            return None
        try:
            fresh = await self._exchanged(used)
        except SessionEndedError:
            if self._credentials is used:
                self._credentials = None
                self._ask()
            return None
        except RateLimitedError as error:
            self._not_before = self._ticks() + (error.retry_after or PAUSE_AFTER_429)
            return error
        except ApiError as error:
            return error
        if self._credentials is used:
            self._credentials = fresh
            self._good_until = self._end_of(fresh.tokens.life)
            if not self._closed:
                self._tell_renewed(fresh)
        return None

    async def _exchanged(self, used: Credentials) -> Credentials:
        oauth = used.oauth
        try:
            tokens = await session.refresh(self._client, oauth, used.tokens.refresh_token)
        except HttpError as error:
            if error.code != "invalid_client":
                raise
            # The instance was set up anew, or moved; its refresh tokens may still be good.
            oauth = await session.get_oauth_client(self._client)
            tokens = await session.refresh(self._client, oauth, used.tokens.refresh_token)
        return credentials_of(oauth, tokens, self._clock())

    def _end_of(self, life: float | None) -> float | None:
        if life is None or life > session.LONGEST_LIFE:
            return None
        return self._ticks() + life - min(MARGIN_SECONDS, max(0.0, life) * MARGIN_SHARE)

    def _ask(self) -> None:
        if not self._asked and not self._closed:
            self._asked = True
            self._tell_ended()

    def _answer(self, again: bool) -> None:
        for answer in self._waiting:
            if not answer.done():
                answer.set_result(again)
