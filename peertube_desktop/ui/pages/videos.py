"""The list pages: Discover, Trending, Recently added, Local."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.instance import Overview
from peertube_desktop.api.models.video import Video
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import cancel_tasks, may_fail, spawn
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.listing import TRENDING, Kind, active_filters, query_of
from peertube_desktop.ui.models.video_list import VideoFeed
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.chips import ChipBar
from peertube_desktop.ui.widgets.order_controls import FiltersButton, SortButton
from peertube_desktop.ui.widgets.overview import OverviewShelves, ShelfContent
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.video_grid import MARGIN
from peertube_desktop.ui.widgets.video_pane import VideoPane
from peertube_desktop.ui.words import Words, retryable, sentence

FAVOURITES = ("1", "2", "15", "13", "7")
"""Categories whose chips come first: Music, Films, Science & technology, How to, Gaming."""


def _sorts() -> list[tuple[str, str]]:
    return [
        ("-hot", _("Hot")),
        ("-best", _("Best")),
        ("-publishedAt", _("Recently added")),
        ("publishedAt", _("Oldest")),
        ("-trending", _("Most viewed lately")),
        ("-views", _("Most viewed")),
        ("-likes", _("Most liked")),
        ("-duration", _("Longest")),
        ("name", _("Name")),
    ]


def _trends() -> list[tuple[str, str, str]]:
    """Sort, its name in an instance's configuration, and label."""
    return [
        ("-hot", "hot", _("Hot")),
        ("-best", "best", _("Best")),
        ("-trending", "most-viewed", _("Most viewed")),
        ("-likes", "most-liked", _("Most liked")),
    ]


class VideosPage(Page):
    """One list of an instance's videos, `kind` of them."""

    def __init__(
        self,
        kind: Kind,
        title: str,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        browsing: Browsing,
        preferences: Preferences,
        actions: VideoActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._title = title
        self._browsing = browsing
        self._preferences = preferences
        self._route = Route(kind.page)
        self._constants_of = ""
        self._overview: Overview | None = None
        self._pane = VideoPane(theme, icons, pictures, actions, self)
        self._pane.empty_acted.connect(self.reset_filters)
        self._chips = ChipBar(icons, self)
        self._chips.chosen.connect(self._chip_chosen)
        self._sort = SortButton(icons, self)
        self._sort.chosen.connect(self._sort_chosen)
        self._sort.setVisible(kind.sorts)
        self._filter = FiltersButton(theme, icons, self)
        self._filter.applied.connect(lambda values: self.go.emit(self._route.with_args(**values)))
        self._categories: Mapping[str, str] = {}
        self._shelves: OverviewShelves | None = None
        if kind.overview:
            self._shelves = OverviewShelves(theme, icons, pictures, self)
            self._shelves.chosen.connect(self._shelf_chosen)
            self._shelves.row_made.connect(actions.attach)
            self._shelves.retry.connect(lambda: self._show_overview(None, again=True))
            self._pane.grid.verticalScrollBar().valueChanged.connect(self._shelves.scrolled)
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 14, MARGIN, 10)
        bar.setSpacing(8)
        bar.addWidget(self._chips, 1)
        bar.addWidget(self._sort)
        bar.addWidget(self._filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pane, 1)
        preferences.changed.connect(self._preferences_changed)
        self._policy = preferences.current.nsfw_policy
        self._languages = preferences.current.content_languages

    # The place

    def open(self, route: Route, state: PageState | None) -> None:
        again = route == self._route and state is None
        self._route = route
        self.titled.emit(self._title)
        self._show_controls()
        blur = (route.arg("nsfw") or self._policy) == "blur"
        self._pane.blur_nsfw = blur
        self._pane.empty = self._empty_words()
        held = state.held if state is not None else {}
        self._show_overview(held.get("overview"), again)
        if state is not None and self._pane.restore(state, route.origin):
            pass
        else:
            query = query_of(route, self._kind, self._policy, self._languages)
            feed: VideoFeed = self._browsing.videos(route.origin, query)
            self._pane.show_feed(feed, route.origin, keep=again)
        if self._constants_of != route.origin:
            spawn(self, self._load_constants(route.origin), on_error=may_fail(ApiError))

    def state(self) -> PageState:
        kept = self._pane.state()
        return PageState(kept.scroll, {**kept.held, "overview": self._overview})

    def leave(self) -> None:
        self._filter.close_popover()

    def focus_first(self) -> None:
        self._pane.focus_first()

    def _preferences_changed(self) -> None:
        current = self._preferences.current
        if (current.nsfw_policy, current.content_languages) != (self._policy, self._languages):
            self._policy, self._languages = current.nsfw_policy, current.content_languages
            if self._route.origin and self.isVisible():
                self.open(self._route, None)

    def _empty_words(self) -> Words:
        if active_filters(self._route) or self._route.arg("category"):
            return Words(
                _("Nothing matches"), _("No video here fits these filters."), _("Reset filters"), "filter"
            )
        return Words(_("No videos yet"), _("This instance shows no videos here."), "", "inbox")

    # Above the grid

    def _show_controls(self) -> None:
        route = self._route
        if self._kind is TRENDING:
            self._show_trends(None)
        else:
            self._show_categories()
        self._filter.show_route(route)
        if self._kind.sorts:
            self._sort.set_sorts(_sorts(), route.arg("sort") or self._kind.sort)

    def _show_categories(self) -> None:
        categories = self._categories if self._constants_of == self._route.origin else {}
        chips = [("", _("All"))]
        chips += [(key, categories[key]) for key in FAVOURITES if key in categories]
        chips.append(("live", _("Live now")))
        chips += [(key, label) for key, label in categories.items() if key not in FAVOURITES]
        chosen = self._route.arg("category")
        if self._route.arg("live") == "yes" and not chosen:
            chosen = "live"
        if chosen and chosen not in dict(chips):
            chips.insert(1, (chosen, "…"))
        self._chips.set_items(chips, chosen)

    def _show_trends(self, enabled: list[str] | None) -> None:
        trends = [(sort, label) for sort, name, label in _trends() if enabled is None or name in enabled]
        self._chips.set_items(trends, self._route.arg("sort") or self._kind.sort)

    async def _load_constants(self, origin: str) -> None:
        constants = await self._browsing.constants(origin)
        if origin != self._route.origin:
            return
        self._constants_of = origin
        self._categories = constants.categories
        self._filter.set_constants(constants.categories, constants.licences, constants.languages)
        if self._kind is not TRENDING:
            self._show_categories()

    def _chip_chosen(self, key: str) -> None:
        if self._kind is TRENDING:
            self._sort_chosen(key)
        elif key == "live":
            self.go.emit(self._route.with_args(category="", live="yes"))
        else:
            live = "" if self._route.arg("live") == "yes" else self._route.arg("live")
            self.go.emit(self._route.with_args(category=key, live=live))

    def _sort_chosen(self, sort: str) -> None:
        self.go.emit(self._route.with_args(sort="" if sort == self._kind.sort else sort))

    def reset_filters(self) -> None:
        """Back to the plain list."""
        self.go.emit(Route(self._kind.page, self._route.origin))

    # The overview

    def _shelf_chosen(self, shelf: ShelfContent) -> None:
        origin = self._route.origin
        if shelf.kind == "channel":
            self.go.emit(Route.of("channel", origin, handle=shelf.value))
        elif shelf.kind == "tag":
            self.go.emit(Route.of(self._kind.page, origin, tags=shelf.value))
        else:
            self.go.emit(Route.of(self._kind.page, origin, category=shelf.value))

    def _show_overview(self, held: object, again: bool) -> None:
        shelves = self._shelves
        if shelves is None:
            return
        cancel_tasks(shelves)
        plain = not self._route.args
        if not plain:
            self._overview = None
            self._pane.grid.set_header(None)
            return
        if isinstance(held, Overview):
            self._overview_arrived(held)
            return
        if not (again and self._overview is not None):
            self._overview = None
            shelves.show_loading()
            self._pane.grid.set_header(shelves)
        spawn(shelves, self._load_overview(self._route.origin), on_error=self._overview_failed)

    async def _load_overview(self, origin: str) -> None:
        overview = await self._browsing.overview(origin)
        if origin == self._route.origin:
            self._overview_arrived(overview)

    def _overview_arrived(self, overview: Overview) -> None:
        assert self._shelves is not None
        self._overview = overview
        blur = self._pane.blur_nsfw
        filled = self._shelves.show_overview(
            _without_hidden(overview, self._policy), self._route.origin, blur_nsfw=blur
        )
        self._pane.grid.set_header(self._shelves if filled else None)
        QTimer.singleShot(0, self._shelves, self._shelves.scrolled)

    def _overview_failed(self, error: BaseException) -> None:
        if not isinstance(error, ApiError):
            raise error
        # A list that fails too says so in the place of all this.
        assert self._shelves is not None
        words = retryable(sentence(error))
        self._shelves.show_error(replace(words, title=_("The overview did not come")))
        self._pane.grid.set_header(self._shelves)


def _without_hidden(overview: Overview, policy: str) -> Overview:
    """The overview without nsfw videos where they are to be hidden: its call knows no such filter."""
    if policy != "hide":
        return overview

    # With the first overview: a start that hides nothing needs none of it.
    from msgspec import structs

    def clean(videos: list[Video]) -> list[Video]:
        return [video for video in videos if not video.nsfw]

    return structs.replace(
        overview,
        categories=[structs.replace(row, videos=clean(row.videos)) for row in overview.categories],
        tags=[structs.replace(row, videos=clean(row.videos)) for row in overview.tags],
        channels=[structs.replace(row, videos=clean(row.videos)) for row in overview.channels],
    )
