"""Changing one's videos: their fields, thumbnail, passwords, and what they were made of."""

from __future__ import annotations

from .checks import Wrong, check_video, listed, truth, whole
from .errors import Problems
from .forms import read_form
from .http import JSON, Answer, Request, answer_json, no_content
from .library import LIVE_WAITING, PASSWORD_PROTECTED, Video
from .managing import Managing
from .probe import source_shape
from .publishing import Publisher
from .router import Router
from .sessions import RefusedError
from .shapes import stamp
from .upload_api import UploadApi

PUT, DELETE = "putVideo", "delVideo"
ONE = "/api/v1/videos/{key}"


class EditApi:
    """Answers for changes of /api/v1/videos/{id}."""

    def __init__(
        self, problems: Problems, managing: Managing, publisher: Publisher, uploads: UploadApi
    ) -> None:
        self.problems, self.managing, self.publisher = problems, managing, publisher
        self.uploads = uploads

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("PUT", ONE, self.update)
        router.add("DELETE", ONE, self.delete)
        router.add("GET", f"{ONE}/source", self.source)
        router.add("GET", f"{ONE}/passwords", self.passwords)
        router.add("PUT", f"{ONE}/passwords", self.set_passwords)
        router.add("DELETE", f"{ONE}/passwords/{{number}}", self.delete_password)
        if not self.problems.old:
            router.add("POST", f"{ONE}/passwords", self.add_password)

    def update(self, request: Request, key: str) -> Answer:
        """PUT /api/v1/videos/{id}: the fields that are given, and a new thumbnail."""
        form = read_form(request)
        values = form.values
        self.managing.sessions.must(request)
        if wrong := check_video(values, (), not self.problems.old):
            return self.problems.wrong(request, wrong, PUT)
        person, video = self.managing.own(request, key, PUT)
        # One with passwords wants them again with every change, whatever it is about.
        self.uploads.check_more(values, PUT, video.privacy)
        if not self.problems.old and whole(values.get("nsfwFlags")) and truth(values.get("nsfw")) is False:
            return self.problems.make(400, "Cannot set nsfwFlags if the video is not NSFW", docs=PUT)
        moves = "privacy" in values and whole(values["privacy"]) != video.privacy
        if video.is_live and video.state != LIVE_WAITING and moves:
            detail = "Cannot update privacy of a live that has already started"
            return self.problems.make(400, detail, docs=PUT)
        if "channelId" in values:
            self.uploads.channel(video.channel.owner if person.role < 2 else person, values, PUT)
        self.publisher.fill(video, values, form)
        self.publisher.changed(video)
        return no_content(kind=JSON)

    def delete(self, request: Request, key: str) -> Answer:
        """DELETE /api/v1/videos/{id}."""
        _, video = self.managing.own(request, key, DELETE)
        self.publisher.remove(video)
        return no_content(kind=JSON)

    def source(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/source: the file that was sent."""
        _, video = self.managing.own(request, key, "getVideoSource")
        if self.publisher.shapes.clip(video) is None:
            return self.problems.not_found("Video source not found", "getVideoSource")
        return answer_json(source_shape(self.publisher.shapes, video))

    # Passwords

    def _protected(self, request: Request, key: str) -> Video:
        _, video = self.managing.own(request, key, name="videoId")
        if video.privacy != PASSWORD_PROTECTED:
            raise RefusedError(self.problems.make(400, "Video is not password protected"))
        return video

    def passwords(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/passwords."""
        video = self._protected(request, key)
        made = stamp(video.own.updated or video.published)
        data = [
            {"id": at, "password": one, "videoId": video.id, "createdAt": made, "updatedAt": made}
            for at, one in enumerate(video.own.passwords, 1)
            if one
        ]
        return answer_json({"total": len(data), "data": data[::-1]})

    def set_passwords(self, request: Request, key: str) -> Answer:
        """PUT /api/v1/videos/{id}/passwords."""
        _, video = self.managing.own(request, key, name="videoId")
        values = read_form(request).values
        given = {"videoPasswords": values["passwords"]} if "passwords" in values else {}
        self.uploads.check_more(given, "", video.privacy)
        video.own.passwords = [str(one) for one in listed(values.get("passwords")) or []]
        self.publisher.changed(video)
        return no_content(tagged=True)

    def add_password(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/passwords: one more (8 line)."""
        video = self._protected(request, key)
        given = read_form(request).values.get("password")
        if not isinstance(given, str):
            wrong = [Wrong("password", given, "Video password should be a string")]
            return self.problems.wrong(request, wrong)
        video.own.passwords.append(given)
        self.publisher.changed(video)
        return no_content(tagged=True)

    def delete_password(self, request: Request, key: str, number: str) -> Answer:
        """DELETE /api/v1/videos/{id}/passwords/{passwordId}."""
        video = self._protected(request, key)
        at = int(number) if number.isdigit() else 0
        if not 1 <= at <= len(video.own.passwords) or not video.own.passwords[at - 1]:
            return self.problems.not_found("Video password not found")
        if sum(1 for one in video.own.passwords if one) == 1:
            detail = "Cannot delete the last password of the protected video"
            return self.problems.make(400, detail)
        # Its place is kept, so that the others keep their numbers.
        video.own.passwords[at - 1] = ""
        self.publisher.changed(video)
        return no_content(tagged=True)
