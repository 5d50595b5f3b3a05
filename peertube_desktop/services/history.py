"""What was watched on this machine: for the history page, resuming, and the marks on cards."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.video import Video
from peertube_desktop.services.browsing import Feed
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.library import Library, Position

NEAR_END_SECONDS = 10
NEAR_END_SHARE = 0.97
MIN_SECONDS = 5
"""Less watching than this leaves no place to come back to."""


class VisitedVideo(msgspec.Struct, frozen=True):
    """A video of the history, as it was when it was watched."""

    origin: str
    video: Video
    visited: float = 0.0
    """Unix time."""


class History(QObject):
    """`changed(uuid)` when a place or mark did; "" for all. In private mode nothing is kept."""

    changed = Signal(str)

    def __init__(self, library: Library, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._preferences = preferences
        self._positions: dict[str, Position] = {}

    async def load(self) -> None:
        """Read all places: a few dozen bytes each. Raises StoreError."""
        self._positions = await self._library.positions()
        self.changed.emit("")

    def position(self, uuid: str) -> Position | None:
        """How far a video was watched."""
        return self._positions.get(uuid)

    def progress(self, uuid: str) -> float:
        """The watched share of a video, 0 to 1; 1 for one that was watched to the end."""
        found = self._positions.get(uuid)
        if found is None:
            return 0.0
        if found.watched and found.seconds <= 0:
            return 1.0
        return min(1.0, found.seconds / found.duration) if found.duration > 0 else 0.0

    def is_watched(self, uuid: str) -> bool:
        """Whether it was seen to its end, or marked so."""
        found = self._positions.get(uuid)
        return found is not None and found.watched

    def resume_at(self, uuid: str) -> float | None:
        """Where to go on, in seconds; None for the beginning."""
        found = self._positions.get(uuid)
        if found is None or not self._preferences.current.resume:
            return None
        if found.seconds < MIN_SECONDS or near_end(found.seconds, found.duration):
            return None
        return found.seconds

    async def keep_place(
        self, ref: VideoRef, seconds: float, duration: float, *, ended: bool = False, watched: bool = False
    ) -> None:
        """The person is at `seconds` of `duration` now. Raises StoreError.

        `ended`: it was played to its end. `watched`: near enough to it, and not by jumping there.
        """
        if self._preferences.current.private_mode:
            return
        watched = watched or ended
        old = self._positions.get(ref.uuid)
        place = 0.0 if ended else seconds
        self._positions[ref.uuid] = Position(
            ref.uuid, place, duration, watched or (old is not None and old.watched), 0.0
        )
        self.changed.emit(ref.uuid)
        await self._library.set_position(ref.uuid, place, duration, watched=watched)

    async def mark(self, uuid: str, watched: bool) -> None:
        """As the person says. Raises StoreError."""
        self._positions[uuid] = Position(uuid, 0.0, 0.0, watched, 0.0)
        self.changed.emit(uuid)
        await self._library.set_watched(uuid, watched)

    async def visit(self, ref: VideoRef, video: Video) -> None:
        """A video is being watched. Raises StoreError."""
        if self._preferences.current.private_mode:
            return
        fields = {name: getattr(video, name) for name in Video.__struct_fields__}
        # The details of a video hold far more than a card needs.
        plain = msgspec.json.encode(Video(**fields))
        await self._library.add_visit(ref.uuid, ref.origin, plain)

    def feed(self, search: str = "") -> Feed[VisitedVideo]:
        """The history, newest first, or what of it `search` finds. Raises StoreError."""

        async def fetch(start: int, count: int) -> Page[VisitedVideo]:
            visits = await self._library.visits(start, count, search)
            found = []
            for visit in visits:
                try:
                    video = msgspec.json.decode(visit.video, type=Video)
                except msgspec.MsgspecError:
                    continue
                found.append(VisitedVideo(visit.origin, video, visit.visited))
            return Page(total=start + len(visits) + (1 if len(visits) == count else 0), data=found)

        return Feed(fetch, lambda visited: visited.video.uuid, 50)

    async def remove(self, uuid: str) -> None:
        """Forget one video. Raises StoreError."""
        self._positions.pop(uuid, None)
        self.changed.emit(uuid)
        await self._library.remove_visit(uuid)

    async def clear(self) -> None:
        """Forget all. Raises StoreError."""
        self._positions.clear()
        self.changed.emit("")
        await self._library.clear_history()


def near_end(seconds: float, duration: float) -> bool:
    """Whether what is left is only the credits."""
    if duration <= 0:
        return False
    return seconds >= duration * NEAR_END_SHARE or duration - seconds <= min(NEAR_END_SECONDS, duration * 0.1)
