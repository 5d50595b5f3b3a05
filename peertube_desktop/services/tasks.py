"""One way to start a coroutine: kept alive, cancelled with its owner, its error never lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from inspect import CORO_CREATED, getcoroutinestate
from typing import Any

from PySide6.QtCore import QObject

log = logging.getLogger(__name__)

OnError = Callable[[BaseException], None]


class _Bag(QObject):
    """The running tasks of one owner. A child of the owner, so that it goes when the owner goes."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.setObjectName("tasks")
        self.tasks: set[asyncio.Task[Any]] = set()
        tasks = self.tasks
        # The lambda holds the set, not the bag: at this moment the bag's C++ half is already going.
        owner.destroyed.connect(lambda: [task.cancel() for task in tuple(tasks)])


def _bag_of(owner: QObject) -> _Bag:
    for child in owner.children():
        if isinstance(child, _Bag):
            return child
    return _Bag(owner)


def spawn(
    owner: QObject, coroutine: Coroutine[Any, Any, Any], on_error: OnError | None = None
) -> asyncio.Task[Any]:
    """Start `coroutine` on the running loop as a task of `owner`.

    The task is cancelled when `owner` is destroyed. An exception goes to `on_error` when there is one,
    and to the log with its traceback otherwise; it is never silent.
    """
    task = asyncio.get_running_loop().create_task(coroutine)
    tasks = _bag_of(owner).tasks
    tasks.add(task)

    def done(finished: asyncio.Task[Any]) -> None:
        tasks.discard(finished)
        if finished.cancelled():
            return
        error = finished.exception()
        if error is None:
            return
        if on_error is not None and isinstance(error, Exception):
            on_error(error)
        else:
            log.error("A task failed: %s", finished.get_name(), exc_info=error)

    task.add_done_callback(done)
    return task


def may_fail(*kinds: type[Exception]) -> OnError:
    """For `spawn`: errors of these kinds mean that something is not there, and no more. Others are raised."""

    def done_without(error: BaseException) -> None:
        if not isinstance(error, kinds):
            raise error
        log.info("Done without: %s", type(error).__name__)

    return done_without


def cancel_tasks(owner: QObject) -> None:
    """Cancel every task that `spawn` started for `owner` and that still runs."""
    for task in tuple(_bag_of(owner).tasks):
        task.cancel()


async def end_tasks(within: float) -> None:
    """Cancel every other task of the running loop and wait for their ends, `within` seconds at most.

    One that has not taken its first step is let take it: cancelled before, what it was to run is never run,
    and whoever started it (a group of tasks in a library) is left with a coroutine that nobody awaited.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + within
    told: set[asyncio.Task[Any]] = set()
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in left - told:
            coroutine = task.get_coro()
            if isinstance(coroutine, Coroutine) and getcoroutinestate(coroutine) != CORO_CREATED:
                task.cancel()
                told.add(task)
        remaining = until - loop.time()
        if remaining <= 0:
            return
        await asyncio.wait(left, timeout=min(remaining, 0.02 if left - told else remaining))
