"""Endless lists of channels and of playlists, and what is done with their rows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.ui.delegates.channel_row import ChannelRowDelegate
from peertube_desktop.ui.delegates.playlist_card import PlaylistCardDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.models.channel_list import ChannelCard, ChannelListModel
from peertube_desktop.ui.models.playlist_list import PlaylistCard, PlaylistListModel
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.grid_view import GridView
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import Words


class ChannelList(GridView):
    """Channels' rows, side by side where there is room for two."""

    min_cell = 420

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, pictures, parent)
        self.setObjectName("channelList")
        self.setAccessibleName(_("Channels"))

    def make_delegate(self) -> ChannelRowDelegate:
        return ChannelRowDelegate(self._theme, self._pictures, self)


class PlaylistList(GridView):
    """Playlists' cards."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, pictures, parent)
        self.setObjectName("playlistList")
        self.setAccessibleName(_("Playlists"))

    def make_delegate(self) -> PlaylistCardDelegate:
        return PlaylistCardDelegate(self._theme, self._pictures, self)


class ChannelPane(FeedPane[VideoChannel, ChannelCard]):
    """Channels with all the states of a list: `show_feed(feed, origin)`, `state()`, `restore(…)`."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        actions: ItemActions,
        parent: QWidget | None = None,
    ) -> None:
        view = ChannelList(theme, icons, pictures)
        super().__init__(view, ChannelListModel(pictures), icons, pictures, parent)
        self.empty = Words(_("No channels"), "", "", "channel")
        view.opened.connect(actions.open_channel)
        view.entries_for = actions.entries_for_channel


class PlaylistPane(FeedPane[VideoPlaylist, PlaylistCard]):
    """Playlists with all the states of a list: `show_feed(feed, origin)`, `state()`, `restore(…)`."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        actions: ItemActions,
        parent: QWidget | None = None,
    ) -> None:
        view = PlaylistList(theme, icons, pictures)
        super().__init__(view, PlaylistListModel(pictures), icons, pictures, parent)
        self.empty = Words(_("No playlists"), "", "", "playlist")
        view.opened.connect(actions.open_playlist)
        view.entries_for = actions.entries_for_playlist
