"""Reading one answer's body within its bounds: bytes, and what they unpack to."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from peertube_desktop.api.addresses import host_of
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Body(Protocol):
    """What is sent in pieces, so that no file is ever in memory as a whole."""

    @property
    def length(self) -> int:
        """Bytes in all."""

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """The pieces, `length` bytes together, from the start at each call."""


Content: TypeAlias = bytes | Body | None


class Answer(NamedTuple):
    """One whole answer. Header names are in lower case; `url` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case, or ""."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_redirect(self) -> bool:
        """Whether it sends us elsewhere. An upload's 308 has no `Location`: it is an answer."""
        return self.status in REDIRECTS and "location" in self.headers


def header_bytes(value: str) -> bytes:
    """A header's value on the wire: Latin-1, as browsers send it, or UTF-8 for what that has no letters for."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int, url: str, *, cut: bool) -> bytes:
    """At most `limit` bytes, unpacked where `encoding` says gzip or deflate.

    More than that raises `BadAnswerError` (TOO_LARGE). With `cut` it ends the reading quietly, and so does
    what cannot be unpacked: that is for the bodies of errors, whose status says more.
    """
    encoding = encoding.strip().lower()
    unpack = None
    if encoding in ("gzip", "x-gzip", "deflate"):
        # 32: zlib and gzip alike, told apart by their first bytes.
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    elif encoding not in ("", "identity"):
        if cut:
            return b""
        raise BadAnswerError(AnswerProblem.NOT_JSON, host_of(url), "", encoding[:40])
    body = bytearray()
    try:
        async for chunk in chunks:
            room = limit + 1 - len(body)
            if unpack and unpack.eof:
                # What follows the packed data means nothing, and zlib would keep all of it.
                break
            # A small packet can unpack to gigabytes: never ask for more than there is room for.
            body += unpack.decompress(chunk, room) if unpack else chunk[:room]
            if len(body) > limit:
                if cut:
                    break
                raise BadAnswerError(AnswerProblem.TOO_LARGE, host_of(url))
    except zlib.error:
        if cut:
            return bytes(body)
        raise BadAnswerError(AnswerProblem.NOT_JSON, host_of(url), "", encoding) from None
    if unpack and not unpack.eof and not cut and len(body) <= limit:
        raise BadAnswerError(AnswerProblem.TRUNCATED, host_of(url))
    return bytes(body[:limit])
