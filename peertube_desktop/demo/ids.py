"""Identifiers which carry what they stand for, so that ten thousand videos need no table to be looked up in.

`make` hides a kind, an index and a detail in something that looks like any other UUID; `read` gets them
back, or
None for a UUID that was not made here.
"""

from __future__ import annotations

import hashlib
import re
from enum import IntEnum

FLICKR = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SHORT = re.compile(f"[{FLICKR}]{{22}}")


class Kind(IntEnum):
    """What an identifier names."""

    VIDEO = 1
    PLAYLIST = 2
    PICTURE = 3
    AVATAR = 4
    BANNER = 5
    MEDIA = 6
    CAPTION = 7
    STORYBOARD = 8


class Ids:
    """Makes and reads the identifiers of one instance; another `seed` gives other ones."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._mask = int.from_bytes(hashlib.sha256(f"demo {seed}".encode()).digest()[:4], "big")

    def make(self, kind: Kind, index: int, detail: int = 0) -> str:
        """The UUID for the thing of that kind: `index` below 2**32, `detail` below 2**12."""
        head = f"{index ^ self._mask ^ (kind << 24):08x}"
        rest = hashlib.sha256(f"{self._seed}/{kind}/{index}/{detail}".encode()).hexdigest()
        variant = "89ab"[int(rest[4], 16) % 4]
        return f"{head}-{rest[:4]}-4{detail ^ int(rest[5:8], 16):03x}-{variant}{rest[5:8]}-{rest[8:20]}"

    def read(self, uuid: str, kind: Kind) -> tuple[int, int] | None:
        """(index, detail) of a UUID of that kind; None if it is not one of ours."""
        if not UUID.fullmatch(uuid):
            return None
        index = int(uuid[:8], 16) ^ self._mask ^ (kind << 24)
        detail = int(uuid[15:18], 16) ^ int(uuid[20:23], 16)
        return (index, detail) if self.make(kind, index, detail) == uuid else None


def shorten(uuid: str) -> str:
    """The short form of a UUID, as PeerTube puts it into addresses: base 58, 22 characters."""
    number = int(uuid.replace("-", ""), 16)
    out = ""
    while number:
        number, digit = divmod(number, 58)
        out = FLICKR[digit] + out
    return out.rjust(22, FLICKR[0])


def lengthen(short: str) -> str | None:
    """The UUID behind a short form; None if it is not one."""
    if not SHORT.fullmatch(short):
        return None
    number = 0
    for letter in short:
        number = number * 58 + FLICKR.index(letter)
    if number >= 1 << 128:
        return None
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
