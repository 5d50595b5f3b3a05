"""The media the demo instance serves: clips, pictures, avatars and banners read from resources/demo.

Nothing is made here: the files were drawn beforehand (see make_media.py there). Small files are kept in
memory once
read; media files are memory-mapped by the operating system's cache when sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

ALBUM_FROM = 1000


class MediaFile(msgspec.Struct, frozen=True):
    """What the manifest tells of one media file; `level` is that of its H.264 stream, times ten."""

    size: int
    width: int
    height: int
    fps: int
    hasAudio: bool
    hasVideo: bool
    level: int
    duration: float


class Sheet(msgspec.Struct, frozen=True):
    """The measures of a storyboard, in the API's words."""

    totalWidth: int
    totalHeight: int
    spriteWidth: int
    spriteHeight: int
    spriteDuration: int


class Clip(msgspec.Struct, frozen=True):
    """One clip: its plain files and its HLS levels, by resolution id ("0" is sound alone)."""

    duration: int
    aspectRatio: float
    split: bool
    web: dict[str, MediaFile]
    hls: dict[str, MediaFile]
    storyboard: Sheet


class Live(msgspec.Struct, frozen=True):
    """The looping live: how many pieces there are and how many seconds each lasts."""

    pieces: int
    seconds: int


@dataclass(frozen=True)
class Blob:
    """A small file held in memory."""

    data: bytes
    modified: float
    kind: str = ""


def resources() -> Path:
    """The folder of the demo's files: beside the package in a checkout, inside it when installed.

    Raises FileNotFoundError if there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package.parent / "resources" / "demo", package / "resources" / "demo"):
        if (place / "clips" / "manifest.json").is_file():
            return place
    raise FileNotFoundError("the demo instance's media are not installed (resources/demo)")


class Shelf:
    """All of the demo's files, by name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        listing = msgspec.json.decode(
            (root / "clips" / "manifest.json").read_bytes(), type=dict[str, msgspec.Raw]
        )
        self.live = msgspec.json.decode(listing.pop("live"), type=Live)
        self.clips = {name: msgspec.json.decode(raw, type=Clip) for name, raw in listing.items()}
        self._blobs: dict[str, Blob] = {}
        # Pictures that people sent, by a number beyond those of the drawn ones.
        self.album: dict[int, Blob] = {}
        self.playlist_pictures: dict[int, Blob] = {}

    def keep_picture(self, data: bytes, kind: str, modified: float) -> int:
        """Keeps a picture that was sent; gives its number."""
        number = ALBUM_FROM + len(self.album)
        self.album[number] = Blob(data, modified, kind)
        return number

    def durations(self) -> dict[str, int]:
        """Seconds by clip name."""
        return {name: clip.duration for name, clip in self.clips.items()}

    def path(self, name: str) -> Path:
        """Where the file of that name is; names come from the demo itself, never from a request."""
        return self.root / name

    def blob(self, name: str) -> Blob:
        """A small file, read once."""
        blob = self._blobs.get(name)
        if blob is None:
            path = self.path(name)
            blob = self._blobs[name] = Blob(path.read_bytes(), path.stat().st_mtime)
        return blob
