"""What goes into a call and what comes out of it: who is asking, parameters, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import quote

T = TypeVar("T")

Param = str | float | bool | Sequence[str] | Sequence[int] | None
Params = Mapping[str, Param]


class Auth(Protocol):
    """The signed-in account of one instance, as far as a call needs it."""

    async def header(self) -> str | None:
        """The `Authorization` header's value, or None where nobody is signed in (any more)."""

    async def on_unauthorized(self, refused: str) -> bool:
        """Called when the server refused the header's value `refused`. True when there is a new one to try.

        Raises an ApiError where that could not be found out.
        """

    async def signed_in_again(self) -> bool:
        """Waits until there is a session again after one's end, if there is none; False where nobody signs in."""


class Download(NamedTuple):
    """What `Client.download` brought. `not_modified`: no body, the caller's copy is right."""

    body: bytes
    etag: str
    content_type: str
    not_modified: bool


class Found(NamedTuple, Generic[T]):
    """A decoded answer and the origin it came from, which redirects may have changed."""

    origin: str
    value: T


def segment(value: str | int) -> str:
    """An id, name or handle as one segment of a path, whatever is in it."""
    word = quote(str(value), safe="@:", errors="replace")
    return word.replace(".", "%2E") if word in (".", "..") else word


def query_pairs(params: Params) -> list[tuple[str, str]]:
    """Query pairs as PeerTube reads them: lists repeat their name, booleans are words, None is left out."""
    pairs = []
    for name, value in params.items():
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for one in values:
            if isinstance(one, bool):
                pairs.append((name, "true" if one else "false"))
            elif one is not None:
                pairs.append((name, str(one)))
    return pairs
