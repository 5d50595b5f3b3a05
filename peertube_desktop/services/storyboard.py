"""The small pictures of a video, for the seek bar: one sheet of them, cut where the mouse is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.video import Storyboard
from peertube_desktop.api.videos import password_header
from peertube_desktop.services.thumbnails import MAX_SIDE, ImageKey, decode

MAX_BYTES = 8 * 1024 * 1024


class StoryboardSheet:
    """A sheet, decoded."""

    def __init__(self, board: Storyboard, picture: QImage) -> None:
        self._picture = picture
        # The picture may be another size than was said; its parts are where they were.
        across = picture.width() / board.total_width
        down = picture.height() / board.total_height
        self._width, self._height = board.sprite_width * across, board.sprite_height * down
        self._columns = max(1, board.total_width // board.sprite_width)
        self._count = self._columns * max(1, board.total_height // board.sprite_height)
        self._seconds = board.sprite_duration
        self._last: tuple[int, QImage] | None = None

    def at(self, seconds: float) -> QImage | None:
        """The picture for that place."""
        index = int(max(0.0, min(seconds / self._seconds, self._count - 1)))
        if self._last is None or self._last[0] != index:
            left = (index % self._columns) * self._width
            top = (index // self._columns) * self._height
            part = QRect(int(left), int(top), int(self._width), int(self._height))
            part = part.intersected(self._picture.rect())
            if part.isEmpty():
                return None
            self._last = (index, self._picture.copy(part))
        return self._last[1]


def pick(boards: Sequence[Storyboard]) -> Storyboard | None:
    """The one with the most pictures to it, of those that are not too large to decode."""
    usable = [
        board for board in boards if board.ref and max(board.total_width, board.total_height) <= MAX_SIDE
    ]
    return min(usable, key=lambda board: board.sprite_duration, default=None)


async def load_sheet(client: Client, board: Storyboard, password: str = "") -> StoryboardSheet | None:
    """Fetched, and decoded in a thread; None where that cannot be done."""
    try:
        found = await client.download(
            board.ref, max_bytes=MAX_BYTES, headers=password_header(password), authorized=True
        )
    except ApiError:
        return None
    key = ImageKey("", board.total_width, board.total_height, crop=False)
    picture = await asyncio.to_thread(decode, found.body, key)
    return None if picture is None else StoryboardSheet(board, picture)
