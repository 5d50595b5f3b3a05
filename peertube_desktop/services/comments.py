"""The comments of a video: threads page by page, their replies when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from peertube_desktop.api import comments
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.comment import Comment, CommentTree
from peertube_desktop.services.browsing import Feed
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.links import VideoRef

PAGE_SIZE = 20
MAX_REPLIES = 20_000
"""More replies of one thread are not shown: nobody reads them, and a hostile server has no end."""
MAX_ASKED = 100
"""Times that the rest of a thread is asked for: a server may say of every comment that there is more."""


class CommentOrder(StrEnum):
    """The API's `sort` of threads."""

    NEWEST = "-createdAt"
    MOST_REPLIED = "-totalReplies"


@dataclass(frozen=True)
class Reply:
    """A comment below another: `depth` is 1 for an answer to the thread's first comment."""

    comment: Comment
    depth: int


class Comments:
    """Every call raises ApiError."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def threads(self, video: VideoRef, order: CommentOrder, password: str | None = None) -> Feed[Comment]:
        """The first comments of all threads."""
        client = self._connections.client(video.origin)

        async def fetch(start: int, count: int) -> Page[Comment]:
            found = await comments.list_threads(
                client, video.uuid, start, count, sort=order.value, password=password
            )
            return Page(total=found.total, data=found.data)

        return Feed(fetch, lambda comment: comment.id, PAGE_SIZE)

    async def replies(self, video: VideoRef, thread_id: int, password: str | None = None) -> Sequence[Reply]:
        """All answers of a thread in reading order, each after what it answers.

        Servers since 8.3 cut deep and wide threads: what they cut is asked for, level by level.
        """
        client = self._connections.client(video.origin)
        tree = await comments.get_thread(client, video.uuid, thread_id, password)
        found: list[Reply] = []
        # An own stack: a thread may be deeper than Python's.
        stack = [(child, 1) for child in reversed(tree.children)]
        asked = 0
        while stack and len(found) < MAX_REPLIES:
            node, depth = stack.pop()
            found.append(Reply(node.comment, depth))
            children: Sequence[CommentTree] = node.children
            cut = node.total_children is not None and node.total_children > len(children)
            if cut and asked < MAX_ASKED:
                asked += 1
                children = await self._rest_of(video, node, password)
            stack.extend((child, depth + 1) for child in reversed(children))
        return found

    async def _rest_of(
        self, video: VideoRef, node: CommentTree, password: str | None
    ) -> Sequence[CommentTree]:
        client = self._connections.client(video.origin)
        whole = await comments.get_thread(client, video.uuid, node.comment.id, password)
        # A server that does not answer for the middle of a thread gives what it gave before.
        return whole.children if whole.comment.id == node.comment.id else node.children
