"""The chapters of a video."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import BadRequestError, NotFoundError
from peertube_desktop.api.models.video import Chapter, Chapters
from peertube_desktop.api.videos import password_header


async def list_chapters(client: Client, video_id: str | int, password: str | None = None) -> list[Chapter]:
    """getVideoChapters, in order of time. None before 6.0, which does not know the call."""
    try:
        found = await client.get(
            f"/api/v1/videos/{segment(video_id)}/chapters", Chapters, headers=password_header(password)
        )
    except (BadRequestError, NotFoundError):
        return []
    return sorted(found.chapters, key=lambda chapter: chapter.timecode)
