"""Who is signed in: OAuth tokens, the tokens for single files, and who may see which video."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from .errors import Problems
from .http import Answer, Request
from .library import INTERNAL, PASSWORD_PROTECTED, PRIVATE, Library, Video
from .people import Person

CLIENT = ("demoinstanceclientid00000000000000", "demoinstanceclientsecret0000000000")
ACCESS_SECONDS, OLD_REFRESH, NEW_REFRESH = 86400, 1209600, 2419200
FILE_SECONDS = 8 * 3600


@dataclass
class Session:
    """One signed-in session: until when its access token and its refresh token are good."""

    person: Person
    access: str
    refresh: str
    until: float
    refresh_until: float
    began: float
    device: str = ""


class RefusedError(Exception):
    """The request is answered with `answer` instead."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Sessions:
    """Hands out tokens and tells who asks. `access_seconds` and `refresh_seconds` are how long they live."""

    def __init__(
        self, problems: Problems, library: Library, access_seconds: float = 0, refresh_seconds: float = 0
    ) -> None:
        self.problems, self.library = problems, library
        self.access_seconds = access_seconds or ACCESS_SECONDS
        self.refresh_seconds = refresh_seconds or (OLD_REFRESH if problems.old else NEW_REFRESH)
        self.kept: Callable[[], None] = lambda: None
        self._by_access: dict[str, Session] = {}
        self._by_refresh: dict[str, Session] = {}
        self._files: dict[str, tuple[int, float]] = {}

    def open(self, person: Person, device: str = "") -> Session:
        """A new session for that person."""
        now = time.time()
        session = Session(
            person,
            secrets.token_hex(20),
            secrets.token_hex(20),
            now + self.access_seconds,
            now + self.refresh_seconds,
            now,
            device,
        )
        self.add(session)
        self.kept()
        return session

    def add(self, session: Session) -> None:
        """Takes over a session."""
        self._by_access[session.access] = self._by_refresh[session.refresh] = session

    def all(self) -> list[Session]:
        """All sessions whose refresh token is not used up."""
        return list(self._by_refresh.values())

    def close(self, session: Session) -> None:
        """Ends a session: both of its tokens are worth nothing from now on."""
        self._by_access.pop(session.access, None)
        self._by_refresh.pop(session.refresh, None)
        self.kept()

    def close_all(self, person: Person) -> None:
        """Ends all sessions of that person."""
        for session in self.all():
            if session.person is person:
                self.close(session)

    def refresh(self, token: str) -> Session | None:
        """Exchanges a refresh token, which works once; None if it is not good. An old one is refused."""
        old = self._by_refresh.get(token)
        if old is None:
            return None
        if old.refresh_until < time.time():
            detail = "Invalid grant: refresh token has expired"
            raise RefusedError(self.problems.make(400, detail, code="invalid_grant", docs="getOAuthToken"))
        self.close(old)
        return self.open(old.person, old.device)

    def find(self, name: str) -> Person | None:
        """The person that signs in with that name or mail address."""
        return next((p for p in self.library.society.people if name in (p.name, p.email)), None)

    def session(self, request: Request) -> Session | None:
        """The session of a request; None without a token. A bad token is refused, even where none is
        needed."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        session = self._by_access.get(token.strip())
        if session is None or session.until < time.time():
            raise RefusedError(self.problems.unauthorized("invalid_token"))
        return session

    def person(self, request: Request) -> Person | None:
        """Who asks; None for nobody."""
        session = self.session(request)
        return session.person if session else None

    def must(self, request: Request) -> Person:
        """Who asks; nobody is refused."""
        person = self.person(request)
        if person is None:
            raise RefusedError(self.problems.unauthorized())
        return person

    def may_see(self, request: Request, video: Video, docs: str | None = None) -> None:
        """Refuses who may not have a video."""
        person = self.person(request)
        if video.privacy in (PRIVATE, INTERNAL):
            if person is None:
                detail = "Not authenticated" if self.problems.old else "Authentication is required"
                raise RefusedError(self.problems.make(401, detail, docs=docs))
            if video.privacy == PRIVATE and not self._owns(person, video):
                detail = "Cannot fetch information of private/internal/blocked video"
                raise RefusedError(self.problems.make(403, detail, docs=docs))
        if video.privacy == PASSWORD_PROTECTED and not (person and self._owns(person, video)):
            given = request.headers.get("x-peertube-video-password")
            if given is None:
                detail = "Please provide a password to access this password protected video"
                status = 403 if self.problems.old or person else 401
                raise RefusedError(
                    self.problems.make(status, detail, code="video_requires_password", docs=docs)
                )
            if given not in video.own.passwords:
                detail = "Incorrect video password. Access to the video is denied"
                detail += "." if self.problems.old else ""
                raise RefusedError(
                    self.problems.make(403, detail, code="incorrect_video_password", docs=docs)
                )

    def _owns(self, person: Person, video: Video) -> bool:
        return person == video.channel.owner or person.role < 2

    def file_token(self, video: Video) -> tuple[str, float]:
        """A token for the files of one video, and until when it is good."""
        token, until = secrets.token_urlsafe(24), time.time() + FILE_SECONDS
        self._files[token] = (video.index, until)
        return token, until

    def may_have_file(self, request: Request, video: Video) -> Answer | None:
        """None if the request may have the files of a guarded video, else the refusal."""
        token = request.query.get("videoFileToken", [""])[0]
        if token:
            known = self._files.get(token)
            if known and known[0] == video.index and known[1] > time.time():
                return None
            if self.problems.old:
                return Answer(403, b"Forbidden", {"Content-Type": "text/plain; charset=utf-8"})
            return self.problems.make(403, "Invalid video file token")
        if "authorization" not in request.headers and "x-peertube-video-password" not in request.headers:
            detail = (
                "Video password header, video file token query parameter and bearer token are all missing"
            )
            return self.problems.make(403 if self.problems.old else 401, detail)
        try:
            self.may_see(request, video)
        except RefusedError as refusal:
            return refusal.answer
        return None
