"""Lives: making them, how they are set up, and the times they were on the air.

Nobody streams to the demo instance. A live is put on the air and taken off again by `POST /_demo/lives/{uuid}` with
`{"on": true}` or `{"on": false}` (only with `--faults`); it then shows the demo's own endless stream.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .checks import Wrong, check_video, truth, whole
from .errors import Problems
from .forms import Form, read_form
from .http import Answer, Request, answer_json, no_content
from .library import LIVE_ENDED, LIVE_WAITING, PUBLISHED, TO_TRANSCODE, Video
from .managing import Managing
from .publishing import Publisher
from .router import Router
from .sessions import RefusedError
from .settings import Settings
from .shapes import stamp
from .tables import PRIVACIES
from .upload_api import UploadApi

ALL, ONE = "/api/v1/videos/live", "/api/v1/videos/live/{key}"
MOST_OF_ONE = 3
ON_AIR, WAITING, ENDED = frozenset({"live"}), frozenset({"live-waiting"}), frozenset({"live-ended"})


@dataclass
class Session:
    """Once on the air."""

    id: int
    start: float
    end: float | None = None
    replay: Video | None = None
    saves: bool = False


@dataclass
class Live:
    """How a live is set up."""

    key: str
    permanent: bool
    replay: bool = False
    replay_privacy: int = 1
    latency: int = 1
    window: int = 3600
    sessions: list[Session] = field(default_factory=list)


class LivesApi:
    """Answers for /api/v1/videos/live."""

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
        self._lives: dict[int, Live] = {}
        self._number = 0

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", ALL, self.create)
        router.add("GET", ONE, self.one)
        router.add("PUT", ONE, self.update)
        router.add("GET", f"{ONE}/sessions", self.sessions)
        router.add("GET", "/api/v1/videos/{key}/live-session", self.session_of_replay)

    def _of(self, video: Video) -> Live:
        """How a live is set up; those the demo begins with have been on the air once, or are."""
        live = self._lives.get(video.index)
        if live is None:
            live = self._lives[video.index] = Live(f"demo-key-{video.id}", "live-ended" not in video.flags)
            if video.state != LIVE_WAITING:
                end = None if "live" in video.flags else video.published + 2700
                live.sessions.append(self._session(video.published, end))
        return live

    def _session(self, start: float, end: float | None = None) -> Session:
        self._number += 1
        return Session(self._number, start, end)

    def _find(self, request: Request, key: str) -> Video:
        video = self.managing.videos.find(request, key, "getLiveId", "videoId")
        if not video.is_live:
            raise RefusedError(self.problems.not_found("Live video not found"))
        return video

    def _replay_settings(self, live: Live) -> dict[str, Any]:
        if not live.replay:
            return {}
        privacy = live.replay_privacy
        if self.problems.old:
            return {"replaySettings": {"id": 1, "privacy": privacy}}
        return {"replaySettings": {"privacy": {"id": privacy, "label": PRIVACIES[privacy]}}}

    def one(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/live/{id}: its owner also gets the stream key."""
        video = self._find(request, key)
        person = self.managing.sessions.person(request)
        live = self._of(video)
        shape: dict[str, Any] = {}
        if person is not None and (person is video.channel.owner or person.role < 2):
            shape.update(streamKey=live.key, rtmpUrl="rtmp://127.0.0.1:1935/live", rtmpsUrl=None)
        shape.update(permanentLive=live.permanent, saveReplay=live.replay, latencyMode=live.latency)
        shape.update(self._replay_settings(live))
        if not self.problems.old:
            shape.update(dvrWindow=live.window, schedules=[])
        return answer_json(shape)

    def _wrong(self, values: dict[str, Any]) -> list[Wrong]:
        wrong = [
            Wrong(name, values[name], f"Should have a valid {name} boolean")
            for name in ("saveReplay", "permanentLive")
            if name in values and truth(values[name]) is None
        ]
        if "latencyMode" in values and whole(values["latencyMode"]) not in (1, 2, 3):
            wrong.append(Wrong("latencyMode", values["latencyMode"]))
        settings = values.get("replaySettings") or {}
        if "privacy" in settings and whole(settings["privacy"]) not in (1, 2, 3, 4):
            wrong.append(Wrong("replaySettings.privacy", settings["privacy"]))
        return wrong

    def _fill(self, live: Live, values: dict[str, Any]) -> None:
        live.permanent = truth(values.get("permanentLive", live.permanent)) is True
        live.replay = truth(values.get("saveReplay", live.replay)) is True
        live.latency = whole(values.get("latencyMode")) or live.latency
        settings = values.get("replaySettings") or {}
        live.replay_privacy = whole(settings.get("privacy")) or live.replay_privacy

    def create(self, request: Request) -> Answer:
        """POST /api/v1/videos/live."""
        person = self.managing.sessions.must(request)
        form = read_form(request)
        values = form.values
        wrong = check_video(values, ("name", "channelId"), not self.problems.old) + self._wrong(values)
        if wrong:
            return self.problems.wrong(request, wrong)
        self.uploads.check_more(values, "")
        if "live" in self.settings.forbidden:
            detail = "Live is not enabled on this instance"
            return self.problems.make(403, detail, code="live_not_enabled")
        channel = self.uploads.channel(person, values, "")
        mine = [v for v in self.publisher.library.all() if v.is_live and v.channel.owner is person]
        if sum(1 for one in mine if one.state != LIVE_ENDED) >= MOST_OF_ONE:
            detail = "Cannot create this live because the max user lives limit is reached."
            return self.problems.make(403, detail, code="max_user_lives_limit_reached")
        video = self.publisher.blank(channel, values)
        video.clip, video.flags = "live", WAITING
        self.publisher.fill(video, values, form)
        live = self._lives[video.index] = Live(str(uuid.uuid4()), False)
        self._fill(live, values)
        self.publisher.library.add(video)
        self.publisher.changed(video)
        return answer_json({"video": {"id": video.id, "shortUUID": video.short_uuid, "uuid": video.uuid}})

    def update(self, request: Request, key: str) -> Answer:
        """PUT /api/v1/videos/live/{id}; only while it is not on the air."""
        self.managing.sessions.must(request)
        values = read_form(request).values
        video = self._find(request, key)
        if wrong := self._wrong(values):
            return self.problems.wrong(request, wrong)
        if values.get("replaySettings") and truth(values.get("saveReplay")) is not True:
            detail = "Cannot save replay settings when saveReplay is false"
            return self.problems.make(400, detail)
        if video.state != LIVE_WAITING:
            return self.problems.make(400, "Cannot update a live that has already started")
        self.managing.own(request, key, name="videoId")
        self._fill(self._of(video), values)
        return no_content()

    def _session_shape(self, live: Live, session: Session) -> dict[str, Any]:
        shape: dict[str, Any] = {
            "id": session.id,
            "startDate": stamp(session.start),
            "endDate": None if session.end is None else stamp(session.end),
            "endingProcessed": session.end is not None,
            "saveReplay": session.saves,
        }
        if session.saves:
            shape.update(self._replay_settings(live))
        if (replay := session.replay) is not None:
            names = {"id": replay.id, "uuid": replay.uuid, "shortUUID": replay.short_uuid}
            shape["replayVideo"] = names
        return {**shape, "error": None}

    def sessions(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/live/{id}/sessions."""
        self.managing.sessions.must(request)
        video = self._find(request, key)
        self.managing.own(request, key, name="videoId")
        live = self._of(video)
        data = [self._session_shape(live, one) for one in live.sessions]
        return answer_json({"total": len(data), "data": data})

    def session_of_replay(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/live-session: of which session a video is the replay."""
        video = self.managing.videos.find(request, key, None, "videoId")
        for live in self._lives.values():
            for session in live.sessions:
                if session.replay is video:
                    return answer_json(self._session_shape(live, session))
        return self.problems.not_found("No live replay found")

    # On the air

    def control(self, request: Request) -> Answer | None:
        """The answer for /_demo/lives/{uuid}; None for other paths."""
        head, _, key = request.path.rpartition("/")
        video = self.publisher.library.find(key) if head == "/_demo/lives" else None
        if video is None or not (video.is_live or video.index in self._lives):
            return None
        on = bool((request.json() or {}).get("on"))
        if on != ("live" in video.flags):
            self.start(video) if on else self.stop(video)
        return answer_json({"on": "live" in video.flags, "state": video.state})

    def start(self, video: Video) -> None:
        """Puts a live on the air."""
        live = self._of(video)
        session = self._session(time.time())
        session.saves = live.replay
        live.sessions.append(session)
        video.flags, video.own.state = ON_AIR, PUBLISHED
        video.published = session.start
        self.publisher.changed(video)

    def stop(self, video: Video) -> None:
        """Takes a live off the air; what was to be kept of it becomes a video."""
        live = self._of(video)
        session = live.sessions[-1]
        session.end = time.time()
        video.own.state = None
        video.flags = WAITING if live.permanent else ENDED
        if session.saves:
            session.replay = self._replay(video, live)
        self.publisher.changed(video)

    def _replay(self, video: Video, live: Live) -> Video:
        if not live.permanent:
            replay = video
            replay.flags = frozenset()
        else:
            name = f"{video.name} - {stamp(time.time())[:16]}"
            replay = self.publisher.blank(video.channel, {"name": name})
            self.publisher.fill(replay, {"privacy": live.replay_privacy}, Form())
            self.publisher.library.add(replay)
        replay.clip, replay.own.state = "hills", TO_TRANSCODE
        replay.duration = self.publisher.shapes.shelf.clips["hills"].duration
        self.publisher.hurry(replay, self.settings.transcoding)
        self.publisher.changed(replay)
        return replay
