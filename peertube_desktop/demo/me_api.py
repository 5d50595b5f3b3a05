"""Signing in and what belongs to the person signed in."""

from __future__ import annotations

from typing import Any

from .errors import Problems
from .http import Answer, Request, answer_json
from .people import Person
from .queries import Lister
from .router import Router
from .sessions import ACCESS_SECONDS, CLIENT, Session, Sessions
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
DOCS = "getOAuthToken"


class MeApi:
    """Answers for /api/v1/oauth-clients, /api/v1/users/token and /api/v1/users/me."""

    def __init__(
        self, shapes: Shapes, problems: Problems, sessions: Sessions, lister: Lister, videos: VideosApi
    ) -> None:
        self.shapes, self.problems, self.sessions = shapes, problems, sessions
        self.lister, self.videos = lister, videos

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/oauth-clients/local", self.client)
        router.add("POST", "/api/v1/users/token", self.token)
        router.add("POST", "/api/v1/users/revoke-token", self.revoke)
        router.add("GET", "/api/v1/users/me", self.me)
        router.add("GET", "/api/v1/users/me/video-quota-used", self.quota)
        router.add("GET", "/api/v1/users/me/videos", self.my_videos)

    def client(self, request: Request) -> Answer:
        """GET /api/v1/oauth-clients/local."""
        return answer_json({"client_id": CLIENT[0], "client_secret": CLIENT[1]})

    def _tokens(self, session: Session) -> Answer:
        lasts = 1209599 if self.problems.old else 2419199
        return answer_json(
            {
                "token_type": "Bearer",
                "access_token": session.access,
                "refresh_token": session.refresh,
                "expires_in": ACCESS_SECONDS,
                "refresh_token_expires_in": lasts,
            }
        )

    def token(self, request: Request) -> Answer:
        """POST /api/v1/users/token: by password or refresh token."""
        form = request.form()
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return self.problems.make(
                400, "Invalid client: client is invalid", code="invalid_client", docs=DOCS
            )
        if form.get("grant_type") == "refresh_token":
            session = self.sessions.refresh(form.get("refresh_token", ""))
            detail = "Invalid grant: refresh token is invalid"
        else:
            session = self.sessions.sign_in(form.get("username", ""), form.get("password", ""))
            detail = "Invalid grant: user credentials are invalid"
        if session is None:
            return self.problems.make(400, detail, code="invalid_grant", docs=DOCS)
        return self._tokens(session)

    def revoke(self, request: Request) -> Answer:
        """POST /api/v1/users/revoke-token."""
        self.sessions.must(request)
        session = self.sessions.session(request)
        if session:
            self.sessions.close(session)
        return answer_json({})

    def me(self, request: Request) -> Answer:
        """GET /api/v1/users/me."""
        return answer_json(self.user(self.sessions.must(request)))

    def user(self, person: Person) -> dict[str, Any]:
        """The person as themselves see it."""
        new = self.shapes.new
        shape: dict[str, Any] = {
            "id": person.id - 1,
            "username": person.name,
            "email": f"{person.name}@example.com",
            "theme": "instance-default",
            "pendingEmail": None,
        }
        if not new:
            shape["emailPublic"] = False
        shape.update(emailVerified=None, nsfwPolicy="do_not_list")
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
            videoQuota=-1,
            videoQuotaDaily=-1,
            noInstanceConfigWarningModal=False,
            noWelcomeModal=False,
            noAccountSetupWarningModal=False,
            blocked=False,
            blockedReason=None,
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
            twoFactorEnabled=False,
        )
        if new:
            shape["newFeaturesInfoRead"] = 1
        shape["adminFlags"] = 0
        if new:
            shape["videoChannelCollaborations"] = []
        shape["specialPlaylists"] = [{"id": person.id - 1, "name": "Watch later", "type": 2}]
        return shape

    def quota(self, request: Request) -> Answer:
        """GET /api/v1/users/me/video-quota-used."""
        person = self.sessions.must(request)
        clips = self.shapes.shelf.clips
        used = sum(
            fact.size
            for video in self.shapes.library.all()
            if video.channel.owner == person and video.clip in clips
            for group in (clips[video.clip].web, clips[video.clip].hls)
            for fact in group.values()
        )
        return answer_json({"videoQuotaUsed": used, "videoQuotaUsedDaily": 0})

    def my_videos(self, request: Request) -> Answer:
        """GET /api/v1/users/me/videos: all of one's own, private ones too."""
        person = self.sessions.must(request)
        page, wanted = self.videos.read(request, "getMyVideos")
        if "nsfw" not in request.query:
            wanted.nsfw = None
        found = self.lister.find(
            wanted, page.sort, f"mine {person.name}", lambda v: v.channel.owner == person
        )
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
