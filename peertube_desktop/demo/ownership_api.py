"""Giving a video to somebody else: offers, taken or refused."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from .errors import Problems
from .forms import read_form
from .http import JSON, Answer, Request, answer_json, no_content
from .library import LIVE_WAITING, Video
from .managing import Managing
from .people import Person
from .publishing import Publisher
from .router import Router
from .sessions import RefusedError
from .shapes import stamp
from .upload_api import UploadApi

WAITING, ACCEPTED, REFUSED = "WAITING", "ACCEPTED", "REFUSED"


@dataclass
class Offer:
    """One offer."""

    id: int
    giver: Person
    taker: Person
    video: Video
    status: str = WAITING
    made: float = field(default_factory=time.time)


class OwnershipApi:
    """Answers for /api/v1/videos/ownership and what is around it."""

    def __init__(
        self, problems: Problems, managing: Managing, publisher: Publisher, uploads: UploadApi
    ) -> None:
        self.problems, self.managing, self.publisher, self.uploads = problems, managing, publisher, uploads
        self.shapes = publisher.shapes
        self.all: list[Offer] = []

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/api/v1/videos/{key}/give-ownership", self.give)
        router.add("GET", "/api/v1/videos/ownership", self.list)
        router.add("POST", "/api/v1/videos/ownership/{number}/accept", self.accept)
        router.add("POST", "/api/v1/videos/ownership/{number}/refuse", self.refuse)
        if not self.problems.old:
            router.add("GET", "/api/v1/videos/{key}/ownership", self.of_video)

    def shape(self, offer: Offer) -> dict[str, Any]:
        """An offer as the API shows it."""
        return {
            "id": offer.id,
            "status": offer.status,
            "initiatorAccount": self.shapes.account(offer.giver),
            "nextOwnerAccount": self.shapes.account(offer.taker),
            "video": self.shapes.item_shape(offer.video),
            "createdAt": stamp(offer.made),
        }

    def give(self, request: Request, key: str) -> Answer:
        """POST /api/v1/videos/{id}/give-ownership."""
        person, video = self.managing.own(request, key, name="videoId")
        taker = self.publisher.library.society.account(str(read_form(request).values.get("username", "")))
        if taker is None:
            detail = "Changing video ownership to a remote account is not supported yet"
            return self.problems.make(400, detail)
        known = (one for one in self.all if one.video is video and one.taker is taker)
        if not any(one.status == WAITING for one in known):
            self.all.append(Offer(len(self.all) + 1, person, taker, video))
        return no_content(kind=JSON)

    def _listed(self, found: list[Offer]) -> Answer:
        return answer_json({"total": len(found), "data": [self.shape(one) for one in found]})

    def list(self, request: Request) -> Answer:
        """GET /api/v1/videos/ownership: those one has made or got."""
        person = self.managing.sessions.must(request)
        return self._listed([one for one in self.all if person in (one.giver, one.taker)])

    def of_video(self, request: Request, key: str) -> Answer:
        """GET /api/v1/videos/{id}/ownership: what waits for an answer (8 line)."""
        _, video = self.managing.own(request, key, name="videoId")
        return self._listed([one for one in self.all if one.video is video and one.status == WAITING])

    def _mine(self, request: Request, number: str) -> Offer:
        person = self.managing.sessions.must(request)
        offer = next((one for one in self.all if str(one.id) == number), None)
        if offer is None:
            raise RefusedError(self.problems.not_found("Video change ownership not found"))
        if offer.taker is not person:
            detail = "Cannot terminate an ownership change of another user"
            raise RefusedError(self.problems.make(403, detail))
        if offer.status != WAITING:
            raise RefusedError(self.problems.make(403, "Ownership already accepted or refused"))
        return offer

    def accept(self, request: Request, number: str) -> Answer:
        """POST /api/v1/videos/ownership/{id}/accept, into one of one's channels."""
        offer = self._mine(request, number)
        channel = self.uploads.channel(offer.taker, read_form(request).values, "")
        video = offer.video
        if video.is_live and video.state != LIVE_WAITING:
            detail = "You can accept an ownership change of a published live."
            return self.problems.make(400, detail)
        size = video.own.source[1] if video.own.source else 0
        if not video.is_live and not self.publisher.room(offer.taker, size):
            detail = "The user video quota is exceeded" + (" with this video." if self.problems.old else "")
            return self.problems.make(413, detail, code="quota_reached")
        offer.status, video.channel = ACCEPTED, channel
        self.publisher.changed(video)
        return no_content()

    def refuse(self, request: Request, number: str) -> Answer:
        """POST /api/v1/videos/ownership/{id}/refuse."""
        self._mine(request, number).status = REFUSED
        return no_content()
