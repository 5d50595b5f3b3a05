"""A channel's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peertube_desktop.api.models.actor import Actor, VideoChannel
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.links import TargetKind
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.feed_list import ItemFeed
from peertube_desktop.ui.pages.actor import ABOUT, VIDEOS, ActorPage
from peertube_desktop.ui.router import Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.item_lists import PlaylistPane
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import Words

PLAYLISTS = "playlists"


class ChannelPage(ActorPage):
    """Banner, description, support; videos, playlists, about."""

    hint = "channel"
    kind = TargetKind.CHANNEL

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        browsing: Browsing,
        preferences: Preferences,
        actions: VideoActions,
        item_actions: ItemActions,
        links: LinkOpener,
    ) -> None:
        super().__init__(
            "channel",
            _("Search this channel"),
            theme=theme,
            icons=icons,
            pictures=pictures,
            browsing=browsing,
            preferences=preferences,
            actions=actions,
            item_actions=item_actions,
            links=links,
        )
        self._tabs.add_tab(PLAYLISTS, PlaylistPane(theme, icons, pictures, item_actions))
        self.header.owner_clicked.connect(self._go_to_owner)

    async def fetch(self, origin: str, handle: str) -> VideoChannel:
        return await self._browsing.channel(origin, handle)

    def feed(self, tab: str, origin: str, handle: str, query: VideoQuery) -> ItemFeed[Any]:
        if tab == PLAYLISTS:
            return self._browsing.channel_playlists(origin, handle)
        return self._browsing.channel_videos(origin, handle, query)

    def tab_names(self) -> Sequence[tuple[str, str]]:
        return [(VIDEOS, _("Videos")), (PLAYLISTS, _("Playlists")), (ABOUT, _("About"))]

    def facts(self, actor: Actor) -> tuple[str, str, Sequence[tuple[str, str]]]:
        if not isinstance(actor, VideoChannel):
            return "", "", []
        owner = actor.owner_account
        facts = [
            (_("Channel"), clean_line(actor.handle, 200)),
            (_("Owner"), clean_line(owner.handle, 200) if owner else ""),
            (_("Followers"), fmt.number(actor.followers_count)),
            (_("Videos"), fmt.number(actor.videos_count) if actor.videos_count is not None else ""),
            (_("Views"), fmt.number(actor.total_views) if actor.total_views is not None else ""),
            (_("Created"), fmt.date(actor.created_at)),
            (_("Address"), self.link),
        ]
        return actor.description or "", actor.support or "", facts

    def missing(self, handle: str) -> Words:
        text = _("There is no channel {handle}. It may have been removed.").format(handle=handle)
        return Words(_("Channel not found"), text, _("Try again"), "channel")

    def _go_to_owner(self) -> None:
        channel = self._actor
        if isinstance(channel, VideoChannel) and channel.owner_account is not None:
            self.go.emit(Route.of("account", self._place, handle=channel.owner_account.handle))
