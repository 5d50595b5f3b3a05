"""Who may manage which video: what all operations on one's own videos begin with."""

from __future__ import annotations

from .http import Request
from .library import Video
from .people import Person
from .sessions import RefusedError
from .videos_api import VideosApi


class Managing:
    """Finds a video somebody wants to change; refuses who may not."""

    def __init__(self, videos: VideosApi) -> None:
        self.videos = videos
        self.problems, self.sessions = videos.problems, videos.sessions

    def own(
        self, request: Request, key: str, docs: str | None = None, name: str = "id", detail: str = ""
    ) -> tuple[Person, Video]:
        """Who asks, and the video, which is theirs. Moderators may manage any."""
        person = self.sessions.must(request)
        video = self.videos.find(request, key, docs, name, see=False)
        if video.channel.owner is not person and person.role == 2:
            detail = detail or "Cannot manage a video of another user."
            raise RefusedError(self.problems.make(403, detail, docs=docs))
        return person, video
