"""`stage`: a window with the player in it, silent, and everything behind it real."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.ui.player.stage import Stage, make_stage
from tests.ui.things import Things


@pytest.fixture
async def stage(things: Things) -> AsyncIterator[Stage]:
    """At the watch page, with no video on."""
    async with make_stage(things) as made:
        yield made
