"""Keeps the tests on this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

_real_connect = socket.socket.connect
_real_connect_ex = socket.socket.connect_ex
_real_getaddrinfo = socket.getaddrinfo


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class NetworkGuard:
    """Refuses connections and name look-ups that leave the machine, in every thread, and remembers them.

    Names below `.invalid` and `.test` never exist: looking them up fails as it does without a guard, and is
    no offence, so that a test can have an instance that is not there.
    """

    def __init__(self, allowed_url: str = "") -> None:
        self._allowed = {urlsplit(allowed_url).hostname or ""} - {""}
        self._refused: list[str] = []
        self._patch = pytest.MonkeyPatch()

    def install(self) -> None:
        """Puts the guard between the program and the `socket` module."""
        guard = self

        def connect(self: socket.socket, address: Any) -> None:
            guard._check(self, address)
            _real_connect(self, address)

        def connect_ex(self: socket.socket, address: Any) -> int:
            guard._check(self, address)
            return _real_connect_ex(self, address)

        def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if isinstance(name, str) and not guard._may(name):
                if not name.endswith((".invalid", ".test")):
                    guard._refused.append(name)
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            found = _real_getaddrinfo(host, *args, **named)
            if name in guard._allowed:
                guard._allowed.update(str(entry[4][0]) for entry in found)
            return found

        self._patch.setattr(socket.socket, "connect", connect)
        self._patch.setattr(socket.socket, "connect_ex", connect_ex)
        self._patch.setattr(socket, "getaddrinfo", getaddrinfo)

    def remove(self) -> None:
        """Takes the guard away."""
        self._patch.undo()

    def take_refused(self) -> list[str]:
        """The hosts that were refused since the last call."""
        refused, self._refused = self._refused, []
        return refused

    def _may(self, host: str) -> bool:
        return host == "" or host in self._allowed or _is_loopback(host)

    def _check(self, made_on: socket.socket, address: Any) -> None:
        if made_on.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host = str(address[0])
        if not self._may(host):
            self._refused.append(host)
            raise ConnectionRefusedError(f"the tests stay on this machine: {host}")
