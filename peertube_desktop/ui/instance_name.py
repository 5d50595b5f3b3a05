"""Where the program that runs on a profile can be found. Apart from the rest: it needs nothing of Qt."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path


def socket_name(profile: Path) -> str:
    """Where the program that runs on `profile` listens: a path short enough for a socket, or a pipe's name."""
    digest = hashlib.sha256(os.fsencode(profile)).hexdigest()[:20]
    name = f"peertube-desktop-{digest}"
    if sys.platform == "win32":
        return name
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = runtime if runtime and Path(runtime).is_dir() else tempfile.gettempdir()
    owner = "" if runtime else f"-{os.getuid()}"
    return str(Path(folder, f"{name}{owner}"))


def may_be_running(name: str) -> bool:
    """Whether it is worth asking: False when surely nobody listens."""
    return sys.platform == "win32" or Path(name).exists()
