"""What of a video is played: its HLS playlist or one of its files, in which quality, with which credentials."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from peertube_desktop.api import addresses, videos
from peertube_desktop.api.models.video import (
    Privacy,
    StreamingPlaylist,
    VideoDetails,
    VideoFile,
    VideoState,
)
from peertube_desktop.media.source import Source
from peertube_desktop.services.playing import Quality

log = logging.getLogger(__name__)

GUARDED = (Privacy.PRIVATE, Privacy.INTERNAL, Privacy.PASSWORD_PROTECTED)
BEST_WITHOUT_CHOICE = 1080
"""A lone file cannot follow the speed of the line: what "automatic" takes of it is at most this."""
FAST = 50


class Unplayable(StrEnum):
    """Why there is nothing to play."""

    NOT_READY = "not_ready"
    """The server still works on it."""
    NO_FILES = "no_files"
    """There are none, or only ones that we cannot open, such as torrents."""


class UnplayableError(Exception):
    """The details came, and name nothing that can be played."""

    def __init__(self, reason: Unplayable) -> None:
        super().__init__(reason.value)
        self.reason = reason


class LivePhase(StrEnum):
    """Where a live is."""

    NONE = "none"
    """It is no live."""
    SOON = "soon"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class Playable:
    """An address to play. `height`: of the pictures, 0 where they are one of several (HLS) or none."""

    url: str
    live: bool = False
    hls: bool = False
    height: int = 0


def live_phase(details: VideoDetails) -> LivePhase:
    """Whether a live has begun, runs, or is over for good."""
    if not details.is_live:
        return LivePhase.NONE
    state = details.state.id if details.state is not None else None
    if state == VideoState.LIVE_ENDED:
        return LivePhase.OVER
    # A live that may come again waits with its last playlist still named, which is gone.
    if state == VideoState.WAITING_FOR_LIVE or not details.streaming_playlists:
        return LivePhase.SOON
    return LivePhase.RUNNING


def is_guarded(details: VideoDetails) -> bool:
    """Whether its files are given out to those with credentials alone."""
    return details.privacy is not None and details.privacy.id in GUARDED


def qualities(details: VideoDetails, origin: str) -> tuple[Quality, ...]:
    """What can be chosen, the highest first; empty where there is only one, or only the server knows."""
    playlist = _playlist(details, origin)
    files = playlist.files if playlist is not None else _own_files(details, origin)
    found: dict[int, Quality] = {}
    for file in files:
        if not file.is_video:
            continue
        quality = _quality(file, details)
        known = found.get(quality.height)
        if known is None or quality.fps > known.fps:
            found[quality.height] = quality
    if len(found) < 2:
        return ()
    return tuple(sorted(found.values(), key=lambda quality: -quality.height))


def nearest(choice: Sequence[Quality], resolution: int) -> Quality | None:
    """The best of `choice` that is not above `resolution` (as labels count: 480 for "480p"), else the lowest.

    None for 0, automatic, and where there is no choice.
    """
    if not resolution or not choice:
        return None
    fitting = [quality for quality in choice if quality.resolution <= resolution]
    return max(fitting, key=_size) if fitting else min(choice, key=_size)


def choose(details: VideoDetails, origin: str, resolution: int = 0) -> Playable:
    """What to open for a wanted `resolution`, 0 for automatic. Raises `UnplayableError`."""
    playlist = _playlist(details, origin)
    if playlist is not None:
        url = addresses.absolute(origin, playlist.playlist_url)
        return Playable(url, live=details.is_live, hls=True)
    files = _own_files(details, origin)
    pictures = [file for file in files if file.is_video]
    if pictures:
        wanted = resolution or BEST_WITHOUT_CHOICE
        fitting = [file for file in pictures if file.resolution.id <= wanted]
        by_size = max if fitting else min
        best = by_size(fitting or pictures, key=lambda file: (file.resolution.id, file.fps or 0))
        return Playable(_url(best, origin), height=_quality(best, details).height)
    if files:
        # Sound is all there is of it.
        return Playable(_url(files[0], origin))
    state = details.state.id if details.state is not None else VideoState.PUBLISHED
    ready = state == VideoState.PUBLISHED
    raise UnplayableError(Unplayable.NO_FILES if ready else Unplayable.NOT_READY)


class Credentials:
    """What opens the files of a video that is not public.

    A password goes along as a header. Where that is not enough, or there is none, the server gives a token
    for some hours: `request_token` asks for one, blocking, on a thread of the relay.
    """

    def __init__(self, password: str, request_token: Callable[[], str]) -> None:
        self._headers = videos.password_header(password)
        self._request_token = request_token
        self._token = ""

    def headers(self) -> Mapping[str, str]:
        """For requests to the instance."""
        return self._headers

    def query(self) -> Mapping[str, str]:
        """For addresses on the instance."""
        return {"videoFileToken": self._token} if self._token else {}

    def renew(self) -> bool:
        """What there was is not good (any more). Whether there is something better now."""
        try:
            token = self._request_token()
        except Exception as error:  # whatever keeps the token from us, the refusal stands
            log.info("No token for a video's files: %s", type(error).__name__)
            return False
        changed, self._token = token != self._token, token
        return changed


def source_of(playable: Playable, origin: str, credentials: Credentials | None) -> Source:
    """For the engine. Credentials are the instance's: files elsewhere do not see them."""
    if credentials is None or addresses.origin_of(playable.url) != addresses.origin_of(origin):
        return Source(playable.url, live=playable.live)
    return Source(
        playable.url,
        headers=credentials.headers,
        query=credentials.query,
        on_unauthorised=credentials.renew,
        live=playable.live,
    )


def _playlist(details: VideoDetails, origin: str) -> StreamingPlaylist | None:
    for playlist in details.streaming_playlists:
        if not addresses.absolute(origin, playlist.playlist_url):
            continue
        # Sound alone, while the lone files have pictures: those then.
        pictures = not playlist.files or any(file.is_video for file in playlist.files)
        if pictures or not any(file.is_video for file in _own_files(details, origin)):
            return playlist
    return None


def _own_files(details: VideoDetails, origin: str) -> list[VideoFile]:
    return _openable(details.files, origin)


def _openable(files: Iterable[VideoFile], origin: str) -> list[VideoFile]:
    return [file for file in files if _url(file, origin)]


def _url(file: VideoFile, origin: str) -> str:
    # Not `fileDownloadUrl`: newer servers send that without ranges, and slowly.
    return addresses.absolute(origin, file.file_url or "")


def _quality(file: VideoFile, details: VideoDetails) -> Quality:
    height = file.height or 0
    resolution = file.resolution.id
    if not height:
        # Before 6.1 files do not tell. The resolution is the shorter side.
        upright = details.aspect_ratio is not None and details.aspect_ratio < 1
        height = round(resolution / details.aspect_ratio) if upright and details.aspect_ratio else resolution
    fps = round(file.fps) if file.fps and file.fps > 0 else 0
    label = file.resolution.label or f"{resolution}p"
    if fps >= FAST and label.endswith("p"):
        label = f"{label}{fps}"
    return Quality(height, label, fps, resolution)


def _size(quality: Quality) -> tuple[int, int]:
    return quality.resolution, quality.fps
