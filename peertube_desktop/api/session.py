"""Signing in and out: OAuth's tokens, and what a server says where it gives none."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import (
    HttpError,
    OtpRequiredError,
    SessionEndedError,
    SignInError,
    SignInProblem,
)

ROOT = "/api/v1/users"
OTP_HEADER = "x-peertube-otp"
LONGEST_LIFE = 10 * 365 * 86400

_PROBLEMS = {
    "invalid_grant": SignInProblem.BAD_CREDENTIALS,
    "missing_two_factor": SignInProblem.OTP_REQUIRED,
    "invalid_two_factor": SignInProblem.OTP_WRONG,
    "account_blocked": SignInProblem.BLOCKED,
    "email_not_verified": SignInProblem.EMAIL_UNVERIFIED,
    "account_waiting_for_approval": SignInProblem.AWAITING_APPROVAL,
    "account_approval_rejected": SignInProblem.APPROVAL_REJECTED,
    "access_denied": SignInProblem.DENIED,
}
_OLD_DENIALS = {
    "User is blocked.": SignInProblem.BLOCKED,
    "User email is not verified.": SignInProblem.EMAIL_UNVERIFIED,
}
"""Before 8 both were `access_denied`, told apart by a text alone, which was never translated."""


class OAuthClient(msgspec.Struct, frozen=True):
    """What an instance tells every program before it may sign somebody in."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return "OAuthClient(…)"


class Tokens(msgspec.Struct, frozen=True):
    """What a server signs in with. The refresh token works once."""

    access_token: str
    refresh_token: str
    expires_in: float | None = None
    refresh_token_expires_in: float | None = None

    def __repr__(self) -> str:
        return "Tokens(…)"

    @property
    def life(self) -> float | None:
        """Seconds the access token is good for; None where the server says nothing of use."""
        seconds = self.expires_in or 0
        return seconds if 1 <= seconds <= LONGEST_LIFE else None


async def get_oauth_client(client: Client) -> OAuthClient:
    """getOAuthClient."""
    return await client.get("/api/v1/oauth-clients/local", OAuthClient)


async def sign_in(client: Client, oauth: OAuthClient, username: str, password: str, otp: str = "") -> Tokens:
    """getOAuthToken: by user name or e-mail address, with the two-factor code `otp` where one is wanted.

    Raises OtpRequiredError or another SignInError, and RateLimitedError after too many tries. `client` must
    be nobody's.
    """
    fields = {"grant_type": "password", "response_type": "code", "username": username, "password": password}
    try:
        return await _ask(client, oauth, fields, {OTP_HEADER: otp} if otp else {})
    except HttpError as error:
        raise _refusal(error) from None


async def refresh(client: Client, oauth: OAuthClient, refresh_token: str) -> Tokens:
    """New tokens for the old ones, which are worth nothing from then on.

    Raises SessionEndedError where the server does not take them. `client` must be nobody's.
    """
    fields = {"grant_type": "refresh_token", "response_type": "code", "refresh_token": refresh_token}
    try:
        return await _ask(client, oauth, fields, {})
    except HttpError as error:
        if error.code == "invalid_grant":
            raise SessionEndedError(error.status, error.host, code=error.code) from None
        raise


async def revoke(client: Client) -> None:
    """revokeOAuthToken: both tokens of the `client`'s account are worth nothing from then on."""
    await client.post(f"{ROOT}/revoke-token")


async def _ask(client: Client, oauth: OAuthClient, fields: dict[str, str], headers: dict[str, str]) -> Tokens:
    whole = {"client_id": oauth.client_id, "client_secret": oauth.client_secret, **fields}
    return await client.post_form(f"{ROOT}/token", whole, kind=Tokens, headers=headers)


def _refusal(error: HttpError) -> HttpError:
    problem = _PROBLEMS.get(error.code)
    if problem is SignInProblem.DENIED:
        problem = _OLD_DENIALS.get(error.detail, problem)
    if problem is None:
        return error
    kind = OtpRequiredError if problem is SignInProblem.OTP_REQUIRED else SignInError
    return kind(problem, error)
