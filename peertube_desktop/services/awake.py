"""Keeps the machine awake while pictures move, in each system's own way; silent where there is none."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from peertube_desktop.services.tasks import spawn

log = logging.getLogger(__name__)

SERVICE, PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
_LINE = "peertube-desktop-awake"


class Keeper(Protocol):
    """How one system is asked. Both are called in a thread, in turn."""

    def hold(self) -> None:
        """Stay awake from now on. Raises OSError."""

    def let_go(self) -> None:
        """Sleep when it is time to. Raises OSError."""


class Awake(QObject):
    """`set_awake(True)` while something is watched."""

    def __init__(self, keeper: Keeper | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._wanted = self._is = False
        self._lock = asyncio.Lock()

    def set_awake(self, awake: bool) -> None:
        """Whether the screen has to stay on."""
        if self._keeper is not None and awake != self._wanted:
            self._wanted = awake
            spawn(self, self._follow(self._keeper))

    async def aclose(self) -> None:
        """Nothing is asked for any more."""
        self._wanted = False
        if self._keeper is not None:
            await self._follow(self._keeper)

    async def _follow(self, keeper: Keeper) -> None:
        async with self._lock:
            if self._is == self._wanted:
                return
            self._is = self._wanted
            try:
                await asyncio.to_thread(keeper.hold if self._is else keeper.let_go)
            except OSError as error:
                log.info("The screen cannot be kept on: %s", error.strerror)


class ScreenSaver:
    """Linux and its kin: the desktop's service on the session bus."""

    def __init__(self, name: str, reason: str) -> None:
        self._words = [name, reason]

    def hold(self) -> None:
        """Ask, on a connection of its own: the service lets go when that ends."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _LINE)
        if bus.isConnected():
            call = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "Inhibit")
            call.setArguments(self._words)
            bus.asyncCall(call)

    def let_go(self) -> None:
        """End the connection. The number that "Inhibit" answers with cannot be sent back by PySide."""
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(_LINE)


class PowerAssertion:
    """macOS: a note to the power manager, which goes with the process too."""

    _FRAMEWORKS = "/System/Library/Frameworks"
    _UTF8, _ON = 0x08000100, 255

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._id: ctypes.c_uint32 | None = None

    def hold(self) -> None:
        """Leave it."""
        foundation = ctypes.CDLL(f"{self._FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
        power = ctypes.CDLL(f"{self._FRAMEWORKS}/IOKit.framework/IOKit")
        make = foundation.CFStringCreateWithCString
        make.restype, make.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
        create = power.IOPMAssertionCreateWithName
        create.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p)
        kind = make(None, b"PreventUserIdleDisplaySleep", self._UTF8)
        reason = make(None, self._reason.encode(), self._UTF8)
        found = ctypes.c_uint32()
        if create(kind, self._ON, reason, ctypes.byref(found)) == 0:
            self._id = found

    def let_go(self) -> None:
        """Take it back."""
        found, self._id = self._id, None
        if found is not None:
            power = ctypes.CDLL(f"{self._FRAMEWORKS}/IOKit.framework/IOKit")
            power.IOPMAssertionRelease(found)


class WindowsPower:
    """Windows: as long as the thread that asked is there."""

    def __init__(self) -> None:
        self._done = threading.Event()

    def hold(self) -> None:
        """Start the thread."""
        self._done = threading.Event()
        threading.Thread(target=self._stay, args=(self._done,), name="awake", daemon=True).start()

    def let_go(self) -> None:
        """End it."""
        self._done.set()

    def _stay(self, done: threading.Event) -> None:
        if sys.platform == "win32":
            continuous, system, display = 0x80000000, 0x1, 0x2
            ctypes.windll.kernel32.SetThreadExecutionState(continuous | system | display)
            done.wait()
            ctypes.windll.kernel32.SetThreadExecutionState(continuous)


def system_keeper(name: str, reason: str) -> Keeper | None:
    """The way of this system, if it has one; `name` of the program and `reason` may be shown to people."""
    if sys.platform == "win32":
        return WindowsPower()
    if sys.platform == "darwin":
        return PowerAssertion(reason)
    # Without a session bus, asking for it would start one.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (runtime and Path(runtime, "bus").exists()):
        return ScreenSaver(name, reason)
    return None
