"""Keeping what accounts sign in with, off the event loop: where the settings say, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import msgspec

from peertube_desktop.api.signed_in import Credentials
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.secrets import FileSecrets, KeyringSecrets, MemorySecrets, Secrets, SecretsError

__all__ = ["Place", "SecretsError", "SessionKeeper"]

T = TypeVar("T")

FILE_NAME = "sessions.json"


class Place(StrEnum):
    """Where sessions are kept."""

    KEYRING = "keyring"
    FILE = "file"
    RUN = "run"
    """Nowhere: the next run asks for the password."""


class _Thread:
    """Does one thing after the other, in a thread that the end of the program does not wait for.

    A keyring may ask the person to unlock it, and wait for that as long as it likes.
    """

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._started = False

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()

        def do() -> None:
            value: T | None = None
            failed: Exception | None = None
            try:
                value = work()
            except Exception as error:
                failed = error
            # RuntimeError: the loop has been closed meanwhile.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_tell, answer, value, failed)

        if not self._started:
            self._started = True
            threading.Thread(target=self._live, name="secrets", daemon=True).start()
        self._work.put(do)
        found: T = await answer
        return found

    def _live(self) -> None:
        while True:
            self._work.get()()


def _tell(answer: asyncio.Future[Any], value: object, failed: Exception | None) -> None:
    if answer.done():
        return
    if failed is None:
        answer.set_result(value)
    else:
        answer.set_exception(failed)


class SessionKeeper:
    """Credentials by account. `file_folder` is for the file, where the person chose that.

    Everything raises SecretsError where the place does not play along; a later call may find it mended.
    """

    def __init__(self, preferences: Preferences, file_folder: Path, keyring: Secrets | None = None) -> None:
        self._preferences = preferences
        self._thread = _Thread()
        self._secrets: Mapping[Place, Secrets] = {
            Place.KEYRING: keyring or KeyringSecrets(),
            Place.FILE: FileSecrets(file_folder / FILE_NAME),
            Place.RUN: MemorySecrets(),
        }

    @property
    def place(self) -> Place:
        """Where they are kept."""
        return Place(self._preferences.current.keep_sessions)

    async def load(self, account_id: str) -> Credentials | None:
        """What was kept, or None where nothing was or nothing can be made of it."""
        secrets = self._secrets[self.place]
        kept = await self._thread.run(lambda: secrets.get(account_id))
        if kept is None:
            return None
        try:
            return msgspec.json.decode(kept, type=Credentials)
        except msgspec.MsgspecError:
            return None

    async def save(self, account_id: str, credentials: Credentials) -> None:
        """Keep them in place of those before."""
        await self._save(self.place, account_id, credentials)

    async def forget(self, account_id: str) -> None:
        """Keep nothing of this account any more."""
        await self._delete(self.place, account_id)

    async def move(self, place: Place, sessions: Mapping[str, Credentials]) -> None:
        """Keep all `sessions` in `place` from now on, and nowhere else."""
        before = self.place
        for account_id, credentials in sessions.items():
            await self._save(place, account_id, credentials)
        self._preferences.update(keep_sessions=place.value)
        if place is before:
            return
        for account_id in sessions:
            with contextlib.suppress(SecretsError):
                await self._delete(before, account_id)

    async def _save(self, place: Place, account_id: str, credentials: Credentials) -> None:
        text = msgspec.json.encode(credentials).decode()
        secrets = self._secrets[place]
        await self._thread.run(lambda: secrets.set(account_id, text))

    async def _delete(self, place: Place, account_id: str) -> None:
        secrets = self._secrets[place]
        await self._thread.run(lambda: secrets.delete(account_id))
