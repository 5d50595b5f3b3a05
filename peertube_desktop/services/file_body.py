"""Files that are sent: read in pieces, in threads."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncGenerator
from pathlib import Path

from peertube_desktop.api.multipart import FilePart

PIECE = 256 * 1024


class FileChangedError(Exception):
    """The file became shorter while it was read."""


class FileBody:
    """The first `length` bytes of a file. Reading raises OSError, or FileChangedError where it ends before."""

    def __init__(self, path: Path, length: int) -> None:
        self._path = path
        self._length = length

    @property
    def length(self) -> int:
        """Bytes in all."""
        return self._length

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The pieces."""
        left = self._length
        file = await asyncio.to_thread(self._path.open, "rb")
        try:
            while left:
                piece = await asyncio.to_thread(file.read, min(left, PIECE))
                if not piece:
                    raise FileChangedError
                left -= len(piece)
                yield piece
        finally:
            file.close()


async def picture_part(path: Path) -> FilePart:
    """A picture to be sent, its kind told by its name. Raises OSError."""
    size = (await asyncio.to_thread(path.stat)).st_size
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FilePart("", path.name, kind, FileBody(path, size))
