"""What a server takes for a video's fields: the limits of PeerTube, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from .tables import CATEGORIES, LATER_LICENCES, LICENCES, PRIVACIES


class Wrong(NamedTuple):
    """A field that is refused."""

    name: str
    value: object
    message: str = "Invalid value"
    place: str = "body"


def whole(value: object) -> int | None:
    """A number, given as one or as text; None for anything else and for "null"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.lstrip("-").isdigit() else None


def truth(value: object) -> bool | None:
    """A boolean, given as one or as text; None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value))


def moment(value: object) -> float | None:
    """A time of ISO 8601, in seconds since the epoch; None for anything else."""
    try:
        return datetime.fromisoformat(str(value).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def listed(value: object) -> list[Any] | None:
    """A list; a lone text is a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value] if isinstance(value, str) else None


def text(value: object, least: int, most: int) -> bool:
    """True for a text of that many characters."""
    return isinstance(value, str) and least <= len(value) <= most


Test = Callable[[Any], bool]
NAME = "Should have a video name between 3 and 120 characters long"


def _empty(value: object) -> bool:
    return value is None or value == "null" or value == ""


def _tests(new: bool) -> dict[str, tuple[Test, str]]:
    licences = set(LICENCES) - (set() if new else set(LATER_LICENCES))
    return {
        "name": (lambda v: text(v.strip() if isinstance(v, str) else v, 3, 120), NAME),
        "channelId": (lambda v: (whole(v) or 0) > 0, "Invalid value"),
        "category": (lambda v: _empty(v) or whole(v) in CATEGORIES, "Should have a valid category"),
        "licence": (lambda v: _empty(v) or whole(v) in licences, "Should have a valid licence"),
        "language": (lambda v: _empty(v) or text(v, 1, 10), "Should have a valid language"),
        "nsfw": (lambda v: truth(v) is not None, "Should have a valid nsfw boolean"),
        "waitTranscoding": (lambda v: truth(v) is not None, "Should have a valid waitTranscoding boolean"),
        "privacy": (lambda v: whole(v) in PRIVACIES, "Should have a valid video privacy"),
        "description": (lambda v: _empty(v) or text(v, 3, 10000), "Should have a valid description"),
        "support": (lambda v: _empty(v) or text(v, 3, 1000), "Should have a valid support text"),
        "tags": (_tags, "Should have an array of up to 5 tags between 2 and 30 characters each"),
        "commentsEnabled": (lambda v: truth(v) is not None, "Should have a valid commentsEnabled boolean"),
        "commentsPolicy": (lambda v: whole(v) in (1, 2, 3), "Should have a valid comments policy"),
        "downloadEnabled": (lambda v: truth(v) is not None, "Should have a valid downloadEnabled boolean"),
        "originallyPublishedAt": (
            lambda v: _empty(v) or moment(v) is not None,
            "Should have a valid original publication date",
        ),
        "scheduleUpdate": (_schedule, "Should have a valid schedule update conform to ISO 8601"),
        "videoPasswords": (lambda v: listed(v) is not None, "Video passwords should be an array."),
        "filename": (lambda v: text(v, 1, 2000), "Invalid value"),
    }


def _tags(value: object) -> bool:
    tags = listed(value)
    return _empty(value) or (tags is not None and len(tags) <= 5 and all(text(tag, 2, 30) for tag in tags))


def _schedule(value: object) -> bool:
    if _empty(value):
        return True
    # One without a time is refused in other words.
    if not isinstance(value, dict) or (value.get("updateAt") and moment(value["updateAt"]) is None):
        return False
    return value.get("privacy") is None or whole(value["privacy"]) in (1, 2, 4)


def check_video(values: dict[str, Any], required: Sequence[str], new: bool) -> list[Wrong]:
    """What is wrong with the fields of a video; `new` for the 8 line."""
    wrong = []
    for name, (test, message) in _tests(new).items():
        if name in required and name not in values:
            wrong.append(Wrong(name, None, message))
        elif name in values and not test(values[name]):
            wrong.append(Wrong(name, values[name], message))
    return wrong
