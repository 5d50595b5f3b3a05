"""Starts the demo instance as a process of its own, for `--demo`."""

from __future__ import annotations

import asyncio
import sys

READY_SECONDS = 60.0


class DemoProcess:
    """`await DemoProcess.start()`, then `origin`; `await stop()` at the end. It never outlives this program."""

    def __init__(self, process: asyncio.subprocess.Process, origin: str) -> None:
        self._process = process
        self.origin = origin

    @classmethod
    async def start(cls) -> DemoProcess:
        """Start it and wait until it listens. Raises OSError or TimeoutError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "peertube_desktop.demo",
            "--die-with-parent",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(READY_SECONDS):
                while line := (await process.stdout.readline()).decode("utf-8", "replace"):
                    word, _space, origin = line.strip().partition(" ")
                    if word == "READY":
                        return cls(process, origin)
        except BaseException:
            process.kill()
            raise
        raise OSError("the demo instance ended before it was ready")

    async def stop(self) -> None:
        """End it."""
        if self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
