"""Videos: the lists, one video, and what hangs on it (captions, chapters, storyboards, comments, views)."""

from __future__ import annotations

from typing import Any

from .comments import Comment, Comments
from .errors import Problems
from .http import Answer, Request, answer_json, encode, no_content
from .ids import Kind, lengthen
from .library import INTERNAL, PRIVATE, PUBLIC, Video
from .queries import VIDEO_SORTS, Lister, Page, Wanted, WrongParameterError, read_page, read_wanted
from .router import Router
from .sessions import RefusedError, Sessions
from .shapes import Shapes, stamp

COMMENT_SORTS = ("createdAt", "totalReplies")
OVERVIEW_VIDEOS = 12


class VideosApi:
    """Answers for /api/v1/videos and /api/v1/overviews."""

    def __init__(self, shapes: Shapes, problems: Problems, sessions: Sessions, lister: Lister) -> None:
        self.shapes, self.problems, self.sessions, self.lister = shapes, problems, sessions, lister
        self.library = shapes.library
        self.comments = Comments(self.library)

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        one = "/api/v1/videos/{key}"
        router.add("GET", "/api/v1/videos", self.videos)
        router.add("GET", "/api/v1/overviews/videos", self.overviews)
        router.add("GET", one, self.video)
        router.add("GET", f"{one}/description", self.description)
        router.add("GET", f"{one}/captions", self.captions)
        router.add("GET", f"{one}/chapters", self.chapters)
        router.add("GET", f"{one}/storyboards", self.storyboards)
        router.add("GET", f"{one}/comment-threads", self.threads)
        router.add("GET", f"{one}/comment-threads/{{number}}", self.thread)
        router.add("POST", f"{one}/views", self.view)
        router.add("PUT", f"{one}/watching", self.view)
        router.add("POST", f"{one}/token", self.token)

    # Lists

    def read(
        self,
        request: Request,
        docs: str,
        sorts: Any = VIDEO_SORTS,
        default: str = "-publishedAt",
        own: bool = False,
    ) -> tuple[Page, Wanted]:
        """The page and filters of a request; what a server refuses is refused. `own`: of one's own videos."""
        try:
            page, wanted = read_page(request, sorts, default), read_wanted(request)
        except WrongParameterError as wrong:
            if wrong.name == "filter":
                detail = (
                    '"filter" query parameter is not supported anymore by PeerTube. '
                    'Please use "isLocal" and "include" instead'
                )
                raise RefusedError(self.problems.make(400, detail, docs=docs)) from wrong
            raise RefusedError(
                self.problems.bad(request, wrong.name, wrong.value, wrong.message, docs=docs)
            ) from wrong
        person = self.sessions.person(request)
        query = request.query
        if query.get("excludeAlreadyWatched") and person is None:
            detail = "Cannot use excludeAlreadyWatched parameter when auth token is not provided"
            raise RefusedError(self.problems.make(400, detail, docs=docs))
        include = query.get("include", ["0"])[0]
        special = include not in ("0", "") or ("privacyOneOf" in query and not own)
        if special and not (own and self.problems.old) and (person is None or person.role == 2):
            rest = "or auto tags filter." if self.problems.old else ", auto tags or state filter"
            gap = " " if self.problems.old else ""
            detail = f"You are not allowed to see all videos, specify a custom include{gap}{rest}"
            raise RefusedError(self.problems.make(401, detail, docs=None if own else docs))
        return page, wanted

    def answer(
        self, request: Request, docs: str, among: str = "", channels: frozenset[str] | None = None
    ) -> Answer:
        """The page of public videos asked for, of those channels only if given."""
        page, wanted = self.read(request, docs)

        def test(video: Video) -> bool:
            return (
                video.privacy == PUBLIC and video.out and (channels is None or video.channel.name in channels)
            )

        found = self.lister.find(wanted, page.sort, among or "public", test)
        return answer_json(self.shapes.page(page.cut(found), len(found) if page.counted else None))

    def videos(self, request: Request) -> Answer:
        """GET /api/v1/videos."""
        return self.answer(request, "getVideos")

    def overviews(self, request: Request) -> Answer:
        """GET /api/v1/overviews/videos: a category, a channel and a tag with their videos on each page."""
        given = request.query.get("page", ["1"])[0]
        if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 10:
            return self.problems.bad(
                request, "page", given, "Should have a valid page number", docs="getOverviewVideos"
            )
        page = int(given) - 1
        public = self.lister.find(
            Wanted(), "-publishedAt", "overview", lambda v: v.privacy == PUBLIC and v.out
        )
        sample = public[:600]
        groups: list[dict[Any, list[Video]]] = [{}, {}, {}]
        for video in sample:
            for group, keys in zip(
                groups, ((video.category,), (video.channel.name,), video.tags), strict=True
            ):
                for key in keys:
                    group.setdefault(key, []).append(video)
        per_page = (2, 2, 2)
        chosen = []
        for group, size in zip(groups, per_page, strict=True):
            ranked = sorted(group.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
            chosen.append([pair for pair in ranked if len(pair[1]) > 1][page * size : (page + 1) * size])
        item = self.shapes.item
        by_name = self.shapes.named_channel
        body: dict[str, Any] = {"categories": [], "channels": [], "tags": []}
        for _, videos in chosen[0]:
            shape = self.shapes.item_shape(videos[0])["category"]
            body["categories"].append(
                {"category": shape, "videos": [item(v) for v in videos[:OVERVIEW_VIDEOS]]}
            )
        for key, videos in chosen[1]:
            channel = by_name(key)
            if channel:
                short = self.shapes.channel_short(channel)
                body["channels"].append(
                    {"channel": short, "videos": [item(v) for v in videos[:OVERVIEW_VIDEOS]]}
                )
        for key, videos in chosen[2]:
            body["tags"].append({"tag": key, "videos": [item(v) for v in videos[:OVERVIEW_VIDEOS]]})
        return answer_json(body)

    # One video

    def find(
        self, request: Request, key: str, docs: str | None = None, name: str = "id", see: bool = True
    ) -> Video:
        """The video of that id of any kind; refuses what a server refuses."""
        short = len(key) == 22 and lengthen(key) is not None
        if not short and not key.isdigit() and not (len(key) == 36 and key.count("-") == 4):
            raise RefusedError(self.problems.bad_id(request, name, key, docs))
        video = self.library.find(key)
        if video is None:
            raise RefusedError(self.problems.not_found("Video not found", docs))
        if key.isdigit() and video.privacy not in (PUBLIC, PRIVATE, INTERNAL, 5):
            raise RefusedError(self.problems.not_found("Video not found", docs))
        if see:
            self.sessions.may_see(request, video, docs)
        return video

    def video(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}."""
        return answer_json(self.shapes.detail(self.find(request, key, "getVideo")))

    def description(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/description (gone in the 8 line)."""
        if self.shapes.new:
            return self.problems.unknown_endpoint()
        return answer_json({"description": self.find(request, key, "getVideoDesc").text})

    def captions(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/captions."""
        video = self.find(request, key, "getVideoCaptions", "videoId")
        uuid = self.shapes.ids.make(Kind.CAPTION, video.index)
        data = []
        for language in video.captions:
            path = f"/lazy-static/video-captions/{uuid}-{language}.vtt"
            shape: dict[str, Any] = {
                "language": {"id": language, "label": self.shapes.tables.language(language)},
                "automaticallyGenerated": language == "ar" and language not in video.own.texts,
                "captionPath": path,
            }
            if self.shapes.new:
                guarded = "private/" if video.guarded else ""
                folder = f"{self.shapes.base}/static/streaming-playlists/hls/{guarded}{video.uuid}"
                shape["fileUrl"] = self.shapes.base + path
                shape["m3u8Url"] = f"{folder}/{uuid}-{language}.m3u8"
            shape["updatedAt"] = stamp(video.published)
            data.append(shape)
        return answer_json({"total": len(data), "data": data})

    def chapters(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/chapters."""
        video = self.find(request, key, "getVideoChapters", "videoId")
        if video.own.chapters is not None:
            own = [{"timecode": at, "title": title} for at, title in video.own.chapters]
            return answer_json({"chapters": own})
        titles = (
            "Leaving the valley",
            "The first climb & a <b>bend</b>",
            "Wind on the ridge",
            "Home in the dark 🌙",
        )
        step = max(1, video.duration // len(titles))
        chapters = [{"timecode": n * step, "title": title} for n, title in enumerate(titles)]
        return answer_json({"chapters": chapters if "chapters" in video.flags else []})

    def storyboards(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/storyboards."""
        video = self.find(request, key, "listVideoStoryboards", "videoId")
        clip = self.shapes.clip(video)
        if clip is None or clip is video.own.clip:
            return answer_json({"storyboards": []})
        path = f"/lazy-static/storyboards/{self.shapes.ids.make(Kind.STORYBOARD, video.index)}.jpg"
        shape: dict[str, Any] = {"fileUrl": self.shapes.base + path} if self.shapes.new else {}
        sheet = clip.storyboard
        shape.update(
            storyboardPath=path,
            totalHeight=sheet.totalHeight,
            totalWidth=sheet.totalWidth,
            spriteWidth=sheet.spriteWidth,
            spriteHeight=sheet.spriteHeight,
            spriteDuration=sheet.spriteDuration,
        )
        return answer_json({"storyboards": [shape]})

    # Comments

    def comment_shape(self, video: Video, comment: Comment) -> dict[str, Any]:
        """One comment as the API shows it."""
        below = [c for c in comment.walk() if c is not comment and not c.held]
        gone = comment.deleted
        owner = video.channel.owner
        return {
            "id": comment.id,
            "url": f"{self.shapes.base}/videos/watch/{video.uuid}/comments/{comment.id}",
            "text": "" if gone else comment.text,
            "threadId": comment.thread,
            "inReplyToCommentId": comment.parent,
            "videoId": video.id,
            "createdAt": stamp(comment.created),
            "updatedAt": stamp(gone or comment.created),
            "deletedAt": stamp(gone) if gone else None,
            "heldForReview": comment.held,
            "isDeleted": gone is not None,
            "totalRepliesFromVideoAuthor": sum(1 for c in below if c.author == owner),
            "totalReplies": len(below),
            "account": None if gone else self.shapes.account(comment.author),
        }

    def _seen(self, request: Request, video: Video, comments: list[Comment]) -> list[Comment]:
        """Without those that wait for approval (but for who wrote them and who may approve), and those that are
        gone without a trace."""
        person = self.sessions.person(request)
        every = person is not None and (person is video.channel.owner or person.role < 2)
        return [
            one
            for one in comments
            if (every or not one.held or one.author is person) and (one.deleted is None or one.children)
        ]

    def threads(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/comment-threads."""
        video = self.find(request, key, None, "videoId")
        try:
            page = read_page(request, COMMENT_SORTS, "-createdAt")
        except WrongParameterError as wrong:
            return self.problems.bad(request, wrong.name, wrong.value, wrong.message)
        threads = self._seen(request, video, self.comments.threads(video))
        if page.sort.endswith("totalReplies"):
            threads.sort(key=lambda c: len(c.walk()), reverse=page.sort.startswith("-"))
        elif not page.sort.startswith("-"):
            threads.reverse()
        alive = sum(1 for thread in threads for comment in thread.walk() if comment.deleted is None)
        data = [self.comment_shape(video, comment) for comment in page.cut(threads)]
        return answer_json({"total": len(threads), "data": data, "totalNotDeletedComments": alive})

    def thread(self, request: Request, key: str, number: str) -> Answer:
        """GET /api/v1/videos/{id}/comment-threads/{threadId}."""
        video = self.find(request, key, None, "videoId")
        thread = self.comments.thread(video, int(number)) if number.isdigit() else None
        if thread is None:
            return self.problems.not_found("Video comment thread not found")

        def tree(comment: Comment) -> dict[str, Any]:
            return {
                "comment": self.comment_shape(video, comment),
                "children": [tree(child) for child in self._seen(request, video, comment.children)],
            }

        return answer_json(encode(tree(thread)))

    # Watching

    def view(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/views and its forerunner PUT …/watching: 204 if the time is one of the
        video."""
        docs = "addView"
        video = self.find(request, key, docs, "videoId")
        body = request.json()
        at = body.get("currentTime") if isinstance(body, dict) else None
        if isinstance(at, str) and at.isdigit():
            at = int(at)
        if not isinstance(at, int | float) or isinstance(at, bool) or at < 0:
            return self.problems.bad(request, "currentTime", at, place="body", docs=docs)
        if at > video.duration + 5 and not video.is_live:
            detail = f"Current time {at} is invalid (video {video.uuid} duration: {video.duration})"
            return self.problems.make(400, detail, docs=docs)
        return no_content()

    def token(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/token: a token for the files of a video that is not public."""
        video = self.find(request, key)
        anonymous = self.sessions.person(request) is None
        if anonymous and video.privacy == PUBLIC:
            # Nobody should ask; these are the real servers' answers to those who do.
            if self.problems.old:
                detail = "Cannot read properties of undefined (reading 'token')"
                return self.problems.make(500, detail, code="TypeError")
            return Answer(401, b"Unauthorized", {"Content-Type": "text/plain; charset=utf-8"})
        token, until = self.sessions.file_token(video)
        return answer_json({"files": {"token": token, "expires": stamp(until)}})
