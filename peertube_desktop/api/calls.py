"""How one call is carried through: its turn, its deadline, what is repeated, where redirects may take it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Protocol

from peertube_desktop.api import addresses, problems
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError, NetworkError, NetworkProblem
from peertube_desktop.api.exchange import Answer, Content

MOST_TRIES = 3
MOST_REDIRECTS = 5
LONGEST_RETRY_AFTER = 10.0
FIRST_PAUSE = 0.2
SILENCE_SECONDS = 20.0
"""A server that says nothing, or takes nothing, for so long is given up."""
PASSING_STATUS = frozenset({502, 503, 504})
PASSING_PROBLEMS = frozenset({NetworkProblem.CUT, NetworkProblem.REFUSED})
SAFE_METHODS = frozenset({"GET", "HEAD"})
REPEATING = frozenset({307, 308})
"""Redirects that keep the method and the body."""

_random = random.SystemRandom()


class Exchange(Protocol):
    """One request and its answer, nothing followed, nothing repeated."""

    async def exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: Content,
        limit: int,
        patience: float = ...,
    ) -> Answer:
        """See `HttpPool.exchange`."""


class Call:
    """One call to one address, its body at most `limit` bytes.

    `seconds` bounds all of its tries together, but not the wait for its turn at the `gate`.
    """

    def __init__(
        self,
        exchange: Exchange,
        gate: asyncio.Semaphore,
        method: str,
        url: str,
        *,
        content: Content,
        limit: int,
        seconds: float,
        patience: float | None = None,
    ) -> None:
        self._exchange = exchange
        self._gate = gate
        self._method = method
        self._url = url
        self._content = content
        self._limit = limit
        self._seconds = seconds
        self._patience = SILENCE_SECONDS if patience is None else patience

    async def send(self, headers: Mapping[str, str]) -> Answer:
        """The answer, whatever its status. Raises `NetworkError` and `BadAnswerError`."""
        left = self._seconds
        now = asyncio.get_running_loop().time
        for tried in range(1, MOST_TRIES + 1):
            async with self._gate:
                began = now()
                try:
                    answer = await self._try(headers, left)
                except NetworkError as error:
                    left -= now() - began
                    pause = _pause(tried)
                    may = self._may_repeat(tried) and error.problem in PASSING_PROBLEMS
                    if not may or pause >= left:
                        raise
                else:
                    left -= now() - began
                    wanted = self._wait_for(answer, tried)
                    if wanted is None or wanted >= left:
                        return answer
                    pause = wanted
            left -= pause
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _may_repeat(self, tried: int) -> bool:
        return self._method in SAFE_METHODS and tried < MOST_TRIES

    def _wait_for(self, answer: Answer, tried: int) -> float | None:
        """Seconds until the call is tried again, or None where this answer is the last word."""
        if not self._may_repeat(tried) or (answer.status not in PASSING_STATUS and answer.status != 429):
            return None
        asked = problems.retry_after(answer.headers.get("retry-after", ""))
        if asked is None:
            return _pause(tried) if answer.status != 429 else None
        # A little later than asked, or all that wait come back in the same moment.
        return asked + _pause(1) if asked <= LONGEST_RETRY_AFTER else None

    async def _try(self, headers: Mapping[str, str], seconds: float) -> Answer:
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(headers)
        except TimeoutError:
            raise NetworkError(NetworkProblem.TIMEOUT, addresses.host_of(self._url)) from None

    async def _follow(self, headers: Mapping[str, str]) -> Answer:
        url = self._url
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._exchange.exchange(
                self._method, url, headers, self._content, self._limit, self._patience
            )
            if not answer.is_redirect:
                return answer
            target = addresses.redirect_target(url, answer.headers["location"])
            same = addresses.origin_of(target) == addresses.origin_of(url)
            if not target or (self._method not in SAFE_METHODS and not (same and answer.status in REPEATING)):
                raise BadAnswerError(AnswerProblem.REDIRECT, addresses.host_of(url))
            if not same:
                headers = addresses.without_credentials(headers)
            url = target
        raise BadAnswerError(AnswerProblem.REDIRECT, addresses.host_of(self._url))


def _pause(tried: int) -> float:
    return FIRST_PAUSE * (1 << (tried - 1)) * (1 + _random.random())
