"""Answers that are not read to their end leave nothing behind that fails later."""

from __future__ import annotations

import asyncio

import pytest

from peertube_desktop.api.client import JSON_BYTES, Client
from peertube_desktop.api.errors import AnswerProblem, ApiError, BadAnswerError
from peertube_desktop.api.pool import HttpPool
from tests.api.servers import LocalServer, answering, reply


@pytest.mark.qt_async
async def test_an_error_may_be_let_go_anywhere() -> None:
    errors: list[ApiError] = []
    emptied = asyncio.Event()
    pool = await HttpPool.create()

    def let_go() -> None:
        # Outside of any task, as where a pane shows something else.
        errors.clear()
        emptied.set()

    with LocalServer(answering(lambda request: reply(b"[" + b" " * JSON_BYTES + b"]"))) as server:
        with pytest.raises(BadAnswerError) as caught:
            await Client(server.url, pool).get("/", list[int])
        assert caught.value.problem is AnswerProblem.TOO_LARGE
        errors.append(caught.value)
        del caught
        asyncio.get_running_loop().call_soon(let_go)
        await emptied.wait()
    await pool.aclose()
