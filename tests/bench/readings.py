"""What Linux tells of a process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

_CPU_OF_PROCESS = 2
"""CPUCLOCK_SCHED: all threads, to the nanosecond."""


@dataclass(frozen=True)
class Memory:
    """In MB (10⁶ bytes). Pages shared with other processes count in part for `pss` and whole for `rss`."""

    pss: float
    rss: float


def memory_of(pid: int) -> Memory:
    """What a process has in memory now."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        sizes[name] = int(rest.split()[0]) * 1024 / 1e6
    return Memory(sizes["Pss"], sizes["Rss"])


def cpu_seconds(pid: int) -> float:
    """Processor time it has used so far, in all its threads."""
    return time.clock_gettime((~pid << 3) | _CPU_OF_PROCESS)


def settled_cpu(pid: int, seconds: float) -> float:
    """How much of a core it uses during the next seconds."""
    begin, since = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return (cpu_seconds(pid) - begin) / (time.monotonic() - since)
