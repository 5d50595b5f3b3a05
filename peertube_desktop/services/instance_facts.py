"""All that an instance says of itself, gathered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from peertube_desktop.api import instances, videos
from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.instance import InstanceAbout, InstanceConfig, ServerStats
from peertube_desktop.services.connections import Connections


@dataclass(frozen=True)
class InstanceFacts:
    """`stats` is None and texts are "" where the instance does not tell them.

    `languages` and `categories` are what it is mostly about, in its own words.
    """

    version: str
    config: InstanceConfig
    about: InstanceAbout
    stats: ServerStats | None
    homepage: str
    languages: tuple[str, ...]
    categories: tuple[str, ...]
    avatar: str
    """A URL, or ""."""


async def gather_facts(connections: Connections, origin: str) -> InstanceFacts:
    """Ask `origin`. Raises ApiError where its configuration or its texts do not come; the rest may lack."""
    client = connections.client(origin)
    config, about, stats, homepage, languages, categories = await asyncio.gather(
        instances.get_config(client),
        instances.get_about(client),
        instances.get_stats(client),
        instances.get_homepage(client),
        videos.list_languages(client),
        videos.list_categories(client),
        return_exceptions=True,
    )
    for answer in (config, about, stats, homepage, languages, categories):
        if isinstance(answer, BaseException) and not isinstance(answer, ApiError):
            raise answer
    if isinstance(config, BaseException):
        raise config
    if isinstance(about, BaseException):
        raise about
    told = about.instance
    language_names = {} if isinstance(languages, BaseException) else languages
    category_names = {} if isinstance(categories, BaseException) else categories
    avatars = sorted(config.instance.avatars, key=lambda image: image.width or 0)
    return InstanceFacts(
        version=config.server_version,
        config=config.instance,
        about=told,
        stats=None if isinstance(stats, BaseException) else stats,
        homepage="" if isinstance(homepage, BaseException) or homepage is None else homepage.content,
        languages=tuple(language_names.get(code, code) for code in told.languages),
        categories=tuple(
            category_names[str(number)] for number in told.categories if str(number) in category_names
        ),
        avatar=client.absolute(avatars[-1].ref) if avatars else "",
    )
