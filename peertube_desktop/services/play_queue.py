"""What plays after the video that is on: the queue of the person, else the playlist, else what fits."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.links import VideoRef

MAX_ITEMS = 1000
MAX_PLAYED = 200

_random = random.SystemRandom()


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
    """`changed` when items, the current one, playlist, recommendations or shuffle are others.

    Whoever plays asks `next()` and opens what it gives; `watch()` is told of every video that goes on, so that
    one chosen elsewhere leaves the playlist.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = 0
        self._current: QueueItem | None = None
        self._items: list[QueueItem] = []
        self._played: list[QueueItem] = []
        self._playlist: list[QueueItem] = []
        self._order: list[int] = []
        self._place = -1
        self._shuffle = False
        self._recommended: tuple[QueueItem, ...] = ()
        self._awaits_recommended = False

    # What there is

    @property
    def current(self) -> QueueItem | None:
        """The video that is on."""
        return self._current

    @property
    def items(self) -> Sequence[QueueItem]:
        """What the person put on the queue; the first plays next."""
        return tuple(self._items)

    @property
    def playlist(self) -> Sequence[QueueItem]:
        """The playlist that is being watched, in its own order; empty without one."""
        return tuple(self._playlist)

    @property
    def playlist_place(self) -> int:
        """Which of `playlist` is on, or was before the queue came in between; -1 before the first."""
        return self._order[self._place] if 0 <= self._place < len(self._order) else -1

    @property
    def recommended(self) -> Sequence[QueueItem]:
        """What fits to the video that is on, the best first."""
        return self._recommended

    @property
    def awaits_recommended(self) -> bool:
        """Whether it is not known yet what fits to the video that is on."""
        return self._awaits_recommended

    @property
    def played(self) -> Sequence[VideoRef]:
        """What was on before, in this run of the program; the last is the latest."""
        return tuple(item.ref for item in self._played)

    @property
    def up_next(self) -> QueueItem | None:
        """What follows: the queue, then the playlist, and without one what is recommended."""
        if self._items:
            return self._items[0]
        if self._playlist:
            following = self._place + 1
            return self._playlist[self._order[following]] if following < len(self._order) else None
        return self._recommended[0] if self._recommended else None

    @property
    def can_go_back(self) -> bool:
        """Whether `previous()` has something."""
        return bool(self._played)

    # The queue

    def play_next(self, ref: VideoRef, video: Video) -> None:
        """Put a video before all others of the queue."""
        self._items.insert(0, self._item(ref, video))
        del self._items[MAX_ITEMS:]
        self.changed.emit()

    def add(self, ref: VideoRef, video: Video) -> None:
        """Put a video at the end of the queue."""
        if len(self._items) < MAX_ITEMS:
            self._items.append(self._item(ref, video))
            self.changed.emit()

    def remove(self, key: int) -> None:
        """Take the item of that key off the queue."""
        kept = [item for item in self._items if item.key != key]
        if len(kept) != len(self._items):
            self._items = kept
            self.changed.emit()

    def move(self, key: int, place: int) -> None:
        """Put the item of that key to another place of the queue, 0 for the first."""
        found = next((item for item in self._items if item.key == key), None)
        if found is not None:
            self._items.remove(found)
            self._items.insert(max(0, place), found)
            self.changed.emit()

    def clear(self) -> None:
        """Empty the queue; a playlist goes on."""
        if self._items:
            self._items.clear()
            self.changed.emit()

    # The playlist

    def set_playlist(self, items: Sequence[QueueItem], place: int = 0) -> None:
        """Watch a playlist, from its video number `place` on; that one is not opened by this."""
        self._playlist = [self._keyed(item) for item in items[:MAX_ITEMS]]
        self._arrange(place if 0 <= place < len(self._playlist) else -1)
        self.changed.emit()

    def leave_playlist(self) -> None:
        """Nothing of the playlist follows any more."""
        if self._playlist:
            self._playlist, self._order, self._place = [], [], -1
            self.changed.emit()

    @property
    def shuffle(self) -> bool:
        """Whether the playlist goes in any order; of the queue that is shuffled once, what it is now is kept."""
        return self._shuffle

    def set_shuffle(self, shuffle: bool) -> None:
        """The playlist in any order, each video once; or in its own, from the one that is on."""
        if shuffle == self._shuffle:
            return
        self._shuffle = shuffle
        if shuffle:
            _random.shuffle(self._items)
        self._arrange(self.playlist_place)
        self.changed.emit()

    def _arrange(self, current: int) -> None:
        count = len(self._playlist)
        if not self._shuffle:
            self._order, self._place = list(range(count)), current
            return
        rest = [place for place in range(count) if place != current]
        _random.shuffle(rest)
        self._order = rest if current < 0 else [current, *rest]
        self._place = 0 if current >= 0 else -1

    # Going on

    def set_recommended(self, ref: VideoRef, found: Sequence[Video]) -> None:
        """What fits to the video `ref`, if that is still on."""
        if self._current is None or self._current.ref != ref:
            return
        self._awaits_recommended = False
        others = [video for video in found if video.uuid != ref.uuid]
        self._recommended = tuple(self._item(VideoRef(ref.origin, video.uuid), video) for video in others)
        self.changed.emit()

    def next(self) -> QueueItem | None:
        """Go to what is `up_next`: the caller opens it. None at the end."""
        item = self.up_next
        if item is None:
            return None
        if self._items:
            self._items.pop(0)
        elif self._playlist:
            self._place += 1
        self._go(item)
        return item

    def jump(self, key: int) -> QueueItem | None:
        """Go to the item of that key, of queue, playlist or recommendations: the caller opens it.

        What stands before it in the queue stays there.
        """
        for item in (*self._items, *self._playlist, *self._recommended):
            if item.key != key:
                continue
            if item in self._items:
                self._items.remove(item)
            elif item in self._playlist:
                self._place = self._order.index(self._playlist.index(item))
            self._go(item)
            return item
        return None

    def previous(self) -> QueueItem | None:
        """Go back to the video before: the caller opens it. None where there was none."""
        if not self._played:
            return None
        item = self._played.pop()
        places = [place for place, known in enumerate(self._playlist) if known.key == item.key]
        if places:
            self._place = self._order.index(places[0])
        elif self._current is not None and all(known.key != self._current.key for known in self._playlist):
            # What came out of the queue goes back to its head, so that "next" leads there again.
            self._items.insert(0, self._current)
        self._current = item
        self._forget_recommended()
        self.changed.emit()
        return item

    def watch(self, ref: VideoRef | None, video: Video | None) -> None:
        """`ref` is on now, from wherever it was chosen; None: nothing is."""
        if ref is None or video is None:
            if ref is not None and (self._current is None or self._current.ref != ref):
                # Nothing is known of it yet; what fitted to the one before does not fit any more.
                self._recommended, self._awaits_recommended = (), False
                self.changed.emit()
            return
        if self._current is not None and self._current.ref == ref:
            self._current = replace(self._current, video=video)
            return
        # The same video may be in a playlist twice: the one that was gone to comes before all others.
        places = [place for place, item in enumerate(self._playlist) if item.ref == ref]
        known = None
        if places:
            place = self.playlist_place if self.playlist_place in places else places[0]
            known, self._place = self._playlist[place], self._order.index(place)
        else:
            self._playlist, self._order, self._place = [], [], -1
        self._go(known or self._item(ref, video))

    def _go(self, item: QueueItem) -> None:
        if self._current is not None:
            self._played.append(self._current)
            del self._played[:-MAX_PLAYED]
        self._current = item
        self._forget_recommended()
        self.changed.emit()

    def _forget_recommended(self) -> None:
        self._recommended = ()
        self._awaits_recommended = True

    def _item(self, ref: VideoRef, video: Video) -> QueueItem:
        return self._keyed(QueueItem(ref, video))

    def _keyed(self, item: QueueItem) -> QueueItem:
        self._keys += 1
        return replace(item, key=self._keys)
