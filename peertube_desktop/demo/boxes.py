"""What a file that was sent is: which container, how long it plays, how large its pictures are.

Only the heads of MP4's boxes are read, whatever the file's size; of other containers no more than that they are some.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .clips import Clip, MediaFile, Sheet

CONTAINERS = (b"\x1aE\xdf\xa3", b"OggS", b"RIFF", b"FLV", b"ID3", b"fLaC", b"\x30\x26\xb2\x75", b"\0\0\1\xba")
RAW_SOUND = (b"\xff\xfb", b"\xff\xf1")
WITHIN = {b"moov", b"trak", b"mdia"}
SECONDS, WIDTH, HEIGHT, FPS = 10.0, 640, 360, 25


class UnreadableError(Exception):
    """The file is no video."""


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes between two places: name, and where what is inside begins and ends."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head[:8])
        inner = start + 8
        if size == 1 and len(head) == 16:
            size, inner = struct.unpack(">Q", head[8:])[0], start + 16
        elif size == 0:
            size = end - start
        if size < 8:
            return
        yield name, inner, min(end, start + size)
        start += size


def _measures(file: BinaryIO, start: int, end: int, found: dict[str, float]) -> None:
    for name, inner, last in _boxes(file, start, end):
        if name in WITHIN:
            _measures(file, inner, last, found)
        elif name == b"mvhd":
            file.seek(inner)
            data = file.read(32)
            scale, length = (
                struct.unpack(">IQ", data[20:32]) if data[0] else struct.unpack(">II", data[12:20])
            )
            if scale and length:
                found["seconds"] = length / scale
        elif name == b"tkhd":
            file.seek(last - 8)
            width, height = (value >> 16 for value in struct.unpack(">II", file.read(8)))
            if width and height:
                found["width"], found["height"] = width, height


def look(path: Path, anything: bool = False) -> Clip:
    """The media a file holds, as a clip of one plain file. Raises UnreadableError for what is no video.

    `anything` takes every file that is not empty for a video.
    """
    size = path.stat().st_size
    found: dict[str, float] = {}
    with path.open("rb") as file:
        head = file.read(12)
        if head[4:8] == b"ftyp":
            try:
                _measures(file, 0, size, found)
            except (struct.error, IndexError) as error:
                raise UnreadableError from error
        elif not (size and (anything or head.startswith(CONTAINERS) or head[:2] in RAW_SOUND)):
            raise UnreadableError
    seconds = found.get("seconds", SECONDS)
    width, height = int(found.get("width", WIDTH)), int(found.get("height", HEIGHT))
    resolution = min(width, height)
    media = MediaFile(size, width, height, FPS, hasAudio=True, hasVideo=True, level=31, duration=seconds)
    sheet = Sheet(width, height, width, height, 1)
    whole = max(1, round(seconds))
    return Clip(whole, round(width / height, 4), False, {str(resolution): media}, {}, sheet)
