"""What was watched on this machine, as cards."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime

from PySide6.QtGui import QPixmap

from peertube_desktop.services.history import VisitedVideo
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import Card, make_card
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.widgets.pictures import Shape


class HistoryListModel(FeedListModel[VisitedVideo, Card]):
    """Videos of many instances; each card says when it was watched."""

    def make_card(self, item: VisitedVideo) -> Card:
        card = make_card(item.video, item.origin, blur_nsfw=self._blur, ratio=self._ratio)
        if item.visited > 0:
            when = fmt.ago(datetime.fromtimestamp(item.visited, UTC))
            card.meta = _("Watched {when}").format(when=when)
        return card

    def identity(self, item: VisitedVideo) -> Hashable:
        return item.video.uuid

    def picture(self, card: Card) -> QPixmap | None:
        return self._pictures.any_size(card.thumbnail, Shape.BLURRED if card.hidden else Shape.CARD)

    def may_open(self, row: int) -> bool:
        card = self._cards[row]
        if not card.hidden:
            return True
        card.hidden = False
        self.changed(row, row)
        return False
