"""The demo instance as an ASGI application: everything is built here once and handed on."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from .clips import Shelf, resources
from .errors import Problems
from .faults import Faults
from .feeds import Feeds
from .files import Files
from .http import API_ONLY, Answer, Receive, Request, Scope, Send, read_request, send_answer
from .ids import Ids
from .library import Library
from .limits import RateLimit
from .live import LiveStream
from .me_api import MeApi
from .people_api import PeopleApi
from .playlists import PlaylistsApi
from .queries import Lister
from .router import Router
from .search_api import SearchApi
from .server_api import ServerApi
from .sessions import RefusedError, Sessions
from .shapes import Shapes
from .tables import Tables
from .titles import read_words
from .videos_api import VideosApi

FILE_FOLDERS = ("/lazy-static/", "/static/", "/download/")


@dataclass(frozen=True)
class Settings:
    """What the command line asks for. `base` is the instance's own address, without a slash at its end."""

    base: str
    line: str = "8.2"
    seed: int = 1
    videos: int = 60
    limited: bool = True
    faults: bool = False


class Demo:
    """The application. Calls to the API are counted and limited; files are not."""

    def __init__(self, settings: Settings) -> None:
        now = time.time()
        ids = Ids(settings.seed)
        shelf = Shelf(resources())
        tables = Tables(shelf.root, settings.line)
        library = Library(settings.seed, settings.videos, now, shelf.durations(), read_words(shelf.root), ids)
        self.problems = Problems(settings.line)
        self.sessions = Sessions(self.problems, library)
        self.shapes = Shapes(settings.line, settings.base, library, shelf, ids, tables)
        live = LiveStream(shelf, now - 90)
        self.files = Files(self.shapes, self.problems, self.sessions.may_have_file, live)
        self.limit = RateLimit(settings.limited)
        self.router = Router()
        self.faults = Faults() if settings.faults else None
        shapes, problems, sessions = self.shapes, self.problems, self.sessions
        lister = Lister(library, shapes.host)
        videos = VideosApi(shapes, problems, sessions, lister)
        playlists = PlaylistsApi(shapes, problems, sessions)
        # The fixed lists come first: /videos/categories is no video's id.
        ServerApi(shapes, problems).routes(self.router)
        videos.routes(self.router)
        playlists.routes(self.router)
        PeopleApi(shapes, problems, sessions, videos, playlists).routes(self.router)
        SearchApi(shapes, problems, sessions, lister, videos, playlists).routes(self.router)
        MeApi(shapes, problems, sessions, lister, videos).routes(self.router)
        Feeds(shapes, problems, lister).routes(self.router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI event: a request, or the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            request = await read_request(scope, receive)
            if self.faults is None:
                await send_answer(request, self.answer(request), send)
            else:
                await self._with_faults(self.faults, request, receive, send)

    async def _with_faults(self, faults: Faults, request: Request, receive: Receive, send: Send) -> None:
        if request.path.startswith("/_demo/"):
            await send_answer(request, faults.control(request), send)
            return
        rule = faults.pick(request)
        answer = self.answer(request)
        faults.note(request, answer.status if rule is None or rule.status is None else rule.status, rule)
        if rule is None:
            await send_answer(request, answer, send)
        else:
            await faults.send(request, rule, answer, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
            await asyncio.sleep(0)

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""
        if request.path.startswith(FILE_FOLDERS):
            answer = self.files.answer(request)
            return self.problems.range_not_satisfiable(answer) if answer.status == 416 else answer
        if request.path.startswith("/api/"):
            return self._api(request)
        handler = self.router.find(request)
        return handler(request) if handler else Answer(404)

    def _api(self, request: Request) -> Answer:
        handler = self.router.find(request)
        if handler is None:
            answer = self.problems.unknown_endpoint()
            answer.headers = {**API_ONLY, **answer.headers}
            return answer
        headers, answer_instead = self.limit.count()
        try:
            answer = answer_instead or handler(request)
        except RefusedError as refusal:
            answer = refusal.answer
        answer.headers = {**API_ONLY, **headers, **answer.headers}
        return answer
