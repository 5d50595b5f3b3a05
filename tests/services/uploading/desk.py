"""The queue of uploads as the program puts it together, on an instance of the tests' own."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.retry import NetworkWatch
from peertube_desktop.services.session_keeper import SessionKeeper
from peertube_desktop.services.uploading.items import UploadItem, UploadState
from peertube_desktop.services.uploading.metadata import Metadata
from peertube_desktop.services.uploading.uploads import Uploads
from peertube_desktop.store.accounts import AccountStore
from peertube_desktop.store.db import Db
from peertube_desktop.store.settings import Settings, SettingsFile
from peertube_desktop.store.uploads import UploadJournal
from tests.demo_process import DemoProcess

PATIENCE = 30.0
PASSWORD = "demo-password"
PART = 64 * 1024
"""The parts of these tests: small, so that there are several."""
PARTS = {"method": "PUT", "path": "upload-resumable"}
BEGIN = {"method": "POST", "path": "upload-resumable"}


class Run:
    """One run of the program on a profile."""

    def __init__(self, profile: Path, origin: str, *, at_once: int = 1, rate: int = 0) -> None:
        self.profile = profile
        self.origin = origin
        self._at_once, self._rate = at_once, rate
        self.root = QObject()
        self.seen: list[tuple[int, str]] = []
        """Each state that was told of, with its upload."""
        self.problems: list[str] = []
        self.ended = False

    async def start(self, *, load: bool = True, user: str = "alice") -> Run:
        """Sign in where that was not done, and take up the queue."""
        self.profile.mkdir(exist_ok=True)
        self.db = Db(self.profile / "library.sqlite")
        await self.db.open()
        self.journal = UploadJournal(self.db)
        self.connections = Connections(await make_pool(Settings()), self.root)
        preferences = Preferences(
            SettingsFile(self.profile / "settings.json"), Settings(keep_sessions="file"), self.root
        )
        keeper = SessionKeeper(preferences, self.profile)
        self.accounts = Accounts(self.connections, AccountStore(self.db), keeper, preferences, self.root)
        await self.accounts.load()
        if not self.accounts.known:
            await self.accounts.sign_in(self.origin, user, PASSWORD)
        self.account = self.accounts.known[0].id
        self.network = NetworkWatch(self.root)
        self.uploads = Uploads(
            self.journal,
            self.accounts,
            self.network,
            self.profile / "uploads.lock",
            self.root,
            at_once=self._at_once,
            bytes_per_second=self._rate,
        )
        self.uploads.changed.connect(self._note)
        if load:
            await self.uploads.load()
        return self

    def _note(self, upload: int) -> None:
        item = self.uploads.item(upload)
        if item is not None:
            self.seen.append((upload, str(item.state)))
            if item.problem is not None:
                self.problems.append(str(item.problem))

    async def end(self) -> None:
        """Close the program."""
        self.ended = True
        await self.uploads.aclose()
        await self.accounts.aclose()
        await self.connections.aclose()
        await self.db.close()
        self.root.deleteLater()

    async def add(self, *paths: Path, **metadata: Any) -> list[UploadItem]:
        """Put files on the queue."""
        before = {item.id for item in self.uploads.items}
        refused = await self.uploads.add(paths, self.account, Metadata(**metadata))
        assert not refused, refused
        return [item for item in self.uploads.items if item.id not in before]

    def item(self, upload: UploadItem | int) -> UploadItem:
        """As it stands now."""
        found = self.uploads.item(upload if isinstance(upload, int) else upload.id)
        assert found is not None
        return found

    async def until(self, fact: Callable[[], object]) -> None:
        """Wait until it is true, looking whenever something is told."""
        done = asyncio.get_running_loop().create_future()

        def look(*_: object) -> None:
            if not done.done() and fact():
                done.set_result(None)

        uploads = self.uploads
        signals = (uploads.changed, uploads.added, uploads.removed, uploads.summary_changed)
        for signal in signals:
            signal.connect(look)
        look()
        try:
            await asyncio.wait_for(done, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"waited in vain: {uploads.items}") from None
        finally:
            for signal in signals:
                signal.disconnect(look)

    async def retry(self, upload: UploadItem) -> None:
        """As the button does it; returns when it goes on."""
        over = (UploadState.FAILED, UploadState.CHANGED)
        self.uploads.retry(upload.id)
        await self.until(lambda: self.item(upload).state not in over)

    async def until_state(self, upload: UploadItem, *states: UploadState) -> UploadItem:
        """Wait until it has one of these states."""
        await self.until(lambda: self.item(upload).state in states)
        return self.item(upload)

    async def until_published(self, *uploads: UploadItem) -> None:
        """Wait until all are; fails at once where one will not be."""
        ends = (UploadState.PUBLISHED, UploadState.FAILED, UploadState.CHANGED)
        await self.until(lambda: all(self.item(one).state in ends for one in uploads))
        items = [self.item(one) for one in uploads]
        assert [item.state for item in items] == [UploadState.PUBLISHED] * len(uploads), items


async def eventually(fact: Callable[[], object]) -> None:
    """Wait until something is true of another process, which tells nobody."""

    def look() -> None:
        until = time.monotonic() + PATIENCE
        while not fact():
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.02)

    await asyncio.to_thread(look)


def arrived(tube: DemoProcess, filename: str = "") -> list[dict[str, Any]]:
    """What the instance made of files of that name, or of any."""
    found = tube.get("/_demo/uploads")["finished"]
    return [one for one in found if not one["deleted"] and one["filename"].startswith(filename)]


def pending(tube: DemoProcess, filename: str = "") -> list[dict[str, Any]]:
    """What is half there of files of that name, or of any."""
    found = tube.get("/_demo/uploads")["pending"]
    return [one for one in found if str(one["fields"].get("filename", "")).startswith(filename)]


def sha(path: Path) -> str:
    """The file's digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def asked(tube: DemoProcess, method: str, key: str) -> list[dict[str, Any]]:
    """The requests of that kind."""
    return [one for one in tube.log() if one["method"] == method and key in one["path"]]


async def published_once(
    run: Run, tube: DemoProcess, path: Path, item: UploadItem, forgotten: bool = False
) -> None:
    """It ends as one video with the bytes of the file. `forgotten`: the server only said that it knows nothing."""
    await run.until_published(item)
    (video,) = arrived(tube, path.stem)
    assert (video["sha256"], video["uuid"]) == (sha(path), run.item(item).video_uuid)
    assert forgotten or pending(tube, path.stem) == []
