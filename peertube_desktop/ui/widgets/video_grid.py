"""The endless grid of videos."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.delegates.video_card import VideoCardDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.grid_view import GAP_X, MARGIN, GridView
from peertube_desktop.ui.widgets.pictures import Pictures

__all__ = ["GAP_X", "MARGIN", "MIN_CELL", "VideoGrid"]

MIN_CELL = 228
"""The narrowest card, in pixels at 100 % text."""


class VideoGrid(GridView):
    """Cards of videos in as many columns as fit."""

    min_cell = MIN_CELL

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, pictures, parent)
        self.setObjectName("videoGrid")
        self.setAccessibleName(_("Videos"))

    def make_delegate(self) -> VideoCardDelegate:
        return VideoCardDelegate(self._theme, self._pictures, self)
