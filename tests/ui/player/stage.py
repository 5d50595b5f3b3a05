"""The player's widgets on a real window, with the real player behind them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peertube_desktop.demo.ids import Ids, Kind
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.player.host import PlayerHost
from peertube_desktop.ui.player.view import PlayerView
from peertube_desktop.ui.resources import resource
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.window import Window
from tests.demo_process import DemoProcess
from tests.ui.things import Things

SLOT = (960, 540)


class Watch(Page):
    """A watch page with nothing but a place for the player."""

    def __init__(self) -> None:
        super().__init__()
        self.host: PlayerHost | None = None
        self.slot = QWidget(self)
        self.slot.setFixedSize(*SLOT)
        layout = QVBoxLayout(self)
        layout.addWidget(self.slot)
        layout.addStretch(1)

    def open(self, route: Route, state: PageState | None) -> None:
        assert self.host is not None
        self.host.attach(self.slot)

    def leave(self) -> None:
        assert self.host is not None
        self.host.detach()


class Other(Page):
    """Somewhere else."""

    def open(self, route: Route, state: PageState | None) -> None:
        pass


@dataclass
class Stage:
    """The parts by name."""

    things: Things
    window: Window
    watch: Watch
    player: Player
    queue: PlayQueue
    host: PlayerHost

    @property
    def view(self) -> PlayerView:
        return self.host.view

    def go(self, page: str = "watch", uuid: str = "") -> None:
        self.things.router.go(Route.of(page, id=uuid))


@asynccontextmanager
async def make_stage(things: Things, player: Player | None = None) -> AsyncIterator[Stage]:
    """A window at its watch page, with no video on."""
    player = player or Player(things.connections, things.preferences, things.history, things.root)
    window = Window(things.theme, things.icons, things.router)
    queue = PlayQueue(things.root)
    host = PlayerHost(
        window,
        things.router,
        player,
        queue,
        things.preferences,
        things.theme,
        things.icons,
        things.pictures,
        things.root,
    )
    host.notice.connect(things.notices.append)
    watch = Watch()
    watch.host = host
    window.register("watch", lambda: watch)
    window.register("discover", Other)
    window.show()
    things.router.go(Route.of("discover"))
    things.router.go(Route.of("watch"))
    try:
        yield Stage(things, window, watch, player, queue, host)
    finally:
        await player.aclose()
        window.close()
        window.deleteLater()


def find(demo: DemoProcess, title: str) -> VideoRef:
    """The demo's video of that title, one that no list shows as well."""
    titles = json.loads(resource("demo", "titles.json").read_text("utf-8"))["titles"]
    index = next(place for place, known in enumerate(titles) if known["name"].startswith(title))
    return VideoRef(demo.url, Ids(1).make(Kind.VIDEO, index))
