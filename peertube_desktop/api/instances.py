"""What an instance says of itself, and the public index of instances."""

from __future__ import annotations

from collections.abc import Sequence

from peertube_desktop.api.calling import Found
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import NotFoundError
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.instance import (
    About,
    Homepage,
    IndexedInstance,
    Overview,
    ServerConfig,
    ServerStats,
)


async def get_config(client: Client) -> ServerConfig:
    """getConfig: name, version, what is switched on."""
    return (await find_config(client)).value


async def find_config(client: Client) -> Found[ServerConfig]:
    """getConfig, with the origin it came from: `https://peertube.example` may turn out to be `https://www.…`.

    A `BadAnswerError` or NotFoundError means that there is no PeerTube at that address.
    """
    return await client.find("/api/v1/config", ServerConfig, remember=True)


async def get_about(client: Client) -> About:
    """getAbout: the instance's longer texts."""
    return await client.get("/api/v1/config/about", About, remember=True)


async def get_homepage(client: Client) -> Homepage | None:
    """getInstanceHomepage: Markdown, or None where it has no homepage."""
    try:
        return await client.get("/api/v1/custom-pages/homepage/instance", Homepage, remember=True)
    except NotFoundError:
        return None


async def get_stats(client: Client) -> ServerStats:
    """getInstanceStats: how many users, videos, views."""
    return await client.get("/api/v1/server/stats", ServerStats)


async def get_overview(client: Client, page: int = 1) -> Overview:
    """getOverviews: some categories, tags and channels, with videos of each. Pages count from 1."""
    return await client.get("/api/v1/overviews/videos", Overview, {"page": page}, remember=True)


async def list_indexed(
    client_for_index: Client,
    search: str = "",
    start: int = 0,
    count: int = 25,
    *,
    sort: str = "-totalLocalVideos",
    languages: Sequence[str] = (),
) -> Page[IndexedInstance]:
    """GET /api/v1/instances of an index of instances, such as instances.joinpeertube.org.

    `languages` are codes, of which an instance has at least one.
    """
    params = {
        "search": search or None,
        "languagesOr": languages,
        "start": start,
        "count": count,
        "sort": sort,
    }
    return await client_for_index.get("/api/v1/instances", Page[IndexedInstance], params)
