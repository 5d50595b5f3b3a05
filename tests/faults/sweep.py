"""Every moment of an upload's life, and what can go wrong in it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.lives import Life
from tests.faults.proxy import Fault, FaultyProxy, HangUpError, Moment, Phase, Reply
from tests.faults.sites import Site


def _hang_up() -> None:
    raise HangUpError


FAULTS: dict[str, tuple[Fault, tuple[Phase, ...]]] = {
    "hangs up": (_hang_up, (Phase.ASKED, Phase.HALF, Phase.SENT, Phase.ANSWERED)),
    "delays": (lambda: 1.5, (Phase.ASKED, Phase.HALF, Phase.ANSWERED)),
    "says 429": (lambda: Reply(429, "Retry-After: 1\r\n", b"Too many requests"), (Phase.ASKED,)),
    "says 429 too late": (lambda: Reply(429, "Retry-After: 1\r\n", b"Too many"), (Phase.ANSWERED,)),
    "says 500": (lambda: Reply(500), (Phase.ASKED, Phase.ANSWERED)),
    "says 502": (lambda: Reply(502, "", b"<html>Bad gateway</html>"), (Phase.HALF, Phase.ANSWERED)),
    "says 503": (lambda: Reply(503, "Retry-After: 1\r\n"), (Phase.ASKED, Phase.SENT)),
    "says 413": (lambda: Reply(413, "", b"<html>Too large</html>"), (Phase.HALF,)),
    "truncates": (lambda: Reply(200, "Content-Type: application/json\r\n", b'{"vid'), (Phase.ANSWERED,)),
}


@dataclass
class Ground:
    """A site, the proxy in front of it, a folder, and how the requests of an undisturbed life go."""

    site: Site
    proxy: FaultyProxy
    folder: Path
    requests: int
    twin_requests: int

    @classmethod
    def prepare(cls, site: Site, folder: Path, *, twins: bool = True) -> Ground:
        """Go through undisturbed lives once, and count."""
        proxy = FaultyProxy(site.url)
        ground = cls(site, proxy, folder, 0, 0)
        try:
            ground.requests = ground._undisturbed("plain", twins=False)
            ground.twin_requests = ground._undisturbed("pair", twins=True) if twins else 0
        except BaseException:
            ground.close()
            raise
        return ground

    def _undisturbed(self, name: str, *, twins: bool) -> int:
        self.proxy.requests.clear()
        life = self.life(name, twins=twins)
        life.check(life.live())
        return len(self.proxy.requests)

    def life(self, name: str, *, twins: bool = False) -> Life:
        """A new one, with a name that no other has."""
        unique = f"{name} {time.time_ns() % 10**12}"
        return Life(self.site, self.proxy, Path(tempfile.mkdtemp(dir=self.folder)), unique, twins)

    def close(self) -> None:
        """End it."""
        self.proxy.close()
        self.site.tidy()


def _spread(count: int, requests: int) -> list[Moment]:
    """`count` moments, evenly over all requests and their phases."""
    every = [Moment(number, phase) for number in range(requests) for phase in Phase]
    if count >= len(every):
        return every
    step = len(every) / count
    # Not always the same phase.
    return [every[(int(number * step) + number % len(Phase)) % len(every)] for number in range(count)]


Case = tuple[str, Callable[[], None]]


def kills(ground: Ground, count: int, *, twins: bool = False) -> Iterator[Case]:
    """The program is killed."""
    for moment in _spread(count, ground.twin_requests if twins else ground.requests):
        yield (
            f"killed{' (two alike)' if twins else ''} at request {moment.request}, {moment.phase}",
            partial(_killed, ground, moment, twins),
        )


def _killed(ground: Ground, moment: Moment, twins: bool) -> None:
    life = ground.life("killed", twins=twins)
    life.check(life.live(moment))


def faults(ground: Ground, count: int) -> Iterator[Case]:
    """The line or the server fails."""
    every = [
        (name, Moment(number, phase))
        for number in range(ground.requests)
        for name, (_, phases) in FAULTS.items()
        for phase in phases
    ]
    step = max(1.0, len(every) / count)
    chosen: Sequence[tuple[str, Moment]] = [every[int(at * step)] for at in range(min(count, len(every)))]
    for name, moment in chosen:
        yield (
            f"{name} at request {moment.request}, {moment.phase}",
            partial(_fails, ground, moment, FAULTS[name][0]),
        )


def _fails(ground: Ground, moment: Moment, fault: Fault) -> None:
    life = ground.life("fails")
    ground.proxy.at(moment, fault)
    life.check(life.live())
