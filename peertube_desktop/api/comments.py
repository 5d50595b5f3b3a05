"""Comment threads of a video."""

from __future__ import annotations

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.models.comment import CommentThreads, CommentTree
from peertube_desktop.api.videos import password_header


async def list_threads(
    client: Client,
    video_id: str | int,
    start: int = 0,
    count: int = 10,
    *,
    sort: str = "-createdAt",
    password: str | None = None,
) -> CommentThreads:
    """The first comment of each thread. `sort` is `-createdAt`, `createdAt` or `-totalReplies`."""
    return await client.get(
        f"/api/v1/videos/{segment(video_id)}/comment-threads",
        CommentThreads,
        {"start": start, "count": count, "sort": sort},
        headers=password_header(password),
    )


async def get_thread(
    client: Client, video_id: str | int, thread_id: int, password: str | None = None
) -> CommentTree:
    """One thread with its replies. Newer servers cut long ones: compare `total_children`."""
    return await client.get(
        f"/api/v1/videos/{segment(video_id)}/comment-threads/{segment(thread_id)}",
        CommentTree,
        headers=password_header(password),
    )
