"""A small MP4 for uploads: the demo's own shortest clip, made to size."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

CLIP = Path(__file__).resolve().parents[2] / "resources" / "demo" / "clips" / "lanterns"
SIZE = 4722952


@cache
def video(size: int = SIZE, mark: bytes = b"") -> bytes:
    """A playable file of exactly that many bytes: filled up with a `free` box, in which `mark` stands."""
    smallest = min(CLIP.glob("*.mp4"), key=lambda path: path.stat().st_size)
    data = smallest.read_bytes()
    room = size - len(data) - 8
    assert room >= len(mark), f"{smallest} is {len(data)} bytes"
    return data + struct.pack(">I4s", room + 8, b"free") + mark + bytes(room - len(mark))
