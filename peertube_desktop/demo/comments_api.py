"""Writing and deleting comments, and those on one's own videos: what waits for approval among them."""

from __future__ import annotations

import time
from typing import Any

from .checks import Wrong, text
from .comments import Comment
from .errors import Problems
from .forms import read_form
from .http import Answer, Request, answer_json, no_content
from .library import Video
from .managing import Managing
from .people import Person
from .publishing import Publisher
from .queries import WrongParameterError, fold, read_page
from .router import Router
from .sessions import RefusedError

LONGEST = 10_000
ONE = "/api/v1/videos/{key}/comments/{number}"


class CommentsApi:
    """Answers for changes of comments, and /api/v1/users/me/videos/comments."""

    def __init__(self, problems: Problems, managing: Managing, publisher: Publisher) -> None:
        self.problems, self.managing, self.publisher = problems, managing, publisher
        self.videos, self.comments = managing.videos, managing.videos.comments
        self._number = 9_000_000

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/api/v1/videos/{key}/comment-threads", self.begin)
        router.add("POST", ONE, self.reply)
        router.add("DELETE", ONE, self.delete)
        router.add("POST", f"{ONE}/approve", self.approve)
        router.add("GET", "/api/v1/users/me/videos/comments", self.list)

    def _writing(self, request: Request, key: str) -> tuple[Person, Video, str]:
        person = self.managing.sessions.must(request)
        written = read_form(request).values.get("text")
        if not text(written, 1, LONGEST):
            raise RefusedError(self.problems.wrong(request, [Wrong("text", written)]))
        video = self.videos.find(request, key, None, "videoId")
        if video.comments_policy == 2:
            raise RefusedError(self.problems.make(409, "Video comments are disabled for this video."))
        return person, video, str(written)

    def _add(self, person: Person, video: Video, written: str, parent: Comment | None) -> Answer:
        self._number += 1
        thread = parent.thread if parent else self._number
        above = parent.id if parent else None
        comment = Comment(self._number, thread, above, person, written, time.time())
        comment.held = video.comments_policy == 3 and video.channel.owner is not person
        if parent is None:
            self.comments.threads(video).insert(0, comment)
        else:
            parent.children.append(comment)
        if not comment.held:
            self._counted(video, 1)
        return answer_json({"comment": self.videos.comment_shape(video, comment)})

    def _counted(self, video: Video, more: int) -> None:
        video.own.commented += more
        self.publisher.shapes.changed(video)

    def begin(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/comment-threads."""
        person, video, written = self._writing(request, key)
        return self._add(person, video, written, None)

    def reply(self, request: Request, key: str, number: str) -> Answer:
        """POST /api/v1/videos/{id}/comments/{commentId}."""
        person, video, written = self._writing(request, key)
        return self._add(person, video, written, self._comment(video, number))

    def _comment(self, video: Video, number: str) -> Comment:
        for thread in self.comments.threads(video):
            for comment in thread.walk():
                if str(comment.id) == number and comment.deleted is None:
                    return comment
        raise RefusedError(self.problems.not_found("Video comment thread not found"))

    def delete(self, request: Request, key: str, number: str) -> Answer:
        """DELETE /api/v1/videos/{id}/comments/{commentId}: one's own, and any below one's own videos."""
        person = self.managing.sessions.must(request)
        video = self.videos.find(request, key, None, "videoId")
        comment = self._comment(video, number)
        if person not in (comment.author, video.channel.owner) and person.role == 2:
            detail = "User does not have the permission to delete this comment"
            if self.problems.old:
                detail = "Cannot remove video comment of another user"
            return self.problems.make(403, detail)
        comment.deleted = time.time()
        if not comment.held:
            self._counted(video, -1)
        return no_content(tagged=True)

    def approve(self, request: Request, key: str, number: str) -> Answer:
        """POST /api/v1/videos/{id}/comments/{commentId}/approve."""
        person = self.managing.sessions.must(request)
        video = self.videos.find(request, key, None, "videoId")
        comment = self._comment(video, number)
        if video.channel.owner is not person and person.role == 2:
            return self.problems.make(403, "Cannot approve comment of another user")
        if comment.held:
            comment.held = False
            self._counted(video, 1)
        return no_content()

    def list(self, request: Request) -> Answer:
        """GET /api/v1/users/me/videos/comments. Without an order real servers stumble, and so does this one."""
        person = self.managing.sessions.must(request)
        query = request.query
        if "sort" not in query:
            column = '"publishedAt"' if self.problems.old else "VideoCommentModel.publishedAt"
            return self.problems.make(500, f"column {column} does not exist", code="SequelizeDatabaseError")
        try:
            page = read_page(request, ("createdAt",), "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        held = {"true": True, "false": False}.get(query.get("isHeldForReview", [""])[0])
        words, by, on = (
            fold(query.get(name, [""])[0]) for name in ("search", "searchAccount", "searchVideo")
        )
        number, channel = query.get("videoId", [""])[0], query.get("videoChannelId", [""])[0]
        found = [
            (video, comment)
            for video in self.publisher.library.all()
            if video.channel.owner is person
            and (not number or number in (str(video.id), video.uuid, video.short_uuid))
            and (not channel or str(video.channel.id) == channel)
            and on in fold(video.name)
            for thread in self.comments.threads(video)
            for comment in thread.walk()
            if comment.deleted is None
            and (held is None or comment.held == held)
            and by in fold(f"{comment.author.name} {comment.author.display_name}")
            and words in fold(f"{comment.text} {comment.author.name} {video.name}")
        ]
        found.sort(key=lambda pair: pair[1].created, reverse=page.sort.startswith("-"))
        data = [self._shape(video, comment) for video, comment in page.cut(found)]
        return answer_json({"total": len(found), "data": data})

    def _shape(self, video: Video, comment: Comment) -> dict[str, Any]:
        shape = self.videos.comment_shape(video, comment)
        for name in ("deletedAt", "isDeleted", "totalRepliesFromVideoAuthor", "totalReplies", "account"):
            shape.pop(name)
        shapes = self.publisher.shapes
        about: dict[str, Any] = {"id": video.id, "uuid": video.uuid, "name": video.name}
        if not self.problems.old:
            about["channel"] = shapes.channel_short(video.channel, tall=True)
        shape.update(automaticTags=[], video=about, account=shapes.account(comment.author))
        return shape
