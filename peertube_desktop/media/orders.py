"""What is wanted of the engine."""

from __future__ import annotations

from dataclasses import dataclass

from peertube_desktop.media.source import FileSource, Source


@dataclass(slots=True)
class Settings:
    """What holds for every video."""

    rate: float = 1.0
    volume: int = 100
    muted: bool = False
    device: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What to play, and how. `height`: the best level to choose, 0 is automatic."""

    source: Source | FileSource
    start: float
    height: int
    duration: float

    @property
    def live(self) -> bool:
        """Whether it is a live."""
        return isinstance(self.source, Source) and self.source.live


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one player is to start."""

    start: float
    height: int
    volume: int
    muted: bool
    device: str
