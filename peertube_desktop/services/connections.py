"""One client for each instance, over the one pool of connections of the process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api import addresses
from peertube_desktop.api.calling import Auth
from peertube_desktop.api.client import Client
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.settings import Settings

if TYPE_CHECKING:
    # Not at the start of the program: it brings httpcore along.
    from peertube_desktop.api.upstream import Line, Upstream


def proxy_of(settings: Settings) -> str | None:
    """The proxy's address where one is to be used. Raises ValueError where it is missing."""
    if settings.proxy_mode != "manual":
        return None
    if not settings.proxy_url:
        raise ValueError("no address for the proxy")
    return settings.proxy_url


async def make_pool(settings: Settings) -> HttpPool:
    """A pool for these settings. Raises ValueError or OSError where proxy or CA file are unusable."""
    return await HttpPool.create(
        proxy=proxy_of(settings), ca_file=Path(settings.ca_file) if settings.ca_file else None
    )


class Connections(QObject):
    """Clients by origin. `replaced` after a change of proxy or CA: what failed before may work now."""

    replaced = Signal()

    def __init__(self, pool: HttpPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._clients: dict[str, Client] = {}
        self._signed_in: WeakSet[Client] = WeakSet()
        self._current: Client | None = None

    def client(self, origin: str) -> Client:
        """The client of `origin` (`https://host[:port]`): the current account's on its own instance.

        Ask again for each thing that is begun: another account may be the current one then.
        """
        if self._current is not None and addresses.origin_of(origin) == self._current.origin:
            return self._current
        return self.anonymous(origin)

    def anonymous(self, origin: str) -> Client:
        """The client of `origin` that carries no token, whoever is signed in."""
        found = self._clients.get(origin)
        if found is None:
            found = self._clients[origin] = Client(origin, self._pool)
        return found

    def signed_in(self, origin: str, auth: Auth) -> Client:
        """A new client of `origin` for the account of `auth`."""
        made = Client(origin, self._pool, auth)
        self._signed_in.add(made)
        return made

    def act_as(self, client: Client | None) -> None:
        """`client` is the current account's from now on; None for nobody's."""
        self._current = client

    def index_client(self, address: str, default: str) -> Client:
        """The client of an index whose `address` is a setting; of `default` where that is no address."""
        try:
            return self.anonymous(address.strip().rstrip("/"))
        except ValueError:
            return self.anonymous(default)

    def open_upstream(self, url: str, headers: Mapping[str, str], *, line: Line | None = None) -> Upstream:
        """A streamed GET for the media relay, through the same proxy and trust; called from its threads."""
        return self._pool.open_upstream(url, headers, line=line)

    def use(self, pool: HttpPool) -> None:
        """Go on with another pool, old clients too; the one before lets nothing out any more."""
        old, self._pool = self._pool, pool
        old.refuse()
        for client in (*self._clients.values(), *self._signed_in):
            client.use(pool)
        spawn(self, old.aclose())
        self.replaced.emit()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
