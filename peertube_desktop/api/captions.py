"""The captions of a video."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.video import Caption
from peertube_desktop.api.videos import password_header

MOST_BYTES = 4 * 1024 * 1024


async def list_captions(client: Client, video_id: str | int, password: str | None = None) -> list[Caption]:
    """getVideoCaptions: a WebVTT file for each language, see `Caption.ref`."""
    page = await client.get(
        f"/api/v1/videos/{segment(video_id)}/captions", Page[Caption], headers=password_header(password)
    )
    return page.data


async def get_caption(client: Client, caption: Caption, password: str | None = None) -> str:
    """The WebVTT text of `caption`, at most 4 MB of it."""
    found = await client.download(
        caption.ref, max_bytes=MOST_BYTES, headers=password_header(password), authorized=True
    )
    return found.body.decode("utf-8-sig", "replace")
