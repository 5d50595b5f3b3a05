"""Playlists as cards."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import THUMBNAIL_WIDTH, absolute, home_of
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.widgets.pictures import Shape


@dataclass(slots=True)
class PlaylistCard:
    """One playlist as strings and addresses."""

    playlist: VideoPlaylist
    origin: str
    """The instance to open it on."""
    title: str
    owner: str
    meta: str
    badge: str
    thumbnail: str

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.owner, self.badge, self.meta) if part)

    @property
    def urls(self) -> tuple[str]:
        """Its pictures; "" where there is none."""
        return (self.thumbnail,)


def make_playlist_card(playlist: VideoPlaylist, origin: str, ratio: float = 1.0) -> PlaylistCard:
    """The card of a playlist that `origin` listed; without `origin` it is opened on its own instance."""
    person = playlist.video_channel or playlist.owner_account
    origin = origin or home_of(playlist.url, person.host if person else "")
    when = fmt.ago(playlist.updated_at or playlist.created_at)
    return PlaylistCard(
        playlist=playlist,
        origin=origin,
        title=clean_line(playlist.display_name) or _("Untitled"),
        owner=clean_line(person.handle, 120) if person else "",
        meta=_("Updated {when}").format(when=when) if when else "",
        badge=fmt.videos(playlist.videos_length),
        thumbnail=absolute(origin, playlist.thumbnail_ref(round(THUMBNAIL_WIDTH * ratio))),
    )


class PlaylistListModel(FeedListModel[VideoPlaylist, PlaylistCard]):
    """Playlists of one feed."""

    def make_card(self, item: VideoPlaylist) -> PlaylistCard:
        return make_playlist_card(item, self._origin, self._ratio)

    def identity(self, item: VideoPlaylist) -> Hashable:
        return item.uuid

    def picture(self, card: PlaylistCard) -> QPixmap | None:
        return self._pictures.any_size(card.thumbnail, Shape.CARD)
