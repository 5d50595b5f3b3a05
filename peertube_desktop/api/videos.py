"""Videos: lists, one whole, its constants, views and file tokens."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import BadRequestError, NotFoundError
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import (
    Description,
    FileToken,
    LiveInfo,
    Video,
    VideoDetails,
    VideoTokens,
)

ROOT = "/api/v1/videos"
MOST_PER_PAGE = 100
"""PeerTube answers 400 to a larger `count`."""


def password_header(password: str | None) -> dict[str, str]:
    """The header that opens a password-protected video, or none."""
    return {"x-peertube-video-password": password} if password else {}


async def list_videos(client: Client, query: VideoQuery, start: int = 0, count: int = 25) -> Page[Video]:
    """getVideos: `count` (at most 100) videos from place `start` on."""
    return await client.get(ROOT, Page[Video], {**query.params(), "start": start, "count": count})


async def get_video(client: Client, video_id: str | int, password: str | None = None) -> VideoDetails:
    """getVideo, by UUID, short UUID or number.

    A protected one raises UnauthorizedError or ForbiddenError with code `video_requires_password` or
    `incorrect_video_password`.
    """
    return await client.get(
        f"{ROOT}/{segment(video_id)}",
        VideoDetails,
        headers=password_header(password),
        remember=password is None,
    )


async def get_description(client: Client, video: VideoDetails, password: str | None = None) -> str:
    """getVideoDesc: the whole Markdown text of `video`.

    Newer servers have it whole in the details and no such call: only asked for where the details cut it.
    """
    if not video.is_description_cut:
        return video.description or ""
    try:
        found = await client.get(
            f"{ROOT}/{segment(video.uuid)}/description", Description, headers=password_header(password)
        )
    except (BadRequestError, NotFoundError):
        return video.description or ""
    return found.description or ""


async def list_categories(client: Client) -> dict[str, str]:
    """getCategories: id to label, in the server's language."""
    return await client.get(f"{ROOT}/categories", dict[str, str], remember=True)


async def list_licences(client: Client) -> dict[str, str]:
    """getLicences: id to label."""
    return await client.get(f"{ROOT}/licences", dict[str, str], remember=True)


async def list_languages(client: Client) -> dict[str, str]:
    """getLanguages: code to label."""
    return await client.get(f"{ROOT}/languages", dict[str, str], remember=True)


async def list_privacies(client: Client) -> dict[str, str]:
    """getVideoPrivacyPolicies: id to label."""
    return await client.get(f"{ROOT}/privacies", dict[str, str], remember=True)


async def add_view(
    client: Client,
    video_id: str | int,
    current_time: float,
    *,
    session_id: str | None = None,
    seeked: bool = False,
    password: str | None = None,
) -> None:
    """addView: somebody is at `current_time` seconds. Sent every 5 to 10 seconds of watching.

    `session_id` is one random word per viewing, so that the server counts it once.
    """
    body: dict[str, str | int] = {"currentTime": max(0, int(current_time))}
    if seeked:
        body["viewEvent"] = "seek"
    if session_id:
        body["sessionId"] = session_id
    await client.post(f"{ROOT}/{segment(video_id)}/views", body, headers=password_header(password))


async def get_live(client: Client, video_id: str | int) -> LiveInfo:
    """getLiveId: whether it is permanent, keeps a replay, and its latency mode."""
    return await client.get(f"{ROOT}/live/{segment(video_id)}", LiveInfo)


async def create_file_token(client: Client, video_id: str | int, password: str | None = None) -> FileToken:
    """requestVideoToken: the `videoFileToken` that opens the files of a video that is not public."""
    tokens = await client.post(
        f"{ROOT}/{segment(video_id)}/token", kind=VideoTokens, headers=password_header(password)
    )
    return tokens.files
