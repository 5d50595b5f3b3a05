"""One way to wait, to try again and to give up, for all that is sent or fetched without a person looking."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

from peertube_desktop.api.errors import (
    ApiError,
    BadAnswerError,
    HttpError,
    NetworkError,
    NetworkProblem,
    RateLimitedError,
    ServerError,
    SessionEndedError,
)
from peertube_desktop.services.links import is_loopback, netloc_of

T = TypeVar("T")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LONGEST_ASKED = 3600.0
"""A server that asks for more is asked again after an hour."""
LONGEST_OFFLINE = 30.0
"""The system may not notice that the network is back."""
TIMEOUT_STATUS = 408

_random = random.SystemRandom()


class Hope(StrEnum):
    """What an error leaves to hope for."""

    LATER = "later"
    """It may pass by itself."""
    NETWORK = "network"
    """When the network is back."""
    SIGN_IN = "sign_in"
    """When the account is signed in again."""
    NONE = "none"


class Outlook(NamedTuple):
    """`hope`, and the seconds the server asked to wait, or None."""

    hope: Hope
    asked: float | None = None


def outlook(error: ApiError) -> Outlook:
    """Whether it is worth trying again after `error`."""
    if isinstance(error, NetworkError):
        gone = error.problem in (NetworkProblem.OFFLINE, NetworkProblem.UNKNOWN_HOST)
        return Outlook(Hope.NETWORK if gone else Hope.LATER)
    if isinstance(error, SessionEndedError):
        return Outlook(Hope.SIGN_IN)
    if isinstance(error, RateLimitedError | ServerError):
        return Outlook(Hope.LATER, error.retry_after)
    if isinstance(error, BadAnswerError):
        # A login page of a network that wants to be paid, a proxy's own page.
        return Outlook(Hope.LATER)
    if isinstance(error, HttpError) and error.status == TIMEOUT_STATUS:
        return Outlook(Hope.LATER, error.retry_after)
    return Outlook(Hope.NONE)


def pause_after(tries: int, asked: float | None = None) -> float:
    """Seconds to wait after the `tries`-th failure in a row, `asked` by the server or of our own choosing.

    Never the same for two: what failed together must not come back together.
    """
    if asked is not None:
        wanted = min(asked, LONGEST_ASKED)
        return wanted + _random.uniform(0, min(5.0, 0.2 + wanted * 0.1))
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries - 1, 16))
    return _random.uniform(whole / 2, whole)


class NetworkWatch(QObject):
    """What the system knows of the network: `lost` and `back` at once. Where it knows nothing, it is there."""

    lost = Signal()
    back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._online = True
        known = QNetworkInformation.loadDefaultBackend()
        information = QNetworkInformation.instance() if known else None
        if information is not None:
            self._set(information.reachability())
            information.reachabilityChanged.connect(self._set)

    @property
    def online(self) -> bool:
        """False where the system says that there is no network at all."""
        return self._online

    def _set(self, reachability: QNetworkInformation.Reachability) -> None:
        self.set_online(reachability != QNetworkInformation.Reachability.Disconnected)

    def set_online(self, online: bool) -> None:
        """Tell everybody, where it has changed."""
        if online == self._online:
            return
        self._online = online
        (self.back if online else self.lost).emit()


def is_here(origin: str) -> bool:
    """Whether `origin` is this machine, which no network is needed for."""
    return is_loopback(netloc_of(origin))


class Waiting:
    """The waits of one job: counted, ended early by `wake`, told through `on_wait(retry_at or None)`."""

    def __init__(
        self,
        network: NetworkWatch,
        on_wait: Callable[[float | None], None] = lambda _: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._network = network
        self._on_wait = on_wait
        self._now = now
        self._woken = asyncio.Event()
        self.tries = 0

    def went_well(self) -> None:
        """The next failure is the first one again."""
        self.tries = 0

    def wake(self) -> None:
        """End the wait that is under way."""
        self._woken.set()

    async def after(self, hope: Hope, asked: float | None = None) -> None:
        """Wait after one more failure."""
        self.tries += 1
        seconds = pause_after(self.tries, asked)
        if hope is Hope.NETWORK:
            seconds = min(seconds, LONGEST_OFFLINE)
        await self.rest(seconds)

    async def rest(self, seconds: float) -> None:
        """Wait `seconds`, or until the network comes back or `wake` is called."""
        self._woken.clear()
        self._network.back.connect(self.wake)
        self._on_wait(self._now() + seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass
        finally:
            self._network.back.disconnect(self.wake)
            self._on_wait(None)


async def while_online(network: NetworkWatch, origin: str, work: Coroutine[Any, Any, T]) -> T:
    """`work`, ended at once with NetworkError (OFFLINE) when the network is lost."""
    task = asyncio.ensure_future(work)
    was_lost = False

    def lost() -> None:
        nonlocal was_lost
        was_lost = not is_here(origin)
        if was_lost:
            task.cancel()

    network.lost.connect(lost)
    try:
        return await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if was_lost and not (current is not None and current.cancelling()):
            raise NetworkError(NetworkProblem.OFFLINE, netloc_of(origin)) from None
        raise
    finally:
        network.lost.disconnect(lost)
        if not task.done():
            task.cancel()
