"""The queue of uploads: what the window sees of it and can do with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from peertube_desktop.services.uploading.items import RefusedFile, UploadItem
from peertube_desktop.services.uploading.metadata import Metadata


class Uploads(QObject):
    """All uploads of the profile, in their order.

    `added(id)`, `changed(id)` (at most a few times a second for each), `removed(id)`, `reordered()`;
    `refused(list[RefusedFile])` after files were looked at; `summary_changed()` when `summary` did;
    `published(id)` once for each video that is ready.
    """

    added = Signal(int)
    changed = Signal(int)
    removed = Signal(int)
    reordered = Signal()
    refused = Signal(list)
    summary_changed = Signal()
    published = Signal(int)

    @property
    def items(self) -> Sequence[UploadItem]:
        """All uploads, in the order they will be sent."""
        raise NotImplementedError

    def item(self, upload: int) -> UploadItem | None:
        """One of them, or None."""
        raise NotImplementedError

    async def load(self) -> None:
        """Take up the queue as the last run left it, and go on."""
        raise NotImplementedError

    async def add(
        self, paths: Iterable[Path], account: str, defaults: Metadata | None = None
    ) -> Sequence[RefusedFile]:
        """Put files, and those in folders, on the queue of an account. `defaults`: all but the title.

        Returns (and emits as `refused`) the files that were not taken.
        """
        raise NotImplementedError

    def pause(self, *ids: int) -> None:
        """Hold these; all for none. What the server has stays there."""
        raise NotImplementedError

    def resume(self, *ids: int) -> None:
        """Let these go on; all for none."""
        raise NotImplementedError

    def retry(self, *ids: int) -> None:
        """Try failed ones, and failed steps, again; do not wait any longer where one waits. All for none."""
        raise NotImplementedError

    def cancel(self, *ids: int) -> None:
        """Delete on the server what is there of these (the unfinished video too), and take them off."""
        raise NotImplementedError

    def move(self, upload: int, place: int) -> None:
        """Give an upload another place in the queue, counted from 0."""
        raise NotImplementedError

    def clear_finished(self) -> None:
        """Take off what is published. The videos stay."""
        raise NotImplementedError

    def set_metadata(self, upload: int, metadata: Metadata) -> None:
        """What the person typed: kept at once, sent with the upload's beginning or after it."""
        raise NotImplementedError

    def set_limits(self, *, at_once: int | None = None, bytes_per_second: int | None = None) -> None:
        """How many files flow at once (1 by default), and how fast all together (0: as fast as it goes)."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Stop; the queue stays as it is for the next run."""
        raise NotImplementedError
