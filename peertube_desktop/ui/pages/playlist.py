"""A playlist's page."""

from __future__ import annotations

import random
from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError, NotFoundError
from peertube_desktop.api.models.playlist import PlaylistElement, VideoPlaylist
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.links import Target, TargetKind, VideoRef, build_link
from peertube_desktop.services.play_queue import MAX_ITEMS, QueueItem
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.element_list import ElementCard
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.element_pane import ElementPane
from peertube_desktop.ui.widgets.headed import HeadedTabs
from peertube_desktop.ui.widgets.item_view import Entry
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.playlist_header import PlaylistHeader
from peertube_desktop.ui.widgets.states import ErrorState
from peertube_desktop.ui.words import Words, retryable, sentence

_random = random.SystemRandom()


class PlaylistPage(Page):
    """One playlist; `id` is the route's argument."""

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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._preferences = preferences
        self._actions = actions
        self._route = Route("playlist")
        self._playlist: VideoPlaylist | None = None
        self._whole = False
        """Whether the details are there, not only what a list knew."""
        self.header = PlaylistHeader(theme, icons, pictures, links)
        self.header.play_all.connect(lambda: self._play(shuffle=False))
        self.header.shuffle.connect(lambda: self._play(shuffle=True))
        self.header.retry.connect(self._reload)
        self.header.owner_clicked.connect(self._go_to_owner)
        self.header.copy_link.connect(lambda: item_actions.copy_link(self.link))
        self.header.open_in_browser.connect(lambda: item_actions.browse(self.link))
        self.pane = ElementPane(theme, icons, pictures)
        view = self.pane.list_view
        actions.attach(view, opens=False)
        view.opened.connect(self._open_element)
        view.entries_for = self._entries_for
        view.middle_clicked = self._middle_clicked
        self.pane.filled.connect(self._filled)
        tabs = HeadedTabs(self.header, self)
        tabs.add_tab("", self.pane)
        tabs.show_tab("")
        self._tabs = tabs
        self._state = ErrorState(icons, self)
        self._state.acted.connect(self._reload)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(tabs)
        self._stack.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    # The place

    @property
    def link(self) -> str:
        """The web address of the page."""
        known = self._playlist
        found = (known.short_uuid or known.uuid) if known else self._route.arg("id")
        return build_link(Target(TargetKind.PLAYLIST, self._route.origin, found))

    def open(self, route: Route, state: PageState | None) -> None:
        again = state is None and route == self._route
        same = route == self._route
        self._route = route
        self._stack.setCurrentWidget(self._tabs)
        if same and self._whole and not again and self.pane.list_model.error is None:
            # The way back to what is still there.
            return
        cancel_tasks(self)
        self.header.error.hide()
        held = state.held if state is not None else {}
        known = held.get("playlist")
        if not same:
            self._playlist, self._whole = None, False
            self.header.show_nothing()
            self.titled.emit(_("Playlist"))
        if isinstance(known, VideoPlaylist):
            self._show(known, whole=held.get("whole") is True)
        policy = self._preferences.current.nsfw_policy
        self.pane.blur_nsfw = policy != "show"
        kept = held.get("pane")
        if not (isinstance(kept, PageState) and self.pane.restore(kept, route.origin)):
            if not again:
                self.header.set_playable(False)
            feed = self._browsing.playlist_elements(route.origin, route.arg("id"))
            self.pane.show_feed(feed, route.origin, keep=again)
        if not self._whole or again:
            spawn(self, self._load(route), on_error=lambda error: self._failed(route, error))

    def state(self) -> PageState:
        kept = self.pane.state()
        return PageState(kept.scroll, {"pane": kept, "playlist": self._playlist, "whole": self._whole})

    def focus_first(self) -> None:
        self.pane.focus_first()

    # Details

    async def _load(self, route: Route) -> None:
        playlist = await self._browsing.playlist(route.origin, route.arg("id"))
        if route == self._route:
            self.header.error.hide()
            self._show(playlist, whole=True)

    def _show(self, playlist: VideoPlaylist, *, whole: bool) -> None:
        self._playlist, self._whole = playlist, whole
        self.header.show_playlist(playlist, self._route.origin)
        self.titled.emit(clean_line(playlist.display_name, 120))

    def _failed(self, route: Route, error: BaseException) -> None:
        if not isinstance(error, ApiError):
            raise error
        words = retryable(sentence(error))
        if isinstance(error, NotFoundError):
            text = _("It may have been removed, or be private.")
            words = Words(_("There is no such playlist"), text, _("Try again"), "playlist")
        if self._playlist is None:
            self._state.show_words(words)
            self._stack.setCurrentWidget(self._state)
        else:
            self.header.error.show_words(words)

    def _reload(self) -> None:
        self.open(self._route, None)

    def _go_to_owner(self) -> None:
        playlist = self._playlist
        if playlist is None:
            return
        if playlist.video_channel is not None:
            self.go.emit(Route.of("channel", self._route.origin, handle=playlist.video_channel.handle))
        elif playlist.owner_account is not None:
            self.go.emit(Route.of("account", self._route.origin, handle=playlist.owner_account.handle))

    # Playing

    def _filled(self) -> None:
        self.header.set_playable(any(element.video for element in self.pane.list_model.items))

    def _items(self, elements: Sequence[PlaylistElement]) -> list[QueueItem]:
        origin = self._route.origin
        return [
            QueueItem(
                VideoRef(origin, element.video.uuid),
                element.video,
                element.start_timestamp,
                element.stop_timestamp,
                # Here the key is the element's: the queue gives its own.
                element.id,
            )
            for element in elements
            if element.video is not None
        ]

    def _open_element(self, card: ElementCard) -> None:
        row = next((row for row, known in enumerate(self.pane.list_model.cards) if known is card), -1)
        if row < 0:
            return
        element = self.pane.list_model.items[row]
        items = self._items(self.pane.list_model.items)
        place = next((place for place, item in enumerate(items) if item.key == element.id), -1)
        if place >= 0:
            self._actions.play_playlist(items, place)

    def _play(self, *, shuffle: bool) -> None:
        spawn(self, self._play_all(self._route, shuffle), on_error=self._play_failed)

    async def _play_all(self, route: Route, shuffle: bool) -> None:
        model = self.pane.list_model
        elements = list(model.items)
        if model.feed is not None and not model.feed.done:
            elements = []
            feed = self._browsing.playlist_elements(route.origin, route.arg("id"))
            while len(elements) < MAX_ITEMS and (page := await feed.next_page()):
                elements += page
        items = self._items(elements)[:MAX_ITEMS]
        if shuffle:
            _random.shuffle(items)
        if items and route == self._route:
            self._actions.play_playlist(items)

    def _play_failed(self, error: BaseException) -> None:
        if not isinstance(error, ApiError):
            raise error
        self.notice.emit(sentence(error).title)

    # Rows

    def _entries_for(self, card: ElementCard) -> Sequence[Entry]:
        return () if card.missing else self._actions.entries_for(card)

    def _middle_clicked(self, card: ElementCard) -> None:
        if not card.missing:
            self._actions.queue(card, next_=False)
