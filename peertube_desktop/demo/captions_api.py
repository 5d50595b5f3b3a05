"""Changing the captions and chapters of one's videos."""

from __future__ import annotations

import re
from typing import Any

from .checks import Wrong, text, whole
from .errors import Problems
from .forms import read_form
from .http import JSON, Answer, Request, no_content
from .managing import Managing
from .publishing import Publisher
from .router import Router
from .tables import Tables

LARGEST = 20 * 1024 * 1024
CAPTIONS = "/api/v1/videos/{key}/captions/{language}"
SRT_TIME = re.compile(r"(\d\d:\d\d:\d\d),(\d{3})")
CHAPTERS = "Chapters must have a valid title and timecode, and each timecode must be unique"


def as_vtt(data: bytes, name: str, kind: str) -> bytes | None:
    """Captions as WebVTT, made from SubRip if need be; None for a file of another type. Nobody looks inside."""
    if kind == "text/vtt" or name.endswith(".vtt"):
        return data
    if kind in ("application/x-subrip", "text/plain") or name.endswith(".srt"):
        content = data.decode("utf-8-sig", "replace")
        return ("WEBVTT\n\n" + SRT_TIME.sub(r"\1.\2", content)).encode()
    return None


class CaptionsApi:
    """Answers for PUT and DELETE of captions, and PUT of chapters."""

    def __init__(self, problems: Problems, managing: Managing, publisher: Publisher, tables: Tables) -> None:
        self.problems, self.managing, self.publisher, self.tables = problems, managing, publisher, tables

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("PUT", CAPTIONS, self.put)
        router.add("DELETE", CAPTIONS, self.delete)
        router.add("PUT", "/api/v1/videos/{key}/chapters", self.chapters)

    def put(self, request: Request, key: str, language: str) -> Answer:
        """PUT /api/v1/videos/{id}/captions/{language}."""
        self.managing.sessions.must(request)
        form = read_form(request)
        data, part = form.data("captionfile"), form.files.get("captionfile")
        made = None
        if data is not None and part is not None and len(data) <= LARGEST:
            made = as_vtt(data, part.filename, part.kind)
        wrong = []
        if not self.tables.knows_language(language):
            wrong.append(Wrong("captionLanguage", language, place="params"))
        if made is None:
            message = (
                f"This caption file is not supported or too large. Please, make sure it is under {LARGEST} "
                "bytes and one of the following mimetypes: text/vtt (.vtt), application/x-subrip (.srt), "
                "text/plain (.srt)"
            )
            wrong.append(Wrong("captionfile", None, message))
        if wrong or made is None:
            return self.problems.wrong(request, wrong)
        _, video = self.managing.own(request, key, name="videoId")
        video.own.texts[language] = made
        if language not in video.captions:
            video.captions = (*video.captions, language)
        self.publisher.changed(video)
        return no_content()

    def delete(self, request: Request, key: str, language: str) -> Answer:
        """DELETE /api/v1/videos/{id}/captions/{language}."""
        _, video = self.managing.own(request, key, name="videoId")
        if language not in video.captions:
            return self.problems.not_found("Video caption not found")
        video.captions = tuple(one for one in video.captions if one != language)
        video.own.texts.pop(language, None)
        self.publisher.changed(video)
        return no_content(kind=JSON)

    def chapters(self, request: Request, key: str) -> Answer:
        """PUT /api/v1/videos/{id}/chapters: all of them, none for an empty list."""
        self.managing.sessions.must(request)
        given = read_form(request).values.get("chapters")
        if not _good(given):
            return self.problems.wrong(request, [Wrong("chapters", given, CHAPTERS)])
        _, video = self.managing.own(request, key, name="videoId")
        if video.is_live:
            return self.problems.make(400, "You cannot add chapters to a live video")
        video.own.chapters = sorted((whole(one["timecode"]) or 0, one["title"]) for one in given or ())
        self.publisher.changed(video)
        return no_content(tagged=True)


def _good(chapters: Any) -> bool:
    if not isinstance(chapters, list):
        return False
    seen: set[int] = set()
    for one in chapters:
        at = whole(one.get("timecode")) if isinstance(one, dict) else None
        if at is None or at < 0 or at in seen or not text(one.get("title"), 1, 100):
            return False
        seen.add(at)
    return True
