"""The page of search results: videos, channels, playlists; of this instance or of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.links import netloc_of
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.searching import Scope, Searching
from peertube_desktop.services.tasks import may_fail, spawn
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.listing import FILTERS, SEARCH, active_filters, query_of
from peertube_desktop.ui.models.feed_list import ItemFeed
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.chips import ChipBar
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.item_lists import ChannelPane, PlaylistPane
from peertube_desktop.ui.widgets.order_controls import FiltersButton, SortButton
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.video_grid import MARGIN
from peertube_desktop.ui.widgets.video_pane import VideoPane
from peertube_desktop.ui.words import Words

VIDEOS, CHANNELS, PLAYLISTS = "", "channels", "playlists"
"""Values of the route's argument `tab`."""


def _sorts() -> list[tuple[str, str]]:
    return [
        ("-match", _("Best match")),
        ("-publishedAt", _("Recently added")),
        ("publishedAt", _("Oldest")),
        ("-views", _("Most viewed")),
        ("-likes", _("Most liked")),
        ("-duration", _("Longest")),
        ("name", _("Name")),
    ]


def _tab_names() -> dict[str, str]:
    return {VIDEOS: _("Videos"), CHANNELS: _("Channels"), PLAYLISTS: _("Playlists")}


class SearchPage(Page):
    """`text`, `scope`, `tab`, `sort` and the filters are the route's arguments."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        browsing: Browsing,
        searching: Searching,
        preferences: Preferences,
        actions: VideoActions,
        item_actions: ItemActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._searching = searching
        self._preferences = preferences
        self._route = Route("search")
        self._constants_of = ""
        self._shown: dict[str, object] = {}
        """By tab, the question whose answers are in its list."""
        self._videos = VideoPane(theme, icons, pictures, actions, self)
        self._panes: Mapping[str, FeedPane[Any, Any]] = {
            VIDEOS: self._videos,
            CHANNELS: ChannelPane(theme, icons, pictures, item_actions, self),
            PLAYLISTS: PlaylistPane(theme, icons, pictures, item_actions, self),
        }
        self._tabs = ChipBar(icons, self)
        self._tabs.setObjectName("searchTabs")
        self._tabs.chosen.connect(lambda tab: self.go.emit(self._route.with_args(tab=tab)))
        self._sort = SortButton(icons, self)
        self._sort.chosen.connect(
            lambda sort: self.go.emit(self._route.with_args(sort="" if sort == SEARCH.sort else sort))
        )
        self._filter = FiltersButton(theme, icons, self)
        self._filter.applied.connect(lambda values: self.go.emit(self._route.with_args(**values)))
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 14, MARGIN, 10)
        bar.setSpacing(8)
        bar.addWidget(self._tabs, 1)
        bar.addWidget(self._sort)
        bar.addWidget(self._filter)
        self._stack = QStackedWidget(self)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
            pane.filled.connect(self._show_tabs)
            pane.empty_acted.connect(self._empty_acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        preferences.changed.connect(self._preferences_changed)
        self._policy = preferences.current.nsfw_policy
        self._languages = preferences.current.content_languages

    # The place

    @property
    def _scope(self) -> Scope:
        return Scope.EVERYWHERE if self._route.arg("scope") == Scope.EVERYWHERE else Scope.INSTANCE

    @property
    def pane(self) -> FeedPane[Any, Any]:
        """The list that is shown."""
        return self._panes[self._route.arg("tab") if self._route.arg("tab") in self._panes else VIDEOS]

    def open(self, route: Route, state: PageState | None) -> None:
        again = route == self._route and state is None
        self._route = route
        text = clean_line(route.arg("text"), 80)
        self.titled.emit(_("Search: {text}").format(text=text) if text else _("Search"))
        self._videos.blur_nsfw = (route.arg("nsfw") or self._policy) == "blur"
        self._say_empty(text)
        held = state.held if state is not None else {}
        for tab, pane in self._panes.items():
            self._fill(tab, pane, held.get(tab), again)
        self._stack.setCurrentWidget(self.pane)
        videos = self.pane is self._videos
        self._sort.setVisible(videos)
        self._filter.setVisible(videos)
        self._sort.set_sorts(_sorts(), route.arg("sort") or SEARCH.sort)
        self._filter.show_route(route, active_filters(route) + bool(route.arg("category")))
        self._show_tabs()
        if route.origin and self._constants_of != route.origin:
            spawn(self, self._load_constants(route.origin), on_error=may_fail(ApiError))

    def _fill(self, tab: str, pane: FeedPane[Any, Any], held: object, again: bool) -> None:
        question = self._question(tab)
        if self._shown.get(tab) == question and not again and pane.list_model.error is None:
            # A change of tab, or the way back to what is still there.
            return
        refreshed = self._shown.get(tab) == question
        self._shown[tab] = question
        # What comes from everywhere is at home on its own instance.
        origin = "" if self._scope is Scope.EVERYWHERE else self._route.origin
        if isinstance(held, PageState) and pane.restore(held, origin):
            return
        pane.show_feed(self._feed(tab), origin, keep=refreshed)

    def _question(self, tab: str) -> object:
        args = dict(self._route.args)
        args.pop("tab", None)
        if tab != VIDEOS:
            args = {name: args.get(name, "") for name in ("text", "scope")}
            return self._route.origin, args
        return self._route.origin, args, self._policy, self._languages

    def _feed(self, tab: str) -> ItemFeed[Any]:
        origin, scope, text = self._route.origin, self._scope, self._route.arg("text")
        if tab == CHANNELS:
            return self._searching.channels(origin, scope, text)
        if tab == PLAYLISTS:
            return self._searching.playlists(origin, scope, text)
        query = query_of(self._route, SEARCH, self._policy, self._languages)
        return self._searching.videos(origin, scope, text, query)

    def state(self) -> PageState:
        return PageState(held={tab: pane.state() for tab, pane in self._panes.items()})

    def leave(self) -> None:
        self._filter.close_popover()

    def focus_first(self) -> None:
        self.pane.focus_first()

    def _preferences_changed(self) -> None:
        current = self._preferences.current
        if (current.nsfw_policy, current.content_languages) != (self._policy, self._languages):
            self._policy, self._languages = current.nsfw_policy, current.content_languages
            if self._route.arg("text") and self.isVisible():
                self.open(self._route, None)

    async def _load_constants(self, origin: str) -> None:
        constants = await self._browsing.constants(origin)
        if origin == self._route.origin:
            self._constants_of = origin
            self._filter.set_constants(constants.categories, constants.licences, constants.languages)

    # Above the lists

    def _show_tabs(self) -> None:
        tabs = []
        for tab, name in _tab_names().items():
            feed = self._panes[tab].list_model.feed
            total = feed.total if feed is not None else None
            label = (
                _("{name} · {n}").format(name=name, n=fmt.short_number(total)) if total is not None else name
            )
            tabs.append((tab, label))
        self._tabs.set_items(tabs, self._route.arg("tab"))

    # Nothing found

    def _say_empty(self, text: str) -> None:
        everywhere = self._scope is Scope.EVERYWHERE
        if everywhere:
            where = _("No instance that the search index knows has it.")
        else:
            host = netloc_of(self._route.origin)
            where = _("{host} has nothing that matches. It may be on another instance.").format(host=host)
        action = "" if everywhere else _("Search everywhere")
        titles = {
            VIDEOS: _("No videos for “{text}”"),
            CHANNELS: _("No channels for “{text}”"),
            PLAYLISTS: _("No playlists for “{text}”"),
        }
        for tab, pane in self._panes.items():
            pane.empty = Words(titles[tab].format(text=text), where, action, "search")
        if self._filtered:
            self._videos.empty = Words(
                titles[VIDEOS].format(text=text),
                _("Nothing that matches fits these filters."),
                _("Reset filters"),
                "filter",
            )

    @property
    def _filtered(self) -> bool:
        return bool(active_filters(self._route) or self._route.arg("category"))

    def _empty_acted(self) -> None:
        if self.pane is self._videos and self._filtered:
            self.go.emit(self._route.with_args(**dict.fromkeys((*FILTERS, "category"), "")))
        else:
            self.go.emit(self._route.with_args(scope=Scope.EVERYWHERE))
