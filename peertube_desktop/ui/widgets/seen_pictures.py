"""Which pictures a view of cards needs, and which of its cards to paint when some are there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peertube_desktop.ui.widgets.pictures import Pictures, Want

if TYPE_CHECKING:
    from peertube_desktop.ui.widgets.item_view import ItemView


class SeenPictures(QObject):
    """The pictures of one view. `arrived(row)` for each row that is seen when one of its pictures came."""

    arrived = Signal(int)

    def __init__(self, view: ItemView, pictures: Pictures) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = pictures
        pictures.arrived.connect(self._arrived)

    def ask(self) -> None:
        """Want the pictures of what is seen and of the next screen; the seen ones first."""
        view, model = self._view, self._view.feed_model
        if model is None or not view.isVisible():
            return
        count = model.rowCount()
        seen = [row for row in view.rows_in(view.visible()) if row < count]
        coming = [row for row in view.rows_in(view.ahead()) if row < count and row not in set(seen)]
        # Last in, first out: the first visible card is asked for last.
        self._pictures.set_wanted(view, self._wants(reversed(seen)), self._wants(reversed(coming)))

    def _wants(self, rows: Iterable[int]) -> list[Want]:
        view = self._view
        # Avatars come after the pictures.
        return sorted((want for row in rows for want in view.wants_of(row)), key=lambda want: want.width)

    def drop(self) -> None:
        """Want none."""
        self._pictures.set_wanted(self._view, ())

    def _arrived(self, urls: set[str]) -> None:
        view, model = self._view, self._view.feed_model
        if model is None or not view.isVisible():
            return
        for row in view.rows_in(view.visible()):
            if row < model.rowCount() and not urls.isdisjoint(model.card(row).urls):
                self.arrived.emit(row)
