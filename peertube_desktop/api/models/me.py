"""The user who is signed in: the account as its owner sees it, quota, channels, own videos."""

from __future__ import annotations

from typing import Literal

import msgspec

from peertube_desktop.api.models.actor import Account, VideoChannel
from peertube_desktop.api.models.base import Count, Image, Instant, Labelled, Model, Number
from peertube_desktop.api.models.video import Video

NsfwPolicy = Literal["display", "blur", "do_not_list", "warn"]


class SpecialPlaylist(Model, frozen=True, kw_only=True):
    """A playlist every user has. `type` 2: watch later."""

    id: Number
    name: str = ""
    type: int = 0


class MyUser(Model, frozen=True, kw_only=True):
    """GET /users/me. Quotas are in bytes, -1 for no limit. `nsfw_policy` `warn` came with 8."""

    id: Number
    username: str
    email: str = ""
    pending_email: str | None = None
    email_verified: bool | None = None
    email_public: bool = False
    nsfw_policy: str = ""
    nsfw_flags_displayed: int = 0
    nsfw_flags_hidden: int = 0
    nsfw_flags_warned: int = 0
    nsfw_flags_blurred: int = 0
    p2p_enabled: bool = True
    videos_history_enabled: bool = True
    auto_play_video: bool = True
    auto_play_next_video: bool = False
    auto_play_next_video_playlist: bool = True
    video_languages: list[str] | None = None
    language: str | None = None
    role: Labelled | None = None
    video_quota: Number = -1
    video_quota_daily: Number = -1
    blocked: bool = False
    account: Account | None = None
    video_channels: list[VideoChannel] = msgspec.field(default_factory=list)
    created_at: Instant | None = None
    plugin_auth: str | None = None
    two_factor_enabled: bool = False
    special_playlists: list[SpecialPlaylist] = msgspec.field(default_factory=list)

    @property
    def has_password(self) -> bool:
        """Whether it is this server's to change: not where another service signs in."""
        return not self.plugin_auth


class QuotaUsed(Model, frozen=True, kw_only=True):
    """GET /users/me/video-quota-used, in bytes."""

    video_quota_used: Count = 0
    video_quota_used_daily: Count = 0


class DayViews(Model, frozen=True, kw_only=True):
    """Views of one day."""

    date: Instant | None = None
    views: Count = 0


class MyChannel(VideoChannel, frozen=True, kw_only=True):
    """A channel of one's own in a list that was asked for `withStats`."""

    views_per_day: list[DayViews] = msgspec.field(default_factory=list)


class ScheduledUpdate(Model, frozen=True, kw_only=True):
    """When a video gets another privacy."""

    update_at: Instant
    privacy: int | None = None


class MyVideo(Video, frozen=True, kw_only=True):
    """A video in GET /users/me/videos."""

    updated_at: Instant | None = None
    wait_transcoding: bool = False
    scheduled_update: ScheduledUpdate | None = None
    blacklisted: bool = False
    blacklisted_reason: str | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    downloads: Count | None = None


class MeUpdate(Model, frozen=True, kw_only=True, omit_defaults=True):
    """PUT /users/me: what is left out stays as it is.

    `email` and `password` want `current_password`. `video_languages` None is all of them.
    """

    display_name: str | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    nsfw_policy: NsfwPolicy | msgspec.UnsetType = msgspec.UNSET
    nsfw_flags_displayed: int | msgspec.UnsetType = msgspec.UNSET
    nsfw_flags_hidden: int | msgspec.UnsetType = msgspec.UNSET
    nsfw_flags_warned: int | msgspec.UnsetType = msgspec.UNSET
    nsfw_flags_blurred: int | msgspec.UnsetType = msgspec.UNSET
    p2p_enabled: bool | msgspec.UnsetType = msgspec.UNSET
    auto_play_video: bool | msgspec.UnsetType = msgspec.UNSET
    auto_play_next_video: bool | msgspec.UnsetType = msgspec.UNSET
    auto_play_next_video_playlist: bool | msgspec.UnsetType = msgspec.UNSET
    videos_history_enabled: bool | msgspec.UnsetType = msgspec.UNSET
    video_languages: list[str] | msgspec.UnsetType | None = msgspec.UNSET
    language: str | msgspec.UnsetType | None = msgspec.UNSET
    email: str | msgspec.UnsetType = msgspec.UNSET
    email_public: bool | msgspec.UnsetType = msgspec.UNSET
    password: str | msgspec.UnsetType = msgspec.UNSET
    current_password: str | msgspec.UnsetType = msgspec.UNSET

    def __repr__(self) -> str:
        return "MeUpdate(…)"


class OtpRequest(Model, frozen=True, kw_only=True):
    """A two-factor secret to be put into an authenticator; `uri` is what its QR code says."""

    request_token: str
    secret: str
    uri: str

    def __repr__(self) -> str:
        return "OtpRequest(…)"


class OtpRequested(Model, frozen=True, kw_only=True):
    """POST /users/{id}/two-factor/request."""

    otp_request: OtpRequest


class Avatars(Model, frozen=True, kw_only=True):
    """The pictures of an account or channel after a change."""

    avatars: list[Image] = msgspec.field(default_factory=list)


class Banners(Model, frozen=True, kw_only=True):
    """The banners of a channel after a change."""

    banners: list[Image] = msgspec.field(default_factory=list)


class ChannelUpdate(Model, frozen=True, kw_only=True, omit_defaults=True):
    """What is left out stays as it is. `bulk_videos_support_update`: the channel's videos get its `support`."""

    display_name: str | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    support: str | msgspec.UnsetType | None = msgspec.UNSET
    bulk_videos_support_update: bool | msgspec.UnsetType = msgspec.UNSET


class ChannelCreate(Model, frozen=True, kw_only=True, omit_defaults=True):
    """A new channel. Its `name` never changes."""

    name: str
    display_name: str
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    support: str | msgspec.UnsetType | None = msgspec.UNSET


class CreatedChannel(Model, frozen=True, kw_only=True):
    """The new channel's id."""

    id: int
