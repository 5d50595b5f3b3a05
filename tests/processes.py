"""What /proc knows of processes, for tests and the benchmark."""

from __future__ import annotations

import os
from pathlib import Path


def child_processes(pid: int | None = None) -> dict[int, str]:
    """The running children of a process (this one by default), no zombies: id to command line."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{pid or os.getpid()}/task").glob("*/children"):
        for child in _read(task).split():
            state = _read(Path(f"/proc/{child}/stat")).rpartition(")")[2].split()
            if state and state[0] != "Z":
                found[int(child)] = _read(Path(f"/proc/{child}/cmdline")).replace("\0", " ").strip()
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it ended in the meantime
        return ""
