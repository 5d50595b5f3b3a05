"""What the pages of channels and of accounts have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError, HttpError, NotFoundError
from peertube_desktop.api.models.actor import Actor
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.links import (
    Target,
    TargetKind,
    build_link,
    clean_host,
    default_origin,
    netloc_of,
)
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.feed_list import ItemFeed
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.about_column import AboutColumn
from peertube_desktop.ui.widgets.actor_header import ActorHeader
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.headed import HeadedTabs
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.states import ErrorState
from peertube_desktop.ui.widgets.video_pane import VideoPane
from peertube_desktop.ui.words import Words, retryable, sentence

VIDEOS, ABOUT = "", "about"
"""Values of the route's argument `tab`."""
NEWEST = "-publishedAt"


def home_of_handle(handle: str) -> tuple[str, str]:
    """The origin and name of `name@host`; "" for the origin where there is no host."""
    name, at, host = handle.partition("@")
    known = clean_host(host) if at else None
    return (default_origin(known) if known else "", name)


def sorts() -> list[tuple[str, str]]:
    """The orders offered."""
    return [
        (NEWEST, _("Newest")),
        ("publishedAt", _("Oldest")),
        ("-views", _("Most viewed")),
        ("-likes", _("Most liked")),
        ("-duration", _("Longest")),
        ("name", _("Name")),
    ]


class ActorPage(Page):
    """One channel or account. `handle`, `tab`, `sort` and `search` are the route's arguments.

    One the instance does not know is asked of its own instance, and the page says so.
    """

    hint = ""
    """What a list calls the one it knows already, in a first visit's state."""
    kind = TargetKind.ACTOR

    def __init__(
        self,
        page: str,
        search_hint: str,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        browsing: Browsing,
        preferences: Preferences,
        actions: VideoActions,
        item_actions: ItemActions,
        links: LinkOpener,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._preferences = preferences
        self._route = Route(page)
        self._actor: Actor | None = None
        self._whole = False
        """Whether the actor's details are there, not only what a list knew."""
        self._place = ""
        """The instance that shows the actor."""
        self._shown: dict[str, object] = {}
        """By tab, the question whose answers are in its list."""
        self.header = ActorHeader(theme, icons, pictures, links, search_hint)
        self.header.tab_chosen.connect(lambda tab: self.go.emit(self._route.with_args(tab=tab)))
        self.header.sort_chosen.connect(
            lambda sort: self.go.emit(self._route.with_args(sort="" if sort == NEWEST else sort))
        )
        self.header.search_asked.connect(lambda text: self.go.emit(self._route.with_args(search=text)))
        self.header.retry.connect(self._reload)
        self.header.copy_link.connect(lambda: item_actions.copy_link(self.link))
        self.header.open_in_browser.connect(lambda: item_actions.browse(self.link))
        self._videos = VideoPane(theme, icons, pictures, actions)
        self._videos.empty_acted.connect(lambda: self.go.emit(self._route.with_args(search="")))
        self._videos.filled.connect(self._count)
        self._about = AboutColumn(theme, links)
        self._tabs = HeadedTabs(self.header, self)
        self._tabs.add_tab(VIDEOS, self._videos)
        self._tabs.add_tab(ABOUT, self._about)
        self._state = ErrorState(icons, self)
        self._state.acted.connect(self._reload)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._tabs)
        self._stack.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._policy = preferences.current.nsfw_policy
        preferences.changed.connect(self._preferences_changed)

    # The subclass's

    async def fetch(self, origin: str, handle: str) -> Actor:
        """The details. Raises ApiError."""
        raise NotImplementedError

    def feed(self, tab: str, origin: str, handle: str, query: VideoQuery) -> ItemFeed[Any]:
        """What the tab lists."""
        raise NotImplementedError

    def tab_names(self) -> Sequence[tuple[str, str]]:
        """Key and label of each tab."""
        raise NotImplementedError

    def facts(self, actor: Actor) -> tuple[str, str, Sequence[tuple[str, str]]]:
        """Description, support text, and facts for the tab "About"."""
        raise NotImplementedError

    def missing(self, handle: str) -> Words:
        """What is said where nobody knows the handle."""
        raise NotImplementedError

    # The place

    @property
    def pane(self) -> QWidget:
        """What the present tab shows."""
        return self._tabs.tabs[self._tab]

    @property
    def link(self) -> str:
        """The web address of the page."""
        return build_link(Target(self.kind, self._place or self._route.origin, self._route.arg("handle")))

    @property
    def _tab(self) -> str:
        tab = self._route.arg("tab")
        return tab if tab in self._tabs.tabs else VIDEOS

    def open(self, route: Route, state: PageState | None) -> None:
        handle = route.arg("handle")
        same = (route.origin, handle) == (self._route.origin, self._route.arg("handle"))
        again = state is None and route == self._route
        self._route = route
        held = state.held if state is not None else {}
        self._show_controls()
        self._stack.setCurrentWidget(self._tabs)
        if same and self._whole and not again:
            self._show_tab(held.get("pane"))
            return
        cancel_tasks(self)
        self.header.error.hide()
        known = held.get("actor")
        if isinstance(known, Actor):
            self._arrived(known, str(held.get("place")), held.get("pane"))
            return
        if not same:
            hinted = held.get(self.hint)
            self._actor, self._whole = (hinted if isinstance(hinted, Actor) else None), False
            self._place = route.origin
            self.header.show_handle(handle)
            self._about.show_nothing()
            if self._actor is not None:
                self.header.show_actor(self._actor, route.origin)
            self.titled.emit(clean_line(self._actor.title if self._actor else handle, 120))
        home, _name = home_of_handle(handle)
        if self._actor is not None or home in ("", route.origin):
            # Known here: the list need not wait for the details.
            self._show_tab(None, again)
        else:
            self._tabs.show_tab(self._tab)
            self._wait()
        spawn(self, self._load(route), on_error=lambda error: self._failed(route, error))

    def _wait(self) -> None:
        """Outlines of what will come, while it is not known which instance will be asked."""
        self._shown.clear()
        pane = self.pane
        if isinstance(pane, FeedPane):
            pane.show_feed(_Waiting(), self._route.origin)

    def state(self) -> PageState:
        pane = self.pane
        kept = pane.state() if isinstance(pane, FeedPane) else PageState()
        held: dict[str, object] = {"pane": kept}
        if self._whole:
            held |= {"actor": self._actor, "place": self._place}
        elif self._actor is not None:
            held[self.hint] = self._actor
        return PageState(kept.scroll, held)

    def focus_first(self) -> None:
        pane = self.pane
        if isinstance(pane, FeedPane):
            pane.focus_first()
        else:
            pane.setFocus()

    # Details

    async def _load(self, route: Route) -> None:
        handle = route.arg("handle")
        try:
            found, place = await self.fetch(route.origin, handle), route.origin
        except HttpError as error:
            home, name = home_of_handle(handle)
            elsewhere = (
                isinstance(error, NotFoundError) or error.code == "does_not_respect_follow_constraints"
            )
            if not elsewhere or home in ("", route.origin):
                raise
            found, place = await self.fetch(home, name), home
        if route.arg("handle") == self._route.arg("handle") and route.origin == self._route.origin:
            self._arrived(found, place, None)

    def _arrived(self, actor: Actor, place: str, held: object) -> None:
        self._actor, self._place, self._whole = actor, place, True
        self.header.error.hide()
        self.header.show_actor(actor, place)
        if place != self._route.origin:
            note = _("Shown by {home}: {host} does not know it.")
            home, host = netloc_of(place), netloc_of(self._route.origin)
            self.header.show_note(note.format(home=clean_line(home, 80), host=clean_line(host, 80)))
        else:
            self.header.show_note("")
        description, support, facts = self.facts(actor)
        self._about.show_about(description, support, facts, place)
        self.titled.emit(clean_line(actor.title, 120))
        self._show_tab(held)

    def _failed(self, route: Route, error: BaseException) -> None:
        if not isinstance(error, ApiError):
            raise error
        words = retryable(sentence(error))
        if isinstance(error, NotFoundError):
            words = self.missing(clean_line(route.arg("handle"), 120))
        if self._actor is None:
            self._state.show_words(words)
            self._stack.setCurrentWidget(self._state)
        else:
            self.header.error.show_words(words)

    def _reload(self) -> None:
        self.open(self._route, None)

    # Tabs

    def _show_controls(self) -> None:
        self.header.show_tabs(self.tab_names(), self._tab)
        videos = self._tab == VIDEOS
        offered = sorts() if videos else []
        search = self._route.arg("search") if videos else None
        self.header.show_list_controls(offered, self._route.arg("sort") or NEWEST, search)

    def _show_tab(self, held: object, again: bool = False) -> None:
        tab, pane = self._tab, self.pane
        self.header.set_description_shown(tab != ABOUT)
        self._tabs.show_tab(tab)
        if not isinstance(pane, FeedPane):
            return
        search = self._route.arg("search") if tab == VIDEOS else ""
        sort = (self._route.arg("sort") or NEWEST) if tab == VIDEOS else None
        handle = self._route.arg("handle")
        if self._place != self._route.origin:
            _home, handle = home_of_handle(handle)
        question = (self._place, handle, search, sort, self._policy)
        if self._shown.get(tab) == question and not again and pane.list_model.error is None:
            # A change of tab, or the way back to what is still there.
            return
        refreshed = self._shown.get(tab) == question
        self._shown[tab] = question
        pane.blur_nsfw = self._policy == "blur"
        if tab == VIDEOS:
            self._videos.empty = self._empty(search)
        if isinstance(held, PageState) and pane.restore(held, self._place):
            return
        query = VideoQuery(
            sort=sort, search=search or None, nsfw="false" if self._policy == "hide" else "both"
        )
        pane.show_feed(self.feed(tab, self._place, handle, query), self._place, keep=refreshed)

    def _count(self) -> None:
        """The list of all videos says how many there are."""
        feed = self._videos.model.feed
        if feed is not None and feed.total is not None and not self._route.arg("search"):
            self.header.show_video_count(feed.total)

    def _empty(self, search: str) -> Words:
        if search:
            text = _("No video here fits “{text}”.").format(text=clean_line(search, 60))
            return Words(_("Nothing matches"), text, _("Show all videos"), "search")
        return Words(_("No videos yet"), _("Nothing was published here so far."), "", "inbox")

    def _preferences_changed(self) -> None:
        policy = self._preferences.current.nsfw_policy
        if policy != self._policy:
            self._policy = policy
            if self._whole and self.isVisible():
                self._show_tab(None)


class _Waiting:
    """A list that never comes: its outlines are shown until another one takes its place."""

    done = False
    total = None

    async def next_page(self) -> Sequence[Any]:
        await asyncio.Event().wait()
        return []
