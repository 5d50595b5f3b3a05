"""One upload on the queue: its row, what was typed since, and the job that works on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from peertube_desktop.services.uploading.items import UploadItem
from peertube_desktop.services.uploading.job import Job
from peertube_desktop.services.uploading.metadata import decode
from peertube_desktop.services.uploading.views import view
from peertube_desktop.store.uploads import UploadRow

Ended = Callable[["Entry", BaseException | None], None]


class Entry:
    """`lock` is held while the person's wish is carried out. `ended` is called when a job ends by itself."""

    def __init__(self, row: UploadRow, needs_password: Callable[[UploadRow], bool], ended: Ended) -> None:
        self.row = row
        self.place = row.place
        self.metadata = decode(row.metadata)
        self.lock = asyncio.Lock()
        self._needs_password = needs_password
        self._ended = ended
        self.is_idle = False
        """Its work ended where the state would have more: not to be begun again without a reason."""
        self._item: UploadItem | None = None
        self._job: Job | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def item(self) -> UploadItem:
        """What is shown."""
        if self._item is None:
            self._item = view(self.row, self.metadata, self._job, self._needs_password(self.row))
        return self._item

    def look_again(self) -> None:
        """Something that is shown may have changed."""
        self._item = None

    @property
    def is_running(self) -> bool:
        """Whether somebody works on it."""
        return self._task is not None

    @property
    def is_parked(self) -> bool:
        """Whether its work waits for something that may take days."""
        return self._job is not None and self._job.parked

    def take(self, row: UploadRow) -> None:
        """The row as it was written, by whomever."""
        if row.state != self.row.state:
            self.is_idle = False
        self.row = row
        self.look_again()
        if self._job is not None:
            self._job.row = row

    def wake(self) -> None:
        """Do not wait any longer."""
        self.is_idle = False
        if self._job is not None:
            self._job.waiting.wake()

    def start(self, job: Job) -> None:
        """Begin to work on it."""
        self._job = job
        self._task = asyncio.get_running_loop().create_task(job.run())
        self._task.add_done_callback(self._done)

    async def stop(self) -> None:
        """End the work where it is. What was being written to the journal is written before this returns."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        self._job = None
        self.look_again()

    def _done(self, task: asyncio.Task[None]) -> None:
        failed = None if task.cancelled() else task.exception()
        if self._task is task:
            self._task = self._job = None
            self.is_idle = True
            self.look_again()
            if not task.cancelled():
                self._ended(self, failed)
