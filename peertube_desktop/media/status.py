"""What the engine tells of itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from peertube_desktop.media.source import RelayState


class LibraryMissingError(Exception):
    """libVLC is not installed, cannot be loaded, or is not of version 3."""


class EngineState(enum.Enum):
    """What is asked of the engine, and whether it is over."""

    IDLE = "idle"
    OPENING = "opening"
    """Nothing of the video was shown yet."""
    PLAYING = "playing"
    PAUSED = "paused"
    ENDED = "ended"
    """Played to its true end."""
    FAILED = "failed"
    """Given up; `EngineStatus.relay` or `EngineStatus.error` says why."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One moment of the engine.

    `waiting`: playing is wanted but nothing comes: opening, buffering, reconnecting, held up by the relay.
    `relay`: why, as the relay knows it.
    `duration`: seconds; 0 unknown or live.
    `ended_live`: a live is over.
    `error`: the engine itself cannot play.
    """

    state: EngineState = EngineState.IDLE
    waiting: bool = False
    relay: RelayState = field(default_factory=RelayState)
    duration: float = 0.0
    seekable: bool = False
    ended_live: bool = False
    error: LibraryMissingError | None = None


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """Where sound can go. `id` "" is whatever the system prefers."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PlayCounts:
    """Of the video that is on, since it was opened: pictures, blocks of sound, bytes from the server or disk."""

    decoded_pictures: int = 0
    lost_pictures: int = 0
    decoded_sound: int = 0
    played_sound: int = 0
    lost_sound: int = 0
    bytes_read: int = 0

    def __add__(self, other: PlayCounts) -> PlayCounts:
        """Both together."""
        return PlayCounts(
            self.decoded_pictures + other.decoded_pictures,
            self.lost_pictures + other.lost_pictures,
            self.decoded_sound + other.decoded_sound,
            self.played_sound + other.played_sound,
            self.lost_sound + other.lost_sound,
            self.bytes_read + other.bytes_read,
        )
