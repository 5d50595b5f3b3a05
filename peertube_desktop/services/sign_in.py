"""Becoming a user of an instance, and what helps those who cannot sign in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from peertube_desktop.api import instances, registration
from peertube_desktop.api.models.registration import Registration
from peertube_desktop.services.connections import Connections


class SignUp(StrEnum):
    """Who may become a user."""

    OPEN = "open"
    APPROVAL = "approval"
    """Somebody reads why, and decides."""
    CLOSED = "closed"
    NOT_FROM_HERE = "not_from_here"
    """Not from this network."""


@dataclass(frozen=True)
class SignUpRules:
    """How one becomes a user of the instance `name`. The texts are Markdown; an age of 0 says nothing."""

    sign_up: SignUp
    name: str
    minimum_age: int
    verifies_email: bool
    terms: str
    code_of_conduct: str


class SignIn:
    """What is done before anybody is signed in. Everything raises ApiError."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def rules(self, origin: str) -> SignUpRules:
        """Ask the instance, anew each time: it may have closed its doors."""
        client = self._connections.anonymous(origin)
        config, about = await asyncio.gather(instances.get_config(client), instances.get_about(client))
        signup = config.signup
        if not signup.allowed:
            sign_up = SignUp.CLOSED
        elif not signup.allowed_for_current_ip:
            sign_up = SignUp.NOT_FROM_HERE
        else:
            sign_up = SignUp.APPROVAL if signup.requires_approval else SignUp.OPEN
        return SignUpRules(
            sign_up,
            config.instance.name or client.host,
            signup.minimum_age,
            signup.requires_email_verification,
            about.instance.terms,
            about.instance.code_of_conduct,
        )

    async def register(self, origin: str, rules: SignUpRules, person: Registration) -> None:
        """Register, or ask for it where somebody must approve. See `api.registration.register` for errors."""
        client = self._connections.anonymous(origin)
        if rules.sign_up is SignUp.APPROVAL:
            await registration.request_registration(client, person)
        else:
            await registration.register(client, person)

    async def ask_verification_mail(self, origin: str, email: str) -> None:
        """Have the mail with the link sent once more, if the instance knows the address."""
        await registration.ask_verification_mail(self._connections.anonymous(origin), email)

    async def request_password_reset(self, origin: str, email: str) -> None:
        """Have a mail sent that lets its reader choose a new password, if the instance knows the address."""
        await registration.request_password_reset(self._connections.anonymous(origin), email)
