"""What plays after the video that is on: the queue of the person, else the playlist, else what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.links import VideoRef


@dataclass(frozen=True)
class QueueItem:
    """A video to come. `start` and `stop` in seconds where only a part of it belongs to a playlist."""

    ref: VideoRef
    video: Video
    start: float | None = None
    stop: float | None = None
    key: int = 0
    """Tells items apart: the same video may be there twice."""


class PlayQueue(QObject):
    """`changed` when items, current one, recommendations or shuffle are others."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[QueueItem] = []
        self._keys = 0

    @property
    def items(self) -> Sequence[QueueItem]:
        """What the person put on the queue, in order; the first plays next."""
        return tuple(self._items)

    @property
    def up_next(self) -> QueueItem | None:
        """What follows the video that is on: queue, playlist, recommendations."""
        return self._items[0] if self._items else None

    def play_next(self, ref: VideoRef, video: Video) -> None:
        """Put a video before all others of the queue."""
        self._items.insert(0, self._item(ref, video))
        self.changed.emit()

    def add(self, ref: VideoRef, video: Video) -> None:
        """Put a video at the end of the queue."""
        self._items.append(self._item(ref, video))
        self.changed.emit()

    def _item(self, ref: VideoRef, video: Video) -> QueueItem:
        self._keys += 1
        return QueueItem(ref, video, key=self._keys)
