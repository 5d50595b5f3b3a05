"""Which program runs on a profile, and where it can be found. Apart from the rest: it needs nothing of Qt."""

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
    if runtime and Path(runtime).is_dir():
        return str(Path(runtime, name))
    return str(Path(tempfile.gettempdir(), f"{name}-{os.getuid()}"))


class Claim:
    """The right to run on a profile, taken by `take`: one process has it, until it ends, however that comes."""

    def __init__(self, state: Path) -> None:
        self._path = state / "running"
        self._file: int | None = None

    def take(self) -> bool:
        """Take it; False where another process has it. Where nothing can be locked, everybody may."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            os.close(file)
            return False
        except OSError:
            # A file system without locks.
            os.close(file)
            return True
        self._file = file
        return True

    def give_back(self) -> None:
        """Let another start run on the profile."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
