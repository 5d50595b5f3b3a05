"""Getting an account: registering, confirming a mail address, and a forgotten password."""

from __future__ import annotations

import re
from typing import Any

from .checks import Wrong, text
from .errors import Problems
from .forms import read_form
from .http import Answer, Request, answer_json, no_content
from .people import Person
from .registration import ACCEPTED, LABELS, PENDING, REJECTED, Registration, Registrations
from .router import Router
from .sessions import RefusedError, Sessions
from .settings import Settings

REGISTER, ASK = "/api/v1/users/register", "/api/v1/users/registrations/request"
USERNAME = re.compile(r"[a-z0-9_.]{1,50}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class RegisterApi:
    """Answers for /api/v1/users/register, …/registrations and the mails around them."""

    def __init__(
        self, problems: Problems, sessions: Sessions, registrations: Registrations, settings: Settings
    ) -> None:
        self.problems, self.sessions, self.registrations = problems, sessions, registrations
        self.settings = settings
        self.society = sessions.library.society

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        users = "/api/v1/users"
        router.add("POST", REGISTER, self.register)
        router.add("POST", ASK, self.ask)
        router.add("GET", f"{users}/registrations", self.list)
        router.add("POST", f"{users}/registrations/{{number}}/accept", self.accept)
        router.add("POST", f"{users}/registrations/{{number}}/reject", self.reject)
        router.add("POST", f"{users}/ask-send-verify-email", self.send_mail)
        router.add("POST", f"{users}/registrations/ask-send-verify-email", self.send_mail)
        router.add("POST", f"{users}/ask-reset-password", self.send_mail)
        router.add("POST", f"{users}/{{number}}/verify-email", self.verify)

    def _check(self, request: Request, reason: bool) -> tuple[Person, tuple[str, str], dict[str, Any]]:
        values = read_form(request).values
        wrong = []
        if not USERNAME.fullmatch(str(values.get("username", ""))):
            wrong.append(Wrong("username", values.get("username")))
        if not text(values.get("password"), 6 if self.problems.old else 8, 255):
            wrong.append(Wrong("password", values.get("password")))
        if not MAIL.fullmatch(str(values.get("email", ""))):
            wrong.append(Wrong("email", values.get("email")))
        title = values.get("displayName")
        if title is not None and not text(title, 1, 120):
            wrong.append(Wrong("displayName", title))
        channel = values.get("channel") or {}
        if channel and not USERNAME.fullmatch(str(channel.get("name", ""))):
            wrong.append(Wrong("channel.name", channel.get("name")))
        if reason and not text(values.get("registrationReason"), 2, 3000):
            wrong.append(Wrong("registrationReason", values.get("registrationReason")))
        if wrong:
            raise RefusedError(self.problems.wrong(request, wrong))
        name, mail = values["username"], values["email"]
        taken = any(name == one.name or mail == one.email for one in self.society.people)
        if taken or self.registrations.find(name):
            detail = "User with this username or email already exists."
            raise RefusedError(self.problems.make(409, detail))
        if channel and channel["name"] == name:
            detail = "Channel name cannot be the same as user username."
            raise RefusedError(self.problems.make(400, detail))
        if channel and self.society.taken(channel["name"]):
            detail = f"Channel with name {channel['name']} already exists."
            raise RefusedError(self.problems.make(409, detail))
        person = Person(self.society.number(), name, title or name, None, None)
        person.password, person.email = values["password"], mail
        person.verified = False if self.settings.verify_mail else None
        return person, (channel.get("name", ""), channel.get("displayName", "")), values

    def _closed(self) -> Answer:
        return self.problems.make(403, "User registration is not allowed")

    def register(self, request: Request) -> Answer:
        """POST /api/v1/users/register. The 8 line tells what became of it, and waits where that is asked."""
        approval = self.settings.signup == "approval"
        if self.settings.signup == "closed" or (approval and self.problems.old):
            return self._closed()
        person, channel, values = self._check(request, approval)
        if approval:
            self.registrations.ask(person, values["registrationReason"], channel)
            return answer_json({"state": {"id": PENDING, "label": LABELS[PENDING]}})
        self.society.add_person(person, *channel)
        self.sessions.kept()
        if self.problems.old:
            return no_content(tagged=True)
        return answer_json({"state": {"id": ACCEPTED, "label": LABELS[ACCEPTED]}})

    def ask(self, request: Request) -> Answer:
        """POST /api/v1/users/registrations/request."""
        if self.settings.signup == "closed":
            return self._closed()
        if self.settings.signup != "approval":
            return self.problems.make(400, "Signup approval is not enabled on this instance")
        person, channel, values = self._check(request, True)
        return answer_json(self.registrations.ask(person, values["registrationReason"], channel).shape())

    def _moderated(self, request: Request, number: str) -> Registration:
        self._moderator(request)
        found = next((one for one in self.registrations.all if str(one.id) == number), None)
        if found is None:
            raise RefusedError(self.problems.not_found("User not found"))
        if found.state != PENDING:
            detail = "This registration is already accepted or rejected."
            raise RefusedError(self.problems.make(409, detail))
        found.response = read_form(request).values.get("moderationResponse")
        return found

    def _moderator(self, request: Request) -> None:
        person = self.sessions.must(request)
        if person.role == 2:
            detail = (
                f"User {person.name} does not have right MANAGE_REGISTRATIONS to access to {request.path}."
            )
            raise RefusedError(self.problems.make(403, detail))

    def list(self, request: Request) -> Answer:
        """GET /api/v1/users/registrations: for moderators."""
        self._moderator(request)
        data = [one.shape() for one in self.registrations.all]
        return answer_json({"total": len(data), "data": data[::-1]})

    def accept(self, request: Request, number: str) -> Answer:
        """POST /api/v1/users/registrations/{id}/accept."""
        self.registrations.accept(self._moderated(request, number))
        return no_content()

    def reject(self, request: Request, number: str) -> Answer:
        """POST /api/v1/users/registrations/{id}/reject."""
        self._moderated(request, number).state = REJECTED
        return no_content()

    def send_mail(self, request: Request) -> Answer:
        """Mails that are asked for: 204 whether or not there is such an address. None is sent."""
        mail = read_form(request).values.get("email")
        if not MAIL.fullmatch(str(mail or "")):
            return self.problems.bad(request, "email", mail, place="body")
        return no_content()

    def verify(self, request: Request, number: str) -> Answer:
        """POST /api/v1/users/{id}/verify-email; the string of the mail that was not sent is "demo"."""
        person = self.society.user(int(number)) if number.isdigit() else None
        if person is None:
            return self.problems.not_found("User not found")
        values = read_form(request).values
        if values.get("verificationString") != "demo":
            return self.problems.make(403, "Invalid verification string.")
        person.verified = True
        if values.get("isPendingEmail") in (True, "true") and person.pending_email:
            person.email, person.pending_email = person.pending_email, None
        return no_content()
