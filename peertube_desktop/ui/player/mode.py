"""Where the one player of the window can be."""

from __future__ import annotations

from enum import StrEnum


class ViewMode(StrEnum):
    """A place, and what can be reached there."""

    PAGE = "page"
    """In the watch page."""
    FULLSCREEN = "fullscreen"
    FLOATING = "floating"
    """In a small window of its own, above all others."""
    MINI = "mini"
    """In the window's corner, while the person browses on."""
