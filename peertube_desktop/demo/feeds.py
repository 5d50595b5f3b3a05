"""The feeds of the demo instance: videos as RSS, Atom and JSON, comments as JSON; and its few HTML pages."""

from __future__ import annotations

from email.utils import formatdate
from html import escape
from typing import Any

from .comments import Comments
from .errors import Problems
from .http import Answer, Request, answer_json, answer_text
from .library import PUBLIC, Video
from .media_shapes import files, playlists
from .people import SIGN_IN_WITH, Channel
from .queries import Lister, Wanted
from .router import Router
from .shapes import Shapes, stamp

NAME = "Hilltop Videos"
LIMIT = {"X-RateLimit-Limit": "50000", "X-RateLimit-Remaining": "49999"}
HTML = "text/html; charset=utf-8"
PAGES = (
    "/w/{key}",
    "/videos/watch/{key}",
    "/w/p/{key}",
    "/c/{key}",
    "/c/{key}/videos",
    "/a/{key}",
    "/a/{key}/video-channels",
)


class Feeds:
    """Answers for /feeds and for the addresses people open in a browser."""

    def __init__(self, shapes: Shapes, problems: Problems, lister: Lister) -> None:
        self.shapes, self.problems, self.lister = shapes, problems, lister
        self.base = shapes.base
        self.threads = Comments(shapes.library)

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        for ending in ("xml", "rss", "rss2"):
            router.add("GET", f"/feeds/videos.{ending}", self.rss)
        for ending in ("atom", "atom1"):
            router.add("GET", f"/feeds/videos.{ending}", self.atom)
        for ending in ("json", "json1"):
            router.add("GET", f"/feeds/videos.{ending}", self.json)
            router.add("GET", f"/feeds/video-comments.{ending}", self.comments)
        router.add("GET", "/", self.page)
        for path in PAGES:
            router.add("GET", path, self.page)

    def _wanted(self, request: Request) -> tuple[list[Video], str, str, str | None] | None:
        """The videos of the feed, its title, its address and its description; None for an unknown source."""
        query = request.query
        names: frozenset[str] | None = None
        title, home = NAME, self.base
        text: str | None = "A small instance that lives on your own machine, for trying PeerTube Desktop."
        channel: Channel | None = None
        if wanted := (query.get("videoChannelName") or query.get("videoChannelId")):
            channel = next(
                (one for one in self.shapes.library.society.channels if wanted[0] in (one.name, str(one.id))),
                None,
            )
            if channel is None:
                return None
            names, title = frozenset((channel.name,)), channel.display_name
            home, text = f"{self.base}/c/{channel.name}/videos", channel.description
        elif wanted := (query.get("accountName") or query.get("accountId")):
            person = next(
                (one for one in self.shapes.library.society.people if wanted[0] in (one.name, str(one.id))),
                None,
            )
            if person is None:
                return None
            names = frozenset(one.name for one in self.shapes.library.society.channels if one.owner == person)
            title, text = person.display_name, person.description
            home = f"{self.base}/a/{person.name}/video-channels"

        def test(video: Video) -> bool:
            public = video.privacy == PUBLIC and video.out
            return public and (names is None or video.channel.name in names)

        found = self.lister.find(Wanted(), "-publishedAt", f"feed {sorted(names or ())}", test)
        return found[:20], title, home, text

    def _answer(self, text: str, kind: str) -> Answer:
        answer = answer_text(text, kind)
        answer.headers.update(LIMIT, **{"cache-control": "max-age=900"})
        answer.headers["X-RateLimit-Reset"] = str(int(self.shapes.library.now) + 10)
        return answer

    def _link(self, video: Video) -> str:
        return f"{self.base}/w/{video.short_uuid}"

    def json(self, request: Request) -> Answer:
        """GET /feeds/videos.json."""
        wanted = self._wanted(request)
        if wanted is None:
            return self.problems.not_found("Video channel not found")
        videos, title, home, text = wanted
        items: list[dict[str, Any]] = []
        for video in videos:
            item: dict[str, Any] = {"id": self._link(video)}
            item["content_html"] = f"<p>{escape(video.text)}</p>\n" if video.text else ""
            item.update(url=self._link(video), title=video.name)
            if video.text:
                item["summary"] = video.text
            torrents = [
                *files(self.shapes, video),
                *(f for p in playlists(self.shapes, video) for f in p["files"]),
            ]
            item["attachments"] = [
                {
                    "title": video.name,
                    "url": one["torrentUrl"],
                    "size_in_bytes": one["size"],
                    "mime_type": "application/x-bittorrent",
                }
                for one in torrents
            ]
            item["date_modified"] = stamp(video.published)
            item["author"] = {
                "name": video.channel.display_name,
                "url": f"{self.base}/c/{video.channel.name}/videos",
            }
            item["tags"] = [self.shapes.item_shape(video)["category"]["label"]]
            items.append(item)
        return self._answer_json(request, title, home, text, items, author={"name": title, "url": home})

    def _answer_json(
        self,
        request: Request,
        title: str,
        home: str,
        text: str | None,
        items: list[dict[str, Any]],
        **more: object,
    ) -> Answer:
        icon = "icon-96x96" if self.problems.old else "icon-1500x1500"
        answer = answer_json(
            {
                "version": "https://jsonfeed.org/version/1",
                "title": title,
                "home_page_url": home,
                "feed_url": self.base + request.target,
                "description": text or "",
                "icon": f"{self.base}/client/assets/images/icons/{icon}.png",
                **more,
                "items": items,
            }
        )
        answer.headers.update(LIMIT, **{"cache-control": "max-age=900"})
        answer.headers["X-RateLimit-Reset"] = str(int(self.shapes.library.now) + 10)
        return answer

    def comments(self, request: Request) -> Answer:
        """GET /feeds/video-comments.json of one video, newest comment first."""
        video = self.shapes.library.find(request.query.get("videoId", [""])[0])
        if video is None or video.guarded:
            return self.problems.not_found("Video not found")
        found = [one for thread in self.threads.threads(video) for one in thread.walk() if not one.deleted]
        found.sort(key=lambda one: -one.created)
        items: list[dict[str, Any]] = []
        for one in found[:20]:
            link = f"{self._link(video)};threadId={one.thread}"
            items.append(
                {
                    "id": link,
                    "content_html": f"<p>{escape(one.text)}</p>\n",
                    "url": link,
                    "title": f"{video.name} - {one.author.display_name}",
                    "date_modified": stamp(one.created),
                    "author": {
                        "name": one.author.display_name,
                        "url": f"{self.base}/accounts/{one.author.name}",
                    },
                }
            )
        home = f"{self.base}/videos/watch/{video.uuid}"
        return self._answer_json(request, video.name, home, video.text, items)

    def rss(self, request: Request) -> Answer:
        """GET /feeds/videos.xml."""
        wanted = self._wanted(request)
        if wanted is None:
            return self.problems.not_found("Video channel not found")
        videos, title, home, text = wanted
        out = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:media="http://search.yahoo.com/mrss/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:atom="http://www.w3.org/2005/Atom">',
            f"<channel><title>{escape(title)}</title><link>{escape(home)}</link>",
            f"<description>{escape(text or '')}</description>",
            f"<lastBuildDate>{formatdate(self.shapes.library.now, usegmt=True)}</lastBuildDate>",
            f'<atom:link href="{escape(self.base + request.target)}" rel="self" type="application/rss+xml"/>',
        ]
        for video in videos:
            out += [
                f"<item><title>{escape(video.name)}</title><link>{self._link(video)}</link>",
                f"<guid>{self._link(video)}</guid>",
                f"<pubDate>{formatdate(video.published, usegmt=True)}</pubDate>",
                f"<description>{escape(video.text or '')}</description>",
                f"<dc:creator>{escape(video.channel.display_name)}</dc:creator>",
                f'<media:thumbnail url="{self.base}{self.shapes.picture(video, 0)}" width="280"/>',
                f'<media:player url="{self._link(video)}"/>',
            ]
            for file in files(self.shapes, video)[:1]:
                out.append(f'<enclosure length="{file["size"]}" type="video/mp4" url="{file["fileUrl"]}"/>')
            out.append("</item>")
        out.append("</channel></rss>")
        return self._answer("\n".join(out), "application/xml; charset=utf-8")

    def atom(self, request: Request) -> Answer:
        """GET /feeds/videos.atom."""
        wanted = self._wanted(request)
        if wanted is None:
            return self.problems.not_found("Video channel not found")
        videos, title, home, text = wanted
        out = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(home)}</id><title>{escape(title)}</title>',
            f"<updated>{stamp(self.shapes.library.now)}</updated><subtitle>{escape(text or '')}</subtitle>",
            f'<link rel="alternate" href="{escape(home)}"/>',
        ]
        out += [
            f"<entry><title>{escape(video.name)}</title><id>{self._link(video)}</id>"
            f'<link href="{self._link(video)}"/><updated>{stamp(video.published)}</updated>'
            f"<summary>{escape(video.text or '')}</summary>"
            f"<author><name>{escape(video.channel.display_name)}</name></author></entry>"
            for video in videos
        ]
        out.append("</feed>")
        return self._answer("\n".join(out), "application/atom+xml; charset=utf-8")

    def page(self, request: Request, key: str = "") -> Answer:
        """What a browser gets: a page that says what this is. The addresses are those of the real web
        client."""
        video = self.shapes.library.find(key) if request.path.startswith(("/w/", "/videos/watch/")) else None
        title = video.name if video is not None and not video.guarded else NAME
        text = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta property="og:platform" content="PeerTube"></head>'
            "<body>"
            f"<h1>{escape(title)}</h1><p>This is the demo instance of PeerTube Desktop. "
            "Open this address in the program to watch. "
            f"To publish, sign in as alice with the password {SIGN_IN_WITH}.</p></body></html>"
        )
        return answer_text(text, HTML)
