"""The file that is sent: read in pieces off the loop, and never taken for the one it was when it has changed."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import stat
from collections.abc import AsyncGenerator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from peertube_desktop.services.uploading.flow import Flow, Throttle

BLOCK = 256 * 1024
SAMPLE = 64 * 1024


class FileChangedError(Exception):
    """It is another file now: size, time or content."""


class FileAwayError(Exception):
    """It cannot be read; `missing`: it is not there at all."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or "")
        self.missing = error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.ENODEV, errno.ESTALE)


@dataclass(frozen=True)
class FileFacts:
    """What a file is known by."""

    size: int
    mtime_ns: int
    fingerprint: str


def read_facts(path: Path) -> FileFacts:
    """Blocking: for a thread. Raises OSError, also for what is no file."""
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "not a file")
        return FileFacts(about.st_size, about.st_mtime_ns, fingerprint(file, about.st_size))


def fingerprint(file: BinaryIO, size: int) -> str:
    """A word for some of the content: its begin, its end, and places between."""
    found = hashlib.blake2b(digest_size=16)
    for part in range(5):
        file.seek(max(0, (size - SAMPLE) * part // 4))
        found.update(file.read(SAMPLE))
        if size <= SAMPLE:
            break
    return found.hexdigest()


class SourceFile:
    """The file at `path`, which must stay as `facts` say. Its methods but `part` block: for a thread.

    Parts are read in threads of `disk`, in those of the loop where there is none.
    """

    def __init__(self, path: Path, facts: FileFacts, disk: Executor | None = None) -> None:
        self.path = path
        self.facts = facts
        self.disk = disk
        self._place: tuple[int, int] | None = None

    def check(self) -> None:
        """Raises FileChangedError or FileAwayError. The whole look, content too."""
        try:
            found = read_facts(self.path)
            about = self.path.stat()
        except OSError as error:
            raise FileAwayError(error) from None
        if found != self.facts:
            raise FileChangedError
        self._place = (about.st_dev, about.st_ino)

    def read(self, file: BinaryIO, first: int, count: int) -> bytes:
        """`count` bytes from `first` on, if the file was the same before and after."""
        file.seek(first)
        data = file.read(count)
        about, there = os.fstat(file.fileno()), self.path.stat()
        unchanged = (about.st_size, about.st_mtime_ns) == (self.facts.size, self.facts.mtime_ns)
        # Another file may have been put in its place.
        if (
            not unchanged
            or len(data) != count
            or (there.st_dev, there.st_ino) != (about.st_dev, about.st_ino)
        ):
            raise FileChangedError
        if self._place is None or self._place != (about.st_dev, about.st_ino):
            if fingerprint(file, about.st_size) != self.facts.fingerprint:
                raise FileChangedError
            self._place = (about.st_dev, about.st_ino)
        return data

    def part(self, first: int, length: int, flow: Flow, throttle: Throttle) -> FilePartBody:
        """A stretch of it as a body to send."""
        return FilePartBody(self, first, length, flow, throttle)


class FilePartBody:
    """Bytes of a file, read as they are sent. Raises FileChangedError and FileAwayError while it is read."""

    def __init__(self, source: SourceFile, first: int, length: int, flow: Flow, throttle: Throttle) -> None:
        self._source = source
        self._first = first
        self._length = length
        self._flow = flow
        self._throttle = throttle

    @property
    def length(self) -> int:
        """Bytes in all."""
        return self._length

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The bytes in pieces."""
        self._flow.confirmed(self._flow.held)
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._source.disk)
        try:
            file = await in_thread(self._source.path.open, "rb", 0)
        except OSError as error:
            raise FileAwayError(error) from None
        try:
            place, end = self._first, self._first + self._length
            while place < end:
                try:
                    block = await in_thread(self._source.read, file, place, min(BLOCK, end - place))
                except OSError as error:
                    raise FileAwayError(error) from None
                place += len(block)
                at = 0
                while at < len(block):
                    piece = block[at : at + self._throttle.piece]
                    await self._throttle.take(len(piece))
                    at += len(piece)
                    self._flow.handed_over(len(piece))
                    yield piece
        finally:
            # Closing what was only read waits for nothing, on a disk that is there.
            await asyncio.shield(in_thread(file.close))
