"""What people change about themselves and their channels, on the instance of one of their accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peertube_desktop.api import channels, instances, me
from peertube_desktop.api.models.instance import ServerConfig
from peertube_desktop.api.models.me import (
    ChannelCreate,
    ChannelUpdate,
    MeUpdate,
    MyChannel,
    MyUser,
    OtpRequest,
)
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.file_body import picture_part

MOST_CHANNELS = 100


@dataclass(frozen=True)
class Quota:
    """Bytes used, in all and of the last 24 hours, and how many there may be; None for no limit."""

    used: int
    used_daily: int
    limit: int | None
    limit_daily: int | None


class AccountSettings:
    """Changes by account id. Everything raises ApiError, pictures OSError too, and KeyError after a sign-out.

    A change of a password, of an e-mail address and of two-factor authentication wants the present password; a
    wrong one is an HttpError, 401 or 403, with the code `current_password_is_invalid`.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def config(self, account_id: str) -> ServerConfig:
        """What the instance allows: sizes and kinds of pictures."""
        return await instances.get_config(self._accounts.client(account_id))

    async def update(self, account_id: str, update: MeUpdate) -> MyUser:
        """Change what `update` says; the account as it is then."""
        await me.update_me(self._accounts.client(account_id), update)
        return await self._accounts.me(account_id)

    async def set_avatar(self, account_id: str, picture: Path) -> MyUser:
        """Another picture of the account."""
        await me.set_avatar(self._accounts.client(account_id), await picture_part(picture))
        return await self._accounts.me(account_id)

    async def delete_avatar(self, account_id: str) -> MyUser:
        """No picture of the account."""
        await me.delete_avatar(self._accounts.client(account_id))
        return await self._accounts.me(account_id)

    async def quota(self, account_id: str) -> Quota:
        """How much room there is for videos."""
        client = self._accounts.client(account_id)
        user, used = await asyncio.gather(self._accounts.me(account_id), me.get_quota_used(client))
        return Quota(
            used.video_quota_used,
            used.video_quota_used_daily,
            user.video_quota if user.video_quota >= 0 else None,
            user.video_quota_daily if user.video_quota_daily >= 0 else None,
        )

    # Two-factor authentication

    async def request_two_factor(self, account_id: str, password: str) -> OtpRequest:
        """A secret for the authenticator; nothing has changed before `confirm_two_factor`."""
        user = await self._accounts.me(account_id)
        return await me.request_two_factor(self._accounts.client(account_id), user.id, password)

    async def confirm_two_factor(self, account_id: str, request: OtpRequest, code: str) -> MyUser:
        """Switch it on with a first code. A wrong one is ForbiddenError."""
        user = await self._accounts.me(account_id)
        client = self._accounts.client(account_id)
        await me.confirm_two_factor(client, user.id, request.request_token, code.strip())
        return await self._accounts.me(account_id)

    async def disable_two_factor(self, account_id: str, password: str) -> MyUser:
        """Switch it off."""
        user = await self._accounts.me(account_id)
        await me.disable_two_factor(self._accounts.client(account_id), user.id, password)
        return await self._accounts.me(account_id)

    # Channels, by name

    async def channels(self, account_id: str) -> Sequence[MyChannel]:
        """The account's channels, with their views of the last 30 days."""
        client = self._accounts.client(account_id)
        found: list[MyChannel] = []
        while True:
            page = await me.list_my_channels(
                client, self._accounts.info(account_id).username, len(found), MOST_CHANNELS
            )
            found += page.data
            if not page.data or len(found) >= page.total:
                return found

    async def create_channel(self, account_id: str, channel: ChannelCreate) -> int:
        """A new one, its id. A name that is or was taken is ConflictError."""
        return await channels.create_channel(self._accounts.client(account_id), channel)

    async def update_channel(self, account_id: str, name: str, update: ChannelUpdate) -> None:
        """Change what `update` says."""
        await channels.update_channel(self._accounts.client(account_id), name, update)

    async def delete_channel(self, account_id: str, name: str) -> None:
        """The channel and its videos are gone. The last one is ConflictError."""
        await channels.delete_channel(self._accounts.client(account_id), name)

    async def set_channel_avatar(self, account_id: str, name: str, picture: Path) -> None:
        """Another picture of the channel."""
        part = await picture_part(picture)
        await channels.set_channel_avatar(self._accounts.client(account_id), name, part)

    async def delete_channel_avatar(self, account_id: str, name: str) -> None:
        """No picture of the channel."""
        await channels.delete_channel_avatar(self._accounts.client(account_id), name)

    async def set_channel_banner(self, account_id: str, name: str, picture: Path) -> None:
        """Another banner of the channel."""
        part = await picture_part(picture)
        await channels.set_channel_banner(self._accounts.client(account_id), name, part)

    async def delete_channel_banner(self, account_id: str, name: str) -> None:
        """No banner of the channel."""
        await channels.delete_channel_banner(self._accounts.client(account_id), name)
