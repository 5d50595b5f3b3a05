"""The user who is signed in: settings, picture, quota, two-factor authentication, own videos and channels."""

from __future__ import annotations

from dataclasses import dataclass

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.base import Image, Page
from peertube_desktop.api.models.me import (
    Avatars,
    MeUpdate,
    MyChannel,
    MyUser,
    MyVideo,
    OtpRequest,
    OtpRequested,
    QuotaUsed,
)
from peertube_desktop.api.multipart import FilePart

USERS = "/api/v1/users"
ROOT = f"{USERS}/me"


async def get_me(client: Client) -> MyUser:
    """getUserInfo."""
    return await client.get(ROOT, MyUser)


async def get_quota_used(client: Client) -> QuotaUsed:
    """The bytes of one's videos, in all and of the last 24 hours."""
    return await client.get(f"{ROOT}/video-quota-used", QuotaUsed)


async def update_me(client: Client, update: MeUpdate) -> None:
    """putUserInfo. A wrong `current_password` raises UnauthorizedError `current_password_is_invalid`.

    A new e-mail address may first be a pending one, until the person follows the link in a mail.
    """
    await client.put(ROOT, update)


async def delete_me(client: Client) -> None:
    """The account, its channels and videos are gone for good."""
    await client.delete(ROOT)


async def set_avatar(client: Client, picture: FilePart) -> list[Image]:
    """The account's picture. Raises TooLargeError or BadRequestError."""
    files = [picture._replace(field="avatarfile")]
    made = await client.post_multipart(f"{ROOT}/avatar/pick", files=files, kind=Avatars)
    return made.avatars


async def delete_avatar(client: Client) -> None:
    """The account has no picture any more."""
    await client.delete(f"{ROOT}/avatar")


async def request_two_factor(client: Client, user_id: int, password: str) -> OtpRequest:
    """A new secret, to be confirmed with a first code; until then nothing has changed."""
    body = {"currentPassword": password}
    path = f"{USERS}/{segment(user_id)}/two-factor/request"
    return (await client.post(path, body, kind=OtpRequested)).otp_request


async def confirm_two_factor(client: Client, user_id: int, request_token: str, otp: str) -> None:
    """From now on a code is wanted. A wrong code raises ForbiddenError."""
    body = {"requestToken": request_token, "otpToken": otp}
    await client.post(f"{USERS}/{segment(user_id)}/two-factor/confirm-request", body)


async def disable_two_factor(client: Client, user_id: int, password: str) -> None:
    """No code is wanted any more."""
    body = {"currentPassword": password}
    await client.post(f"{USERS}/{segment(user_id)}/two-factor/disable", body)


@dataclass(frozen=True)
class MyVideosQuery:
    """What one's own videos are asked for. `sort` as for other videos; older servers heed no channel names."""

    search: str = ""
    sort: str = "-createdAt"
    is_live: bool | None = None
    channel_name_one_of: tuple[str, ...] = ()
    include_collaborations: bool = False


async def list_my_videos(
    client: Client, query: MyVideosQuery | None = None, start: int = 0, count: int = 25
) -> Page[MyVideo]:
    """getMyVideos: whatever their state and privacy."""
    query = query or MyVideosQuery()
    params = {
        "search": query.search or None,
        "sort": query.sort,
        "isLive": query.is_live,
        "channelNameOneOf": query.channel_name_one_of,
        "includeCollaborations": query.include_collaborations or None,
        "start": start,
        "count": count,
    }
    return await client.get(f"{ROOT}/videos", Page[MyVideo], params)


async def list_my_channels(
    client: Client, username: str, start: int = 0, count: int = 100, *, search: str = ""
) -> Page[MyChannel]:
    """The channels of the account `username`, with the views of the last 30 days where it is one's own."""
    params = {"withStats": True, "search": search or None, "sort": "name", "start": start, "count": count}
    return await client.get(f"/api/v1/accounts/{segment(username)}/video-channels", Page[MyChannel], params)
