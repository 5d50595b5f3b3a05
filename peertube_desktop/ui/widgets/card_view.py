"""What views of videos' cards other than the grid have in common."""

from __future__ import annotations

from peertube_desktop.ui.delegates.video_card import VideoCardDelegate
from peertube_desktop.ui.widgets.item_view import Index, ItemView

__all__ = ["CardView", "Index"]


class CardView(ItemView):
    """Videos; the geometry is the subclass's, and the look that of its `delegate_class`."""

    delegate_class: type[VideoCardDelegate] = VideoCardDelegate

    def make_delegate(self) -> VideoCardDelegate:
        return self.delegate_class(self._theme, self._pictures, self)
