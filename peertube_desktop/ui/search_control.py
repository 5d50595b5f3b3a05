"""The search field at work: suggestions while one types, links that go straight there, the page of results."""

from __future__ import annotations

import asyncio
import logging

from PySide6.QtCore import QObject

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.instances import Instances
from peertube_desktop.services.links import parse_link
from peertube_desktop.services.searching import Scope, Searching
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.opening import Opening
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.window import Window

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds without a key, after which the instance is asked what it has."""
MAX_TITLE = 120


class SearchControl(QObject):
    """Ties the window's search field to the searches."""

    def __init__(
        self,
        window: Window,
        router: Router,
        searching: Searching,
        opening: Opening,
        instances: Instances,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._box = window.top_bar.search
        self._router = router
        self._searching = searching
        self._opening = opening
        self._instances = instances
        self._looking = QObject(self)
        """Owns the look-up of suggestions: a later one replaces it."""
        self._box.typed.connect(self._typed)
        self._box.searched.connect(self._searched)
        self._box.edit.left.connect(lambda: cancel_tasks(self._looking))
        self._box.dropped.connect(lambda text: spawn(self, self._forget(text), on_error=_not_kept))
        router.moved.connect(self._moved)

    def _typed(self, text: str) -> None:
        cancel_tasks(self._looking)
        spawn(self._looking, self._suggest(text), on_error=_not_kept)

    async def _suggest(self, text: str) -> None:
        found = await self._searching.suggestions(text)
        # What is typed in full needs no offering.
        earlier = [one for one in found if one != text.strip()]
        self._box.set_suggestions(earlier)
        # What is typed goes to the instance that is browsed anyway, never to the index of all instances.
        if not text.strip() or self._box.everywhere or not self._instances.current or parse_link(text):
            return
        await asyncio.sleep(PAUSE)
        try:
            titles = await self._searching.titles(self._instances.current, text)
        except ApiError as error:
            log.info("No titles to offer: %s", type(error).__name__)
            return
        known = {one.casefold() for one in (*earlier, text.strip())}
        cleaned = dict.fromkeys(clean_line(title, MAX_TITLE) for title in titles)
        self._box.set_suggestions(earlier, [one for one in cleaned if one and one.casefold() not in known])

    async def _forget(self, text: str) -> None:
        await self._searching.forget(text)
        await self._suggest("" if self._box.edit.text() == text else self._box.edit.text())

    def _searched(self, text: str, everywhere: bool) -> None:
        cancel_tasks(self._looking)
        if self._opening.open_text(text):
            self._leave()
            # A link is no search: it does not stay in the field.
            self._box.set_text("")
            return
        spawn(self, self._searching.remember(text), on_error=_not_kept)
        current = self._router.current
        text = " ".join(text.split())
        # In another scope the same tab is meant; another search begins with videos.
        same = current is not None and current.page == "search" and current.arg("text") == text
        scope = Scope.EVERYWHERE if everywhere or not self._instances.current else Scope.INSTANCE
        route = Route.of(
            "search",
            self._instances.current,
            text=text,
            scope="" if scope is Scope.INSTANCE else scope,
            tab=current.arg("tab") if same and current is not None else "",
        )
        self._router.go(route)
        self._leave()

    def _leave(self) -> None:
        """From the field into what it brought."""
        if self._window.page is not None:
            self._window.page.focus_first()

    def _moved(self, route: Route, state: PageState | None) -> None:
        searching = route.page == "search"
        if searching:
            self._box.set_scope(route.arg("scope") == Scope.EVERYWHERE)
        else:
            self._box.forget_scope()
        self._box.set_text(route.arg("text") if searching else "")


def _not_kept(error: BaseException) -> None:
    if not isinstance(error, StoreError):
        raise error
    # Suggestions are a comfort: where the library cannot be used there are none, which is told at the start.
    log.info("No search history: %s", type(error).__name__)
