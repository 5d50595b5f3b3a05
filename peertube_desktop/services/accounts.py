"""The accounts that are signed in, on whatever instances, and the one that is used."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api import addresses, me, session
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.me import MyUser
from peertube_desktop.api.signed_in import Credentials, SignedIn, credentials_of
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.session_keeper import Place, SessionKeeper
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.accounts import AccountRow, AccountStore
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.secrets import SecretsError, SecretsProblem

__all__ = ["AccountInfo", "Accounts", "Place", "SecretsError", "SecretsProblem"]

log = logging.getLogger(__name__)

AVATAR_PIXELS = 120
KEYRING_SECONDS = 5.0
"""Nobody waits longer for a keyring that waits for its person: pages are shown as to nobody meanwhile."""
SETTLE_SECONDS = 5.0


@dataclass(frozen=True)
class AccountInfo:
    """An account the person signed in to. `avatar` is a URL or ""."""

    id: str
    origin: str
    username: str
    display_name: str = ""
    avatar: str = ""

    @property
    def host(self) -> str:
        """`host[:port]` of its instance."""
        return addresses.host_of(self.origin)

    @property
    def handle(self) -> str:
        """`username@host`."""
        return f"{self.username}@{self.host}"

    @property
    def title(self) -> str:
        """What it is called: the display name, or the user name."""
        return self.display_name or self.username


@dataclass
class _Account:
    info: AccountInfo
    auth: SignedIn
    client: Client


class Accounts(QObject):
    """Signs in and out, remembers across runs, and gives each account its client.

    `changed`: the list, a name, a picture, or whether a password is wanted. `current_changed`: another account
    (or nobody) is used, and what is shown may not be what that one may see. `ended(info)`: once, when an
    account's session is over and its password wanted again: answer with `sign_in` or `decline`.
    `keeping_changed`: `problem` did.
    """

    changed = Signal()
    current_changed = Signal()
    ended = Signal(object)
    keeping_changed = Signal()

    def __init__(
        self,
        connections: Connections,
        store: AccountStore,
        keeper: SessionKeeper,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._store = store
        self._keeper = keeper
        self._preferences = preferences
        self._accounts: dict[str, _Account] = {}
        self._current = ""
        self._unread: set[str] = set()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._problem: SecretsProblem | None = None

    @property
    def known(self) -> Sequence[AccountInfo]:
        """The accounts, in the order they are shown."""
        return tuple(account.info for account in self._accounts.values())

    @property
    def current(self) -> AccountInfo | None:
        """The account that is used; None when the person browses as nobody."""
        account = self._accounts.get(self._current)
        return account.info if account is not None else None

    @property
    def place(self) -> Place:
        """Where what is signed in with is kept."""
        return self._keeper.place

    @property
    def problem(self) -> SecretsProblem | None:
        """Why it could not be read from there, or kept, the last time; sessions then last for this run."""
        return self._problem

    def needs_password(self, account_id: str) -> bool:
        """Whether the account's session is over, or was not kept."""
        account = self._accounts.get(account_id)
        return account is not None and account.auth.is_ended

    def info(self, account_id: str) -> AccountInfo:
        """What is known of the account. Raises KeyError for an id that is not known."""
        return self._accounts[account_id].info

    def client(self, account_id: str) -> Client:
        """The account's client, the same until it signs out. Raises KeyError for an id that is not known."""
        return self._accounts[account_id].client

    async def load(self) -> None:
        """Read the list from disk, and begin to read what they sign in with. Raises StoreError."""
        for row in await self._store.all():
            if row.id not in self._accounts:
                account = self._add(
                    AccountInfo(row.id, row.origin, row.username, row.display_name, row.avatar)
                )
                spawn(self, self._read(account))
        wanted = self._preferences.current.account
        self.changed.emit()
        if wanted in self._accounts:
            self._use(wanted)

    async def sign_in(self, origin: str, username: str, password: str, otp: str = "") -> AccountInfo:
        """Sign in on the instance `origin`, and use that account from now on.

        One that is known goes on with its new session, and with what was waiting for that. Raises
        OtpRequiredError, another SignInError, RateLimitedError or another ApiError.
        """
        anonymous = self._connections.anonymous(origin)
        oauth = await session.get_oauth_client(anonymous)
        tokens = await session.sign_in(anonymous, oauth, username.strip(), password, otp.strip())
        credentials = credentials_of(oauth, tokens, time.time())
        user = await self._who(anonymous.origin, credentials)
        account = next(
            (
                one
                for one in self._accounts.values()
                if (one.info.origin, one.info.username) == (anonymous.origin, user.username)
            ),
            None,
        )
        if account is None:
            account = self._add(AccountInfo(uuid.uuid4().hex, anonymous.origin, user.username))
        before = account.auth.credentials
        account.auth.begin(credentials)
        self._unread.discard(account.info.id)
        if before is not None:
            self._finish(self._passing(anonymous.origin, before).close())
        self._learn(account, user)
        await self._put(account)
        saving = self._finish(self._save(account.info.id, credentials))
        await asyncio.wait({saving}, timeout=KEYRING_SECONDS)
        self.changed.emit()
        self.switch(account.info.id)
        return account.info

    async def sign_out(self, account_id: str) -> bool:
        """Forget the account and end its session. Whether its server could be told."""
        account = self._accounts.pop(account_id, None)
        if account is None:
            return True
        self._unread.discard(account_id)
        if self._current == account_id:
            self.switch(None)
        self.changed.emit()
        closing = asyncio.ensure_future(account.auth.close())
        try:
            await self._store.remove(account_id)
        except StoreError as error:
            log.info("An account was not removed from the library: %s", type(error).__name__)
        await self._settle()
        try:
            await self._keeper.forget(account_id)
        except SecretsError as error:
            self._note(error.problem)
        return await closing

    async def sign_out_everywhere(self) -> None:
        """Forget all accounts."""
        await asyncio.gather(*(self.sign_out(account_id) for account_id in tuple(self._accounts)))

    def switch(self, account_id: str | None) -> None:
        """Use another account, or none: browse as nobody. One that is not known is none."""
        wanted = account_id if account_id in self._accounts else ""
        if wanted != self._current:
            self._use(wanted or "")

    def decline(self, account_id: str) -> None:
        """The password that was asked for is not given now: what waited for it fails."""
        if account_id in self._accounts:
            self._accounts[account_id].auth.decline()

    def move(self, account_id: str, place: int) -> None:
        """Show the account at this place of the list."""
        account = self._accounts.get(account_id)
        if account is None:
            return
        order = [known for known in self._accounts if known != account_id]
        order.insert(place, account_id)
        self._accounts = {known: self._accounts[known] for known in order}
        self.changed.emit()
        spawn(self, self._store.set_order(order))

    async def me(self, account_id: str) -> MyUser:
        """What the server says of the account now; its name and picture in the list follow. Raises ApiError."""
        account = self._accounts[account_id]
        user = await me.get_me(account.client)
        before = account.info
        self._learn(account, user)
        if account.info != before and account_id in self._accounts:
            await self._put(account)
            self.changed.emit()
        return user

    async def keep_in(self, place: Place) -> None:
        """Keep all sessions there from now on. Raises SecretsError: they are then kept where they were."""
        await self._keeper.move(place, self._sessions())
        self._note(None)

    async def retry_keeping(self) -> None:
        """Ask the keyring once more: the person may have unlocked it."""
        for account_id in tuple(self._unread):
            await self._read(self._accounts[account_id])
        if self._problem is not None and not self._unread:
            for account_id, credentials in self._sessions().items():
                await self._save(account_id, credentials)

    async def aclose(self) -> None:
        """Wait, a moment at most, until what was renewed is kept. Before the connections are closed."""
        waits = [account.auth.settle() for account in self._accounts.values()]
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await asyncio.gather(*waits)
                await self._settle()
        except TimeoutError:
            log.info("Sessions may not be kept: the keyring or a server is silent")

    # The list

    def _add(self, info: AccountInfo) -> _Account:
        auth = SignedIn(
            self._connections.anonymous(info.origin),
            renewed=partial(self._renewed, info.id),
            ended=partial(self._session_ended, info.id),
        )
        account = _Account(info, auth, self._connections.signed_in(info.origin, auth))
        self._accounts[info.id] = account
        return account

    def _use(self, account_id: str) -> None:
        self._current = account_id
        account = self._accounts.get(account_id)
        self._connections.act_as(account.client if account is not None else None)
        self._preferences.update(account=account_id)
        self.current_changed.emit()

    def _learn(self, account: _Account, user: MyUser) -> None:
        avatar = account.client.absolute(user.account.avatar_ref(AVATAR_PIXELS)) if user.account else ""
        name = user.account.display_name if user.account else ""
        account.info = replace(account.info, display_name=name, avatar=avatar)

    async def _put(self, account: _Account) -> None:
        info = account.info
        row = AccountRow(info.id, info.origin, info.username, info.display_name, info.avatar)
        try:
            await self._store.put(row)
        except StoreError as error:
            # Without a library the program still runs, and so does the account until its end.
            log.info("An account was not written down: %s", type(error).__name__)

    # Sessions

    async def _who(self, origin: str, credentials: Credentials) -> MyUser:
        auth = self._passing(origin, credentials)
        try:
            return await me.get_me(self._connections.signed_in(origin, auth))
        except BaseException:
            self._finish(auth.close())
            raise

    def _passing(self, origin: str, credentials: Credentials) -> SignedIn:
        """A session that is not, or no longer, an account's."""
        auth = SignedIn(self._connections.anonymous(origin), renewed=lambda _: None, ended=lambda: None)
        auth.begin(credentials)
        return auth

    async def _read(self, account: _Account) -> None:
        """Begin the account's session with what was kept of it."""
        account_id, auth = account.info.id, account.auth
        reading = asyncio.ensure_future(self._load(account_id))
        try:
            done, _ = await asyncio.wait({reading}, timeout=KEYRING_SECONDS)
            if not done and auth.credentials is None:
                auth.begin(None, ask=False)
                self.changed.emit()
            found = await reading
        finally:
            reading.cancel()
        if auth.credentials is None:
            auth.begin(found)
            self.changed.emit()

    async def _load(self, account_id: str) -> Credentials | None:
        try:
            found = await self._keeper.load(account_id)
        except SecretsError as error:
            self._unread.add(account_id)
            self._note(error.problem)
            return None
        self._unread.discard(account_id)
        if not self._unread:
            self._note(None)
        return found

    def _renewed(self, account_id: str, credentials: Credentials) -> None:
        self._finish(self._save(account_id, credentials))

    def _session_ended(self, account_id: str) -> None:
        account = self._accounts.get(account_id)
        if account is not None:
            log.info("A session has ended on %s", account.info.host)
            self.changed.emit()
            self.ended.emit(account.info)

    async def _save(self, account_id: str, credentials: Credentials) -> None:
        try:
            await self._keeper.save(account_id, credentials)
        except SecretsError as error:
            log.info("A session was not kept: %s", error.problem)
            self._note(error.problem)
        else:
            if not self._unread:
                self._note(None)

    def _finish(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Do this in the background, but before the program ends."""
        task = spawn(self, work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _settle(self) -> None:
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))

    def _sessions(self) -> dict[str, Credentials]:
        """What there is to keep."""
        found = {account_id: account.auth.credentials for account_id, account in self._accounts.items()}
        return {account_id: kept for account_id, kept in found.items() if kept is not None}

    def _note(self, problem: SecretsProblem | None) -> None:
        if problem is not self._problem:
            self._problem = problem
            self.keeping_changed.emit()
