"""Start, memory, scrolling and idling, with a grid of cards."""

from __future__ import annotations

import statistics
import threading
import time
from contextlib import AbstractContextManager

from tests.bench.figures import Figure, Samples, samples
from tests.bench.readings import Memory, memory_of, settled_cpu
from tests.bench.setting import Floor, Run, Setting, floor, running

SETTLE_SECONDS = 2.0
SORT = {"recent": "-publishedAt", "discover": "-hot"}
PAGES = ("nav-trending", "nav-recent", "nav-local")


def bare_grid(setting: Setting, page: str = "recent") -> AbstractContextManager[Floor]:
    """The floor, showing the same page."""
    urls = [f"{setting.url}/api/v1/videos?start=0&count=25&sort={SORT[page]}&nsfw=false"]
    if page == "discover":
        urls.insert(0, f"{setting.url}/api/v1/overviews/videos?page=1")
    return floor(setting, "floor_grid", *urls)


def _floor_start(setting: Setting, page: str) -> dict[str, float]:
    with bare_grid(setting, page) as bare:
        found = bare.line()
        return {**found, "seconds": found["time"] - bare.begin}


def _program_start(setting: Setting, page: str) -> dict[str, float]:
    with running(setting, page) as run:
        return run.first_grid()


def _start(setting: Setting, page: str, name: str) -> Figure:
    # The first starts fill the system's caches and compile what is imported.
    program, bare = [_program_start(setting, page)], [_floor_start(setting, page)]
    for _ in range(setting.times(9, 3)):
        program.append(_program_start(setting, page))
        bare.append(_floor_start(setting, page))

    def of(runs: list[dict[str, float]], what: str) -> Samples:
        return samples([each[what] for each in runs[1:]])

    work = f"{of(program, 'cpu').middle:.2f} s, floor {of(bare, 'cpu').middle:.2f} s"
    seen = f"{program[0]['pictures']:.0f}, floor {bare[0]['pictures']:.0f}"
    note = f"pictures seen {seen}; processor {work}"
    return Figure(name, "s", of(program, "seconds"), of(bare, "seconds"), "ratio", 2.0, note)


def start(setting: Setting) -> list[Figure]:
    """From the start of the process to the first screen with all its pictures, none of them cached."""
    return [
        _start(setting, "recent", "start to a painted grid"),
        _start(setting, "discover", "start to Discover, painted"),
    ]


def memory(setting: Setting) -> list[Figure]:
    """PSS with the grid shown, after scrolling far, and after walking the same way again and again."""
    shown: list[Memory] = []
    bare: list[Memory] = []
    grown, walked = [], []
    for _ in range(setting.times(3, 1)):
        with running(setting) as run:
            run.first_grid()
            time.sleep(SETTLE_SECONDS)
            shown.append(memory_of(run.pid))
            run.ride(1000, 160)
            time.sleep(SETTLE_SECONDS)
            grown.append(memory_of(run.pid).pss - shown[-1].pss)
            walked.append(_walk_again(run))
        # One after the other: together each would count half of the libraries they share.
        with bare_grid(setting) as other:
            other.line()
            time.sleep(SETTLE_SECONDS)
            bare.append(memory_of(other.process.pid))
    program, floors = samples([each.pss for each in shown]), samples([each.pss for each in bare])
    # Other programs with the same libraries make the PSS of both smaller, and the floor's more so.
    rss = samples([each.rss for each in shown]).middle, samples([each.rss for each in bare]).middle
    note = f"PSS; RSS {rss[0]:.0f} MB, floor {rss[1]:.0f} MB, ×{rss[0] / rss[1]:.2f}"
    return [
        Figure("memory with the grid", "MB", program, floors, "ratio", 1.6, note),
        Figure("… after 1,000 videos, more", "MB", samples(grown), None, "value", 40),
        Figure("… same way ten times, more", "MB", samples(walked), None, "value", 3),
    ]


def _walk_again(run: Run) -> float:
    """What ten walks add to the memory; the first three fill the caches, which are bounded."""
    sizes = []
    for _ in range(13):
        for page in PAGES:
            run.program.do("click", page)
            run.program.wait_rows("videoGrid", 10)
            run.ride(100, 400)
        run.program.do("click", "nav-discover")
        run.program.wait_rows("videoGrid", 10)
        time.sleep(0.3)
        sizes.append(memory_of(run.pid).pss)
    return sizes[-1] - sizes[2]


class MachineBeat:
    """The longest time this machine leaves a thread waiting that only wants to wake every 5 ms."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        last = time.perf_counter()
        while not self._end.wait(0.005):
            now = time.perf_counter()
            self.gaps.append(now - last)
            last = now

    def stop(self) -> list[float]:
        """The gaps."""
        self._end.set()
        self._thread.join()
        return self.gaps


def scrolling(setting: Setting) -> list[Figure]:
    """3,000 videos at speed, from the first to the last, while pages and pictures arrive."""
    rows = 3000 if not setting.quick else 1000
    paints, work, gaps, machine, counted = [], [], [], [], 0
    for _ in range(setting.times(3, 1)):
        with running(setting) as run:
            run.first_grid()
            time.sleep(SETTLE_SECONDS)
            beat = MachineBeat()
            run.program.do("watch")
            run.ride(rows - 1, 120)
            noted = run.program.do("watched")
            machine.append(max(beat.stop()) * 1000)
            walls, works = zip(*noted["frames"], strict=True)
            paints.append(statistics.quantiles(walls, n=100)[98] * 1000)
            work.append(statistics.quantiles(works, n=100)[98] * 1000)
            gaps.append(max(noted["gaps"]) * 1000)
            counted += len(noted["frames"])
    note = f"{counted} paints; processor {samples(work).middle:.1f} ms"
    return [
        Figure("scrolling: paint, p99", "ms", samples(paints), None, "value", 8, note),
        Figure(
            "scrolling: longest gap", "ms", samples(gaps), samples(machine), "value", 50, "floor: the machine"
        ),
    ]


def idle(setting: Setting) -> list[Figure]:
    """Processor time of a window that nobody touches."""
    seconds = setting.times(20, 8)
    with running(setting) as run:
        run.first_grid()
        time.sleep(3 * SETTLE_SECONDS)
        used = settled_cpu(run.pid, seconds) * 100
    with bare_grid(setting) as bare:
        bare.line()
        time.sleep(SETTLE_SECONDS)
        least = settled_cpu(bare.process.pid, seconds) * 100
    return [Figure("idle window", "% of a core", samples([used]), samples([least]), "value", 0.5)]
