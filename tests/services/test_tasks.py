"""Coroutines with an owner: kept alive, ended with it, and their errors told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from peertube_desktop.services.tasks import cancel_tasks, may_fail, spawn


async def fail(error: Exception) -> None:
    raise error


async def test_an_error_goes_to_who_asked_for_it(qtbot: QtBot) -> None:
    owner, told = QObject(), list[BaseException]()
    task = spawn(owner, fail(ValueError("a")), on_error=told.append)
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert [str(error) for error in told] == ["a"]


async def test_what_may_fail_does_so_in_silence_and_nothing_else(qtbot: QtBot) -> None:
    owner, mistakes = QObject(), list[dict[str, Any]]()
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _loop, context: mistakes.append(context))
    try:
        for error in (KeyError("a"), OSError("b"), ValueError("c")):
            await asyncio.wait([spawn(owner, fail(error), on_error=may_fail(KeyError, OSError))])
            await asyncio.sleep(0)
    finally:
        loop.set_exception_handler(before)
    assert [str(mistake["exception"]) for mistake in mistakes] == ["c"]


@pytest.mark.parametrize("end", ["owner", "order"])
async def test_a_task_ends_with_its_owner_or_by_order(qtbot: QtBot, end: str) -> None:
    owner = QObject()
    task = spawn(owner, asyncio.Event().wait())
    await asyncio.sleep(0)
    if end == "order":
        cancel_tasks(owner)
    else:
        owner.deleteLater()
    await asyncio.wait([task])
    assert task.cancelled()
