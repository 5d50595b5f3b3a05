"""From what came back, or did not, to a typed error: every shape that servers were seen to send."""

from __future__ import annotations

import errno
import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from peertube_desktop.api import errors
from peertube_desktop.api.errors import NetworkProblem

LONGEST_DETAIL = 500

_TYPES: dict[int, type[errors.HttpError]] = {
    400: errors.BadRequestError,
    401: errors.UnauthorizedError,
    403: errors.ForbiddenError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    410: errors.NotFoundError,
    413: errors.TooLargeError,
    415: errors.UnprocessableError,
    422: errors.UnprocessableError,
    429: errors.RateLimitedError,
}

_OFFLINE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})
_CUT = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})


def http_error(
    status: int, headers: Mapping[str, str], body: bytes, host: str, now: datetime | None = None
) -> errors.HttpError:
    """The typed error of an answer with `status` >= 400 (or an unexpected 3xx).

    `headers` has names in lower case. Understood are problem+json with or without `error`, uploadx'
    `{"error": {"code", "message"}}`, the `{"error": "…"}` of old servers, plain text, HTML and nothing.
    """
    problem = _problem(body)
    inner = problem.get("error")
    inner = inner if isinstance(inner, dict) else {}
    code = _text(problem.get("code")) or _text(inner.get("code")) or _code_of_type(problem.get("type"))
    detail = (
        _text(problem.get("detail"))
        or _text(problem.get("error"))
        or _text(inner.get("message"))
        or _text(problem.get("message"))
        or _text(problem.get("title"))
    )
    if not problem and headers.get("content-type", "").startswith("text/plain"):
        detail = body[: 4 * LONGEST_DETAIL].decode("utf-8", "replace").strip()
    kind = _TYPES.get(status) or (errors.ServerError if status >= 500 else errors.HttpError)
    return kind(
        status,
        host,
        code=code[:100],
        detail=detail[:LONGEST_DETAIL],
        retry_after=retry_after(headers.get("retry-after", ""), now),
        invalid_params=_invalid_params(problem.get("invalid-params")),
    )


def code_of(body: bytes) -> str:
    """The key of the problem in `body`, or ""."""
    return http_error(400, {}, body, "").code


def _problem(body: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _code_of_type(value: object) -> str:
    """`…/api-rest-reference.html#section/Errors/quota_reached` is `quota_reached`."""
    head, found, tail = _text(value).rpartition("/Errors/")
    return tail if found and head else ""


def _invalid_params(value: object) -> tuple[str, ...]:
    return tuple(name[:100] for name in list(value)[:20]) if isinstance(value, dict) else ()


def retry_after(value: str, now: datetime | None = None) -> float | None:
    """Seconds of a `Retry-After` header, given as a number or a date; None where it is neither."""
    value = value.strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        # Not at the start of the program: it brings much along.
        from email.utils import parsedate_to_datetime

        try:
            when = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        seconds = (when - (now or datetime.now(UTC))).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and the members of groups among them."""
    todo: list[BaseException] = [error]
    seen: set[int] = set()
    while todo:
        current = todo.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            todo.extend(current.exceptions)
        todo.extend(link for link in (current.__cause__, current.__context__) if link is not None)


def network_problem(error: BaseException, default: NetworkProblem) -> NetworkProblem:
    """Why no answer came, by the system's errors underneath `error`; else `default`."""
    found = [problem for link in _chain(error) if (problem := _problem_of(link, default)) is not None]
    # A host may be tried over IPv6 and IPv4: "no network" of the one is less telling than what the other met.
    told = [problem for problem in found if problem is not NetworkProblem.OFFLINE]
    return (told or found or [default])[0]


def _problem_of(error: BaseException, default: NetworkProblem) -> NetworkProblem | None:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return NetworkProblem.CUT if default is NetworkProblem.CUT else NetworkProblem.TLS
    if isinstance(error, ssl.SSLError):
        return NetworkProblem.TLS
    if isinstance(error, socket.gaierror):
        no_resolver = error.errno == socket.EAI_AGAIN
        return NetworkProblem.OFFLINE if no_resolver else NetworkProblem.UNKNOWN_HOST
    if isinstance(error, UnicodeError):
        return NetworkProblem.UNKNOWN_HOST
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ECONNREFUSED:
        return NetworkProblem.REFUSED
    if number == errno.ETIMEDOUT:
        return NetworkProblem.TIMEOUT
    if number in _OFFLINE:
        return NetworkProblem.OFFLINE
    return NetworkProblem.CUT if number in _CUT else None
