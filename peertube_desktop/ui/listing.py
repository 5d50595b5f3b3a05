"""What a list page shows, as route arguments and as a question to the instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from peertube_desktop.api.models.query import Nsfw, VideoQuery
from peertube_desktop.ui.router import Route

FILTERS = ("language", "licence", "tags", "live", "duration", "since", "nsfw")
"""Route arguments that the filters popover sets; `category` and `sort` have their own places."""

SHORT_SECONDS = 4 * 60
LONG_SECONDS = 20 * 60
MAX_TAGS = 5
_SINCE_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Kind:
    """A list page: its default order and what it is always filtered by."""

    page: str
    sort: str
    local: bool = False
    overview: bool = False
    sorts: bool = True
    """Whether the person chooses the order from a menu (else it is fixed or has chips)."""


DISCOVER = Kind("discover", "-hot", overview=True)
TRENDING = Kind("trending", "-hot", sorts=False)
RECENT = Kind("recent", "-publishedAt", sorts=False)
LOCAL = Kind("local", "-publishedAt", local=True)
SEARCH = Kind("search", "-match")


def words(text: str) -> tuple[str, ...]:
    """Tags out of `a, b`: at most five, as the API takes them."""
    return tuple(part for part in (piece.strip().lstrip("#") for piece in text.split(",")) if part)[:MAX_TAGS]


def active_filters(route: Route) -> int:
    """How many filters of the popover are in effect."""
    return sum(1 for name in FILTERS if route.arg(name))


def query_of(
    route: Route,
    kind: Kind,
    nsfw_policy: str,
    languages: Sequence[str] = (),
    now: datetime | None = None,
) -> VideoQuery:
    """The question behind `route`. Of the settings: `nsfw_policy` (hide, blur or show) and the `languages`
    that are understood, which hold where the route names none."""
    low, high = {
        "short": (None, SHORT_SECONDS),
        "medium": (SHORT_SECONDS, LONG_SECONDS),
        "long": (LONG_SECONDS, None),
    }.get(route.arg("duration"), (None, None))
    days = _SINCE_DAYS.get(route.arg("since"))
    category = route.arg("category")
    licence = route.arg("licence")
    language = route.arg("language")
    live = {"yes": True, "no": False}.get(route.arg("live"))
    # A hidden video is not asked for; blurring and showing is the card's affair.
    nsfw: Nsfw = "false" if (route.arg("nsfw") or nsfw_policy) == "hide" else "both"
    return VideoQuery(
        sort=route.arg("sort") or kind.sort,
        is_local=True if kind.local else None,
        is_live=live,
        category_one_of=(int(category),) if category.isdecimal() else (),
        licence_one_of=(int(licence),) if licence.isdecimal() else (),
        language_one_of=(language,) if language else tuple(languages),
        tags_one_of=words(route.arg("tags")),
        nsfw=nsfw,
        duration_min=low,
        duration_max=high,
        start_date=(now or datetime.now(UTC)) - timedelta(days=days) if days else None,
    )
