"""Signing in and out: OAuth's tokens, two-factor codes, and everything a person may be refused for."""

from __future__ import annotations

from .errors import Problems
from .http import Answer, Request, answer_json
from .otp import good
from .people import Person
from .registration import Registrations
from .router import Router
from .sessions import CLIENT, RefusedError, Session, Sessions
from .shapes import stamp

SIGN_IN = "/api/v1/users/token"
DOCS, REVOKE = "getOAuthToken", "revokeOAuthToken"
OTP = "x-peertube-otp"


class OauthApi:
    """Answers for /api/v1/oauth-clients, /api/v1/users/token and what belongs to it."""

    def __init__(self, problems: Problems, sessions: Sessions, registrations: Registrations) -> None:
        self.problems, self.sessions, self.registrations = problems, sessions, registrations

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/oauth-clients/local", self.client)
        router.add("POST", SIGN_IN, self.token)
        router.add("POST", "/api/v1/users/revoke-token", self.revoke)
        router.add("GET", "/api/v1/users/scoped-tokens", self.scoped)
        if not self.problems.old:
            router.add("GET", "/api/v1/users/{number}/token-sessions", self.list)

    def client(self, request: Request) -> Answer:
        """GET /api/v1/oauth-clients/local."""
        return answer_json({"client_id": CLIENT[0], "client_secret": CLIENT[1]})

    def _refuse(self, detail: str, code: str, status: int = 400) -> RefusedError:
        return RefusedError(self.problems.make(status, detail, code=code, docs=DOCS))

    def token(self, request: Request) -> Answer:
        """POST /api/v1/users/token: by password or refresh token."""
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            detail = "Invalid request: content must be application/x-www-form-urlencoded"
            raise self._refuse(detail, "invalid_request")
        form = request.form()
        client = (form.get("client_id"), form.get("client_secret"))
        if None in client:
            raise self._refuse("Invalid client: cannot retrieve client credentials", "invalid_client")
        if client != CLIENT:
            raise self._refuse("Invalid client: client is invalid", "invalid_client")
        grant = form.get("grant_type")
        if grant == "refresh_token":
            session = self.sessions.refresh(form.get("refresh_token", ""))
            if session is None:
                raise self._refuse("Invalid grant: refresh token is invalid", "invalid_grant")
        elif grant == "password":
            person = self._person(form.get("username", ""), form.get("password", ""))
            refusal = self._second_factor(request, person)
            if refusal is not None:
                return refusal
            session = self.sessions.open(person, request.headers.get("user-agent", ""))
        elif grant:
            raise self._refuse("Unsupported grant type: `grant_type` is invalid", "unsupported_grant_type")
        else:
            raise self._refuse("Missing parameter: `grant_type`", "invalid_request")
        return self._tokens(session)

    def _person(self, name: str, password: str) -> Person:
        for given, label in ((name, "username"), (password, "password")):
            if not given:
                raise self._refuse(f"Missing parameter: `{label}`", "invalid_request")
        person = self.sessions.find(name)
        if person is None or person.password != password:
            state = self.registrations.state_of(name)
            if state == "pending":
                detail = "Registration for this account is awaiting approval"
                raise self._refuse(detail, "account_waiting_for_approval")
            if state == "rejected":
                detail = "Registration approval for this account has been rejected"
                raise self._refuse(detail, "account_approval_rejected")
            raise self._refuse("Invalid grant: user credentials are invalid", "invalid_grant")
        if person.blocked is not None:
            raise self._refuse("User is blocked.", "access_denied")
        if person.verified is False:
            raise self._refuse("User email is not verified.", "access_denied")
        return person

    def _second_factor(self, request: Request, person: Person) -> Answer | None:
        if not person.otp:
            return None
        given = request.headers.get(OTP)
        if given is None:
            answer = self.problems.make(
                401, "Missing two factor header", code="missing_two_factor", docs=DOCS
            )
            answer.headers[OTP] = "required; app"
            return answer
        if not good(person.otp, given.strip()):
            raise self._refuse("Invalid two factor header", "invalid_two_factor")
        return None

    def _tokens(self, session: Session) -> Answer:
        answer = answer_json(
            {
                "token_type": "Bearer",
                "access_token": session.access,
                "refresh_token": session.refresh,
                "expires_in": max(0, round(self.sessions.access_seconds) - 1),
                "refresh_token_expires_in": max(0, round(self.sessions.refresh_seconds) - 1),
            }
        )
        answer.headers.update({"Cache-Control": "no-store", "Pragma": "no-cache"})
        return answer

    def revoke(self, request: Request) -> Answer:
        """POST /api/v1/users/revoke-token."""
        session = self.sessions.session(request)
        if session is None:
            detail = "Token is invalid"
            return self.problems.make(401, detail, code="unauthorized_request", docs=REVOKE)
        self.sessions.close(session)
        return answer_json({"success": True})

    def scoped(self, request: Request) -> Answer:
        """GET /api/v1/users/scoped-tokens."""
        person = self.sessions.must(request)
        return answer_json({"feedToken": self.registrations.feed_token(person)})

    def list(self, request: Request, number: str) -> Answer:
        """GET /api/v1/users/{id}/token-sessions (8 line)."""
        person, current = self.sessions.must(request), self.sessions.session(request)
        if number != str(person.user_id) and person.role == 2:
            return self.problems.make(403, "You do not have the right to list sessions of this user")
        data = []
        for at, session in enumerate(self.sessions.all()):
            if str(session.person.user_id) != number:
                continue
            began = stamp(session.began)
            shape: dict[str, object] = {"id": at + 1}
            for kind in ("login", "lastActivity"):
                shape[f"{kind}IP"], shape[f"{kind}Device"] = "127.0.0.1", session.device
                shape[f"{kind}Date"] = began
            shape.update(currentSession=session is current, createdAt=began)
            data.append(shape)
        return answer_json({"total": len(data), "data": data[::-1]})
