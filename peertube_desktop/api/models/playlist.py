"""Playlists and their elements."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.base import (
    Count,
    Image,
    Instant,
    Labelled,
    Model,
    Number,
    Seconds,
    best_image,
)
from peertube_desktop.api.models.video import Video


class VideoPlaylist(Model, frozen=True, kw_only=True):
    """GET /video-playlists/{id}."""

    id: Number | None = None
    uuid: str
    short_uuid: str = msgspec.field(default="", name="shortUUID")
    url: str = ""
    is_local: bool = True
    display_name: str
    description: str | None = None
    privacy: Labelled | None = None
    type: Labelled | None = None
    videos_length: Count = 0
    thumbnail_path: str | None = None
    thumbnail_url: str | None = None
    thumbnails: list[Image] = msgspec.field(default_factory=list)
    created_at: Instant | None = None
    updated_at: Instant | None = None
    owner_account: Actor | None = None
    video_channel: Actor | None = None

    def thumbnail_ref(self, width: int) -> str:
        """URL or path of the playlist's picture, or ""."""
        wide = [image for image in self.thumbnails if image.aspect_ratio in (None, "16:9")]
        return best_image(wide, width) or self.thumbnail_url or self.thumbnail_path or ""


class PlaylistElement(Model, frozen=True, kw_only=True):
    """One place in a playlist. `video` is None where it was deleted or may not be seen (see `type`)."""

    id: Number
    position: Count
    start_timestamp: Seconds | None = None
    stop_timestamp: Seconds | None = None
    type: int = 0
    video: Video | None = None
