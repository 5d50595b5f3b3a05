"""The words the player and the window share: its states, what can be chosen, what is shown over the picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlayerState(StrEnum):
    """What the person sees of the player."""

    EMPTY = "empty"
    LOADING = "loading"
    """The details are on their way, or the first picture is."""
    PLAYING = "playing"
    PAUSED = "paused"
    ENDED = "ended"
    FAILED = "failed"
    LOCKED = "locked"
    """A password is wanted."""
    SOON = "soon"
    """A live that has not begun."""
    OVER = "over"
    """A live that has ended."""


@dataclass(frozen=True)
class Quality:
    """`height` of the picture in pixels; `resolution` as the label counts: a vertical "480p" is 854 high.

    Height 0 is automatic, which has no label.
    """

    height: int
    label: str = ""
    fps: int = 0
    resolution: int = 0


@dataclass(frozen=True)
class CaptionTrack:
    """The captions of one language; `language` is its code."""

    language: str
    label: str
    automatic: bool = False


@dataclass(frozen=True)
class Loop:
    """Seconds between which the video repeats; None for its beginning or end."""

    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class AudioOutput:
    """A place for sound to go to; `id` "" is the system's own choice."""

    id: str
    name: str
