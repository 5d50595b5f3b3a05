"""Videos as cards."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QPixmap

from peertube_desktop.api.models.video import Video
from peertube_desktop.ui.models.card import Card, make_card
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.widgets.pictures import Shape


@runtime_checkable
class VideoFeed(Protocol):
    """Where the videos come from: a page at each call, until `done`."""

    @property
    def done(self) -> bool: ...

    @property
    def total(self) -> int | None: ...

    async def next_page(self) -> Sequence[Video]: ...


class VideoListModel(FeedListModel[Video, Card]):
    """Videos of one feed."""

    def make_card(self, item: Video) -> Card:
        return make_card(item, self._origin, blur_nsfw=self._blur, ratio=self._ratio)

    def identity(self, item: Video) -> Hashable:
        return item.uuid

    def picture(self, card: Card) -> QPixmap | None:
        return self._pictures.any_size(card.thumbnail, Shape.BLURRED if card.hidden else Shape.CARD)

    def may_open(self, row: int) -> bool:
        if not self._cards[row].hidden:
            return True
        self.reveal(row)
        return False

    def show_videos(self, videos: Iterable[Video], origin: str, *, blur_nsfw: bool, ratio: float) -> None:
        """Show just these."""
        self.restore(list(videos), None, origin, blur_nsfw=blur_nsfw, ratio=ratio)

    def reveal(self, row: int) -> None:
        """Show the picture of an nsfw video from now on."""
        self._cards[row].hidden = False
        self.changed(row, row)
