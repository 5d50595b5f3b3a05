"""Finding an instance, checking that it is one, and remembering it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api import addresses, instances
from peertube_desktop.api.errors import (
    BadAnswerError,
    NetworkError,
    NetworkProblem,
    NotFoundError,
)
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.instance import IndexedInstance
from peertube_desktop.services.browsing import Feed
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.links import clean_host, is_loopback, netloc_of, origin_of
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import may_fail, spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.library import KnownInstance, Library
from peertube_desktop.store.settings import INSTANCE_INDEX_URL

__all__ = ["InstanceError", "InstanceInfo", "Instances", "KnownInstance", "ProblemKind", "read_address"]

OLDEST_MAJOR = 4
_VERSION = re.compile(r"(\d+)\.")


class ProblemKind(StrEnum):
    """Why an address is not taken."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_PEERTUBE = "not_peertube"
    TOO_OLD = "too_old"


class InstanceError(Exception):
    """The address is not one of a PeerTube we can use. `host` is what was asked, or the text as typed."""

    def __init__(self, kind: ProblemKind, host: str, version: str = "") -> None:
        super().__init__(f"{kind} ({host}) {version}".rstrip())
        self.kind = kind
        self.host = host
        self.version = version


@dataclass(frozen=True)
class InstanceInfo:
    """An instance that answered. `redirected_from` is the host that was asked, where it sent us on."""

    origin: str
    name: str
    version: str
    description: str = ""
    avatar: str = ""
    redirected_from: str = ""


def read_address(text: str) -> list[str]:
    """The origins to try, in order, for an address as typed. Raises InstanceError where it is none.

    TLS comes first and is the only way, except on this machine or where `http://` is typed.
    """
    typed = text.strip()
    whole = typed if "://" in typed else f"//{typed}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        raise InstanceError(ProblemKind.NOT_AN_ADDRESS, typed[:80]) from None
    scheme = parts.scheme.lower()
    host = clean_host(parts.netloc) if "@" not in parts.netloc else None
    if host is None or scheme not in ("", "http", "https", "peertube"):
        raise InstanceError(ProblemKind.NOT_AN_ADDRESS, typed[:80])
    if scheme in ("http", "https"):
        return [origin_of(scheme, host)]
    if is_loopback(host):
        return [origin_of("http", host), origin_of("https", host)]
    if "." not in host and ":" not in host:
        raise InstanceError(ProblemKind.NOT_AN_ADDRESS, typed[:80])
    return [origin_of("https", host)]


class Instances(QObject):
    """The instances this program knows, and the one that is browsed.

    `changed` when the list did; `current_changed(origin)` when another one is browsed.
    """

    changed = Signal()
    current_changed = Signal(str)

    def __init__(
        self,
        connections: Connections,
        library: Library,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._library = library
        self._preferences = preferences
        self._known: tuple[KnownInstance, ...] = ()
        # The file of settings may be written by hand.
        self._current = addresses.origin_of(preferences.current.instance)
        self.index_address = ""
        """Of this run's index of instances, where it is another than that of the settings."""

    @property
    def current(self) -> str:
        """The origin of the instance that is browsed; "" before one was chosen."""
        return self._current

    def visit(self, origin: str) -> None:
        """Browse `origin` in this run only: it is not remembered."""
        self._current = origin
        self.current_changed.emit(origin)

    @property
    def known(self) -> Sequence[KnownInstance]:
        """The instances browsed before, the one used last first."""
        return self._known

    async def load(self) -> None:
        """Read the list from disk. Raises StoreError."""
        self._known = tuple(await self._library.instances())
        self.changed.emit()

    async def probe(self, text: str) -> InstanceInfo:
        """Ask the address `text`, in any form, whether it is a PeerTube.

        Raises InstanceError, NetworkError or another ApiError.
        """
        origins = read_address(text)
        for origin in origins[:-1]:
            try:
                return await self._probe(origin)
            except NetworkError as error:
                if error.problem not in (NetworkProblem.REFUSED, NetworkProblem.TLS, NetworkProblem.CUT):
                    raise
        return await self._probe(origins[-1])

    async def _probe(self, origin: str) -> InstanceInfo:
        host = netloc_of(origin)
        try:
            found = await instances.find_config(self._connections.anonymous(origin))
        except (BadAnswerError, NotFoundError) as error:
            raise InstanceError(ProblemKind.NOT_PEERTUBE, host) from error
        config = found.value
        version = _VERSION.match(config.server_version)
        if version is None:
            raise InstanceError(ProblemKind.NOT_PEERTUBE, host)
        if int(version[1]) < OLDEST_MAJOR:
            raise InstanceError(ProblemKind.TOO_OLD, host, config.server_version)
        final = found.origin
        avatars = sorted(config.instance.avatars, key=lambda image: image.width or 0)
        avatar = self._connections.anonymous(final).absolute(avatars[-1].ref) if avatars else ""
        return InstanceInfo(
            origin=final,
            name=config.instance.name or netloc_of(final),
            version=config.server_version,
            description=config.instance.short_description,
            avatar=avatar,
            redirected_from=host if final != origin else "",
        )

    async def use(self, info: InstanceInfo) -> None:
        """Browse this one from now on, and remember it. Raises StoreError (it is browsed all the same)."""
        self._preferences.update(instance=info.origin)
        entry = KnownInstance(info.origin, info.name, info.avatar, info.version)
        self._known = (entry, *(other for other in self._known if other.origin != info.origin))
        self.changed.emit()
        self.visit(info.origin)
        await self._library.remember_instance(entry)

    def switch(self, origin: str) -> None:
        """Browse a known one: at once, its answer is checked by whatever pane opens."""
        entry = next((known for known in self._known if known.origin == origin), None)
        if entry is None:
            return
        self._preferences.update(instance=origin)
        self._known = (entry, *(other for other in self._known if other.origin != origin))
        self.changed.emit()
        self.visit(origin)
        # A list that cannot be written keeps nobody from browsing.
        spawn(self, self._library.remember_instance(entry), on_error=may_fail(StoreError))

    async def forget(self, origin: str) -> None:
        """Take one off the list. Raises StoreError."""
        self._known = tuple(known for known in self._known if known.origin != origin)
        self.changed.emit()
        await self._library.forget_instance(origin)

    def forget_all(self) -> None:
        """Know none and browse none, as at the first start; the disk is the caller's affair."""
        self._known = ()
        self.changed.emit()
        self.visit("")

    def index(self, search: str = "", language: str = "") -> Feed[IndexedInstance]:
        """The public list of instances, the largest first; its address is a setting.

        `search` is looked for in names and descriptions; `language` is a code, or "" for any.
        """
        address = self.index_address or self._preferences.current.instance_index_url
        client = self._connections.index_client(address, INSTANCE_INDEX_URL)
        languages = (language,) if language else ()

        async def fetch(start: int, count: int) -> Page[IndexedInstance]:
            return await instances.list_indexed(client, search, start, count, languages=languages)

        return Feed(fetch, lambda instance: instance.host)
