"""Files to upload: real videos, each with bytes of its own that players skip."""

from __future__ import annotations

import hashlib
import random
import struct
from pathlib import Path

CLIPS = Path(__file__).parents[2] / "resources" / "demo" / "clips"


def make_video(path: Path, size: int, seed: int) -> str:
    """A file of exactly `size` bytes; its SHA-256."""
    clip = min(CLIPS.glob("*/*.mp4"), key=lambda one: one.stat().st_size).read_bytes()
    rest = size - len(clip)
    assert rest >= 8, f"at least {len(clip) + 8} bytes"
    data = clip + struct.pack(">I4s", rest, b"free") + random.Random(seed).randbytes(rest - 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()
