"""One running program per profile: a second start hands its links to the first and ends."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1500
PATIENCE = 8.0
PAUSE = 0.05
MOST_BYTES = 64 * 1024


def hand_over_or_follow(
    name: str, things: list[str], take: Callable[[], bool], patience: float = PATIENCE
) -> bool | None:
    """What a start does while another program has the profile: hand `things` over, or follow it where it ends.

    False: they are handed over; True: `take` succeeded, the profile is this start's; None: the other one lives
    and does not answer. It may be on its way up or down, so both are tried for a while.
    """
    end = time.monotonic() + patience
    while True:
        # One that only just starts does not listen yet.
        if hand_over(name, things):
            return False
        if take():
            return True
        if time.monotonic() >= end:
            return None
        time.sleep(PAUSE)


def hand_over(name: str, things: list[str]) -> bool:
    """Give `things` to the program that listens on `name`; False where there is none (or it hangs)."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(json.dumps(things).encode() + b"\n")
    # The other one answers when it has taken them: a hung or dying program does not swallow links.
    taken = bool(socket.waitForBytesWritten(WAIT_MS) and socket.waitForReadyRead(WAIT_MS))
    socket.disconnectFromServer()
    return taken


class InstanceServer(QObject):
    """`handed(list of str)` when another start hands over its links; an empty list means: come to the front."""

    handed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._buffers: dict[QLocalSocket, bytes] = {}
        self.listening = self._server.listen(name)
        if not self.listening:
            # What a killed program left behind.
            QLocalServer.removeServer(name)
            self.listening = self._server.listen(name)

    def close(self) -> None:
        """Listen no more, and take the address away."""
        self._server.close()

    def _accept(self) -> None:
        socket = self._server.nextPendingConnection()
        while socket is not None:
            self._buffers[socket] = b""
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(lambda s=socket: self._gone(s))
            # The bytes may have been there before anybody listened for them.
            self._read(socket)
            socket = self._server.nextPendingConnection()

    def _gone(self, socket: QLocalSocket) -> None:
        self._buffers.pop(socket, None)
        socket.deleteLater()

    def _read(self, socket: QLocalSocket) -> None:
        if socket not in self._buffers:
            return
        self._buffers[socket] += bytes(socket.readAll().data())
        line, newline, _rest = self._buffers[socket].partition(b"\n")
        if not newline:
            if len(line) > MOST_BYTES:
                socket.abort()
            return
        self._buffers[socket] = b""
        try:
            things = json.loads(line)
        except (ValueError, RecursionError):
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        if isinstance(things, list):
            self.handed.emit([thing for thing in things if isinstance(thing, str)])
