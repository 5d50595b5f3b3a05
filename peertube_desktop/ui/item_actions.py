"""What clicks on channels and playlists do, the same on every page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from peertube_desktop.services.links import Target, TargetKind, build_link
from peertube_desktop.ui.actions import open_in_browser
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.channel_list import ChannelCard
from peertube_desktop.ui.models.playlist_list import PlaylistCard
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.widgets.item_view import Entry


class ItemActions(QObject):
    """Opens, copies. `notice` a sentence."""

    notice = Signal(str)

    def __init__(self, router: Router, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._router = router

    def open_channel(self, card: ChannelCard) -> None:
        """Show the channel's page with what the list knows already."""
        # What the list knew is shown until the details are there.
        hint = PageState(held={"channel": card.channel})
        self._router.go(Route.of("channel", card.origin, handle=card.channel.handle), hint)

    def open_playlist(self, card: PlaylistCard) -> None:
        """Show the playlist's page with what the list knows already."""
        hint = PageState(held={"playlist": card.playlist})
        self._router.go(Route.of("playlist", card.origin, id=card.playlist.uuid), hint)

    def entries_for_channel(self, card: ChannelCard) -> list[Entry]:
        """The menu of a channel."""
        return self._entries(build_link(Target(TargetKind.CHANNEL, card.origin, card.channel.handle)))

    def entries_for_playlist(self, card: PlaylistCard) -> list[Entry]:
        """The menu of a playlist."""
        found = card.playlist.short_uuid or card.playlist.uuid
        return self._entries(build_link(Target(TargetKind.PLAYLIST, card.origin, found)))

    def _entries(self, url: str) -> list[Entry]:
        return [
            Entry("link", _("Copy link"), lambda: self.copy_link(url)),
            Entry("external", _("Open in browser"), lambda: self.browse(url)),
        ]

    def copy_link(self, url: str) -> None:
        """Put an address on the clipboard."""
        QGuiApplication.clipboard().setText(url)
        self.notice.emit(_("Link copied"))

    def browse(self, url: str) -> None:
        """Open an address in the browser."""
        if not open_in_browser(url):
            self.notice.emit(_("The browser could not be opened"))
