"""HLS playlists: every address in them replaced by one of the relay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from peertube_desktop.media.source import origin_of

MAX_PLAYLIST = 8 * 1024 * 1024
MIME = "application/vnd.apple.mpegurl"
_MIMES = frozenset({MIME, "application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl"})
_ATTRIBUTE = re.compile(r'\b(URI=")([^"\\]*)(")')
_ANY_ATTRIBUTE = re.compile(r"\bURI\s*=")
_KNOWN = ("#EXTM3U", "#EXTINF", "#EXT-X-")
_RESOLUTION = re.compile(r"\bRESOLUTION=(\d{1,5})x(\d{1,5})")
_CAPTIONS = re.compile(r"[:,]TYPE=(SUBTITLES|CLOSED-CAPTIONS)\b")
_CAPTIONS_USED = re.compile(r',(SUBTITLES|CLOSED-CAPTIONS)=("[^"]*"|NONE)')


class BadPlaylistError(ValueError):
    """Not a playlist, or one that names what must not be opened."""


@dataclass(frozen=True, slots=True)
class Playlist:
    """`text` with the relay's addresses; `levels`: width and height of each, none in a media playlist;
    `ended`: nothing will be added to it."""

    text: str
    levels: tuple[tuple[int, int], ...]
    ended: bool


def looks_like_playlist(url: str, content_type: str) -> bool:
    """Whether an answer is to be read as a playlist."""
    if content_type.split(";")[0].strip().lower() in _MIMES:
        return True
    return urlsplit(url).path.lower().endswith(".m3u8")


def refuse_target(url: str, found_in: str) -> str | None:
    """None if `url`, found in an answer from `found_in`, may be asked for; else why not."""
    origin = origin_of(url)
    if not origin:
        return "not http"
    if urlsplit(found_in).scheme.lower() == "https" and not origin.startswith("https:"):
        return "from https to http"
    return None


def rewrite(body: bytes, base: str, through: Callable[[str], str]) -> Playlist:
    """The playlist `body`, found at `base`, with each address replaced by `through(absolute address)`.

    Raises `BadPlaylistError` for what is no playlist, is too large, or names anything but http(s) addresses.
    """
    if len(body) > MAX_PLAYLIST:
        raise BadPlaylistError("too large")
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text.lstrip().startswith("#EXTM3U"):
        raise BadPlaylistError("not a playlist")

    def mapped(reference: str) -> str:
        try:
            target = urljoin(base, reference.strip())
        except ValueError:
            raise BadPlaylistError("not an address") from None
        if refuse_target(target, base):
            raise BadPlaylistError("refused address")
        return through(target)

    lines = []
    levels = []
    ended = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        if not line.startswith("#"):
            line = mapped(line)
        elif line.startswith("#EXT-X-MEDIA:") and _CAPTIONS.search(line):
            # Shown by others: libVLC would fetch them all, and wait for them before it shows a picture.
            continue
        elif line.startswith(_KNOWN):
            line = _CAPTIONS_USED.sub("", line)
            if line.startswith("#EXT-X-STREAM-INF"):
                match = _RESOLUTION.search(line)
                if match:
                    levels.append((int(match[1]), int(match[2])))
            ended = ended or line.startswith("#EXT-X-ENDLIST")
            if len(_ANY_ATTRIBUTE.findall(line)) != len(_ATTRIBUTE.findall(line)):
                # libVLC is less strict about quotes, and would find an address where none was replaced.
                raise BadPlaylistError("ambiguous address")
            line = _ATTRIBUTE.sub(lambda match: match[1] + mapped(match[2]) + match[3], line)
        else:
            continue
        lines.append(line)
    return Playlist("\n".join(lines) + "\n", tuple(levels), ended)
