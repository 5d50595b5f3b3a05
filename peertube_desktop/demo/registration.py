"""Who wants an account: registrations that are taken at once, or wait for somebody to approve them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from .people import Person
from .shapes import stamp
from .society import Society

PENDING, REJECTED, ACCEPTED = 1, 2, 3
LABELS = {PENDING: "Pending", REJECTED: "Rejected", ACCEPTED: "Accepted"}


@dataclass
class Registration:
    """One request for an account."""

    id: int
    person: Person
    reason: str
    channel: tuple[str, str]
    made: float
    state: int = PENDING
    response: str | None = None

    def shape(self) -> dict[str, Any]:
        """As the API shows it."""
        name, title = self.channel
        return {
            "id": self.id,
            "state": {"id": self.state, "label": LABELS[self.state]},
            "registrationReason": self.reason,
            "moderationResponse": self.response,
            "username": self.person.name,
            "email": self.person.email,
            "emailVerified": self.person.verified,
            "accountDisplayName": self.person.display_name,
            "channelHandle": name or None,
            "channelDisplayName": title or None,
            "createdAt": stamp(self.made),
            "updatedAt": stamp(self.made),
            "user": {"id": self.person.user_id} if self.state == ACCEPTED else None,
        }


class Registrations:
    """All of them. `milo` waits from the start, for trying what he is told; `nora` was turned away."""

    def __init__(self, society: Society) -> None:
        self._society = society
        self.all: list[Registration] = []
        self._feeds: dict[str, str] = {}
        for name in ("milo", "nora"):
            person = Person(society.number(), name, name.capitalize(), None, None)
            self.ask(person, "I film birds.", ("", ""))
        self.all[1].state = REJECTED

    def ask(self, person: Person, reason: str, channel: tuple[str, str]) -> Registration:
        """A new request."""
        registration = Registration(len(self.all) + 1, person, reason, channel, time.time())
        self.all.append(registration)
        return registration

    def accept(self, registration: Registration) -> None:
        """Makes an account of a request."""
        registration.state = ACCEPTED
        self._society.add_person(registration.person, *registration.channel)

    def find(self, name: str) -> Registration | None:
        """The request of that name or mail address."""
        return next((one for one in self.all if name in (one.person.name, one.person.email)), None)

    def state_of(self, name: str) -> str:
        """ "pending", "rejected", "accepted", or "" where there is none."""
        found = self.find(name)
        return LABELS[found.state].lower() if found else ""

    def feed_token(self, person: Person) -> str:
        """The token for a person's private feeds."""
        return self._feeds.setdefault(person.name, secrets.token_hex(16))
