"""The storyboards of a video: small pictures for the seek bar."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import BadRequestError, NotFoundError
from peertube_desktop.api.models.video import Storyboard, Storyboards
from peertube_desktop.api.videos import password_header


async def list_storyboards(
    client: Client, video_id: str | int, password: str | None = None
) -> list[Storyboard]:
    """listVideoStoryboards. None before 6.0, which does not know the call."""
    try:
        found = await client.get(
            f"/api/v1/videos/{segment(video_id)}/storyboards",
            Storyboards,
            headers=password_header(password),
        )
    except (BadRequestError, NotFoundError):
        return []
    return found.storyboards
