"""A grid of videos with all its states."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peertube_desktop.api.models.video import Video
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.models.video_list import VideoListModel
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.video_grid import VideoGrid
from peertube_desktop.ui.words import Words


class VideoPane(FeedPane[Video, Card]):
    """Videos; what is done with one goes to `actions`."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        actions: VideoActions,
        parent: QWidget | None = None,
    ) -> None:
        self.grid = VideoGrid(theme, icons, pictures)
        self.model = VideoListModel(pictures)
        super().__init__(self.grid, self.model, icons, pictures, parent)
        self.empty = Words(_("No videos yet"), "", "", "inbox")
        actions.attach(self.grid)
