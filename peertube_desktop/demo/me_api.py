"""The person who is signed in: what they are, what they may, and what they made."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .checks import Wrong, text, truth, whole
from .errors import Problems
from .forms import read_form
from .http import Answer, Request, answer_json, no_content
from .library import Video
from .people import Person
from .pictures import read_picture
from .publishing import Publisher
from .queries import Lister
from .register_api import MAIL
from .router import Router
from .sessions import Sessions
from .shapes import STATE_LABELS, Shapes, stamp
from .videos_api import VideosApi

ROLES = {0: "Administrator", 1: "Moderator", 2: "User"}
NOTIFICATIONS = [
    "newCommentOnMyVideo",
    "newVideoFromSubscription",
    "abuseAsModerator",
    "videoAutoBlacklistAsModerator",
    "blacklistOnMyVideo",
    "myVideoPublished",
    "myVideoImportFinished",
    "newUserRegistration",
    "commentMention",
    "newFollow",
    "newInstanceFollower",
    "autoInstanceFollowing",
    "abuseNewMessage",
    "abuseStateChange",
    "newPeerTubeVersion",
    "myVideoStudioEditionFinished",
    "myVideoTranscriptionGenerated",
    "newPluginVersion",
]
POLICIES = ("do_not_list", "warn", "blur", "display")
SWITCHES = (
    "p2pEnabled",
    "autoPlayVideo",
    "autoPlayNextVideo",
    "autoPlayNextVideoPlaylist",
    "videosHistoryEnabled",
    "noInstanceConfigWarningModal",
    "noWelcomeModal",
    "noAccountSetupWarningModal",
    "emailPublic",
)
FLAGS = ("nsfwFlagsDisplayed", "nsfwFlagsHidden", "nsfwFlagsWarned", "nsfwFlagsBlurred")
PLAIN = ("theme", "videoLanguages", "nsfwPolicy", "language")


class MeApi:
    """Answers for /api/v1/users/me: who is signed in, and what they change of themselves."""

    def __init__(
        self,
        shapes: Shapes,
        problems: Problems,
        sessions: Sessions,
        lister: Lister,
        videos: VideosApi,
        publisher: Publisher,
    ) -> None:
        self.shapes, self.problems, self.sessions = shapes, problems, sessions
        self.lister, self.videos, self.publisher = lister, videos, publisher

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/users/me", self.me)
        router.add("PUT", "/api/v1/users/me", self.update)
        router.add("POST", "/api/v1/users/me/avatar/pick", self.pick_avatar)
        router.add("DELETE", "/api/v1/users/me/avatar", self.drop_avatar)
        router.add("GET", "/api/v1/users/me/video-quota-used", self.quota)
        router.add("GET", "/api/v1/users/me/videos", self.my_videos)

    def me(self, request: Request) -> Answer:
        """GET /api/v1/users/me."""
        return answer_json(self.user(self.sessions.must(request)))

    def user(self, person: Person) -> dict[str, Any]:
        """The person as themselves see it."""
        new = self.shapes.new
        shape: dict[str, Any] = {
            "id": person.id - 1,
            "username": person.name,
            "email": person.email,
            "theme": "instance-default",
            "pendingEmail": person.pending_email,
        }
        if not new:
            shape["emailPublic"] = False
        shape.update(emailVerified=person.verified, nsfwPolicy="do_not_list")
        if new:
            shape.update(nsfwFlagsDisplayed=0, nsfwFlagsHidden=0, nsfwFlagsWarned=0, nsfwFlagsBlurred=0)
        shape.update(
            p2pEnabled=not new,
            videosHistoryEnabled=True,
            autoPlayVideo=True,
            autoPlayNextVideo=False,
            autoPlayNextVideoPlaylist=True,
            videoLanguages=None,
        )
        if new:
            shape["language"] = None
        shape.update(
            role={"id": person.role, "label": ROLES[person.role]},
            videoQuota=person.quota,
            videoQuotaDaily=person.daily_quota,
            noInstanceConfigWarningModal=False,
            noWelcomeModal=False,
            noAccountSetupWarningModal=False,
            blocked=person.blocked is not None,
            blockedReason=person.blocked,
            account=self.shapes.account(person),
        )
        kinds = [*NOTIFICATIONS, "automaticBlocklist"] if new else NOTIFICATIONS
        shape["notificationSettings"] = dict.fromkeys(kinds, 1)
        channels = [
            self.shapes.channel(one, owner=False) for one in self.shapes.library.society.channels_of(person)
        ]
        if new:
            channels = [{**one, "ownerAccountId": None, "ownerAccountName": None} for one in channels]
        shape["videoChannels"] = channels
        shape.update(
            createdAt=stamp(self.shapes.born + person.id * 86000),
            pluginAuth=None,
            lastLoginDate=stamp(self.shapes.library.now),
            twoFactorEnabled=bool(person.otp),
        )
        if new:
            shape["newFeaturesInfoRead"] = 1
        shape["adminFlags"] = 0
        if new:
            shape["videoChannelCollaborations"] = []
        shape["specialPlaylists"] = [{"id": person.id - 1, "name": "Watch later", "type": 2}]
        shape.update({name: value for name, value in person.wishes.items() if name in shape})
        return shape

    def _wrong(self, values: dict[str, Any]) -> list[Wrong]:
        tests: dict[str, Callable[[Any], bool]] = {
            "displayName": lambda v: text(v, 1, 120),
            "description": lambda v: v is None or text(v, 3, 1000),
            "password": lambda v: text(v, 6 if self.problems.old else 8, 255),
            "email": lambda v: MAIL.fullmatch(str(v)) is not None,
            "nsfwPolicy": lambda v: v in POLICIES,
            "videoLanguages": lambda v: v is None or isinstance(v, list),
            **{name: (lambda v: truth(v) is not None) for name in SWITCHES},
            **{name: (lambda v: whole(v) is not None) for name in FLAGS},
        }
        return [
            Wrong(name, values[name])
            for name, test in tests.items()
            if name in values and not test(values[name])
        ]

    def update(self, request: Request) -> Answer:
        """PUT /api/v1/users/me. A new password or mail address needs the present password."""
        person = self.sessions.must(request)
        values = read_form(request).values
        if values.get("password") or values.get("email"):
            if not values.get("currentPassword"):
                return self.problems.make(400, "currentPassword parameter is missing")
            if values["currentPassword"] != person.password:
                return self.problems.make(
                    401, "currentPassword is invalid.", code="current_password_is_invalid"
                )
        if wrong := self._wrong(values):
            return self.problems.wrong(request, wrong)
        person.display_name = values.get("displayName", person.display_name)
        person.description = values.get("description", person.description)
        person.password = values.get("password", person.password)
        if "email" in values and person.verified is None:
            person.email = values["email"]
        elif "email" in values:
            person.pending_email = values["email"]
        for name in (*SWITCHES, *FLAGS, *PLAIN):
            if name in values:
                value = values[name]
                person.wishes[name] = truth(value) if name in SWITCHES else value
        self.shapes.actor_changed()
        self.lister.forget()
        self.publisher.kept()
        return no_content()

    def pick_avatar(self, request: Request) -> Answer:
        """POST /api/v1/users/me/avatar/pick."""
        person = self.sessions.must(request)
        person.avatar = read_picture(self.shapes, self.problems, request, "avatarfile")
        self.shapes.actor_changed()
        return answer_json({"avatars": self.shapes.avatars(person.avatar)})

    def drop_avatar(self, request: Request) -> Answer:
        """DELETE /api/v1/users/me/avatar."""
        person = self.sessions.must(request)
        person.avatar = None
        self.shapes.actor_changed()
        return answer_json({"avatars": []}) if self.problems.old else no_content()

    def quota(self, request: Request) -> Answer:
        """GET /api/v1/users/me/video-quota-used."""
        person = self.sessions.must(request)
        used, today = self.publisher.used(person), self.publisher.used(person, time.time() - 86400)
        return answer_json({"videoQuotaUsed": used, "videoQuotaUsedDaily": today})

    def my_videos(self, request: Request) -> Answer:
        """GET /api/v1/users/me/videos: all of one's own, private ones too."""
        person = self.sessions.must(request)
        page, wanted = self.videos.read(request, "getMyVideos", own=True)
        if "nsfw" not in request.query:
            wanted.nsfw = None
        names = frozenset(request.query.get("channelNameOneOf", ()))
        number = request.query.get("channelId", [""])[0]
        privacies = frozenset(request.query.get("privacyOneOf", ()) if self.shapes.new else ())

        def test(video: Video) -> bool:
            return (
                video.channel.owner is person
                and (not names or video.channel.name in names)
                and (not number or str(video.channel.id) == number)
                and (not privacies or str(video.privacy) in privacies)
            )

        among = f"mine {person.name} {sorted(names)} {number} {sorted(privacies)}"
        found = self.lister.find(wanted, page.sort, among, test)
        data = []
        for video in page.cut(found):
            shape = self.shapes.item_shape(video)
            shape.update(
                state={"id": video.state, "label": STATE_LABELS[video.state]},
                waitTranscoding=video.own.wait and not video.is_live,
                blacklisted=False,
                blacklistedReason=None,
            )
            if video.own.due is not None:
                shape["scheduledUpdate"] = self.shapes.schedule(video)
            if self.shapes.new:
                shape.update(blockedOwner=False, blockedServer=False, tags=list(video.tags))
            data.append(shape)
        return answer_json({"total": len(found), "data": data})
