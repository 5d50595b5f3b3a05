"""What the command line asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """`instance`: address to open; `demo`: start a demo instance; `tour`: a folder; `things`: links."""

    profile_dir: Path | None = None
    instance: str = ""
    demo: bool = False
    tour: Path | None = None
    things: tuple[str, ...] = ()
