"""What every page of the window is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.router import PageState, Route


class Page(QWidget):
    """A pane of the window. Made once, when first needed, and opened for each place of its kind.

    `go(Route)` asks for another place; `titled(str)` names the window; `notice(str)` shows a short message.
    """

    go = Signal(object)
    titled = Signal(str)
    notice = Signal(str)

    def open(self, route: Route, state: PageState | None) -> None:
        """Show the place `route`; `state` is what `state()` gave when it was left, None for a first visit."""
        raise NotImplementedError

    def state(self) -> PageState:
        """What is needed to show the present place again as it is now."""
        return PageState()

    def leave(self) -> None:
        """Another page is shown from now on: stop what nobody sees."""

    def focus_first(self) -> None:
        """Put the keyboard where one expects it on this page."""
        self.setFocus()
