"""Switching two-factor sign-in on and off."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from .checks import Wrong
from .errors import Problems
from .forms import read_form
from .http import Answer, Request, answer_json, no_content
from .otp import good, new_secret
from .people import Person
from .router import Router
from .sessions import RefusedError, Sessions


class TwoFactorApi:
    """Answers for /api/v1/users/{id}/two-factor. A request for it holds until it is confirmed with a code."""

    def __init__(self, problems: Problems, sessions: Sessions, host: str) -> None:
        self.problems, self.sessions, self._host = problems, sessions, host
        self._asked: dict[str, tuple[Person, str]] = {}

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        base = "/api/v1/users/{number}/two-factor"
        router.add("POST", f"{base}/request", self.request)
        router.add("POST", f"{base}/confirm-request", self.confirm)
        router.add("POST", f"{base}/disable", self.disable)

    def _person(self, request: Request, number: str) -> Person:
        asker = self.sessions.must(request)
        person = self.sessions.library.society.user(int(number)) if number.isdigit() else None
        if person is None:
            raise RefusedError(self.problems.not_found("User not found"))
        if person is not asker and asker.role != 0:
            detail = f"User {asker.name} does not have right to change two factor setting of this user."
            raise RefusedError(self.problems.make(403, detail))
        return person

    def _with_password(self, request: Request, number: str) -> Person:
        asker, person = self.sessions.must(request), self._person(request, number)
        if asker is not person:
            return person
        given = read_form(request).values.get("currentPassword")
        if not given:
            raise RefusedError(self.problems.make(400, "currentPassword is missing"))
        if given != person.password:
            detail, code = "currentPassword is invalid.", "current_password_is_invalid"
            raise RefusedError(self.problems.make(403, detail, code=code))
        return person

    def request(self, request: Request, number: str) -> Answer:
        """POST …/request: a secret, and a token to confirm it with."""
        person = self._with_password(request, number)
        if person.otp:
            return self.problems.make(400, "Two factor is already enabled.")
        secret, token = new_secret(), secrets.token_hex(16)
        self._asked[token] = (person, secret)
        host = quote(self._host, safe="")
        label = f"{host}:{quote(person.email, safe='')}"
        uri = f"otpauth://totp/{label}?issuer={host}&secret={secret}&algorithm=SHA1&digits=6&period=30"
        return answer_json({"otpRequest": {"requestToken": token, "secret": secret, "uri": uri}})

    def confirm(self, request: Request, number: str) -> Answer:
        """POST …/confirm-request: with a code of the new secret."""
        person = self._person(request, number)
        values = read_form(request).values
        missing = [Wrong(name, None) for name in ("requestToken", "otpToken") if name not in values]
        if missing:
            return self.problems.wrong(request, missing)
        asked = self._asked.get(str(values["requestToken"]))
        if asked is None or asked[0] is not person:
            return self.problems.make(403, "Invalid request token")
        if not good(asked[1], str(values["otpToken"])):
            return self.problems.make(403, "Invalid OTP token")
        person.otp = asked[1]
        del self._asked[str(values["requestToken"])]
        self.sessions.kept()
        return no_content(tagged=True)

    def disable(self, request: Request, number: str) -> Answer:
        """POST …/disable."""
        person = self._with_password(request, number)
        if not person.otp:
            return self.problems.make(400, "Two factor is already disabled.")
        person.otp = ""
        self.sessions.kept()
        return no_content(tagged=True)
