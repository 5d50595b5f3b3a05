"""How memory is had from the system."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_ARENA_MAX = -8
ARENAS = 2


def share_heaps() -> None:
    """Let all threads take memory from the same few heaps, where the C library has one for each thread otherwise.

    Threads that decode pictures leave holes in theirs that nobody else can use: 14 MB with one screen of pictures.
    """
    if sys.platform.startswith("linux"):
        with suppress(AttributeError, OSError):  # another C library than glibc
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)
