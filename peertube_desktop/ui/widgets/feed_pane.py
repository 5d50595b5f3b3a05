"""A list with all its states: loading, empty, failed, failed while something is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.feed_list import CardLike, FeedListModel, ItemFeed
from peertube_desktop.ui.router import PageState
from peertube_desktop.ui.widgets.grid_view import MARGIN, GridView
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.scroll_column import ScrollColumn
from peertube_desktop.ui.widgets.states import Banner, ErrorState
from peertube_desktop.ui.words import Words, retryable, sentence

T = TypeVar("T")
C = TypeVar("C", bound=CardLike)


class FeedPane(QWidget, Generic[T, C]):
    """A `grid` and its `model`, whose view it becomes.

    `empty_acted` when the empty state's button was pressed; `filled(rows)` after each page;
    `state_shown(bool)` when words came in place of the grid, or went.
    """

    empty_acted = Signal()
    filled = Signal(int)
    state_shown = Signal(bool)

    def __init__(
        self,
        grid: GridView,
        model: FeedListModel[T, C],
        icons: Icons,
        pictures: Pictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.blur_nsfw = False
        self.empty = Words(_("Nothing here yet"), "", "", "inbox")
        """What is said when there is nothing."""
        self.list_view = grid
        self.list_model = model
        model.setParent(self)
        grid.setModel(model)
        self._state = ErrorState(icons, self)
        self._state.acted.connect(self._state_acted)
        self._banner = Banner(icons, self)
        self._banner.acted.connect(self._retry)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list_view)
        # Words may be higher than the pane where a header is above them.
        self._state_page = ScrollColumn(self)
        self._state_page.add(self._state, 1)
        self._stack.addWidget(self._state_page)
        self._stack.currentChanged.connect(lambda: self.state_shown.emit(self.shows_state))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._banner_room = QVBoxLayout()
        self._banner_room.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._banner_room.addWidget(self._banner)
        layout.addLayout(self._banner_room)
        layout.addWidget(self._stack, 1)
        self.list_model.failed.connect(self._failed)
        self.list_model.page_arrived.connect(self._page_arrived)

    @property
    def shows_state(self) -> bool:
        """Whether words are shown instead of the grid."""
        return self._stack.currentWidget() is self._state_page

    @property
    def words(self) -> str:
        """What is said instead of the grid, or above it."""
        if self.shows_state:
            return self._state.text
        return self._banner.text if self._banner.isVisibleTo(self) else ""

    def focus_first(self) -> None:
        """Put the keyboard on the first row, or on the button that helps."""
        if self.shows_state:
            self._state.focus_button()
        else:
            self.list_view.take_keyboard()

    def set_state_header(self, header: QWidget | None) -> None:
        """Show `header` above the words that come in place of the grid."""
        self._state_page.set_header(header)

    # Filling

    def show_feed(self, feed: ItemFeed[T], origin: str, *, keep: bool = False) -> None:
        """Show `feed` from its beginning. `keep`: what is shown stays until the first page is there."""
        self._banner.hide()
        ratio = self.devicePixelRatioF()
        if keep and self.list_model.rowCount() and not self.shows_state:
            self.list_model.refresh(feed, origin, blur_nsfw=self.blur_nsfw, ratio=ratio)
            return
        self._turn_to(self.list_view)
        self.list_model.show_feed(feed, origin, blur_nsfw=self.blur_nsfw, ratio=ratio)
        self.list_view.verticalScrollBar().setValue(0)

    def restore(self, state: PageState, origin: str) -> bool:
        """Show what `state` holds, where it was scrolled to; False where it holds nothing."""
        items = state.held.get("items")
        if not isinstance(items, list) or not items:
            return False
        feed = state.held.get("feed")
        self._banner.hide()
        self._turn_to(self.list_view)
        self.list_model.restore(
            items,
            feed if isinstance(feed, ItemFeed) else None,
            origin,
            blur_nsfw=self.blur_nsfw,
            ratio=self.devicePixelRatioF(),
        )
        # The geometry must know the rows before the bar can go there; once more when headers are laid out.
        self.list_view.doItemsLayout()
        bar = self.list_view.verticalScrollBar()
        bar.setValue(state.scroll)
        row = state.held.get("row")
        if isinstance(row, int) and 0 <= row < self.list_model.rowCount():
            self.list_view.setCurrentIndex(self.list_model.index(row))
            bar.setValue(state.scroll)
        QTimer.singleShot(0, self.list_view, lambda: bar.setValue(state.scroll))
        self.filled.emit(self.list_model.rowCount())
        return True

    def state(self) -> PageState:
        """What `restore` wants."""
        items: Sequence[T] = list(self.list_model.items)
        return PageState(
            self.list_view.verticalScrollBar().value(),
            {"items": items, "feed": self.list_model.feed, "row": self.list_view.currentIndex().row()},
        )

    # What happens

    def _turn_to(self, widget: QWidget) -> None:
        """Show the list or the words; the keyboard goes along where it was in the other one."""
        shown = self._stack.currentWidget()
        if shown is widget:
            return
        focused = QApplication.focusWidget()
        had_keyboard = (
            shown is not None and focused is not None and (focused is shown or shown.isAncestorOf(focused))
        )
        self._stack.setCurrentWidget(widget)
        if had_keyboard:
            self.focus_first()

    def _page_arrived(self, first: int, count: int) -> None:
        self._banner.hide()
        feed = self.list_model.feed
        if not self.list_model.rowCount() and (feed is None or feed.done):
            self._state.show_words(self.empty)
            self._turn_to(self._state_page)
        else:
            self._turn_to(self.list_view)
        self.filled.emit(self.list_model.rowCount())
        # A page that filled no screen is followed by the next.
        self.list_view.updateGeometries()

    def _failed(self, error: Exception) -> None:
        words = retryable(sentence(error))
        if self.list_model.rowCount():
            self._banner.show_words(words)
        else:
            self._state.show_words(words)
            self._turn_to(self._state_page)

    def _state_acted(self) -> None:
        if self.list_model.error is not None:
            self._retry()
        else:
            self.empty_acted.emit()

    def _retry(self) -> None:
        self._banner.hide()
        self._pictures.retry_failed()
        self._turn_to(self.list_view)
        self.list_model.retry()
