"""Errors of every shape that was recorded, and of some that proxies and old servers send."""

from __future__ import annotations

import errno
import socket
import ssl
from datetime import UTC, datetime

import pytest

from peertube_desktop.api import errors
from peertube_desktop.api.errors import NetworkProblem
from peertube_desktop.api.problems import http_error, network_problem, retry_after
from tests.api.replay import LINES, recording

SHAPES: list[tuple[str, type[errors.HttpError], str]] = [
    ("me_401_none", errors.UnauthorizedError, "unauthorized_request"),
    ("me_401_bad_token", errors.UnauthorizedError, "invalid_token"),
    ("token_otp_required", errors.UnauthorizedError, "missing_two_factor"),
    ("video_404", errors.NotFoundError, ""),
    ("comment_post_disabled", errors.ConflictError, ""),
    ("ru_init_413_quota", errors.TooLargeError, "quota_reached"),
    ("ru_bigger_total", errors.ConflictError, "FileConflict"),
    ("endpoint_404", errors.BadRequestError, ""),
    ("rl_429", errors.RateLimitedError, ""),
    ("private_file_badtoken", errors.ForbiddenError, ""),
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("name", "kind", "code"), SHAPES)
def test_recorded_errors(line: str, name: str, kind: type[errors.HttpError], code: str) -> None:
    """Each becomes the type of its status, with the server's own key where it has one."""
    one = recording(line, name)
    headers = {key.lower(): value for key, value in one.headers}
    error = http_error(one.status, headers, one.content if one.body != "" else b"", "tube.example")
    assert type(error) is kind
    assert (error.status, error.code, error.host) == (one.status, code, "tube.example")
    if isinstance(one.body, dict) and "detail" in one.body:
        assert error.detail == one.body["detail"]


def test_a_crashed_server() -> None:
    """500 to what its document allows."""
    error = http_error(500, {}, recording("6.3", "playlist_create_json_500").content, "h")
    assert isinstance(error, errors.ServerError)
    assert error.code == "TypeError"


@pytest.mark.parametrize("line", LINES)
def test_wrong_parameters_are_named(line: str) -> None:
    """For the form that sent them."""
    one = recording(line, "videos_400_sort")
    assert http_error(400, {}, one.content, "h").invalid_params == ("sort",)


@pytest.mark.parametrize("line", LINES)
def test_rate_limit_says_when_again(line: str) -> None:
    """In seconds, as recorded."""
    for name in ("rl_429", "rl_429_login"):
        one = recording(line, name)
        headers = {key.lower(): value for key, value in one.headers}
        error = http_error(one.status, headers, one.content, "h")
        assert error.retry_after == float(headers["retry-after"])
        assert error.detail == ""


@pytest.mark.parametrize(
    ("body", "content_type", "code", "detail"),
    [
        (b'{"error": "Old text"}', "application/json", "", "Old text"),
        (b'{"code": "invalid_grant", "error": "bad"}', "application/json", "invalid_grant", "bad"),
        (b'{"error": {"code": "GenericUploadxError", "message": "m"}}', "", "GenericUploadxError", "m"),
        (b'{"type": "https://docs/x.html#section/Errors/quota_reached"}', "", "quota_reached", ""),
        (b'{"type": 7, "code": {}, "detail": [], "error": null, "invalid-params": "x"}', "", "", ""),
        (b"<html><h1>502 Bad Gateway</h1></html>", "text/html", "", ""),
        (b"Forbidden", "text/plain; charset=utf-8", "", "Forbidden"),
        (b"\xff\xfe", "text/plain", "", "��"),
        (b"", "", "", ""),
        (b"[1, 2]", "application/json", "", ""),
        (b"[" * 100_000, "application/json", "", ""),
    ],
)
def test_other_shapes(body: bytes, content_type: str, code: str, detail: str) -> None:
    """Whatever the body is, there is an error to show."""
    error = http_error(502, {"content-type": content_type}, body, "h")
    assert (error.code, error.detail) == (code, detail)
    assert isinstance(error, errors.ServerError)


def test_a_novel_is_cut() -> None:
    """Nobody reads a megabyte of details."""
    error = http_error(400, {}, b'{"detail": "' + b"x" * 10_000 + b'", "code": "' + b"y" * 999 + b'"}', "h")
    assert len(error.detail) == 500
    assert len(error.code) == 100


def test_unknown_status() -> None:
    """A status without a type of its own is still an HttpError."""
    assert type(http_error(423, {}, b"", "h")) is errors.HttpError
    assert type(http_error(410, {}, b"", "h")) is errors.NotFoundError
    assert type(http_error(599, {}, b"", "h")) is errors.ServerError


NOW = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("9", 9.0),
        (" 288 ", 288.0),
        ("1.5", 1.5),
        ("-4", 0.0),
        ("Wed, 01 May 2024 12:00:30 GMT", 30.0),
        ("Wed, 01 May 2024 11:00:00 GMT", 0.0),
        ("Wed, 01 May 2024 12:00:30", 30.0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Wed, 99 May 2024 12:00:30 GMT", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    """A number of seconds, a date, or nothing to go by."""
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("cause", "problem"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), NetworkProblem.UNKNOWN_HOST),
        (socket.gaierror(socket.EAI_AGAIN, "x"), NetworkProblem.OFFLINE),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), NetworkProblem.REFUSED),
        (OSError(errno.ENETUNREACH, "x"), NetworkProblem.OFFLINE),
        (ConnectionResetError(errno.ECONNRESET, "x"), NetworkProblem.CUT),
        (ssl.SSLCertVerificationError(1, "x"), NetworkProblem.TLS),
        (ssl.SSLEOFError(8, "x"), NetworkProblem.TLS),
        (UnicodeError("label too long"), NetworkProblem.UNKNOWN_HOST),
        (ExceptionGroup("all", [OSError(errno.ENETUNREACH, "6"), ConnectionRefusedError(111, "4")]),
         NetworkProblem.REFUSED),
        (RuntimeError("?"), NetworkProblem.OTHER),
    ],
)  # fmt: skip
def test_why_there_was_no_answer(cause: Exception, problem: NetworkProblem) -> None:
    """Read from what the system said, however deep it lies."""
    outer = RuntimeError("outer")
    outer.__cause__ = cause
    assert network_problem(outer, NetworkProblem.OTHER) is problem


def test_errors_tell_no_secrets() -> None:
    """Their texts go into logs: no addresses, no server's words."""
    error = http_error(401, {}, b'{"detail": "token s3cret is wrong", "code": "c"}', "tube.example")
    assert "s3cret" not in str(error)
    assert "s3cret" not in repr(error)
