"""What can go wrong with a call, as types and keys. No prose: `ui.words` makes the sentences."""

from __future__ import annotations

from enum import StrEnum


class NetworkProblem(StrEnum):
    """Why no answer came."""

    OFFLINE = "offline"
    """This machine has no network: no route, no resolver."""
    UNKNOWN_HOST = "unknown_host"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    """No TLS there, or a certificate that is not trusted."""
    CUT = "cut"
    """The connection ended in the middle of the answer."""
    PROXY = "proxy"
    OTHER = "other"


class AnswerProblem(StrEnum):
    """What is wrong with an answer that came."""

    NOT_JSON = "not_json"
    TRUNCATED = "truncated"
    WRONG_SHAPE = "wrong_shape"
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    """Redirected to where we do not follow: another scheme, too often, with credentials to another host."""


class ApiError(Exception):
    """The root of everything the api layer raises."""


class NetworkError(ApiError):
    """No answer. Safe calls were retried before this is raised."""

    def __init__(self, problem: NetworkProblem, host: str, detail: str = "") -> None:
        super().__init__(f"{problem} ({host}) {detail}".rstrip())
        self.problem = problem
        self.host = host


class BadAnswerError(ApiError):
    """An answer other than what the document promises. `path` is msgspec's, such as `$.data[0].id`."""

    def __init__(self, problem: AnswerProblem, host: str, path: str = "", content_type: str = "") -> None:
        super().__init__(f"{problem} ({host}) {path} {content_type}".rstrip())
        self.problem = problem
        self.host = host
        self.path = path
        self.content_type = content_type


class HttpError(ApiError):
    """The server answered with an error.

    `code` is the problem's own key (`video_requires_password`, `quota_reached`, …) or "" where it has none;
    `detail` is the server's text, in whatever language: to show, never to match on.
    `retry_after` is in seconds, or None.
    """

    def __init__(
        self,
        status: int,
        host: str,
        *,
        code: str = "",
        detail: str = "",
        retry_after: float | None = None,
        invalid_params: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{status} {code} ({host})")
        self.status = status
        self.host = host
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.invalid_params = invalid_params


class BadRequestError(HttpError):
    """400: we asked for something this server does not understand."""


class UnauthorizedError(HttpError):
    """401: no token, a bad one, a wrong password, a two-factor code wanted."""


class SessionEndedError(UnauthorizedError):
    """The account must sign in again: its session was revoked, ran out, or was ended by the person."""


class ForbiddenError(HttpError):
    """403."""


class NotFoundError(HttpError):
    """404, and 410."""


class ConflictError(HttpError):
    """409."""


class TooLargeError(HttpError):
    """413."""


class UnprocessableError(HttpError):
    """415 and 422."""


class RateLimitedError(HttpError):
    """429: `retry_after` says when again."""


class ServerError(HttpError):
    """5xx: not our fault, may pass."""


class SignInProblem(StrEnum):
    """Why the server signs nobody in."""

    BAD_CREDENTIALS = "bad_credentials"
    """Or no such user: servers do not tell which."""
    OTP_REQUIRED = "otp_required"
    OTP_WRONG = "otp_wrong"
    BLOCKED = "blocked"
    EMAIL_UNVERIFIED = "email_unverified"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVAL_REJECTED = "approval_rejected"
    DENIED = "denied"
    """Blocked, or the e-mail address is not verified: this server does not tell which."""


class SignInError(HttpError):
    """Name and password were not taken, `problem` says why. Too many tries are a `RateLimitedError`."""

    def __init__(self, problem: SignInProblem, error: HttpError) -> None:
        super().__init__(error.status, error.host, code=error.code, detail=error.detail)
        self.problem = problem


class OtpRequiredError(SignInError):
    """The account has two-factor authentication, and no code was given."""
