"""What instances take of what is typed, to be checked while it is typed: places and reasons, no prose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from peertube_desktop.services.uploading.metadata import PASSWORD_PROTECTED, PRIVATE, Metadata

TITLE = (3, 120)
DESCRIPTION = (3, 10_000)
SUPPORT = (3, 1000)
MOST_TAGS = 5
TAG = (2, 30)
PASSWORD = (2, 100)
CHAPTER_TITLE = (1, 100)


class Wrong(StrEnum):
    """What is wrong with a field."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TWICE = "twice"
    MISSING = "missing"
    PAST = "past"
    """A moment that has to be to come."""
    NOT_PRIVATE = "not_private"
    """What is published later must be private until then."""


@dataclass(frozen=True)
class Fault:
    """`field` as in `Metadata`; `place` in its list, where it is one; `limit` that was broken, where it is a number."""

    field: str
    wrong: Wrong
    place: int | None = None
    limit: int | None = None


def faults(metadata: Metadata, now: float) -> list[Fault]:
    """What the instance would refuse. `now` is the Unix time."""
    found = [
        *_length("title", metadata.title, TITLE),
        *_length("description", metadata.description, DESCRIPTION, may_be_empty=True),
        *_length("support", metadata.support, SUPPORT, may_be_empty=True),
    ]
    if len(metadata.tags) > MOST_TAGS:
        found.append(Fault("tags", Wrong.TOO_MANY, limit=MOST_TAGS))
    found += _words("tags", metadata.tags, TAG)
    if metadata.privacy == PASSWORD_PROTECTED:
        if not metadata.passwords:
            found.append(Fault("passwords", Wrong.MISSING))
        found += _words("passwords", metadata.passwords, PASSWORD)
    if metadata.publish_at is not None:
        if metadata.publish_at <= now:
            found.append(Fault("publish_at", Wrong.PAST))
        if metadata.privacy != PRIVATE:
            found.append(Fault("publish_at", Wrong.NOT_PRIVATE))
    found += _words("captions", [one.language for one in metadata.captions], (1, 100))
    seconds: set[int] = set()
    for place, chapter in enumerate(metadata.chapters):
        found += _length("chapters", chapter.title, CHAPTER_TITLE, place)
        if chapter.seconds in seconds:
            found.append(Fault("chapters", Wrong.TWICE, place))
        seconds.add(chapter.seconds)
    return found


def _length(
    field: str,
    text: str,
    limits: tuple[int, int],
    place: int | None = None,
    *,
    may_be_empty: bool = False,
) -> list[Fault]:
    shortest, longest = limits
    length = len(text.strip())
    if may_be_empty and not text:
        return []
    if length < shortest:
        return [Fault(field, Wrong.TOO_SHORT, place, shortest)]
    return [Fault(field, Wrong.TOO_LONG, place, longest)] if length > longest else []


def _words(field: str, words: tuple[str, ...] | list[str], limits: tuple[int, int]) -> list[Fault]:
    found: list[Fault] = []
    seen: set[str] = set()
    for place, word in enumerate(words):
        found += _length(field, word, limits, place)
        if word in seen:
            found.append(Fault(field, Wrong.TWICE, place))
        seen.add(word)
    return found
