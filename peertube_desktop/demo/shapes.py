"""The demo's things as the API shows them, in the shape of the line spoken (6.3 or 8.2)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from .clips import Clip, Shelf
from .http import encode
from .ids import Ids, Kind, shorten
from .library import Library, Video
from .people import Channel, Person
from .tables import CATEGORIES, LICENCES, PRIVACIES, Tables

Shape = dict[str, Any]
AVATAR_SIZES = (48, 120, 600, 1500)
BANNER_SIZES = ((1920, 317), (600, 99))
# (width, height, aspect ratio, detail of the picture's id); the order is not by size, as on a real server.
THUMBNAILS = (
    (1920, 1080, "16:9", 2),
    (1400, 1400, "1:1", 3),
    (1280, 720, "16:9", 4),
    (850, 480, "16:9", 1),
    (280, 157, "16:9", 0),
)


STATE_LABELS = {
    1: "Published",
    2: "To transcode",
    3: "To import",
    4: "Waiting for livestream",
    5: "Livestream ended",
    7: "Transcoding failed",
    9: "To edit",
}
POLICIES = {1: "Enabled", 2: "Disabled", 3: "Requires approval"}


def stamp(seconds: float) -> str:
    """A time of the epoch as the API writes it."""
    return (
        datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        + f"{int(seconds * 1000) % 1000:03}Z"
    )


class Shapes:
    """Builds the API's objects. `base` is the instance's own address, without a slash at its end."""

    def __init__(
        self, line: str, base: str, library: Library, shelf: Shelf, ids: Ids, tables: Tables
    ) -> None:
        self.line, self.base, self.library, self.shelf, self.ids, self.tables = (
            line,
            base,
            library,
            shelf,
            ids,
            tables,
        )
        self.new = line.startswith("8")
        self.host = base.split("://", 1)[1]
        self.born = library.now - 400 * 86400
        self._items: dict[int, msgspec.Raw] = {}
        self._actors: dict[tuple[str, str], Shape] = {}

    # Accounts and channels

    def avatars(self, number: int | None, tall: bool = True) -> list[Shape]:
        """The sizes of an avatar; nothing if there is none."""
        if number is None:
            return []
        out = []
        for size in AVATAR_SIZES:
            path = f"/lazy-static/avatars/{self.ids.make(Kind.AVATAR, number, size)}.png"
            image: Shape = {"height": size} if self.new and tall else {}
            image.update(width=size, path=path)
            if self.new:
                image["fileUrl"] = self.base + path
            image.update(createdAt=stamp(self.born), updatedAt=stamp(self.born))
            out.append(image)
        return out

    def banners(self, number: int | None) -> list[Shape]:
        """The sizes of a banner; nothing if there is none."""
        if number is None:
            return []
        out = []
        for width, height in BANNER_SIZES:
            path = f"/lazy-static/banners/{self.ids.make(Kind.BANNER, number, width)}.jpg"
            image: Shape = {"height": height} if self.new else {}
            image.update(width=width, path=path)
            if self.new:
                image["fileUrl"] = self.base + path
            image.update(createdAt=stamp(self.born), updatedAt=stamp(self.born))
            out.append(image)
        return out

    def actor_changed(self) -> None:
        """To be called when an account or a channel was changed: everything that shows one is made anew."""
        self._actors.clear()
        self._items.clear()

    def account(self, person: Person) -> Shape:
        """An account, whole."""
        key = ("account", person.name)
        if key not in self._actors:
            self._actors[key] = {
                "url": f"{self.base}/accounts/{person.name}",
                "name": person.name,
                "host": self.host,
                "avatars": self.avatars(person.avatar),
                "id": person.id,
                "hostRedundancyAllowed": False,
                "followingCount": 0,
                "followersCount": 0,
                "createdAt": stamp(self.born + person.id * 86400),
                "displayName": person.display_name,
                "description": person.description,
                "updatedAt": stamp(self.born + person.id * 90000),
                "userId": person.id - 1,
            }
        return self._actors[key]

    def channel(self, channel: Channel, owner: bool = True) -> Shape:
        """A channel, whole; its owner too unless told otherwise."""
        key = ("channel", channel.name)
        if key not in self._actors:
            shape: Shape = {
                "url": f"{self.base}/video-channels/{channel.name}",
                "name": channel.name,
                "host": self.host,
                "avatars": self.avatars(channel.avatar),
                "id": channel.id,
                "hostRedundancyAllowed": False,
                "followingCount": 0,
                "followersCount": channel.followers,
                "createdAt": stamp(self.born + channel.id * 87000),
                "banners": self.banners(channel.banner),
                "displayName": channel.display_name,
                "description": channel.description,
                "support": channel.support,
            }
            if self.new:
                shape["publicEmail"] = None
            shape.update(isLocal=True, updatedAt=stamp(self.library.now - channel.id * 7200))
            shape["ownerAccount"] = self.account(channel.owner)
            self._actors[key] = shape
        shape = self._actors[key]
        return shape if owner else {name: value for name, value in shape.items() if name != "ownerAccount"}

    def account_short(self, person: Person, tall: bool = False) -> Shape:
        """An account as lists of videos show it; playlists tell the height of its pictures too (`tall`)."""
        return {
            "id": person.id,
            "displayName": person.display_name,
            "name": person.name,
            "url": f"{self.base}/accounts/{person.name}",
            "host": self.host,
            "avatars": self.avatars(person.avatar, tall=tall),
        }

    def channel_short(self, channel: Channel, tall: bool = False) -> Shape:
        """A channel as lists of videos show it; `tall` as with accounts."""
        return {
            "id": channel.id,
            "name": channel.name,
            "displayName": channel.display_name,
            "url": f"{self.base}/video-channels/{channel.name}",
            "host": self.host,
            "avatars": self.avatars(channel.avatar, tall=tall),
        }

    # Videos

    def clip(self, video: Video) -> Clip | None:
        """The media of a video; None if it has none."""
        return video.own.clip or self.shelf.clips.get(video.clip)

    def web_path(self, video: Video, resolution: str) -> Path:
        """Where a plain file of the video is kept."""
        if video.own.path:
            return Path(video.own.path)
        return self.shelf.path(f"clips/{video.clip}/{resolution}.mp4")

    def picture(self, video: Video, detail: int) -> str:
        """The path of one of the video's pictures; `detail` as in THUMBNAILS."""
        folder = "previews" if detail == 1 and not self.new else "thumbnails"
        # Another picture has another name: the old one may be kept for as long as one likes.
        detail += 8 * (video.own.version % 500)
        return f"/lazy-static/{folder}/{self.ids.make(Kind.PICTURE, video.index, detail)}.jpg"

    def thumbnails(self, video: Video) -> list[Shape]:
        """The sizes of a video's picture (8 line)."""
        return [
            {
                "height": height,
                "width": width,
                "aspectRatio": ratio,
                "fileUrl": self.base + self.picture(video, detail),
            }
            for width, height, ratio, detail in THUMBNAILS
        ]

    def _common(self, video: Video) -> Shape:
        text = video.text
        shape: Shape = {
            "id": video.id,
            "uuid": video.uuid,
            "shortUUID": video.short_uuid,
            "url": f"{self.base}/videos/watch/{video.uuid}",
            "name": video.name,
            "category": {"id": video.category, "label": CATEGORIES.get(video.category or 0, "Unknown")},
            "licence": {"id": video.licence, "label": LICENCES.get(video.licence or 0, "Unknown")},
            "language": {"id": video.language, "label": self.tables.language(video.language)},
            "privacy": {"id": video.privacy, "label": PRIVACIES[video.privacy]},
            "nsfw": video.nsfw,
        }
        if self.new:
            flags, summary = video.own.nsfw_flags, video.own.nsfw_summary
            if video.nsfw and not video.own.updated:
                flags, summary = 1, "Crowded."
            shape.update(nsfwFlags=flags, nsfwSummary=summary)
        cut = text if text is None or len(text) <= 250 else text[:247] + "..."
        clip = self.clip(video)
        ratio = clip.aspectRatio if clip else (None if video.state == 4 else 1.7778)
        shape.update(
            truncatedDescription=cut,
            description=cut,
            isLocal=True,
            duration=video.duration,
            aspectRatio=ratio,
        )
        shape.update(views=video.views, viewers=37 if "live" in video.flags else 0)
        if self.new:
            shape["downloads"] = 0
        shape.update(likes=video.likes, dislikes=video.dislikes)
        shape["thumbnailPath"] = self.picture(video, 0)
        shape["previewPath"] = self.picture(video, 1)
        if self.new:
            shape["thumbnails"] = self.thumbnails(video)
        shape["embedPath"] = f"/videos/embed/{video.short_uuid if self.new else video.uuid}"
        own = video.own
        updated = video.published if own.updated is None else own.updated
        shape.update(
            createdAt=stamp(video.created), updatedAt=stamp(updated), publishedAt=stamp(video.published)
        )
        original = None if own.originally is None else stamp(own.originally)
        shape.update(originallyPublishedAt=original, isLive=video.is_live)
        return shape

    def item(self, video: Video) -> msgspec.Raw:
        """A video as lists show it, encoded; kept until `changed` is told."""
        raw = self._items.get(video.index)
        if raw is None:
            raw = self._items[video.index] = msgspec.Raw(encode(self.item_shape(video)))
        return raw

    def item_shape(self, video: Video, tall: bool = False) -> Shape:
        """A video as lists show it; `tall` as with accounts."""
        shape = self._common(video)
        shape["account"] = self.account_short(video.channel.owner, tall)
        shape["channel"] = self.channel_short(video.channel, tall)
        if self.new:
            shape["comments"] = self.comment_count(video)
        return shape

    def changed(self, video: Video) -> None:
        """Forgets the encoded form of a video."""
        self._items.pop(video.index, None)

    def comment_count(self, video: Video) -> int:
        """How many comments a video has; counted from the seed, see comments.py."""
        from .comments import how_many

        return how_many(video) + video.own.commented

    def page(self, videos: list[Video], total: int | None) -> bytes:
        """A page of a list, encoded; without `total` if it was not to be counted."""
        data = [self.item(video) for video in videos]
        return encode({"data": data} if total is None else {"total": total, "data": data})

    def detail(self, video: Video) -> Shape:
        """A video, whole."""
        from .media_shapes import files, playlists

        shape = self._common(video)
        if self.new:
            shape["description"] = video.text
        shape["account"] = self.account(video.channel.owner)
        shape["channel"] = self.channel(video.channel)
        if self.new:
            shape["comments"] = self.comment_count(video)
        shape.update(blacklisted=False, blacklistedReason=None)
        shape["streamingPlaylists"] = playlists(self, video)
        shape["files"] = files(self, video)
        if self.new:
            shape["liveSchedules"] = []
        shape["support"] = video.own.support if video.own.support_set else video.channel.support
        if not self.new:
            shape["descriptionPath"] = f"/api/v1/videos/{video.uuid}/description"
        shape["tags"] = list(video.tags)
        policy = video.comments_policy
        if not self.new:
            shape["commentsEnabled"] = policy != 2
        shape["commentsPolicy"] = {"id": policy, "label": POLICIES[policy]}
        own = video.own
        shape.update(downloadEnabled=own.download, waitTranscoding=own.wait and not video.is_live)
        shape["inputFileUpdatedAt"] = None if own.replaced is None else stamp(own.replaced)
        shape["state"] = {"id": video.state, "label": STATE_LABELS[video.state]}
        if own.due is not None:
            shape["scheduledUpdate"] = self.schedule(video)
        ws = self.base.replace("http", "ws", 1)
        shape["trackerUrls"] = [f"{self.base}/tracker/announce", f"{ws}/tracker/socket"]
        if self.new:
            shape["embedPrivacyPolicy"] = {"id": 1, "label": "All allowed"}
        return shape

    def schedule(self, video: Video) -> Shape | None:
        """When a video becomes public, and with which privacy; None if that is not planned."""
        if video.own.due is None:
            return None
        return {"updateAt": stamp(video.own.due[0]), "privacy": video.own.due[1]}

    def named_channel(self, name: str) -> Channel | None:
        """The channel of that name or handle; None if it is not one of ours."""
        short, _, host = name.partition("@")
        return self.library.society.channel(short) if host in ("", self.host) else None

    def playlist_uuid(self, number: int) -> tuple[str, str]:
        """UUID and short UUID of a playlist."""
        uuid = self.ids.make(Kind.PLAYLIST, number)
        return uuid, shorten(uuid)
