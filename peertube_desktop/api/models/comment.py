"""Comments and their threads."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.base import Count, Instant, Model, Number


class Comment(Model, frozen=True, kw_only=True):
    """One comment. A deleted one keeps its place, without text and perhaps without account."""

    id: Number
    url: str = ""
    text: str = ""
    thread_id: Number = 0
    in_reply_to_comment_id: Number | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None
    deleted_at: Instant | None = None
    is_deleted: bool = False
    held_for_review: bool = False
    total_replies: Count = 0
    total_replies_from_video_author: Count = 0
    account: Actor | None = None


class CommentTree(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """GET /videos/{id}/comment-threads/{threadId}. 8.3 may cut it: see `total_children`."""

    comment: Comment
    children: list[CommentTree] = msgspec.field(default_factory=list)
    total_children: Count | None = None


class CommentThreads(Model, frozen=True, kw_only=True):
    """GET /videos/{id}/comment-threads: first comments of threads; `total` counts threads."""

    total: Count = 0
    total_not_deleted_comments: Count | None = None
    data: list[Comment]
