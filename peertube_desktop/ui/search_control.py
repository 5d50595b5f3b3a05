"""The search field at work: suggestions while one types, links that go straight there, the page of results."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject

from peertube_desktop.services.instances import Instances
from peertube_desktop.services.searching import Scope, Searching
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.opening import Opening
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.window import Window

log = logging.getLogger(__name__)


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
        self._box.dropped.connect(lambda text: spawn(self, self._forget(text), on_error=_not_kept))
        router.moved.connect(self._moved)

    def _typed(self, text: str) -> None:
        cancel_tasks(self._looking)
        spawn(self._looking, self._suggest(text), on_error=_not_kept)

    async def _suggest(self, text: str) -> None:
        found = await self._searching.suggestions(text)
        # What is typed in full needs no offering.
        self._box.set_suggestions([one for one in found if one != text.strip()])

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
