"""Feeds: as addresses for other programs, and read as JSON."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from peertube_desktop.api.calling import Params, query_pairs
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.feed import Feed

FeedFormat = Literal["xml", "rss", "rss2", "atom", "json"]


def videos_feed_url(
    client: Client, *, channel: str | None = None, account: str | None = None, form: FeedFormat = "xml"
) -> str:
    """The address of the feed of a channel's, an account's or the whole instance's videos."""
    query = urlencode(query_pairs(_whose(channel, account)), errors="replace")
    return client.absolute(f"/feeds/videos.{form}" + (f"?{query}" if query else ""))


def podcast_feed_url(client: Client, channel_id: int) -> str:
    """The address of a channel's feed for podcast programs (since 5.0)."""
    return client.absolute(f"/feeds/podcast/videos.xml?videoChannelId={channel_id}")


async def get_videos_feed(client: Client, *, channel: str | None = None, account: str | None = None) -> Feed:
    """getSyndicatedVideos, of a channel or account by its handle, or of the instance."""
    return await client.get("/feeds/videos.json", Feed, _whose(channel, account))


async def get_comments_feed(client: Client, video_id: str) -> Feed:
    """getSyndicatedComments of one video."""
    return await client.get("/feeds/video-comments.json", Feed, {"videoId": video_id})


def _whose(channel: str | None, account: str | None) -> Params:
    return {"videoChannelName": channel, "accountName": account}
