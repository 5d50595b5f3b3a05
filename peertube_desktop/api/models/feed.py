"""The JSON form of PeerTube's feeds (jsonfeed.org)."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.base import Instant, Model


class FeedAuthor(Model, frozen=True, kw_only=True):
    """Who made an item."""

    name: str = ""
    url: str = ""


class FeedItem(Model, frozen=True, kw_only=True):
    """A video or a comment. The HTML is as untrusted as any."""

    id: str
    url: str = ""
    title: str = ""
    content_html: str = msgspec.field(default="", name="content_html")
    summary: str = ""
    date_modified: Instant | None = msgspec.field(default=None, name="date_modified")
    author: FeedAuthor | None = None
    tags: list[str] = msgspec.field(default_factory=list)


class Feed(Model, frozen=True, kw_only=True):
    """A feed, newest item first."""

    title: str = ""
    description: str = ""
    home_page_url: str = msgspec.field(default="", name="home_page_url")
    items: list[FeedItem]
