"""The page of what was watched on this machine."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.services.history import History, VisitedVideo
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import Card
from peertube_desktop.ui.models.history_list import HistoryListModel
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.feed_pane import FeedPane
from peertube_desktop.ui.widgets.item_view import Entry
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import PictureLabel
from peertube_desktop.ui.widgets.video_grid import MARGIN, VideoGrid
from peertube_desktop.ui.words import Words


class HistoryPage(Page):
    """Newest first; `search` is the route's argument."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        history: History,
        preferences: Preferences,
        actions: VideoActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self._preferences = preferences
        self._actions = actions
        self._route = Route("history")
        self._stale = False
        self._model = HistoryListModel(pictures)
        self.pane: FeedPane[VisitedVideo, Card] = FeedPane(
            VideoGrid(theme, icons, pictures), self._model, icons, pictures, self
        )
        actions.attach(self.pane.list_view)
        self.pane.list_view.entries_for = self._entries_for
        self.pane.filled.connect(self._filled)
        self.pane.empty_acted.connect(lambda: self.go.emit(self._route.with_args(search="")))
        self._title = QLabel(_("History"), self)
        self._title.setProperty("kind", "h2")
        self._search = QLineEdit(self)
        self._search.setObjectName("historySearch")
        self._search.setProperty("kind", "pill")
        self._search.setPlaceholderText(_("Search the history"))
        self._search.setAccessibleName(_("Search the history"))
        self._search.setClearButtonEnabled(True)
        self._search.setMaxLength(200)
        self._search.returnPressed.connect(lambda: self._search_for(self._search.text().strip()))
        self._search.textChanged.connect(self._search_changed)
        self._clear = PillButton(_("Clear history"), icons.get("trash"), "pill", self)
        self._clear.setObjectName("clearHistoryButton")
        self._clear.clicked.connect(self._ask_to_clear)
        self._private = self._make_private_note(icons)
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, 14, MARGIN, 10)
        bar.setSpacing(8)
        bar.addWidget(self._title)
        bar.addStretch(1)
        bar.addWidget(self._search)
        bar.addWidget(self._clear)
        note = QVBoxLayout()
        note.setContentsMargins(MARGIN, 0, MARGIN, 0)
        note.addWidget(self._private)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(note)
        layout.addWidget(self.pane, 1)
        history.changed.connect(self._changed)
        preferences.changed.connect(self._preferences_changed)
        theme.changed.connect(self._fit)
        self._fit()
        self._preferences_changed()

    def _make_private_note(self, icons: Icons) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("historyPrivate")
        frame.setProperty("kind", "banner")
        picture = PictureLabel(icons, 20, "accent", frame)
        picture.show_icon("eye-off")
        text = QLabel(_("Private mode is on: what is watched now is not kept here."), frame)
        text.setWordWrap(True)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(10)
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(text, 1)
        return frame

    def _fit(self) -> None:
        self._search.setFixedWidth(self._theme.px(240))

    # The place

    def open(self, route: Route, state: PageState | None) -> None:
        self._route = route
        search = route.arg("search")
        self.titled.emit(_("History"))
        if search != self._search.text():
            self._search.setText(search)
        self.pane.blur_nsfw = self._preferences.current.nsfw_policy != "show"
        self.pane.empty = self._empty(search)
        if state is not None and not self._stale and self.pane.restore(state, ""):
            return
        self._fill()

    def _fill(self) -> None:
        self._stale = False
        self.pane.show_feed(self._history.feed(self._route.arg("search")), "")

    def state(self) -> PageState:
        return self.pane.state()

    def focus_first(self) -> None:
        self.pane.focus_first()

    def _empty(self, search: str) -> Words:
        if search:
            text = _("Nothing watched here fits “{text}”.").format(text=clean_line(search, 60))
            return Words(_("Nothing matches"), text, _("Show all"), "search")
        if self._preferences.current.private_mode:
            return Words(_("Nothing is kept"), _("Private mode is on."), "", "eye-off")
        text = _("Videos you watch are remembered on this machine, and nowhere else.")
        return Words(_("Nothing watched yet"), text, "", "history")

    def _search_for(self, text: str) -> None:
        self.go.emit(self._route.with_args(search=text))

    def _search_changed(self, text: str) -> None:
        """An emptied field shows everything again, without Enter."""
        if not text and self._search.hasFocus():
            self._search_for("")

    def _filled(self) -> None:
        self._clear.setEnabled(self._model.rowCount() > 0 or bool(self._route.arg("search")))

    def _preferences_changed(self) -> None:
        self._private.setVisible(self._preferences.current.private_mode)
        self.pane.empty = self._empty(self._route.arg("search"))

    def _changed(self, uuid: str) -> None:
        """Everything was read anew, or forgotten."""
        if uuid:
            return
        self._stale = True
        if self.isVisible():
            self._fill()

    # Forgetting

    def _entries_for(self, card: Card) -> list[Entry]:
        remove = Entry("trash", _("Remove from history"), partial(self._remove, card))
        return [*self._actions.entries_for(card), remove]

    def _remove(self, card: Card) -> None:
        spawn(self, self._remove_now(card), on_error=self._not_done)

    async def _remove_now(self, card: Card) -> None:
        await self._history.remove(card.video.uuid)
        row = next((row for row, known in enumerate(self._model.cards) if known is card), -1)
        if row >= 0:
            self._model.remove(row)
        self.notice.emit(_("Removed from the history"))
        if not self._model.rowCount():
            self._fill()

    def _ask_to_clear(self) -> None:
        from peertube_desktop.ui.dialogs.confirm import ConfirmDialog

        dialog = ConfirmDialog(
            _("Clear the history?"),
            _("What was watched, and where, is forgotten. This cannot be undone."),
            _("Clear history"),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: spawn(self, self._history.clear(), on_error=self._not_done))
        dialog.open()

    def _not_done(self, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.emit(_("The library could not be changed: is the disk full?"))
