"""What fits to a video, found the way PeerTube's own page does it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from peertube_desktop.api import search, videos
from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video, VideoDetails
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import cancel_tasks, spawn

log = logging.getLogger(__name__)

WANTED = 20
MOST_TAGS = 5


class Recommending:
    """Finds videos that share a tag with one, on the same instance, and then the newest."""

    def __init__(self, connections: Connections, preferences: Preferences) -> None:
        self._connections = connections
        self._preferences = preferences

    async def videos(self, origin: str, details: VideoDetails, seen: Collection[str] = ()) -> Sequence[Video]:
        """Some videos to go on with, `details` not among them, nor those whose uuid is in `seen`, unless
        there are no others. Raises ApiError.
        """
        client = self._connections.client(origin)
        hidden = self._preferences.current.nsfw_policy == "hide"
        newest = VideoQuery(sort="-publishedAt", nsfw="false" if hidden else "both")
        count = min(WANTED + 1 + len(seen), videos.MOST_PER_PAGE)
        found: list[Video] = []
        if details.tags:
            tagged = replace(newest, tags_one_of=tuple(details.tags[:MOST_TAGS]))
            try:
                found += (await search.search_videos(client, "", tagged, 0, count)).data
            except ApiError as error:
                # An instance may have its search switched off.
                log.info("No search for recommendations: %s", type(error).__name__)
        fresh = _others(found, details.uuid, seen)
        if len(fresh) < WANTED:
            found += (await videos.list_videos(client, newest, 0, count)).data
            fresh = _others(found, details.uuid, seen)
        return (fresh or _others(found, details.uuid, ()))[:WANTED]


def _others(found: Sequence[Video], current: str, seen: Collection[str]) -> Sequence[Video]:
    """Each once, in order, without the current one and those seen."""
    by_uuid: dict[str, Video] = {}
    for video in found:
        if video.uuid != current and video.uuid not in seen:
            by_uuid.setdefault(video.uuid, video)
    return list(by_uuid.values())


class UpNext(QObject):
    """Tells the queue which video is on, and what fits to it."""

    def __init__(
        self, player: Player, queue: PlayQueue, recommending: Recommending, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._queue = queue
        self._recommending = recommending
        self._asked: VideoRef | None = None
        player.video_changed.connect(self._video_changed)
        player.details_changed.connect(self._details_changed)

    def _video_changed(self) -> None:
        if self._player.video is None:
            # The queue forgets what fitted to the video before: it has to be asked for anew.
            self._asked = None
        self._queue.watch(self._player.ref, self._player.video)

    def _details_changed(self) -> None:
        ref, details = self._player.ref, self._player.details
        if ref is None or details is None:
            return
        self._queue.watch(ref, details)
        if ref != self._asked:
            self._asked = ref
            cancel_tasks(self)
            spawn(self, self._recommend(ref, details))

    async def _recommend(self, ref: VideoRef, details: VideoDetails) -> None:
        seen = {played.uuid for played in self._queue.played}
        try:
            found = await self._recommending.videos(ref.origin, details, seen)
        except ApiError as error:
            log.info("Nothing is recommended: %s", type(error).__name__)
            found = ()
        self._queue.set_recommended(ref, found)
