"""The marks that watching leaves on cards: how far, and whether to the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from peertube_desktop.services.history import History
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.models.feed_list import FeedListModel


class Marks(QObject):
    """Keeps the cards of one model as the history has them; a child of the model, and gone with it."""

    def __init__(self, model: FeedListModel[Any, Any], history: History) -> None:
        super().__init__(model)
        self._model = model
        self._history = history
        model.rowsInserted.connect(self._inserted)
        history.changed.connect(self._changed)
        self._mark(0, model.rowCount() - 1)

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._mark(first, last)

    def _changed(self, uuid: str) -> None:
        self._mark(0, self._model.rowCount() - 1, uuid)

    def _mark(self, first: int, last: int, uuid: str = "") -> None:
        """Bring rows up to date, those of one video or all of them."""
        low, high = last + 1, first - 1
        for row in range(first, last + 1):
            card = self._model.card(row)
            if not isinstance(card, Card) or (uuid and card.video.uuid != uuid):
                continue
            key = card.video.uuid
            new = (self._history.progress(key), self._history.is_watched(key))
            if new != (card.progress, card.watched):
                card.progress, card.watched = new
                low, high = min(low, row), max(high, row)
        if high >= low:
            self._model.changed(low, high)
