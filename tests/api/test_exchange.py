"""Bodies are read within their bounds, whatever they are packed in."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import zlib
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.api.errors import AnswerProblem, BadAnswerError
from peertube_desktop.api.exchange import Answer, header_bytes, read_body

URL = "https://tube.example/x"


async def _chunks(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _read(pieces: Sequence[bytes], encoding: str = "", limit: int = 1000, cut: bool = False) -> bytes:
    return asyncio.run(read_body(_chunks(pieces), encoding, limit, URL, cut=cut))


def _in_pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(
    st.binary(max_size=3000),
    st.integers(1, 4000),
    st.integers(0, 3000),
    st.sampled_from(["", "gzip", "deflate"]),
)
def test_any_body(data: bytes, size: int, limit: int, encoding: str) -> None:
    """All of it where it is within the bound, else an error; never more than the bound."""
    packed = {"": data, "gzip": gzip.compress(data), "deflate": zlib.compress(data)}[encoding]
    pieces = _in_pieces(packed, size)
    if len(data) <= limit:
        assert _read(pieces, encoding, limit) == data
    else:
        with pytest.raises(BadAnswerError) as caught:
            _read(pieces, encoding, limit)
        assert caught.value.problem is AnswerProblem.TOO_LARGE
    assert _read(pieces, encoding, limit, cut=True) == data[:limit]


@given(
    st.lists(st.binary(max_size=300), max_size=5),
    st.sampled_from(["gzip", "deflate", "x-gzip", "br", "zstd", "?"]),
)
def test_any_junk(pieces: list[bytes], encoding: str) -> None:
    """Is a bad answer at worst; as the body of an error it is just no help."""
    with contextlib.suppress(BadAnswerError):
        assert len(_read(pieces, encoding)) <= 1000
    assert len(_read(pieces, encoding, cut=True)) <= 1000


def test_what_follows_the_packed_data_is_not_kept() -> None:
    """The rest is not even read."""
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        yield gzip.compress(b"good")
        while True:
            taken += 1
            yield b"x" * 65536

    assert asyncio.run(read_body(endless(), "gzip", 1000, URL, cut=False)) == b"good"
    assert taken == 1


@pytest.mark.parametrize("cut", [False, True])
def test_reading_ends_at_the_bound(cut: bool) -> None:
    """An endless body costs no more than that."""
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 400

    if cut:
        assert asyncio.run(read_body(endless(), "", 1000, URL, cut=True)) == b"x" * 1000
    else:
        with pytest.raises(BadAnswerError):
            asyncio.run(read_body(endless(), "", 1000, URL, cut=False))
    assert taken == 3


def test_answers() -> None:
    """What is told of one."""
    moved = Answer(302, {"location": "/x", "content-type": " Text/HTML; charset=x"}, b"", URL)
    assert (moved.is_redirect, moved.content_type) == (True, "text/html")
    # An upload that may go on.
    assert not Answer(308, {"range": "bytes=0-9"}, b"", URL).is_redirect
    assert not Answer(304, {"location": "/x"}, b"", URL).is_redirect
    assert Answer(200, {}, b"", URL).content_type == ""


@given(st.text() | st.text(st.characters(categories=["Cs"])))
def test_any_header_has_bytes(value: str) -> None:
    """Latin-1 where that has the letters, as a browser sends it."""
    raw = header_bytes(value)
    if all(ord(letter) < 256 for letter in value):
        assert raw.decode("latin-1") == value
