"""Compares an answer of the demo instance with a recorded answer of a real server.

Not the values but the form: the status, the headers a client relies on, and that every field which the recording has
is there and of the same type. `None` is taken where some recording of that line has it for that field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).resolve().parents[1] / "api" / "recordings"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)")
BASES = ("http://127.0.0.1:9000", "http://127.0.0.1:9100")
# Headers whose value is the contract, and those which only have to be there.
SAME = (
    "content-type",
    "accept-ranges",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "x-powered-by",
)
THERE = ("etag", "last-modified", "content-range", "retry-after", "cache-control", "x-ratelimit-limit",
         "x-ratelimit-remaining", "x-ratelimit-reset")  # fmt: skip
# Objects used as maps: which keys they have is the data, not the form.
MAPS = ("storyboard", "-fragmented.mp4")


class Recording:
    """One recorded answer."""

    def __init__(self, line: str, name: str) -> None:
        given = json.loads((RECORDINGS / line / f"{name}.json").read_text())
        self.name, self.status, self.body = name, int(given["status"]), given["body"]
        self.headers = {key.lower(): value for key, value in given["headers"]}
        self.request: dict[str, Any] = given["request"]


def names(line: str) -> list[str]:
    """The names of all recordings kept for that line."""
    return sorted(path.stem for path in (RECORDINGS / line).glob("*.json"))


@cache
def nullable(line: str) -> frozenset[str]:
    """The fields (`holder.field`) that are null in some recording of that line."""
    found: set[str] = set()

    def walk(value: Any, holder: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if inner is None:
                    found.add(f"{holder}.{key}")
                walk(inner, key)
        elif isinstance(value, list):
            for inner in value:
                walk(inner, holder)

    for name in names(line):
        walk(Recording(line, name).body, "")
    return frozenset(found)


def kind(value: Any) -> str:
    """The JSON type; 1 and 1.5 are one."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def header_differences(recording: Recording, headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Tells each header that is not as recorded."""
    given = {key.lower(): value for key, value in headers}
    for name in SAME:
        if name in recording.headers and given.get(name) != recording.headers[name]:
            yield f"header {name}: {given.get(name)!r}, recorded {recording.headers[name]!r}"
    for name in THERE:
        if name in recording.headers and name not in given:
            yield f"header {name} is missing, recorded {recording.headers[name]!r}"
    cache_control = recording.headers.get("cache-control", "")
    if cache_control.startswith("public") and given.get("cache-control") != cache_control:
        yield f"header cache-control: {given.get('cache-control')!r}, recorded {cache_control!r}"
    if "etag" in recording.headers and not given.get("etag", 'W/"').startswith('W/"'):
        yield f"header etag is not a weak one: {given['etag']!r}"


def differences(
    line: str, recorded: Any, given: Any, base: str, path: str = "", holder: str = ""
) -> Iterator[str]:
    """Tells each place where `given` lacks something `recorded` has, or has it of another type."""
    if recorded is None:
        return
    if given is None and f"{holder}.{_last(path)}" in nullable(line):
        return
    if kind(recorded) != kind(given):
        yield f"{path}: {kind(given)} {str(given)[:60]!r}, recorded {kind(recorded)} {str(recorded)[:60]!r}"
    elif isinstance(recorded, dict):
        for key, value in recorded.items():
            if key.endswith(MAPS):
                continue
            if key not in given:
                yield f"{path}.{key} is missing"
            else:
                yield from differences(line, value, given[key], base, f"{path}.{key}", _last(path))
    elif isinstance(recorded, list):
        yield from _list_differences(line, recorded, given, base, path)
    elif isinstance(recorded, str):
        yield from _text_differences(recorded, given, base, path)


def _last(path: str) -> str:
    return path.rsplit(".", 1)[-1].split("[", 1)[0]


def _list_differences(
    line: str, recorded: list[Any], given: list[Any], base: str, path: str
) -> Iterator[str]:
    if not recorded:
        return
    if not given:
        if _last(path) not in OFTEN_EMPTY:
            yield f"{path} is empty, recorded with {len(recorded)}"
        return
    if all(isinstance(item, dict) for item in recorded):
        # A field is asked for if every recorded item has it; the first item which has it in full is the pattern.
        always = set.intersection(*(set(item) for item in recorded))
        pattern = {key: _fullest([item[key] for item in recorded]) for key in sorted(always)}
        for number, item in enumerate(given):
            yield from differences(line, pattern, item, base, f"{path}[{number}]", _last(path))
    else:
        for number, item in enumerate(given):
            yield from differences(line, recorded[0], item, base, f"{path}[{number}]")


OFTEN_EMPTY = ("avatars", "banners", "tags", "children", "files", "streamingPlaylists", "thumbnails", "attachments",
               "enabledResolutions", "videoRedundancies")  # fmt: skip


def _fullest(values: list[Any]) -> Any:
    return max(values, key=lambda value: -1 if value is None else len(str(value)))


def _text_differences(recorded: str, given: str, base: str, path: str) -> Iterator[str]:
    if DATE.fullmatch(recorded) and not DATE.fullmatch(given):
        yield f"{path}: {given!r} is no date like {recorded!r}"
    for known in BASES:
        if recorded.startswith(known) and not given.startswith((base, base.replace("http", "ws", 1))):
            yield f"{path}: {given!r} is not below {base}, as recorded {recorded!r} is"
    if re.match(r"/[a-z-]+/", recorded) and not given.startswith("/"):
        yield f"{path}: {given!r} is no path like {recorded!r}"
