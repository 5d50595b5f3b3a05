"""One header for several tabs: it scrolls along with whatever is below it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.scroll_column import ScrollColumn


class HeadedTabs(QStackedWidget):
    """Lists, and columns, of which one is shown, all below the same `header`.

    Where a list has nothing but words to show, they are below the header too.
    """

    def __init__(self, header: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = header
        header.setParent(self)
        self._tabs: dict[str, QWidget] = {}
        self._current: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    @property
    def tabs(self) -> Mapping[str, QWidget]:
        """All tabs by key."""
        return self._tabs

    def add_tab(self, key: str, tab: QWidget) -> None:
        """Add a FeedPane or ScrollColumn."""
        self._tabs[key] = tab
        self.addWidget(tab)
        if isinstance(tab, FeedPane):
            tab.state_shown.connect(lambda _words, tab=tab: self._arrange(tab))

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front, the header with it."""
        tab = self._tabs[key]
        if tab is not self._current:
            self._release()
            self._current = tab
        self.setCurrentWidget(tab)
        self._arrange(tab)

    def _release(self) -> None:
        """Take the header from where it is."""
        current = self._current
        if isinstance(current, FeedPane):
            current.list_view.set_header(None)
            current.set_state_header(None)
        elif isinstance(current, ScrollColumn):
            current.set_header(None)

    def _arrange(self, tab: QWidget) -> None:
        if tab is not self._current:
            return
        if isinstance(tab, ScrollColumn):
            tab.set_header(self._header)
        elif isinstance(tab, FeedPane):
            if tab.shows_state:
                tab.list_view.set_header(None)
                tab.set_state_header(self._header)
            else:
                tab.set_state_header(None)
                tab.list_view.set_header(self._header)
        self._header.show()

    def _focus_changed(self, old: QObject | None, now: QObject | None) -> None:
        """The keyboard came to something of the header: show it."""
        if not isinstance(now, QWidget) or not self._header.isAncestorOf(now):
            return
        current = self._current
        if isinstance(current, FeedPane) and not current.shows_state:
            top = now.mapTo(self._header, now.rect().topLeft()).y()
            bar = current.list_view.verticalScrollBar()
            if top < bar.value():
                bar.setValue(max(0, top - 40))
