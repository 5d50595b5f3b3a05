"""How far a player is, and how long each step may take."""

from __future__ import annotations

import enum

TICK = 0.25
NEAR = 0.25
"""A start or a seek this close needs no second seek."""
STRAY = 0.04
"""After a seek the picture at a key frame comes just before the wanted one."""
ARRIVAL = 0.5
STUCK = 1.0
"""A seek that takes longer than this waits for bytes: the next one opens anew."""
FAILED_WAIT = 2.0
LIVE_PAUSE = 15.0
"""A live that stood longer than this goes on at its edge."""


class Phase(enum.Enum):
    """How far the current player is."""

    NONE = enum.auto()
    STARTING = enum.auto()
    SEEKING = enum.auto()
    ARRIVING = enum.auto()
    RUNNING = enum.auto()
