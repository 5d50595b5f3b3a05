"""The studio: cutting a video, putting pictures before, after and over it. It only takes its time; nothing is cut."""

from __future__ import annotations

import time
from typing import Any

from .checks import Wrong, whole
from .errors import Problems
from .forms import Form, read_form
from .http import Answer, Request, no_content
from .library import TO_EDIT, TO_TRANSCODE, Video
from .managing import Managing
from .publishing import Publisher
from .router import Router
from .settings import Settings
from .upload_api import UploadApi

FILES = ("add-intro", "add-outro", "add-watermark")


class StudioApi:
    """Answers for /api/v1/videos/{id}/studio/edit."""

    def __init__(
        self,
        problems: Problems,
        managing: Managing,
        publisher: Publisher,
        uploads: UploadApi,
        settings: Settings,
    ) -> None:
        self.problems, self.managing, self.publisher = problems, managing, publisher
        self.uploads, self.settings = uploads, settings
        self._editing: dict[int, tuple[Video, float]] = {}

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/api/v1/videos/{key}/studio/edit", self.edit)

    @staticmethod
    def _good(task: Any, at: int, form: Form) -> bool:
        if not isinstance(task, dict):
            return False
        if task.get("name") in FILES:
            return f"tasks[{at}][options][file]" in form.files
        if task.get("name") != "cut":
            return False
        options = task.get("options") or {}
        start, end = whole(options.get("start")), whole(options.get("end"))
        return bool(start or end) and (not start or not end or start < end)

    def edit(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/studio/edit."""
        self.managing.sessions.must(request)
        if "studio" in self.settings.forbidden:
            return self.problems.make(400, "Video studio is disabled on this instance")
        form = read_form(request)
        tasks = form.values.get("tasks")
        if not isinstance(tasks, list) or not 1 <= len(tasks) <= 10:
            return self.problems.wrong(request, [Wrong("tasks", tasks, "Should have a valid array of tasks")])
        for at, task in enumerate(tasks):
            if not self._good(task, at, form):
                name = task.get("name") if isinstance(task, dict) else None
                return self.problems.make(400, f"Task {name} is invalid")
        video = self.uploads.editable(request, key)
        video.own.state = TO_EDIT
        self._editing[video.index] = (video, time.time() + self.settings.transcoding)
        self.publisher.changed(video)
        return no_content(tagged=True)

    def tick(self, now: float) -> None:
        """Hands on what is edited: it is transcoded anew."""
        for index, (video, due) in list(self._editing.items()):
            if due <= now:
                del self._editing[index]
                video.own.state = TO_TRANSCODE
                self.publisher.hurry(video, self.settings.transcoding)
                self.publisher.changed(video)
