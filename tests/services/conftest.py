"""The parts below the window, real ones, put together as app.py does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from peertube_desktop.media.engine import Engine
from peertube_desktop.services.awake import Awake
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.history import History
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.db import Db
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import Settings, SettingsFile

PATIENCE = 30.0
SILENT = ("--aout=dummy",)
"""Machines that run tests have no sound."""


class Keeper:
    """A machine that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def hold(self) -> None:
        """Stay awake."""
        self.asked.append(True)

    def let_go(self) -> None:
        """Sleep if you like."""
        self.asked.append(False)


@dataclass
class Watching:
    """A player and what it is made of."""

    connections: Connections
    preferences: Preferences
    history: History
    library: Library
    keeper: Keeper
    player: Player
    frames: list[tuple[int, int]]
    """Width and height of the pictures that came."""

    def state(self) -> PlayerState:
        """What the player does now."""
        return self.player.state

    def lines(self) -> Sequence[str]:
        """The captions that are shown now."""
        return self.player.cues

    def frame_came(self) -> None:
        """Takes what there is, as a surface does."""
        frame = self.player.take_frame()
        if frame is not None:
            self.frames.append((frame.width, frame.height))
            frame.release()

    async def until(self, fact: Callable[[], object]) -> None:
        """Waits until it is true, looking whenever player or history tell something. Fails when it never is."""
        player = self.player
        done = asyncio.get_running_loop().create_future()

        def look(*_: object) -> None:
            if not done.done() and fact():
                done.set_result(None)

        signals = (
            player.state_changed,
            player.details_changed,
            player.controls_changed,
            player.position_changed,
            player.cues_changed,
            player.frame_ready,
            player.ended,
            self.history.changed,
        )
        for signal in signals:
            signal.connect(look)
        look()
        try:
            await asyncio.wait_for(done, PATIENCE)
        except TimeoutError:
            pytest.fail(f"waited in vain: {player.state} {player.position:.2f} {player.relay} {player.error}")
        finally:
            for signal in signals:
                signal.disconnect(look)


async def play(watching: Watching, ref: VideoRef, **how: Any) -> None:
    """Opens it and waits for moving pictures."""
    player = watching.player
    player.open(ref, **how)
    await watching.until(lambda: moves(watching))


def moves(watching: Watching) -> bool:
    """Whether pictures move now."""
    player = watching.player
    return player.state is PlayerState.PLAYING and not player.waiting and bool(watching.frames)


@pytest.fixture
async def connections(qapp: QApplication) -> AsyncIterator[Connections]:
    """Real ones, closed after the test."""
    made = Connections(await make_pool(Settings()))
    yield made
    await made.aclose()


@pytest.fixture
async def watching(qapp: QApplication, tmp_path: Path, connections: Connections) -> AsyncIterator[Watching]:
    """A player that really plays."""
    root = QObject()
    db = Db(tmp_path / "library.sqlite")
    await db.open()
    library = Library(db)
    preferences = Preferences(SettingsFile(tmp_path / "settings.json"), Settings(), root)
    history = History(library, preferences, root)
    keeper = Keeper()
    player = Player(
        connections,
        preferences,
        history,
        root,
        awake=Awake(keeper, root),
        maker=lambda opener, changed, framed: Engine(
            opener, on_change=changed, on_frame=framed, options=SILENT
        ),
    )
    made = Watching(connections, preferences, history, library, keeper, player, [])
    player.frame_ready.connect(made.frame_came)
    yield made
    await player.aclose()
    await preferences.flush()
    await db.close()
    root.deleteLater()
