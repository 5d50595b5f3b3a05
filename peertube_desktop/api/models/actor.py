"""Accounts and channels, whole and in summary."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.base import Count, Image, Instant, Model, Number, best_image


class Actor(Model, frozen=True, kw_only=True):
    """What an account and a channel have in common; lists carry just this.

    `name` is unique on `host`; `name@host` is its handle everywhere.
    """

    id: Number | None = None
    name: str
    display_name: str = ""
    url: str = ""
    host: str = ""
    avatars: list[Image] = msgspec.field(default_factory=list)
    avatar: Image | None = None

    @property
    def handle(self) -> str:
        """`name@host`."""
        return f"{self.name}@{self.host}" if self.host else self.name

    @property
    def title(self) -> str:
        """The display name, or the name where there is none."""
        return self.display_name or self.name

    def avatar_ref(self, width: int) -> str:
        """URL or path of the avatar that suits `width` device pixels, or ""."""
        return best_image(self.avatars, width) or (self.avatar.ref if self.avatar else "")


class Account(Actor, frozen=True, kw_only=True):
    """GET /accounts/{name}."""

    description: str | None = None
    followers_count: Count = 0
    following_count: Count = 0
    created_at: Instant | None = None
    updated_at: Instant | None = None


class VideoChannel(Actor, frozen=True, kw_only=True):
    """GET /video-channels/{name}."""

    description: str | None = None
    support: str | None = None
    followers_count: Count = 0
    following_count: Count = 0
    created_at: Instant | None = None
    updated_at: Instant | None = None
    is_local: bool = True
    banners: list[Image] = msgspec.field(default_factory=list)
    banner: Image | None = None
    owner_account: Account | None = None
    videos_count: Count | None = None
    total_views: Count | None = None

    def banner_ref(self, width: int) -> str:
        """URL or path of the banner that suits `width` device pixels, or ""."""
        return best_image(self.banners, width) or (self.banner.ref if self.banner else "")
