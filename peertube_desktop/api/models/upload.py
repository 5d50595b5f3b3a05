"""What the answers to an upload say."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.base import Count, Labelled, Model, Number


class VideoIds(Model, frozen=True, kw_only=True):
    """The three names of a video that has just been made."""

    id: Number
    uuid: str
    # "shortUUID" is not what renaming to camelCase gives.
    short_uuid: str = msgspec.field(default="", name="shortUUID")


class Uploaded(Model, frozen=True, kw_only=True):
    """The answer to an upload's last part."""

    video: VideoIds


class OwnVideoState(Model, frozen=True, kw_only=True):
    """GET /videos/{id}, as far as it says how far the server is with it."""

    uuid: str
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


class FileRules(Model, frozen=True, kw_only=True):
    """`video.file` of GET /config."""

    extensions: list[str] = msgspec.field(default_factory=list)


class VideoRules(Model, frozen=True, kw_only=True):
    """`video` of GET /config."""

    file: FileRules = FileRules()


class UploadRules(Model, frozen=True, kw_only=True):
    """GET /config, as far as it says what may be uploaded."""

    video: VideoRules = VideoRules()
