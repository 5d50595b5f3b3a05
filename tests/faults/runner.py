"""The upload queue of the real program without its window: takes up the queue, adds files, ends when all is done.

    python -m tests.faults.runner --profile DIR --instance URL --user NAME --password WORD [FILE …]

Says on the standard output, one JSON object a line, what becomes of each upload. The same profile goes on where
the run before it ended, however that came.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import qasync
from PySide6.QtCore import QCoreApplication, QObject

from peertube_desktop.api.errors import ApiError
from peertube_desktop.logs import begin_logging
from peertube_desktop.paths import Paths
from peertube_desktop.services import retry
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.retry import NetworkWatch
from peertube_desktop.services.session_keeper import SessionKeeper
from peertube_desktop.services.tasks import end_tasks
from peertube_desktop.services.uploading import following, sizing
from peertube_desktop.services.uploading.items import UploadItem, UploadState
from peertube_desktop.services.uploading.metadata import Metadata
from peertube_desktop.services.uploading.uploads import Uploads
from peertube_desktop.store.accounts import AccountStore
from peertube_desktop.store.db import Db
from peertube_desktop.store.settings import Settings, SettingsFile
from peertube_desktop.store.uploads import UploadJournal

SIGN_IN_TRIES = 3


def say(**what: object) -> None:
    """One line."""
    print(json.dumps(what), flush=True)


def said(item: UploadItem) -> dict[str, object]:
    """What is told of an upload."""
    return {
        "id": item.id,
        "name": item.name,
        "state": str(item.state),
        "sent": item.sent,
        "problem": str(item.problem or ""),
        "detail": item.detail,
        "uuid": item.video_uuid,
    }


class Run(QObject):
    """The parts of the program that uploads need, put together as the program does it."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__()
        self._options = options
        self._done = asyncio.Event()

    async def run(self) -> None:
        """Until nothing is left to do."""
        options = self._options
        paths = Paths.of(options.profile)
        paths.create()
        db = Db(paths.data / "library.sqlite")
        await db.open()
        connections = Connections(await make_pool(Settings()), self)
        settings = Settings(keep_sessions="file")
        preferences = Preferences(SettingsFile(paths.config / "settings.json"), settings, self)
        keeper = SessionKeeper(preferences, paths.config)
        accounts = Accounts(connections, AccountStore(db), keeper, preferences, self)
        await accounts.load()
        uploads = Uploads(
            UploadJournal(db),
            accounts,
            NetworkWatch(self),
            paths.data / "uploads.lock",
            self,
            at_once=options.at_once,
            bytes_per_second=options.rate,
        )
        if not accounts.known:
            await self._sign_in(accounts)
        tell = self._teller(uploads)
        uploads.added.connect(tell)
        uploads.changed.connect(tell)
        uploads.summary_changed.connect(tell)
        await uploads.load()
        known = {item.path for item in uploads.items}
        files = [path for path in options.files if path.absolute() not in known]
        if files:
            metadata = Metadata(**json.loads(options.metadata)) if options.metadata else None
            for one in await uploads.add(files, accounts.known[0].id, metadata):
                say(refused=str(one.path), reason=str(one.reason))
        tell()
        await self._done.wait()
        await uploads.aclose()
        await accounts.aclose()
        await connections.aclose()
        await db.close()

    async def _sign_in(self, accounts: Accounts) -> None:
        """As a person does it: once more when it did not work."""
        options = self._options
        for _ in range(SIGN_IN_TRIES - 1):
            try:
                await accounts.sign_in(options.instance, options.user, options.password)
            except ApiError:
                continue
            return
        await accounts.sign_in(options.instance, options.user, options.password)

    def _teller(self, uploads: Uploads) -> Callable[..., None]:
        last: dict[int, dict[str, object]] = {}

        def tell(*_: object) -> None:
            for item in uploads.items:
                now = said(item)
                if last.get(item.id) != now:
                    last[item.id] = now
                    say(**now)
            ends = (UploadState.PUBLISHED, UploadState.FAILED, UploadState.CHANGED)
            if all(item.state in ends for item in uploads.items):
                self._done.set()

        return tell


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="tests.faults.runner")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--instance", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--rate", type=int, default=0)
    parser.add_argument("--metadata", default="")
    parser.add_argument("--part", type=int, default=0, help="send parts of just this size")
    parser.add_argument("--hurry", action="store_true", help="shorter pauses between questions")
    parser.add_argument("files", nargs="*", type=Path)
    return parser.parse_args()


async def _main(options: argparse.Namespace) -> None:
    try:
        await Run(options).run()
    finally:
        await end_tasks(2)


def main() -> int:
    """Runs it."""
    begin_logging()
    options = arguments()
    if options.part:
        sizing.SMALLEST = sizing.LARGEST = options.part
    if options.hurry:
        following.FIRST_SECONDS = 0.1
        retry.FIRST_PAUSE = 0.2
    app = QCoreApplication(sys.argv[:1])
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(_main(options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
