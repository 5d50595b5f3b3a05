"""The way out of this machine, as the person sets it: proxy and private certificates."""

from __future__ import annotations

import asyncio
import ssl
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.links import clean_host
from peertube_desktop.services.preferences import Preferences

SCHEMES = ("http", "https", "socks5", "socks5h")
MAX_CA_BYTES = 4_000_000


class WayProblem(StrEnum):
    """Why a proxy or certificate file is not taken."""

    NO_ADDRESS = "no_address"
    SCHEME = "scheme"
    HOST = "host"
    PORT = "port"
    UNUSABLE = "unusable"
    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    NO_CERTIFICATE = "no_certificate"


class WayError(Exception):
    """The settings are left as they were."""

    def __init__(self, problem: WayProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_proxy(text: str) -> str:
    """A proxy's address as typed, whole: `proxy.example:3128` is one of HTTP. Raises WayError."""
    typed = text.strip()
    if not typed:
        raise WayError(WayProblem.NO_ADDRESS)
    whole = typed if "://" in typed else f"http://{typed}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        raise WayError(WayProblem.HOST) from None
    if parts.scheme not in SCHEMES:
        raise WayError(WayProblem.SCHEME)
    try:
        port = parts.port
    except ValueError:
        raise WayError(WayProblem.PORT) from None
    if port == 0 or parts.netloc.endswith(":"):
        raise WayError(WayProblem.PORT)
    address = parts.netloc.rpartition("@")[2]
    if clean_host(address) is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise WayError(WayProblem.HOST)
    return f"{parts.scheme}://{parts.netloc}"


def _check_ca_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise WayError(WayProblem.NO_FILE)
        if path.stat().st_size > MAX_CA_BYTES:
            raise WayError(WayProblem.NO_CERTIFICATE)
        ssl.create_default_context().load_verify_locations(path)
    except ssl.SSLError:
        raise WayError(WayProblem.NO_CERTIFICATE) from None
    except OSError:
        raise WayError(WayProblem.UNREADABLE) from None


class Network:
    """Changes the way out while the program runs. Nothing ever goes past what was asked for: a change that
    cannot be made leaves the way as it is."""

    def __init__(self, connections: Connections, preferences: Preferences) -> None:
        self._connections = connections
        self._preferences = preferences
        self._lock = asyncio.Lock()

    async def go_direct(self) -> None:
        """Without a proxy from now on; its address is kept for the next time."""
        await self._change(proxy_mode="none")

    async def go_through(self, text: str) -> None:
        """Through the proxy at `text` from now on. Raises WayError."""
        await self._change(proxy_mode="manual", proxy_url=read_proxy(text))

    async def trust(self, path: str) -> None:
        """Trust the certificates in the file `path` too; "" for the system's alone. Raises WayError."""
        if path:
            await asyncio.to_thread(_check_ca_file, Path(path))
        await self._change(ca_file=path)

    async def _change(self, **fields: str) -> None:
        async with self._lock:
            now = self._preferences.current
            wanted = msgspec.structs.replace(now, **fields)
            if wanted == now:
                return
            try:
                pool = await make_pool(wanted)
            except ssl.SSLError:
                raise WayError(WayProblem.NO_CERTIFICATE) from None
            except (ValueError, OSError):
                raise WayError(WayProblem.UNUSABLE) from None
            # Both in one step of the loop: no call can be made in between.
            self._connections.use(pool)
            self._preferences.update(**fields)
