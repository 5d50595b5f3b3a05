"""What Linux tells of a process."""

from __future__ import annotations

import time
from pathlib import Path

_CPU_OF_PROCESS = 2
"""CPUCLOCK_SCHED: all threads, to the nanosecond."""


def pss(pid: int) -> float:
    """Its memory in MB (10⁶ bytes); pages shared with other processes count in part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("no Pss")


def cpu_seconds(pid: int) -> float:
    """Processor time it has used so far, in all its threads."""
    return time.clock_gettime((~pid << 3) | _CPU_OF_PROCESS)


def settled_cpu(pid: int, seconds: float) -> float:
    """How much of a core it uses during the next seconds."""
    begin, since = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return (cpu_seconds(pid) - begin) / (time.monotonic() - since)
