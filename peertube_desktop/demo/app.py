"""The demo instance as an ASGI application: everything is built here once and handed on."""

from __future__ import annotations

import asyncio
import contextlib
import time

from .captions_api import CaptionsApi
from .channels_api import ChannelsApi
from .clips import Shelf, resources
from .comments_api import CommentsApi
from .edit_api import EditApi
from .errors import Problems
from .faults import Faults
from .feeds import Feeds
from .files import Files
from .http import (
    API_ONLY,
    Answer,
    GoneError,
    Receive,
    Request,
    Scope,
    Send,
    read_body,
    read_head,
    send_answer,
)
from .ids import Ids
from .imports_api import ImportsApi
from .library import Library
from .limits import RateLimit
from .live import LiveStream
from .lives_api import LivesApi
from .managing import Managing
from .me_api import MeApi
from .memory import Memory
from .oauth_api import SIGN_IN, OauthApi
from .ownership_api import OwnershipApi
from .people_api import PeopleApi
from .playlist_edit_api import PlaylistEditApi
from .playlists import PlaylistsApi
from .publishing import Publisher
from .queries import Lister
from .received import Received
from .register_api import REGISTER, RegisterApi
from .registration import Registrations
from .resumable import Uploads
from .router import Router
from .search_api import SearchApi
from .server_api import ServerApi
from .sessions import RefusedError, Sessions
from .settings import Settings
from .shapes import Shapes
from .stats_api import StatsApi
from .studio_api import StudioApi
from .syncs_api import SyncsApi
from .tables import Tables
from .titles import read_words
from .two_factor_api import TwoFactorApi
from .upload_api import UploadApi
from .videos_api import VideosApi
from .workplace import Workplace

FILE_FOLDERS = ("/lazy-static/", "/static/", "/download/")


class Demo:
    """The application. Calls to the API are counted and limited; files are not."""

    def __init__(self, settings: Settings) -> None:
        now = time.time()
        ids = Ids(settings.seed)
        shelf = Shelf(resources())
        tables = Tables(shelf.root, settings.line)
        library = Library(settings.seed, settings.videos, now, shelf.durations(), read_words(shelf.root), ids)
        self.problems = Problems(settings.line)
        self.sessions = Sessions(self.problems, library, settings.token_seconds, settings.refresh_seconds)
        self.shapes = Shapes(settings.line, settings.base, library, shelf, ids, tables)
        live = LiveStream(shelf, now - 90)
        self.files = Files(self.shapes, self.problems, self.sessions.may_have_file, live)
        self.limit = RateLimit(settings.limited)
        self.limits = {
            SIGN_IN: RateLimit(settings.limited, most=15, seconds=300),
            REGISTER: RateLimit(settings.limited, most=2, seconds=300),
        }
        self.router = Router()
        self.faults = Faults() if settings.faults else None
        shapes, problems, sessions = self.shapes, self.problems, self.sessions
        lister = Lister(library, shapes.host)
        self.workplace = Workplace(settings.state)
        state = self.workplace.path
        self.publisher = Publisher(shapes, lister, state, settings.transcoding)
        self.publisher.keep_deleted = settings.faults
        uploads = Uploads(state / "uploads", patient=not problems.old)
        self.uploads = UploadApi(problems, sessions, self.publisher, uploads, settings)
        self.received = Received(library, uploads)
        videos = VideosApi(shapes, problems, sessions, lister)
        playlists = PlaylistsApi(shapes, problems, sessions)
        # The fixed lists come first: /videos/categories is no video's id.
        ServerApi(shapes, problems, settings).routes(self.router)
        videos.routes(self.router)
        playlists.routes(self.router)
        people = PeopleApi(shapes, problems, sessions, videos, playlists)
        people.routes(self.router)
        SearchApi(shapes, problems, sessions, lister, videos, playlists).routes(self.router)
        registrations = Registrations(library.society)
        OauthApi(problems, sessions, registrations).routes(self.router)
        RegisterApi(problems, sessions, registrations, settings).routes(self.router)
        MeApi(shapes, problems, sessions, lister, videos, self.publisher).routes(self.router)
        TwoFactorApi(problems, sessions, shapes.host).routes(self.router)
        managing, publisher = Managing(videos), self.publisher
        self.uploads.managing = managing
        EditApi(problems, managing, publisher, self.uploads).routes(self.router)
        CaptionsApi(problems, managing, publisher, tables).routes(self.router)
        ChannelsApi(problems, sessions, people, playlists, publisher).routes(self.router)
        PlaylistEditApi(problems, sessions, playlists, videos, publisher).routes(self.router)
        uploading, imports = self.uploads, ImportsApi(problems, sessions, publisher, self.uploads, settings)
        imports.routes(self.router)
        syncs = SyncsApi(shapes, problems, sessions, people, imports, settings)
        syncs.routes(self.router)
        self.lives = LivesApi(problems, managing, publisher, uploading, settings)
        self.lives.routes(self.router)
        OwnershipApi(problems, managing, publisher, uploading).routes(self.router)
        studio = StudioApi(problems, managing, publisher, uploading, settings)
        studio.routes(self.router)
        StatsApi(problems, managing).routes(self.router)
        CommentsApi(problems, managing, publisher).routes(self.router)
        self.ticks = (imports.tick, syncs.tick, studio.tick, publisher.tick)
        Feeds(shapes, problems, lister).routes(self.router)

        self.memory = Memory(state, publisher, sessions, playlists) if settings.state else None
        if self.memory is not None:
            publisher.kept = self.memory.save

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI event: a request, or the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            request = read_head(scope)
            if self.faults is None:
                with contextlib.suppress(GoneError):
                    await send_answer(request, await self.answer(request, receive), send)
            else:
                await self._with_faults(self.faults, request, receive, send)

    async def _with_faults(self, faults: Faults, request: Request, receive: Receive, send: Send) -> None:
        if request.path.startswith("/_demo/"):
            request.body = await read_body(receive)
            answer = await self.received.answer(request) or self.lives.control(request)
            answer = answer or faults.control(request)
            await send_answer(request, answer, send)
            return
        rule = faults.pick(request)
        if rule is None:
            try:
                answer = await self.answer(request, receive)
            except GoneError:
                faults.note(request, 0, rule)
                return
            faults.note(request, answer.status, rule)
            await send_answer(request, answer, send)
            return
        await faults.before(rule)
        try:
            heard = not rule.unheard
            answer = await self.answer(request, faults.receiver(rule, receive)) if heard else Answer()
        except GoneError:
            faults.note(request, rule.status or 0, rule)
            await faults.hang_up(request, rule, receive, send)
            return
        faults.note(request, answer.status if rule.status is None else rule.status, rule)
        await faults.send(request, rule, answer, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
            await asyncio.sleep(0)

    async def answer(self, request: Request, receive: Receive) -> Answer:
        """The answer to any request. Raises GoneError if its body was cut off."""
        if request.path.startswith(FILE_FOLDERS):
            answer = self.files.answer(request)
            return self.problems.range_not_satisfiable(answer) if answer.status == 416 else answer
        if request.path.startswith("/api/"):
            for tick in self.ticks:
                tick(time.time())
            return await self._api(request, receive)
        request.body = await read_body(receive)
        handler = self.router.find(request)
        return handler(request) if handler else Answer(404)

    async def _api(self, request: Request, receive: Receive) -> Answer:
        uploading = self.uploads.takes(request)
        handler = self.router.find(request)
        if handler is None and not uploading:
            # Read all the same: the log tells what was sent, and the connection can be kept.
            request.body = await read_body(receive)
            answer = self.problems.unknown_endpoint()
            answer.headers = {**API_ONLY, **answer.headers}
            return answer
        headers, refusal = self.limit.count()
        narrow = self.limits.get(request.path) if refusal is None and request.method == "POST" else None
        if narrow is not None:
            headers, refusal = narrow.count()
        if refusal is not None:
            answer = refusal
        elif uploading or handler is None:
            answer = await self.uploads.answer(request, receive)
        else:
            request.body = await read_body(receive)
            try:
                answer = handler(request)
            except RefusedError as refused:
                answer = refused.answer
        if narrow is not None and request.path == REGISTER and answer.status >= 400:
            narrow.give_back()
        answer.headers = {**API_ONLY, **headers, **answer.headers}
        if self.memory is not None and request.method not in ("GET", "HEAD") and answer.status < 300:
            self.memory.save()
        return answer
