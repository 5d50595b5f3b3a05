"""JSON to models: strict where a thing could not be used without it, forgiving everywhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, TypeVar, cast

import msgspec

from peertube_desktop.api.errors import AnswerProblem, BadAnswerError

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_REPAIRS = 200
"""Wrong values left out of one answer before it is given up as a whole."""
MOST_REPAIRED_BYTES = 32 * 1024 * 1024
"""Each repair reads the whole answer again: so much in all, and a huge answer full of junk ends soon."""
LARGEST_REPAIRED = 1024 * 1024
"""A larger answer is right or refused. No other thread runs while one is read: the window would stand still."""

_PATH = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_ESCAPE = re.compile(
    rb"(?P<whole>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|(\[\.\.\.\])")


@lru_cache(maxsize=64)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def decode(body: bytes, kind: type[T], host: str, content_type: str = "") -> T:
    """`body` as `kind`.

    Half a surrogate pair, which servers leave where they cut a text inside an emoji, becomes U+FFFD.
    A field of the wrong type is taken for missing, and an element of a list that then lacks what it needs is
    left out of its list: one broken video does not hide the others. Raises `BadAnswerError` for what is no
    JSON, is cut off, or lacks something required outside of a list.
    """
    try:
        return _decode(body, kind, host, content_type)
    except BadAnswerError:
        mended = _without_halves(body)
        if mended == body:
            raise
    return _decode(mended, kind, host, content_type)


def _without_halves(body: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found["half"] else found[0], body)


def _decode(body: bytes, kind: type[T], host: str, content_type: str) -> T:
    try:
        value: T = _decoder(cast(Hashable, kind)).decode(body)
    except msgspec.ValidationError as error:
        first = error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswerError(_not_json(body, error), host, "", content_type) from None
    except RecursionError:
        raise BadAnswerError(AnswerProblem.WRONG_SHAPE, host, "", content_type) from None
    else:
        return value
    if len(body) > LARGEST_REPAIRED:
        raise BadAnswerError(AnswerProblem.WRONG_SHAPE, host, _path(first), content_type)
    try:
        repairs = min(MOST_REPAIRS, MOST_REPAIRED_BYTES // len(body))
        return _repaired(_without_nulls(msgspec.json.decode(body)), kind, host, repairs)
    except (msgspec.ValidationError, RecursionError):
        path = _path(first)
        raise BadAnswerError(AnswerProblem.WRONG_SHAPE, host, path, content_type) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # The wrong value came first, and what follows it is no JSON.
        raise BadAnswerError(_not_json(body, error), host, "", content_type) from None


def _not_json(body: bytes, error: Exception) -> AnswerProblem:
    start = body[:64].lstrip()
    if start[:1] in (b"{", b"[") and "truncated" in str(error):
        return AnswerProblem.TRUNCATED
    return AnswerProblem.NOT_JSON


def _path(error: msgspec.ValidationError) -> str:
    found = _PATH.search(str(error))
    return found.group(1) if found else "$"


def _without_nulls(value: Any) -> Any:
    """`value` without the fields that are null: a field that may be is one that may be missing."""
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _repaired(value: Any, kind: type[T], host: str, most: int) -> T:
    """`value` as `kind` after leaving out at most `most` wrong things. Raises ValidationError."""
    for _ in range(most):
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            path = _path(error)
            if not _leave_out(value, path):
                raise
            log.info("Left out %s of an answer of %s: %s", path, host, str(error)[:200])
    return msgspec.convert(value, kind)


def _leave_out(value: Any, path: str) -> bool:
    """Delete the field or element at `path`, or what is around it. False where nothing is left."""
    steps: list[str | int | None] = []
    for field, index, _any in _STEP.findall(path):
        steps.append(field or (int(index) if index else None))
    while steps:
        last = steps.pop()
        parent = _at(value, steps)
        if isinstance(last, str) and isinstance(parent, dict) and last in parent:
            del parent[last]
            return True
        if isinstance(last, int) and isinstance(parent, list) and last < len(parent):
            del parent[last]
            return True
    return False


def _at(value: Any, steps: list[str | int | None]) -> Any:
    for step in steps:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value
