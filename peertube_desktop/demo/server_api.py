"""What a server tells of itself: its configuration, statistics, fixed lists, and the well-known addresses."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import msgspec

from .errors import Problems
from .http import Answer, Request, answer_json, answer_text, encode
from .router import Router
from .settings import Settings
from .shapes import Shapes
from .tables import CATEGORIES, LATER_LICENCES, LICENCES, PRIVACIES

NODEINFO = 'application/json; charset=utf-8; profile="http://nodeinfo.diaspora.software/ns/schema/2.0#"'


class ServerApi:
    """Answers for the server itself."""

    def __init__(self, shapes: Shapes, problems: Problems, settings: Settings) -> None:
        self.shapes, self.problems, self.settings = shapes, problems, settings
        self._config = b""
        self.base = shapes.base

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/api/v1/config", self.config)
        router.add("GET", "/api/v1/config/about", self.about)
        router.add("GET", "/api/v1/custom-pages/homepage/instance", self.homepage)
        router.add("GET", "/api/v1/server/stats", self.stats)
        router.add("GET", "/api/v1/server/following", self.nothing)
        router.add("GET", "/api/v1/server/followers", self.nothing)
        router.add("GET", "/api/v1/ping", self.ping)
        router.add("GET", "/api/v1/videos/categories", self.categories)
        router.add("GET", "/api/v1/videos/licences", self.licences)
        router.add("GET", "/api/v1/videos/languages", self.languages)
        router.add("GET", "/api/v1/videos/privacies", self.privacies)
        router.add("GET", "/nodeinfo/2.0.json", self.nodeinfo)
        router.add("GET", "/.well-known/nodeinfo", self.wellknown)
        router.add("GET", "/.well-known/webfinger", self.webfinger)
        router.add("GET", "/.well-known/host-meta", self.host_meta)
        router.add("GET", "/services/oembed", self.oembed)

    def _ready(self, name: str) -> bytes:
        return self.shapes.tables.answer(name).replace(b"__BASE__", self.base.encode())

    def config(self, request: Request) -> Answer:
        """GET /api/v1/config: as of a real server, with what the command line allows and forbids."""
        if not self._config:
            known = msgspec.json.decode(self._ready("config"))
            signup, taken = self.settings.signup, known["import"]
            known["signup"].update(
                allowed=signup != "closed",
                requiresApproval=signup == "approval",
                requiresEmailVerification=self.settings.verify_mail,
            )
            for feature, place in (
                ("import-http", taken["videos"]["http"]),
                ("import-torrent", taken["videos"]["torrent"]),
                ("channel-sync", taken["videoChannelSynchronization"]),
                ("live", known["live"]),
                ("studio", known["videoStudio"]),
                ("replace-file", known["videoFile"]["update"]),
            ):
                place["enabled"] = feature not in self.settings.forbidden
            self._config = encode(known)
        return answer_json(self._config)

    def about(self, request: Request) -> Answer:
        """GET /api/v1/config/about."""
        return answer_json(self._ready("config_about"))

    def homepage(self, request: Request) -> Answer:
        """GET /api/v1/custom-pages/homepage/instance: there is none."""
        return self.problems.not_found("Instance homepage could not be found")

    def stats(self, request: Request) -> Answer:
        """GET /api/v1/server/stats."""
        answer = answer_json(self._ready("server_stats"))
        answer.headers["cache-control"] = "max-age=14400"
        return answer

    def nothing(self, request: Request) -> Answer:
        """An empty list."""
        return answer_json({"total": 0, "data": []})

    def ping(self, request: Request) -> Answer:
        """GET /api/v1/ping."""
        return answer_text("pong", "text/html; charset=utf-8")

    def categories(self, request: Request) -> Answer:
        """GET /api/v1/videos/categories."""
        return answer_json({str(key): label for key, label in CATEGORIES.items()})

    def licences(self, request: Request) -> Answer:
        """GET /api/v1/videos/licences; the 8 line knows two more."""
        known = {
            key: label for key, label in LICENCES.items() if self.shapes.new or key not in LATER_LICENCES
        }
        return answer_json({str(key): label for key, label in known.items()})

    def languages(self, request: Request) -> Answer:
        """GET /api/v1/videos/languages."""
        return answer_json(self.shapes.tables.answer("languages"))

    def privacies(self, request: Request) -> Answer:
        """GET /api/v1/videos/privacies."""
        return answer_json({str(key): label for key, label in PRIVACIES.items()})

    def nodeinfo(self, request: Request) -> Answer:
        """GET /nodeinfo/2.0.json."""
        answer = answer_json(self._ready("nodeinfo"), kind=NODEINFO)
        answer.headers["cache-control"] = "max-age=600"
        return answer

    def wellknown(self, request: Request) -> Answer:
        """GET /.well-known/nodeinfo."""
        schema = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        person = "https://www.w3.org/ns/activitystreams#Application"
        links = [
            {"rel": schema, "href": f"{self.base}/nodeinfo/2.0.json"},
            {"rel": person, "href": f"{self.base}/accounts/peertube"},
        ]
        return answer_json({"links": links})

    def webfinger(self, request: Request) -> Answer:
        """GET /.well-known/webfinger: the accounts and channels of this instance."""
        resource = request.query.get("resource", [""])[0]
        name, _, host = resource.removeprefix("acct:").partition("@")
        if host != self.shapes.host:
            return self.problems.not_found("Actor not found")
        if self.shapes.named_channel(name):
            address = f"{self.base}/video-channels/{name}"
        elif self.shapes.library.society.account(name):
            address = f"{self.base}/accounts/{name}"
        else:
            return self.problems.not_found("Actor not found")
        links = [
            {"rel": "self", "type": "application/activity+json", "href": address},
            {
                "rel": "http://ostatus.org/schema/1.0/subscribe",
                "template": f"{self.base}/remote-interaction?uri={{uri}}",
            },
        ]
        return answer_json({"subject": resource, "aliases": [address], "links": links})

    def host_meta(self, request: Request) -> Answer:
        """GET /.well-known/host-meta."""
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
            f'  <Link rel="lrdd" type="application/xrd+xml" template="{self.base}/.well-known/webfinger'
            '?resource={uri}"/>\n</XRD>'
        )
        return answer_text(text, "application/xml; charset=utf-8")

    def oembed(self, request: Request) -> Answer:
        """GET /services/oembed."""
        address = request.query.get("url", [""])[0]
        video = self.shapes.library.find(urlsplit(address).path.rsplit("/", 1)[-1])
        if video is None or urlsplit(address).netloc != self.shapes.host or video.guarded:
            return self.problems.not_found("Video not found")
        wide, high, detail = (1280, 720, 4) if self.shapes.new else (850, 480, 1)
        most = parse_qs(request.raw_query).get("maxwidth", ["560"])[0]
        width = min(560, int(most)) if most.isdigit() else 560
        embed = f"{self.base}/videos/embed/{video.short_uuid if self.shapes.new else video.uuid}"
        name = video.name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        return answer_json(
            {
                "type": "video",
                "version": "1.0",
                "html": f'<iframe width="{width}" height="315" title="{name}" src="{embed}"></iframe>',
                "width": width,
                "height": 315,
                "title": video.name,
                "author_name": video.channel.display_name,
                "author_url": f"{self.base}/video-channels/{video.channel.name}",
                "provider_name": "PeerTube",
                "provider_url": self.base,
                "thumbnail_url": self.base + self.shapes.picture(video, detail),
                "thumbnail_width": wide,
                "thumbnail_height": high,
            }
        )
