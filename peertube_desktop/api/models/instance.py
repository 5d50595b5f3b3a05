"""What an instance says of itself, its overview, and the public index's entries."""

from __future__ import annotations

from typing import Annotated

import msgspec

from peertube_desktop.api import addresses
from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.base import Count, Image, Labelled, Model, Number
from peertube_desktop.api.models.video import Video

Interval = Annotated[int, msgspec.Meta(ge=1000, le=3_600_000)]
"""Milliseconds for a timer: never so few that a server is flooded."""


class InstanceConfig(Model, frozen=True, kw_only=True):
    """`instance` of GET /config."""

    name: str = ""
    short_description: str = ""
    is_nsfw: bool = msgspec.field(default=False, name="isNSFW")
    default_nsfw_policy: str = msgspec.field(default="do_not_list", name="defaultNSFWPolicy")
    avatars: list[Image] = msgspec.field(default_factory=list)
    banners: list[Image] = msgspec.field(default_factory=list)


class TrendingAlgorithms(Model, frozen=True, kw_only=True):
    """Which of `hot`, `best`, `most-viewed`, `most-liked` the instance offers."""

    enabled: list[str] = msgspec.field(default_factory=list)
    default: str = ""


class TrendingVideos(Model, frozen=True, kw_only=True):
    """`trending.videos` of GET /config."""

    interval_days: Count = 7
    algorithms: TrendingAlgorithms = TrendingAlgorithms()


class Trending(Model, frozen=True, kw_only=True):
    """`trending` of GET /config."""

    videos: TrendingVideos = TrendingVideos()


class SearchIndexConfig(Model, frozen=True, kw_only=True):
    """`search.searchIndex` of GET /config."""

    enabled: bool = False
    url: str = ""


class SearchConfig(Model, frozen=True, kw_only=True):
    """`search` of GET /config."""

    search_index: SearchIndexConfig = SearchIndexConfig()


class WatchingInterval(Model, frozen=True, kw_only=True):
    """Milliseconds between two `views` calls."""

    anonymous: Interval = 5000
    users: Interval = 5000


class ViewsVideos(Model, frozen=True, kw_only=True):
    """`views.videos` of GET /config."""

    watching_interval: WatchingInterval = WatchingInterval()


class ViewsConfig(Model, frozen=True, kw_only=True):
    """`views` of GET /config."""

    videos: ViewsVideos = ViewsVideos()


class SignupConfig(Model, frozen=True, kw_only=True):
    """`signup` of GET /config. `allowed` is False too when the instance has as many users as it wants."""

    allowed: bool = False
    allowed_for_current_ip: bool = msgspec.field(default=True, name="allowedForCurrentIP")
    requires_approval: bool = False
    requires_email_verification: bool = False
    minimum_age: Count = 0


class PictureSize(Model, frozen=True, kw_only=True):
    """`avatar.file.size` of GET /config, in bytes."""

    max: Count = 4 * 1024 * 1024


class PictureFile(Model, frozen=True, kw_only=True):
    """`avatar.file` of GET /config: extensions such as `.png`."""

    size: PictureSize = PictureSize()
    extensions: list[str] = msgspec.field(default_factory=list)


class PictureConfig(Model, frozen=True, kw_only=True):
    """`avatar` and `banner` of GET /config."""

    file: PictureFile = PictureFile()


class ServerConfig(Model, frozen=True, kw_only=True):
    """GET /config."""

    server_version: str
    instance: InstanceConfig
    trending: Trending = Trending()
    search: SearchConfig = SearchConfig()
    views: ViewsConfig = ViewsConfig()
    signup: SignupConfig = SignupConfig()
    avatar: PictureConfig = PictureConfig()
    banner: PictureConfig = PictureConfig()


class InstanceAbout(Model, frozen=True, kw_only=True):
    """`instance` of GET /config/about: Markdown texts."""

    name: str = ""
    short_description: str = ""
    description: str = ""
    terms: str = ""
    code_of_conduct: str = ""
    moderation_information: str = ""
    administrator: str = ""
    creation_reason: str = ""
    maintenance_lifetime: str = ""
    business_model: str = ""
    hardware_information: str = ""
    languages: list[str] = msgspec.field(default_factory=list)
    categories: list[int] = msgspec.field(default_factory=list)


class About(Model, frozen=True, kw_only=True):
    """GET /config/about."""

    instance: InstanceAbout


class Homepage(Model, frozen=True, kw_only=True):
    """GET /custom-pages/homepage/instance: Markdown."""

    content: str


class ServerStats(Model, frozen=True, kw_only=True):
    """GET /server/stats, the part people like to see."""

    total_users: Count = 0
    total_local_videos: Count = 0
    total_videos: Count = 0
    total_local_video_views: Count = 0
    total_instance_followers: Count = 0
    total_instance_following: Count = 0


class CategoryOverview(Model, frozen=True, kw_only=True):
    """Some videos of one category."""

    category: Labelled
    videos: list[Video] = msgspec.field(default_factory=list)


class ChannelOverview(Model, frozen=True, kw_only=True):
    """Some videos of one channel."""

    channel: Actor
    videos: list[Video] = msgspec.field(default_factory=list)


class TagOverview(Model, frozen=True, kw_only=True):
    """Some videos with one tag."""

    tag: str
    videos: list[Video] = msgspec.field(default_factory=list)


class Overview(Model, frozen=True, kw_only=True):
    """GET /overviews/videos."""

    categories: list[CategoryOverview]
    channels: list[ChannelOverview]
    tags: list[TagOverview]


class IndexedInstance(Model, frozen=True, kw_only=True):
    """An entry of the public index: GET /api/v1/instances of instances.joinpeertube.org."""

    host: str
    name: str = ""
    short_description: str = ""
    languages: list[str] = msgspec.field(default_factory=list)
    total_users: Count = 0
    total_videos: Count = 0
    total_local_videos: Count = 0
    version: str = ""
    is_nsfw: bool = msgspec.field(default=False, name="isNSFW")
    country: str = ""
    health: Number | None = None
    """Percent of the index's last visits that were answered."""
    avatars: list[Image] = msgspec.field(default_factory=list)
    banners: list[Image] = msgspec.field(default_factory=list)

    @property
    def origin(self) -> str:
        """Its address, or "" where `host` is none."""
        return addresses.origin_of(f"https://{self.host}")
