"""The player's widgets on a real window, with the real player behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from peertube_desktop.media.engine import Engine
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.player.host import PlayerHost
from peertube_desktop.ui.player.view import PlayerView
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.window import Window
from tests.ui.things import Things

SLOT = (960, 540)
SILENT = ("--aout=dummy",)
NONE = Qt.KeyboardModifier.NoModifier


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

    def go(self, page: str) -> None:
        """To another page."""
        self.things.router.go(Route.of(page))

    def button(self, name: str) -> QToolButton:
        """The button of that objectName."""
        found = self.window.findChild(QToolButton, name)
        assert found is not None, name
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key, for whoever has the keyboard."""
        QTest.keyClick(self.view.window().focusWidget() or self.view, key, modifiers)

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """The picture's colour at parts (0–1) of its width and height."""
        shown = self.view.surface.picture_rect()
        image = self.view.surface.grab().toImage()
        at = (shown.x() + int(shown.width() * x), shown.y() + int(shown.height() * y))
        colour = image.pixelColor(*at)
        return colour.red(), colour.green(), colour.blue()

    def played(self) -> bool:
        """Whether it plays and its picture is there."""
        return self.player.state is PlayerState.PLAYING and self.view.surface.has_picture


def move(widget: QWidget, x: int, y: int, *, pressed: bool = False) -> None:
    """The pointer goes to a point of `widget`. QTest would let the event loop run inside the test's own step."""
    at = QPointF(x, y)
    buttons = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, buttons, NONE
    )
    QApplication.sendEvent(widget, event)


def leave(widget: QWidget) -> None:
    """The pointer goes elsewhere."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


@asynccontextmanager
async def make_stage(things: Things, player: Player | None = None) -> AsyncIterator[Stage]:
    """A window at its watch page, with no video on."""
    player = player or Player(
        things.connections,
        things.preferences,
        things.history,
        things.root,
        maker=lambda opener, changed, framed: Engine(
            opener, on_change=changed, on_frame=framed, options=SILENT
        ),
    )
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
        quits = QApplication.quitOnLastWindowClosed()
        QApplication.setQuitOnLastWindowClosed(False)
        window.close()
        QApplication.setQuitOnLastWindowClosed(quits)
        window.deleteLater()
