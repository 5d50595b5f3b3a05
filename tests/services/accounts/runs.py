"""Accounts on demo instances, put together as the program does it, with a keyring of their own."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any

import httpx
import shiboken6
from PySide6.QtCore import QObject

from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.accounts import AccountInfo, Accounts
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.session_keeper import SessionKeeper
from peertube_desktop.services.tasks import end_tasks
from peertube_desktop.store.accounts import AccountStore
from peertube_desktop.store.db import Db
from peertube_desktop.store.secrets import KeyringSecrets
from peertube_desktop.store.settings import SettingsFile
from tests.demo_process import DemoProcess

PASSWORD = "demo-password"
ME = "/api/v1/users/me"
TOKEN = "/api/v1/users/token"


class Run:
    """One run of the program, as far as accounts go."""

    def __init__(self, folder: Path) -> None:
        self.root = QObject()
        self.file = SettingsFile(folder / "config" / "settings.json")
        self.preferences = Preferences(self.file, self.file.read(), self.root)
        self.db = Db(folder / "data" / "library.sqlite")
        self.folder = folder
        self.changes: list[str] = []
        self.ended: list[AccountInfo] = []

    async def begin(self, *, library: bool = True) -> None:
        """As app.py does it, which goes on without a library where that cannot be opened."""
        if library:
            await self.db.open()
        self.connections = Connections(await make_pool(self.preferences.current), self.root)
        keeper = SessionKeeper(self.preferences, self.folder / "config", KeyringSecrets())
        self.accounts = Accounts(self.connections, AccountStore(self.db), keeper, self.preferences, self.root)
        self.settings = AccountSettings(self.accounts)
        self.accounts.changed.connect(lambda: self.changes.append("changed"))
        self.accounts.current_changed.connect(lambda: self.changes.append("current"))
        self.accounts.keeping_changed.connect(lambda: self.changes.append("keeping"))
        self.accounts.ended.connect(self.ended.append)
        if library:
            await self.accounts.load()

    async def end(self) -> None:
        """In good order."""
        await self.accounts.aclose()
        await self.preferences.flush()
        await self.connections.aclose()
        await end_tasks(2.0)
        await self.db.close()
        shiboken6.delete(self.root)
        gc.collect()

    async def again(self) -> Run:
        """The next run."""
        await self.end()
        later = Run(self.folder)
        await later.begin()
        return later

    async def who(self, account_id: str) -> str:
        """Who the server takes the account for."""
        return (await self.accounts.me(account_id)).username

    async def seen_as(self, origin: str) -> str:
        """As whom `origin` is browsed: by its own word, "" for nobody."""
        found: dict[str, Any] = await self.connections.client(origin).get("/api/v1/config", dict[str, Any])
        assert found["serverVersion"]
        auth = self.connections.client(origin)
        return next((one.username for one in self.accounts.known if self.accounts.client(one.id) is auth), "")

    async def until_ended(self) -> None:
        """Waits for the first `ended`."""
        if self.ended:
            return
        came = asyncio.get_running_loop().create_future()

        def tell(_: AccountInfo) -> None:
            if not came.done():
                came.set_result(None)

        self.accounts.ended.connect(tell)
        await asyncio.wait_for(came, 20)


class Runs:
    """Every run of a test, the last one is ended after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now: Run | None = None

    async def first(self, *, library: bool = True) -> Run:
        """The first."""
        self.now = Run(self.folder)
        await self.now.begin(library=library)
        return self.now

    async def next(self) -> Run:
        """The one after."""
        assert self.now is not None
        self.now = await self.now.again()
        return self.now


def asked(demo: DemoProcess, path: str) -> list[dict[str, Any]]:
    """What the instance was asked at this path."""
    return [one for one in demo.log() if one["path"] == path]


def refuse_token(demo: DemoProcess, times: int, path: str = ME) -> None:
    """The next calls find their token run out."""
    body = {"code": "invalid_token", "detail": "Token is invalid", "status": 401}
    demo.set_faults([{"path": path, "status": 401, "body": body, "times": times}])


def end_session(origin: str, header: str) -> None:
    """The session is revoked, by another program say."""
    with httpx.Client(trust_env=False) as client:
        answer = client.post(f"{origin}/api/v1/users/revoke-token", headers={"Authorization": header})
    assert answer.status_code == 200
