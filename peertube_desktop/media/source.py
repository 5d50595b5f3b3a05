"""What the relay is given, and what it tells: sources, the way to open them, states."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit


class Upstream(Protocol):
    """An answer whose body has not been read yet."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields, their names in lower case."""

    def iter_bytes(self) -> Iterator[bytes]:
        """The body as it comes over the wire (no content decoding), in pieces, 64 KiB where it can be.

        Raises any exception when the connection fails or is closed; may also just end early.
        """

    def close(self) -> None:
        """Lets go at once: a thread inside `iter_bytes` comes out with an exception. Any thread, any time."""


class Opener(Protocol):
    """Opens an upstream address; called on threads of the relay, several at a time."""

    def __call__(self, url: str, headers: Mapping[str, str]) -> Upstream:
        """GET `url` with `headers` (no redirect followed). Any exception is a failed connection."""


def origin_of(url: str) -> str:
    """`scheme://host:port` of an http(s) address, or "" for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        return ""
    return f"{scheme}://{parts.hostname}:{port or (443 if scheme == 'https' else 80)}"


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Source:
    """A video on a server.

    `url`: a playlist or a media file, http or https.
    `headers`, `query`: credentials, asked for anew for each request, sent only to the origin of `url` and to
    `credential_origins` (`https://host[:port]`).
    `on_unauthorised`: called on a thread of the relay when a server says 401 or 403; True when they will give
    something better now. May block.
    `live`: a piece that is missing is nothing unusual.
    """

    url: str
    headers: Callable[[], Mapping[str, str]] = _nothing
    on_unauthorised: Callable[[], bool] | None = None
    live: bool = False
    credential_origins: frozenset[str] = frozenset()
    query: Callable[[], Mapping[str, str]] = _nothing

    def may_see_credentials(self, url: str) -> bool:
        """Whether a request to `url` carries `headers`."""
        origin = origin_of(url)
        return origin == origin_of(self.url) or any(origin == origin_of(o) for o in self.credential_origins)

    def credentials(self) -> dict[str, str]:
        """Both kinds together, to tell whether they have changed."""
        return {**self.headers(), **self.query()}

    def signed(self, url: str) -> tuple[str, dict[str, str]]:
        """`url` as it is asked for, and with which credential headers."""
        if not self.may_see_credentials(url):
            return url, {}
        query = urlencode(self.query())
        if query:
            url = f"{url}{'&' if urlsplit(url).query else '?'}{query}"
        return url, dict(self.headers())


@dataclass(frozen=True, slots=True)
class FileSource:
    """A video on this machine's disk."""

    path: Path


class RelayStatus(enum.Enum):
    """How the reading of a media goes."""

    OK = "ok"
    WAITING = "waiting"
    """The relay tries again by itself; whoever plays just waits."""
    FAILED = "failed"
    """The relay has given up on something that is needed."""


class Reason(enum.Enum):
    """Why it does not go on."""

    NONE = ""
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    CUT = "cut"
    SERVER_ERROR = "server-error"
    RATE_LIMITED = "rate-limited"
    UNAUTHORISED = "unauthorised"
    GONE = "gone"
    BAD_REDIRECT = "bad-redirect"
    BAD_PLAYLIST = "bad-playlist"
    BAD_ANSWER = "bad-answer"
    CHANGED = "changed"
    """The file on the server is another one than when it was begun."""


@dataclass(frozen=True, slots=True)
class RelayState:
    """`retry_in`: seconds from the report to the next try; `status`: the last HTTP status, 0 without one."""

    kind: RelayStatus = RelayStatus.OK
    reason: Reason = Reason.NONE
    status: int = 0
    retry_in: float = 0.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Times in seconds. `silence`: without a byte before a server is asked again. `waits`: between tries, the
    last one from then on. `refused_tries`: how often what looks hopeless is tried in mid-video."""

    silence: float = 10.0
    waits: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)
    refused_tries: int = 5

    def wait(self, attempt: int) -> float:
        """Seconds before try number `attempt` (0 is the first repetition)."""
        return self.waits[min(attempt, len(self.waits) - 1)]
