"""Keeping the machine awake."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject
from PySide6.QtWidgets import QApplication

from peertube_desktop.services.awake import PATH, SERVICE, Awake, ScreenSaver, system_keeper
from tests.services.conftest import Keeper

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no dbus-daemon on this machine")


class Desktop(QDBusVirtualObject):
    """A desktop that notes who asks it to stay on, and when they leave."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[object]] = []
        self.came = asyncio.Event()

    def introspect(self, path: str) -> str:
        """Nobody asks."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """A call."""
        if message.member() == "Inhibit":
            self.asked.append(message.arguments())
            self.came.set()
            connection.send(message.createReply([7]))
        return True


@pytest.fixture
async def bus(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A session bus of the test's own."""
    daemon = await asyncio.create_subprocess_exec(
        "dbus-daemon", "--session", "--nofork", "--print-address", stdout=asyncio.subprocess.PIPE
    )
    assert daemon.stdout is not None
    address = (await daemon.stdout.readline()).decode().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    await daemon.wait()


async def test_asks_the_desktop_while_it_is_wanted(qapp: QApplication, bus: str) -> None:
    line = QDBusConnection.connectToBus(bus, "the-desktop")
    desktop = Desktop()
    assert line.registerService(SERVICE)
    assert line.registerVirtualObject(PATH, desktop)
    keeper = system_keeper("PeerTube Desktop", "A video is playing")
    assert isinstance(keeper, ScreenSaver)
    awake = Awake(keeper)
    awake.set_awake(True)
    awake.set_awake(True)
    await asyncio.wait_for(desktop.came.wait(), 10)
    assert desktop.asked == [["PeerTube Desktop", "A video is playing"]]
    await awake.aclose()
    assert not QDBusConnection("peertube-desktop-awake").isConnected()
    line.unregisterObject(PATH)
    QDBusConnection.disconnectFromBus("the-desktop")


async def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert system_keeper("name", "reason") is None
    awake = Awake(None)
    awake.set_awake(True)
    await awake.aclose()


async def test_a_bus_that_is_gone_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    awake = Awake(system_keeper("name", "reason"))
    awake.set_awake(True)
    await awake.aclose()


async def test_the_last_wish_wins(qapp: QApplication) -> None:
    keeper = Keeper()
    awake = Awake(keeper)
    for wish in (True, False, True, False, True):
        awake.set_awake(wish)
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    await awake.aclose()
    assert keeper.asked == [True, False]
