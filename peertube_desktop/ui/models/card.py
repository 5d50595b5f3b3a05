"""What a card shows of a video, worked out once: painting only draws it."""

from __future__ import annotations

from dataclasses import dataclass

from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.video import Video, VideoState
from peertube_desktop.services.links import clean_host, default_origin, netloc_of
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_line

THUMBNAIL_WIDTH = 300
"""Device pixels a card's picture is about wide: which of the server's sizes to take."""
AVATAR_WIDTH = 56


@dataclass(slots=True)
class Card:
    """One video as strings, addresses and marks. `thumbnail` and `avatar` are absolute URLs or ""."""

    video: Video
    origin: str
    """The instance to open it on."""
    title: str
    channel: str
    meta: str
    badge: str
    live: bool
    hidden: bool
    """nsfw and to be blurred until clicked."""
    thumbnail: str
    avatar: str
    letter: str
    hue: int
    """0–359: the colour of an avatar that has no picture."""
    progress: float = 0.0
    """Part watched, 0–1."""
    watched: bool = False

    @property
    def urls(self) -> tuple[str, str]:
        """Its pictures; "" where there is none."""
        return self.thumbnail, self.avatar

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""
        parts = [self.title, self.channel, _("Live") if self.live else self.badge, self.meta]
        if self.watched:
            parts.append(_("Watched"))
        return ", ".join(part for part in parts if part)


def person_of(video: Video) -> Actor | None:
    """Who a card names: the channel, or the account where a list leaves the channel out."""
    return video.channel or video.account


def hue_of(text: str) -> int:
    """A colour that is the same for the same text, today and tomorrow."""
    value = 0
    for character in text[:64]:
        value = (value * 31 + ord(character)) % 360
    return value


def absolute(origin: str, ref: str) -> str:
    """`ref` as an http(s) URL: a path is one of `origin`; anything else is ""."""
    if ref.startswith(("https://", "http://")):
        return ref
    if ref.startswith("//"):
        return origin.partition(":")[0] + ":" + ref
    return origin + ref if ref.startswith("/") else ""


def home_of(url: str, host: str) -> str:
    """The origin of the instance that a thing is from: of its `url` where that is one, else of its `host`."""
    netloc = netloc_of(url)
    if netloc and clean_host(netloc):
        return f"{url.partition(':')[0].lower()}://{netloc}"
    known = clean_host(host)
    return default_origin(known) if known else ""


def make_card(video: Video, origin: str, *, blur_nsfw: bool, ratio: float = 1.0) -> Card:
    """The card of a video that `origin` listed, for a screen of `ratio` device pixels each.

    Without `origin`, as from a search of all instances, it is opened on its own instance.
    """
    person = person_of(video)
    origin = origin or home_of(video.url, person.host if person else "")
    handle = clean_line(person.handle, 120) if person else ""
    waiting = video.state is not None and video.state.id == VideoState.WAITING_FOR_LIVE
    if video.is_live and not waiting and video.viewers is not None:
        count = fmt.viewers(video.viewers)
    else:
        count = fmt.views(video.views)
    when = fmt.ago(video.published_at or video.created_at)
    title = clean_line(video.name)
    if video.is_live:
        badge = _("SOON") if waiting else _("LIVE")
    else:
        badge = fmt.duration(video.duration) if video.duration else ""
    return Card(
        video=video,
        origin=origin,
        title=title or _("Untitled"),
        channel=handle,
        meta=" · ".join(part for part in (count, when) if part),
        badge=badge,
        live=video.is_live and not waiting,
        hidden=blur_nsfw and video.nsfw,
        thumbnail=absolute(origin, video.thumbnail_ref(round(THUMBNAIL_WIDTH * ratio))),
        avatar=absolute(origin, person.avatar_ref(round(AVATAR_WIDTH * ratio))) if person else "",
        letter=(clean_line(person.title, 8)[:1] if person else title[:1]).upper(),
        hue=hue_of(handle or title),
    )
