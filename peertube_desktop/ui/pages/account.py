"""An account's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peertube_desktop.api.models.actor import Account, Actor
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
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.item_lists import ChannelPane
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import Words

CHANNELS = "channels"


class AccountPage(ActorPage):
    """All the account's videos, its channels, about."""

    hint = "account"
    kind = TargetKind.ACCOUNT

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
            "account",
            _("Search this account"),
            theme=theme,
            icons=icons,
            pictures=pictures,
            browsing=browsing,
            preferences=preferences,
            actions=actions,
            item_actions=item_actions,
            links=links,
        )
        self._tabs.add_tab(CHANNELS, ChannelPane(theme, icons, pictures, item_actions))

    async def fetch(self, origin: str, handle: str) -> Account:
        return await self._browsing.account(origin, handle)

    def feed(self, tab: str, origin: str, handle: str, query: VideoQuery) -> ItemFeed[Any]:
        if tab == CHANNELS:
            return self._browsing.account_channels(origin, handle)
        return self._browsing.account_videos(origin, handle, query)

    def tab_names(self) -> Sequence[tuple[str, str]]:
        return [(VIDEOS, _("Videos")), (CHANNELS, _("Channels")), (ABOUT, _("About"))]

    def facts(self, actor: Actor) -> tuple[str, str, Sequence[tuple[str, str]]]:
        if not isinstance(actor, Account):
            return "", "", []
        facts = [
            (_("Account"), clean_line(actor.handle, 200)),
            (_("Followers"), fmt.number(actor.followers_count)),
            (_("Created"), fmt.date(actor.created_at)),
            (_("Address"), self.link),
        ]
        return actor.description or "", "", facts

    def missing(self, handle: str) -> Words:
        text = _("There is no account {handle}. It may have been removed.").format(handle=handle)
        return Words(_("Account not found"), text, _("Try again"), "person")
