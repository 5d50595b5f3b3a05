"""A playlist's elements, one below the other, with all the states of a list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peertube_desktop.api.models.playlist import PlaylistElement
from peertube_desktop.ui.delegates.element_row import ElementRowDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.element_list import ElementCard, ElementListModel
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.grid_view import GridView
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import Words


class ElementList(GridView):
    """Rows as wide as the page."""

    min_cell = 100_000

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, pictures, parent)
        self.setObjectName("playlistElements")
        self.setAccessibleName(_("Videos of the playlist"))

    def make_delegate(self) -> ElementRowDelegate:
        return ElementRowDelegate(self._theme, self._pictures, self)


class ElementPane(FeedPane[PlaylistElement, ElementCard]):
    """What a row does is the page's affair: `list_view.opened` and `list_view.entries_for`."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(
            ElementList(theme, icons, pictures), ElementListModel(pictures), icons, pictures, parent
        )
        self.empty = Words(_("This playlist is empty"), "", "", "playlist")
