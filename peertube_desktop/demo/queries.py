"""Lists of videos: reading the query, refusing what a PeerTube server refuses, filtering and sorting."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from .http import Request
from .library import PUBLIC, Library, Video

MAX_COUNT = 100
Item = TypeVar("Item")
VIDEO_SORTS: dict[str, Callable[[Video], float | str]] = {
    "publishedAt": lambda v: v.published,
    "originallyPublishedAt": lambda v: v.own.originally or 0.0,
    "createdAt": lambda v: v.created,
    "updatedAt": lambda v: v.own.updated or v.published,
    "name": lambda v: v.name.casefold(),
    "duration": lambda v: v.duration,
    "views": lambda v: v.views,
    "likes": lambda v: v.likes,
    "comments": lambda v: v.index % 23,
    "trending": lambda v: v.views / (1 + (v.index + 1) ** 1.1),
    "hot": lambda v: v.heat,
    "best": lambda v: v.heat + v.likes / 1e4,
    "match": lambda v: v.published,
    "random": lambda v: (v.index * 7919) % 1009,
}


class WrongParameterError(Exception):
    """A parameter that is refused: `name`, the `value` given, and the server's own words."""

    def __init__(self, name: str, value: object, message: str = "Invalid value") -> None:
        super().__init__(name)
        self.name, self.value, self.message = name, value, message


@dataclass
class Page:
    """Which part of a list is wanted."""

    start: int = 0
    count: int = 15
    sort: str = ""
    counted: bool = True

    def cut(self, items: list[Item]) -> list[Item]:
        """That part of a list."""
        return items[self.start : self.start + self.count]


@dataclass
class Wanted:
    """The filters of a list of videos; an empty set or None means no such filter."""

    categories: set[int] = field(default_factory=set)
    licences: set[int] = field(default_factory=set)
    languages: set[str | None] = field(default_factory=set)
    tags_one: set[str] = field(default_factory=set)
    tags_all: set[str] = field(default_factory=set)
    live: bool | None = None
    nsfw: bool | None = False
    shortest: int | None = None
    longest: int | None = None
    after: float | None = None
    before: float | None = None
    words: tuple[str, ...] = ()
    host: str | None = None
    uuids: set[str] = field(default_factory=set)


def fold(text: str) -> str:
    """Text without case and accents, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _number(request: Request, name: str, least: int = 0) -> int | None:
    values = request.query.get(name)
    if not values:
        return None
    if not values[0].isascii() or not values[0].isdigit() or int(values[0]) < least:
        raise WrongParameterError(name, values[0])
    return int(values[0])


def _truth(request: Request, name: str) -> bool | None:
    values = request.query.get(name)
    if not values:
        return None
    if values[0] not in ("true", "false", "1", "0"):
        raise WrongParameterError(name, values[0], "Should have a valid boolean")
    return values[0] in ("true", "1")


def _date(request: Request, name: str) -> float | None:
    values = request.query.get(name)
    if not values:
        return None
    try:
        return datetime.fromisoformat(values[0].replace("Z", "+00:00")).timestamp()
    except ValueError as error:
        raise WrongParameterError(
            name, values[0], f"Should have a {name} that conforms to ISO 8601"
        ) from error


def read_page(request: Request, sorts: Iterable[str], default: str) -> Page:
    """Reads start, count and sort; raises WrongParameterError as the server refuses."""
    count = request.query.get("count", ["15"])[0]
    if not count.isascii() or not count.isdigit() or int(count) > MAX_COUNT:
        raise WrongParameterError("count", count, f"Should have a number count (max: {MAX_COUNT})")
    start = request.query.get("start", ["0"])[0]
    if not start.isascii() or not start.isdigit():
        raise WrongParameterError("start", start, "Should have a number start")
    sort = request.query.get("sort", [default])[0] or default
    if sort.removeprefix("-") not in sorts:
        raise WrongParameterError("sort", sort)
    skip = _truth(request, "skipCount")
    return Page(int(start), int(count), sort, not skip)


def read_wanted(request: Request) -> Wanted:
    """Reads the filters of a list of videos; raises WrongParameterError as the server refuses."""
    query = request.query
    wanted = Wanted()
    for name, target in (("categoryOneOf", wanted.categories), ("licenceOneOf", wanted.licences)):
        for value in query.get(name, []):
            if not value.isascii() or not value.isdigit():
                raise WrongParameterError(name, value, f"Should have a valid {name} array")
            target.add(int(value))
    wanted.languages = {None if code == "_unknown" else code for code in query.get("languageOneOf", [])}
    wanted.tags_one = {tag.casefold() for tag in query.get("tagsOneOf", [])}
    wanted.tags_all = {tag.casefold() for tag in query.get("tagsAllOf", [])}
    wanted.live = _truth(request, "isLive")
    nsfw = query.get("nsfw", ["false"])[0]
    if nsfw not in ("true", "false", "both"):
        raise WrongParameterError("nsfw", nsfw)
    wanted.nsfw = None if nsfw == "both" else nsfw == "true"
    wanted.shortest, wanted.longest = _number(request, "durationMin"), _number(request, "durationMax")
    wanted.after, wanted.before = _date(request, "startDate"), _date(request, "endDate")
    wanted.words = tuple(fold(query.get("search", [""])[0]).split())
    wanted.host = query.get("host", [None])[0]
    wanted.uuids = set(query.get("uuids", []))
    if "filter" in query:
        raise WrongParameterError(
            "filter", query["filter"][0], "filter is removed, use isLocal and include instead"
        )
    return wanted


def fits(video: Video, wanted: Wanted) -> bool:
    """True if the video passes the filters (who may see it is another question)."""
    if wanted.nsfw is not None and video.nsfw != wanted.nsfw:
        return False
    if wanted.categories and video.category not in wanted.categories:
        return False
    if wanted.licences and video.licence not in wanted.licences:
        return False
    if wanted.languages and video.language not in wanted.languages:
        return False
    if wanted.live is not None and video.is_live != wanted.live:
        return False
    if wanted.tags_one or wanted.tags_all:
        tags = {tag.casefold() for tag in video.tags}
        if (wanted.tags_one and not tags & wanted.tags_one) or not wanted.tags_all <= tags:
            return False
    if wanted.shortest is not None and video.duration < wanted.shortest:
        return False
    if wanted.longest is not None and video.duration > wanted.longest:
        return False
    if wanted.after is not None and video.published < wanted.after:
        return False
    if wanted.before is not None and video.published > wanted.before:
        return False
    if wanted.uuids and video.uuid not in wanted.uuids and video.short_uuid not in wanted.uuids:
        return False
    if wanted.words:
        text = fold(f"{video.name} {' '.join(video.tags)} {video.channel.display_name} {video.channel.name}")
        return all(word in text for word in wanted.words)
    return True


class Lister:
    """Answers lists of videos out of a library, remembering the last orders so that paging is quick."""

    KEPT = 32

    def __init__(self, library: Library, host: str) -> None:
        self._library, self._host = library, host
        self._orders: dict[str, list[Video]] = {}

    def forget(self) -> None:
        """To be called when videos have changed."""
        self._orders.clear()

    def find(
        self, wanted: Wanted, sort: str, among: str = "", test: Callable[[Video], bool] | None = None
    ) -> list[Video]:
        """The videos that fit, sorted. `among` names what `test` admits (public videos if there is no
        test)."""
        key = f"{wanted!r} {sort} {among}"
        if key not in self._orders:
            if len(self._orders) >= self.KEPT:
                self._orders.pop(next(iter(self._orders)))
            self._orders[key] = self._sorted(wanted, sort, test or (lambda video: video.privacy == PUBLIC))
        return self._orders[key]

    def _sorted(self, wanted: Wanted, sort: str, test: Callable[[Video], bool]) -> list[Video]:
        if wanted.host and wanted.host != self._host:
            return []
        found = [video for video in self._library.all() if test(video) and fits(video, wanted)]
        if sort.removeprefix("-") == "match" and wanted.words:
            phrase = " ".join(wanted.words)
            return sorted(found, key=lambda video: (phrase not in fold(video.name), video.index))
        name = VIDEO_SORTS[sort.removeprefix("-")]
        if sort == "-publishedAt":
            return found
        return sorted(found, key=name, reverse=sort.startswith("-"))
