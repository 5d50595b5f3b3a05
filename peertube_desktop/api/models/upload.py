"""What the answers to an upload say."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.base import Count, Instant, Labelled, Model, Number


class VideoIds(Model, frozen=True, kw_only=True):
    """The three names of a video that has just been made."""

    id: Number
    uuid: str
    # "shortUUID" is not what renaming to camelCase gives.
    short_uuid: str = msgspec.field(default="", name="shortUUID")


class Uploaded(Model, frozen=True, kw_only=True):
    """The answer to an upload's last part."""

    video: VideoIds


class OwnVideo(VideoIds, frozen=True, kw_only=True):
    """A video of the account's own, as far as it is told from others by it."""

    name: str = ""
    is_live: bool = False
    created_at: Instant | None = None
    duration: Count = 0
    state: Labelled | None = None


class VideoSource(Model, frozen=True, kw_only=True):
    """GET /videos/{id}/source: the file a video was made of. `input_filename` came with 6.2; before, `filename`."""

    input_filename: str | None = None
    filename: str | None = None
    size: Count | None = None

    @property
    def name(self) -> str:
        """The name it was sent under, or ""."""
        return self.input_filename or self.filename or ""


class QuotaUsed(Model, frozen=True, kw_only=True):
    """GET /users/me/video-quota-used, in bytes."""

    video_quota_used: Count = 0
    video_quota_used_daily: Count = 0


class OwnChannel(Model, frozen=True, kw_only=True):
    """A channel of the account's own."""

    id: Number
    name: str = ""
    display_name: str = ""


class Uploader(Model, frozen=True, kw_only=True):
    """What GET /users/me says to who uploads. Quotas in bytes, -1 for none."""

    video_quota: Number = -1
    video_quota_daily: Number = -1
    video_channels: list[OwnChannel] = msgspec.field(default_factory=list)


class FileRules(Model, frozen=True, kw_only=True):
    """`video.file` of GET /config."""

    extensions: list[str] = msgspec.field(default_factory=list)


class VideoRules(Model, frozen=True, kw_only=True):
    """`video` of GET /config."""

    file: FileRules = FileRules()


class UploadRules(Model, frozen=True, kw_only=True):
    """GET /config, as far as it says what may be uploaded."""

    video: VideoRules = VideoRules()
