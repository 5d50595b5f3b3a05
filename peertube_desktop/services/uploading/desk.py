"""What the jobs of all uploads share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from peertube_desktop.api.client import Client
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.retry import NetworkWatch
from peertube_desktop.services.uploading.flow import Throttle
from peertube_desktop.services.uploading.sizing import PartSizer
from peertube_desktop.store.uploads import UploadJournal, UploadRow

MOST_AT_ONCE = 4
"""Files that flow at once."""


class NoAccountError(Exception):
    """The account of an upload is not signed in here any more."""


def _disk_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=MOST_AT_ONCE, thread_name_prefix="upload-disk")


@dataclass
class Desk:
    """Journal, accounts, network and limits; `rows` is every upload as it was last written."""

    journal: UploadJournal
    accounts: Accounts
    network: NetworkWatch
    rows: Mapping[int, UploadRow]
    throttle: Throttle = field(default_factory=Throttle)
    disk: ThreadPoolExecutor = field(default_factory=_disk_threads)
    """Reads the files: few threads, and so little memory that stays in them."""
    followers: int = 0
    """How many wait for their transcoding."""
    promising: asyncio.Lock = field(default_factory=asyncio.Lock)
    _sizers: dict[str, PartSizer] = field(default_factory=dict)
    _finished: asyncio.Event = field(default_factory=asyncio.Event)

    def sizer(self, origin: str) -> PartSizer:
        """What is known of the way to an instance serves all uploads there."""
        return self._sizers.setdefault(origin, PartSizer())

    def client(self, row: UploadRow) -> Client:
        """The client of the upload's account, also where it was signed out and in again. Raises NoAccountError."""
        for info in self.accounts.known:
            if (info.origin, info.username) == (row.origin, row.username):
                return self.accounts.client(info.id)
        raise NoAccountError

    def needs_password(self, row: UploadRow) -> bool:
        """Whether the upload's account must be signed in before it can go on."""
        for info in self.accounts.known:
            if (info.origin, info.username) == (row.origin, row.username):
                return self.accounts.needs_password(info.id)
        return True

    def claimed(self, row: UploadRow) -> frozenset[int]:
        """The videos on the upload's instance that belong to other uploads."""
        return frozenset(
            other.video_id
            for other in self.rows.values()
            if other.id != row.id and other.origin == row.origin and other.video_id is not None
        )

    def others_unclear(self, row: UploadRow) -> bool:
        """Whether another upload of the same title may have become a video that nobody knows yet."""
        return any(other.mark is not None for other in self._alike(row))

    def others_finish(self, row: UploadRow) -> bool:
        """Whether another upload of the same title is being finished right now."""
        return any(other.state == "finishing" and not other.paused for other in self._alike(row))

    def _alike(self, row: UploadRow) -> list[UploadRow]:
        return [
            other
            for other in self.rows.values()
            if other.id != row.id
            and (other.origin, other.username, other.sent_title) == (row.origin, row.username, row.sent_title)
            and other.video_id is None
        ]

    async def wait_for_others(self, row: UploadRow, tell: Callable[[bool], None]) -> None:
        """Until no upload of the same title is being finished: one at a time, whose video is its own."""
        if not self.others_finish(row):
            return
        tell(True)
        try:
            while self.others_finish(row):
                self._finished.clear()
                await self._finished.wait()
        finally:
            tell(False)

    def row_written(self) -> None:
        """Whoever waits for another upload looks again."""
        self._finished.set()
