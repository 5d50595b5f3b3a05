"""Videos: in lists, whole, and what hangs on one (files, captions, chapters, storyboards)."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

import msgspec

from peertube_desktop.api.models.actor import Account, Actor, VideoChannel
from peertube_desktop.api.models.base import (
    Count,
    Image,
    Instant,
    Labelled,
    Language,
    Model,
    Number,
    Pixels,
    Seconds,
    best_image,
)


class Privacy(IntEnum):
    """`privacy.id`."""

    PUBLIC = 1
    UNLISTED = 2
    PRIVATE = 3
    INTERNAL = 4
    PASSWORD_PROTECTED = 5


class VideoState(IntEnum):
    """`state.id`."""

    PUBLISHED = 1
    TO_TRANSCODE = 2
    TO_IMPORT = 3
    WAITING_FOR_LIVE = 4
    LIVE_ENDED = 5


class CommentsPolicy(IntEnum):
    """`commentsPolicy.id`."""

    ENABLED = 1
    DISABLED = 2
    REQUIRES_APPROVAL = 3


Side = Annotated[int, msgspec.Meta(ge=1, le=2**16)]
"""A length in pixels that may be divided by."""


class Resolution(Model, frozen=True, kw_only=True):
    """Height in pixels (0: sound alone) and label such as `1080p`."""

    id: Pixels = 0
    label: str = ""


class VideoFile(Model, frozen=True, kw_only=True):
    """One file of a video. 8.x may list an audio-only one (resolution 0)."""

    id: Number | None = None
    resolution: Resolution
    width: Pixels | None = None
    height: Pixels | None = None
    size: Count = 0
    fps: float | None = None
    file_url: str | None = None
    file_download_url: str | None = None
    playlist_url: str | None = None
    has_audio: bool = True
    has_video: bool = True

    @property
    def is_video(self) -> bool:
        """Whether there are pictures in it."""
        return self.has_video and self.resolution.id > 0


class StreamingPlaylist(Model, frozen=True, kw_only=True):
    """An HLS master playlist and its files."""

    id: Number | None = None
    type: int = 1
    playlist_url: str
    files: list[VideoFile] = msgspec.field(default_factory=list)


class UserHistory(Model, frozen=True, kw_only=True):
    """How far the signed-in user has watched."""

    current_time: float | None = None


class Video(Model, frozen=True, kw_only=True):
    """A video as lists give it."""

    id: Number | None = None
    uuid: str
    # "shortUUID" is not what renaming to camelCase gives.
    short_uuid: str = msgspec.field(default="", name="shortUUID")
    url: str = ""
    name: str
    category: Labelled | None = None
    licence: Labelled | None = None
    language: Language | None = None
    privacy: Labelled | None = None
    nsfw: bool = False
    nsfw_flags: int = 0
    nsfw_summary: str | None = None
    truncated_description: str | None = None
    description: str | None = None
    is_local: bool = True
    is_live: bool = False
    duration: Seconds = 0
    aspect_ratio: Annotated[float, msgspec.Meta(ge=0.01, le=100)] | None = None
    views: Count = 0
    viewers: Count | None = None
    likes: Count = 0
    dislikes: Count = 0
    comments: Count | None = None
    thumbnail_path: str | None = None
    preview_path: str | None = None
    thumbnail_url: str | None = None
    preview_url: str | None = None
    thumbnails: list[Image] = msgspec.field(default_factory=list)
    embed_path: str | None = None
    created_at: Instant | None = None
    published_at: Instant | None = None
    originally_published_at: Instant | None = None
    account: Actor | None = None
    channel: Actor | None = None
    user_history: UserHistory | None = None
    state: Labelled | None = None

    def thumbnail_ref(self, width: Pixels) -> str:
        """URL or path of a 16:9 picture that suits `width` device pixels, or "".

        8.1 gives `thumbnails` in several sizes, one of them square; earlier a small thumbnail and a preview.
        """
        wide = [image for image in self.thumbnails if image.aspect_ratio in (None, "16:9")]
        best = best_image(wide, width)
        if best:
            return best
        small = self.thumbnail_url or self.thumbnail_path or ""
        large = self.preview_url or self.preview_path or ""
        return (large or small) if width > 360 else (small or large)


class VideoDetails(Video, frozen=True, kw_only=True):
    """GET /videos/{id}."""

    account: Account | None = None
    channel: VideoChannel | None = None
    support: str | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    description_path: str | None = None
    comments_enabled: bool | None = None
    comments_policy: Labelled | None = None
    download_enabled: bool = True
    wait_transcoding: bool | None = None
    blacklisted: bool | None = None
    blacklisted_reason: str | None = None
    files: list[VideoFile] = msgspec.field(default_factory=list)
    streaming_playlists: list[StreamingPlaylist] = msgspec.field(default_factory=list)

    @property
    def is_description_cut(self) -> bool:
        """Whether `description` is the first 250 characters alone, as before `truncated_description` came."""
        text = self.description or ""
        return self.truncated_description is None and len(text) >= 240 and text.endswith("...")

    @property
    def can_comment(self) -> bool:
        """Whether comments are open: `commentsPolicy` since 6.2, `commentsEnabled` before."""
        if self.comments_policy is not None:
            return self.comments_policy.id != CommentsPolicy.DISABLED
        return self.comments_enabled is not False


class Caption(Model, frozen=True, kw_only=True):
    """A WebVTT file in one language."""

    language: Language
    automatically_generated: bool = False
    caption_path: str | None = None
    file_url: str | None = None
    updated_at: Instant | None = None

    @property
    def ref(self) -> str:
        """URL or path of the WebVTT file."""
        return self.file_url or self.caption_path or ""


class Chapter(Model, frozen=True, kw_only=True):
    """`timecode` in seconds."""

    timecode: Annotated[float, msgspec.Meta(ge=0, le=2_000_000)]
    title: str = ""


class Storyboard(Model, frozen=True, kw_only=True):
    """Sprites of `sprite_width`×`sprite_height` pixels, one each `sprite_duration` seconds."""

    storyboard_path: str | None = None
    file_url: str | None = None
    total_width: Side
    total_height: Side
    sprite_width: Side
    sprite_height: Side
    sprite_duration: Annotated[float, msgspec.Meta(gt=0)]

    @property
    def ref(self) -> str:
        """URL or path of the picture."""
        return self.file_url or self.storyboard_path or ""


class Description(Model, frozen=True, kw_only=True):
    """GET /videos/{id}/description, which 8.x has no more."""

    description: str | None = None


class FileToken(Model, frozen=True, kw_only=True):
    """A word that opens the files of one video for some hours, as `videoFileToken` in their query."""

    token: str
    expires: Instant | None = None


class VideoTokens(Model, frozen=True, kw_only=True):
    """POST /videos/{id}/token."""

    files: FileToken


class Chapters(Model, frozen=True, kw_only=True):
    """GET /videos/{id}/chapters."""

    chapters: list[Chapter]


class Storyboards(Model, frozen=True, kw_only=True):
    """GET /videos/{id}/storyboards."""

    storyboards: list[Storyboard]


class LiveInfo(Model, frozen=True, kw_only=True):
    """GET /videos/live/{id}."""

    permanent_live: bool = False
    save_replay: bool = False
    latency_mode: int = 1
