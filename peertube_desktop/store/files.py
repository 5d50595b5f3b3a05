"""Writing a file whole or not at all, and setting a broken one aside."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace `path` by `data`: a reader, or a crash, sees the old file or the new one. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _prefix(path: Path) -> str:
    return f".{path.name[:32]}."


def remove_leftovers(path: Path) -> None:
    """Delete what writes of `path` that were killed half-way left beside it. Never raises."""
    with suppress(OSError):
        for left in path.parent.glob(f"{_prefix(path)}*"):
            left.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a broken file to `NAME.corrupt-DATE`, beside it; return the new path. Raises OSError."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    path.replace(target)
    return target
