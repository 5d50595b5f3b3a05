"""What watching a video leaves behind: views on its server, as PeerTube's own page sends them, and the place."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from peertube_desktop.api import instances, videos
from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.history import History, near_end
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import StoreError

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 5.0
SHORTEST_INTERVAL, LONGEST_INTERVAL = 2.0, 60.0
SMALL_STEP = 3
"""A jump ahead of fewer seconds is not told as one: waiting and catching up look the same."""
TRUE_SECONDS = 10.0
TRUE_SHARE = 0.1
"""So much must be seen before the end counts as reached by watching, and not by jumping there."""


class Viewing(QObject):
    """One viewing at a time, from the first picture (`begin`) to the end of the video or its leaving (`end`).

    `position` tells the place in seconds. In private mode nothing is sent and nothing kept.
    """

    def __init__(
        self,
        connections: Connections,
        preferences: Preferences,
        history: History,
        position: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._preferences = preferences
        self._history = history
        self._position = position
        self._intervals: dict[str, float] = {}
        self._ref: VideoRef | None = None
        self._details: VideoDetails | None = None
        self._password = ""
        self._session = ""
        self._told = 0
        self._seeked = False
        self._since: float | None = None
        self._seen = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def begin(self, ref: VideoRef, details: VideoDetails, password: str, start: float) -> None:
        """The first picture of a video is here, at `start` seconds."""
        if self._preferences.current.private_mode:
            # Nor does anything of this viewing count when the mode is left before its end.
            self.end()
            return
        self._ref, self._details, self._password = ref, details, password
        self._session = secrets.token_urlsafe(12)
        self._seeked, self._seen, self._since = False, 0.0, None
        spawn(self, self._visit(ref, details))
        self._told = int(start)
        self._tell(start)
        self._timer.setInterval(round(self._intervals.get(ref.origin, INTERVAL_SECONDS) * 1000))
        if ref.origin not in self._intervals:
            spawn(self, self._ask_interval(ref.origin))

    def set_playing(self, playing: bool) -> None:
        """Whether the video moves now."""
        if self._ref is None or playing == (self._since is not None):
            return
        if playing:
            self._since = time.monotonic()
            self._timer.start()
        else:
            self._count()
            self._since = None
            self._timer.stop()
            self._keep()

    def seeked(self, before: float, after: float) -> None:
        """The person went to another place."""
        if self._ref is None:
            return
        self._count()
        self._seen = 0.0
        if not 0 <= int(after) - int(before) < SMALL_STEP:
            self._seeked = True
        if self._since is None:
            self._keep()

    def ended(self, duration: float) -> None:
        """The true end was reached."""
        if self._ref is None or self._details is None:
            return
        self._count()
        self._since = None
        self._timer.stop()
        if not self._details.is_live:
            self._tell(min(duration, self._details.duration or duration))
            spawn(self, self._keep_place(self._ref, duration, duration, ended=True))

    def end(self) -> None:
        """The video is taken off. Its place is kept, unless the end was reached last."""
        self.set_playing(False)
        self._ref = self._details = None
        self._password = ""

    async def aclose(self) -> None:
        """As `end`, and waits until the place is kept."""
        ref, details, moves = self._ref, self._details, self._since is not None
        place = self._position()
        if moves:
            self._count()
        self._since = None
        self._timer.stop()
        self._ref = self._details = None
        if ref is not None and details is not None and moves:
            await self._keep_place(ref, place, float(details.duration))

    # Sending

    def _tick(self) -> None:
        place = self._position()
        if int(place) != self._told:
            self._told = int(place)
            self._tell(place)
        self._keep()

    def _tell(self, place: float) -> None:
        if self._ref is not None and not self._preferences.current.private_mode:
            seeked, self._seeked = self._seeked, False
            spawn(self, self._send(self._ref, place, seeked, self._session, self._password))

    async def _send(self, ref: VideoRef, place: float, seeked: bool, session: str, password: str) -> None:
        client = self._connections.client(ref.origin)
        try:
            await videos.add_view(
                client, ref.uuid, place, session_id=session, seeked=seeked, password=password or None
            )
        except ApiError as error:
            # A view that is not counted is nothing to tell the person about.
            log.info("A view was not taken: %s", type(error).__name__)

    async def _ask_interval(self, origin: str) -> None:
        try:
            config = await instances.get_config(self._connections.client(origin))
        except ApiError:
            return
        asked = config.views.videos.watching_interval.anonymous / 1000
        self._intervals[origin] = max(SHORTEST_INTERVAL, min(LONGEST_INTERVAL, asked))
        if self._ref is not None and self._ref.origin == origin:
            self._timer.setInterval(round(self._intervals[origin] * 1000))

    # Keeping

    def _count(self) -> None:
        if self._since is not None:
            now = time.monotonic()
            self._seen += now - self._since
            self._since = now

    def _keep(self) -> None:
        if self._ref is None or self._details is None or self._details.is_live:
            return
        self._count()
        spawn(self, self._keep_place(self._ref, self._position(), float(self._details.duration)))

    async def _visit(self, ref: VideoRef, details: VideoDetails) -> None:
        try:
            await self._history.visit(ref, details)
        except StoreError as error:
            log.info("The history was not written: %s", type(error).__name__)

    async def _keep_place(self, ref: VideoRef, place: float, duration: float, *, ended: bool = False) -> None:
        watched = near_end(place, duration) and self._seen >= min(TRUE_SECONDS, duration * TRUE_SHARE)
        try:
            await self._history.keep_place(ref, place, duration, ended=ended, watched=watched)
        except StoreError as error:
            log.info("The place was not kept: %s", type(error).__name__)
