"""What a list of videos is asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Literal

Nsfw = Literal["true", "false", "both"]


@dataclass(frozen=True)
class VideoQuery:
    """The filters and order of a list or search of videos. None and () leave a filter out.

    `sort` is the API's: `-publishedAt`, `-originallyPublishedAt`, `-views`, `-likes`, `-trending`, `-hot`,
    `-best`, `-duration`, `name`, and for searches `-match`. `duration_*` is in seconds. Durations, dates and
    `host` work on searches everywhere; on plain lists only servers that know them heed them.
    """

    sort: str | None = None
    search: str | None = None
    is_local: bool | None = None
    is_live: bool | None = None
    category_one_of: tuple[int, ...] = ()
    licence_one_of: tuple[int, ...] = ()
    language_one_of: tuple[str, ...] = ()
    tags_one_of: tuple[str, ...] = ()
    tags_all_of: tuple[str, ...] = ()
    nsfw: Nsfw | None = None
    duration_min: int | None = None
    duration_max: int | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    host: str | None = None

    def params(self) -> dict[str, str | int | bool | tuple[str, ...] | tuple[int, ...]]:
        """The API's query parameters."""
        found: dict[str, str | int | bool | tuple[str, ...] | tuple[int, ...]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None or value in ("", ()):
                continue
            if isinstance(value, datetime):
                value = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            head, *tail = field.name.split("_")
            found[head + "".join(word.capitalize() for word in tail)] = value
        return found
