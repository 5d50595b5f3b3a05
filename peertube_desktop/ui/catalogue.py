"""Which pages there are, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.comments import Comments
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.diagnostics import Diagnostics
from peertube_desktop.services.history import History
from peertube_desktop.services.instances import Instances
from peertube_desktop.services.network import Network
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.searching import Searching
from peertube_desktop.services.storage import Storage
from peertube_desktop.services.thumbnails import Thumbnails
from peertube_desktop.ui import listing
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.listing import Kind
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.window import Window

if TYPE_CHECKING:
    from peertube_desktop.services.account_settings import AccountSettings
    from peertube_desktop.services.accounts import Accounts
    from peertube_desktop.services.player import Player
    from peertube_desktop.services.sign_in import SignIn


@dataclass(frozen=True)
class Parts:
    """What pages are made of. The page factories take what they need by name; no page gets all of it."""

    theme: Theme
    icons: Icons
    router: Router
    actions: VideoActions
    links: LinkOpener
    item_actions: ItemActions
    pictures: Pictures
    thumbnails: Thumbnails
    preferences: Preferences
    connections: Connections
    browsing: Browsing
    searching: Searching
    instances: Instances
    make_accounts: Callable[[], Accounts]
    history: History
    make_player: Callable[[], Player]
    queue: PlayQueue
    comments: Comments
    storage: Storage
    network: Network
    diagnostics: Diagnostics

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts, made when they are first asked for: a start as nobody does without."""
        return self.make_accounts()

    @cached_property
    def account_settings(self) -> AccountSettings:
        """What people change about their accounts."""
        from peertube_desktop.services.account_settings import AccountSettings

        return AccountSettings(self.accounts)

    @cached_property
    def sign_in(self) -> SignIn:
        """What is done before anybody is signed in."""
        from peertube_desktop.services.sign_in import SignIn

        return SignIn(self.connections)

    @cached_property
    def player(self) -> Player:
        """The one player, made when it is first asked for."""
        return self.make_player()


def register_pages(window: Window, parts: Parts) -> None:
    """Tell the window of every page. A page's module is imported when the page is first shown."""
    for kind, title in (
        (listing.DISCOVER, _("Discover")),
        (listing.TRENDING, _("Trending")),
        (listing.RECENT, _("Recently added")),
        (listing.LOCAL, _("Local videos")),
    ):
        window.register(kind.page, partial(_videos, parts, kind, title))
    window.register("watch", partial(_watch, window, parts))
    window.register("search", partial(_search, parts))
    window.register("instances", partial(_instances, parts))
    window.register("channel", partial(_channel, parts))
    window.register("account", partial(_account, parts))
    window.register("playlist", partial(_playlist, parts))
    window.register("history", partial(_history, parts))
    window.register("settings", partial(_settings, window, parts))
    window.register("account-settings", partial(_account_settings, parts))
    window.register("my-channels", partial(_my_channels, parts))
    window.register("about", partial(_about, window, parts))
    window.register("instance", partial(_instance, parts))


def _videos(parts: Parts, kind: Kind, title: str) -> Page:
    from peertube_desktop.ui.pages.videos import VideosPage

    return VideosPage(
        kind,
        title,
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        browsing=parts.browsing,
        preferences=parts.preferences,
        actions=parts.actions,
    )


def _watch(window: Window, parts: Parts) -> Page:
    from peertube_desktop.ui.comments.pane import CommentPane
    from peertube_desktop.ui.pages.watch import WatchPage
    from peertube_desktop.ui.player.host import PlayerHost
    from peertube_desktop.ui.watch.up_next import UpNext

    theme, icons, pictures = parts.theme, parts.icons, parts.pictures
    host = PlayerHost(
        window, parts.router, parts.player, parts.queue, parts.preferences, theme, icons, pictures, window
    )
    host.notice.connect(window.toast.show_text)
    return WatchPage(
        theme=theme,
        icons=icons,
        pictures=pictures,
        player=parts.player,
        queue=parts.queue,
        host=host,
        browsing=parts.browsing,
        comments=CommentPane(theme, icons, pictures, parts.comments),
        up_next=UpNext(theme, icons, pictures, parts.queue, parts.preferences, parts.actions),
        actions=parts.actions,
        links=parts.links,
        preferences=parts.preferences,
    )


def _instances(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.instances import InstancesPage

    return InstancesPage(
        theme=parts.theme, icons=parts.icons, pictures=parts.pictures, instances=parts.instances
    )


def _search(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.search import SearchPage

    return SearchPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        browsing=parts.browsing,
        searching=parts.searching,
        preferences=parts.preferences,
        actions=parts.actions,
        item_actions=parts.item_actions,
    )


def _settings(window: Window, parts: Parts) -> Page:
    from peertube_desktop.ui.pages.settings import SettingsPage

    page = SettingsPage(
        theme=parts.theme,
        icons=parts.icons,
        preferences=parts.preferences,
        browsing=parts.browsing,
        instances=parts.instances,
        network=parts.network,
        storage=parts.storage,
    )
    page.help_wanted.connect(window.help_wanted)
    return page


def _account_settings(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.account_settings import AccountSettingsPage

    return AccountSettingsPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        accounts=parts.accounts,
        settings=parts.account_settings,
        browsing=parts.browsing,
    )


def _my_channels(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.my_channels import MyChannelsPage

    return MyChannelsPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        accounts=parts.accounts,
        settings=parts.account_settings,
    )


def _about(window: Window, parts: Parts) -> Page:
    from peertube_desktop.ui.pages.about import AboutPage

    page = AboutPage(theme=parts.theme, icons=parts.icons, diagnostics=parts.diagnostics)
    page.help_wanted.connect(window.help_wanted)
    return page


def _instance(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.instance import InstancePage

    return InstancePage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        connections=parts.connections,
        links=parts.links,
    )


def _channel(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.channel import ChannelPage

    return ChannelPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        browsing=parts.browsing,
        preferences=parts.preferences,
        actions=parts.actions,
        item_actions=parts.item_actions,
        links=parts.links,
    )


def _account(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.account import AccountPage

    return AccountPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        browsing=parts.browsing,
        preferences=parts.preferences,
        actions=parts.actions,
        item_actions=parts.item_actions,
        links=parts.links,
    )


def _playlist(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.playlist import PlaylistPage

    return PlaylistPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        browsing=parts.browsing,
        preferences=parts.preferences,
        actions=parts.actions,
        item_actions=parts.item_actions,
        links=parts.links,
    )


def _history(parts: Parts) -> Page:
    from peertube_desktop.ui.pages.history import HistoryPage

    return HistoryPage(
        theme=parts.theme,
        icons=parts.icons,
        pictures=parts.pictures,
        history=parts.history,
        preferences=parts.preferences,
        actions=parts.actions,
    )
