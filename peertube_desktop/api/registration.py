"""Becoming a user of an instance, before there is anybody to sign in."""

from __future__ import annotations

from peertube_desktop.api.client import Client
from peertube_desktop.api.models.registration import Registration

ROOT = "/api/v1/users"


async def register(client: Client, registration: Registration) -> None:
    """registerUser, where no approval is needed.

    Raises ConflictError for a name or address that is taken, BadRequestError with `invalid_params`,
    ForbiddenError where registration is closed, RateLimitedError.
    """
    await client.post(f"{ROOT}/register", registration)


async def request_registration(client: Client, registration: Registration) -> None:
    """requestRegistration, where the instance's people decide; errors as in `register`."""
    await client.post(f"{ROOT}/registrations/request", registration)


async def ask_verification_mail(client: Client, email: str) -> None:
    """resendEmailToVerifyUser. The server does not tell whether it knows the address."""
    await client.post(f"{ROOT}/ask-send-verify-email", {"email": email})


async def request_password_reset(client: Client, email: str) -> None:
    """A mail with a link to choose a new password. The server does not tell whether it knows the address."""
    await client.post(f"{ROOT}/ask-reset-password", {"email": email})
