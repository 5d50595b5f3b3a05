"""Channels as cards."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import absolute, home_of, hue_of
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.text import clean_line, plain_line
from peertube_desktop.ui.widgets.pictures import Shape

AVATAR_WIDTH = 64


@dataclass(slots=True)
class ChannelCard:
    """One channel as strings and addresses."""

    channel: VideoChannel
    origin: str
    """The instance to open it on."""
    title: str
    handle: str
    meta: str
    text: str
    avatar: str
    letter: str
    hue: int

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.handle, self.meta, self.text) if part)

    @property
    def urls(self) -> tuple[str]:
        """Its pictures; "" where there is none."""
        return (self.avatar,)


def make_channel_card(channel: VideoChannel, origin: str, ratio: float = 1.0) -> ChannelCard:
    """The card of a channel that `origin` listed; without `origin` it is opened on its own instance."""
    origin = origin or home_of(channel.url, channel.host)
    handle = clean_line(channel.handle, 120)
    counts = [fmt.followers(channel.followers_count)]
    if channel.videos_count is not None:
        counts.append(fmt.videos(channel.videos_count))
    title = clean_line(channel.title) or handle
    return ChannelCard(
        channel=channel,
        origin=origin,
        title=title or _("Untitled"),
        handle=handle,
        meta=" · ".join(counts),
        text=plain_line(channel.description),
        avatar=absolute(origin, channel.avatar_ref(round(AVATAR_WIDTH * ratio))),
        letter=title[:1].upper(),
        hue=hue_of(handle or title),
    )


class ChannelListModel(FeedListModel[VideoChannel, ChannelCard]):
    """Channels of one feed."""

    def make_card(self, item: VideoChannel) -> ChannelCard:
        return make_channel_card(item, self._origin, self._ratio)

    def identity(self, item: VideoChannel) -> Hashable:
        return item.handle

    def picture(self, card: ChannelCard) -> QPixmap | None:
        return self._pictures.any_size(card.avatar, Shape.CIRCLE)
