"""The comments of the video that is on, with all their states."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.comments import CommentOrder, Comments
from peertube_desktop.services.links import VideoRef
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.comments.model import CommentListModel
from peertube_desktop.ui.comments.view import CommentView
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import Banner, StateView
from peertube_desktop.ui.words import Words, retryable, sentence


class CommentPane(QWidget):
    """`link(href)` and `author(handle)` for clicks; `notice(sentence)`."""

    link = Signal(str)
    author = Signal(str)
    notice = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        comments: Comments,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ref: VideoRef | None = None
        self._owner = ""
        self._password: str | None = None
        self._shown = False
        self.model = CommentListModel(comments, pictures, self)
        self.view = CommentView(theme, pictures, self)
        self.view.setModel(self.model)
        self.view.link.connect(self.link)
        self.view.author.connect(self.author)
        self.view.notice.connect(self.notice)
        self._count = QLabel(self)
        self._count.setProperty("kind", "small")
        self._sort = PillButton("", icons.get("sort"), "pill", self)
        self._sort.setObjectName("commentSort")
        self._sort.setMenu(QMenu(self._sort))
        self._banner = Banner(icons, self)
        self._banner.acted.connect(self._retry)
        self._state = StateView(icons, self)
        self._state.acted.connect(self._retry)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._state)
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 6, 4)
        head.addWidget(self._count, 1)
        head.addWidget(self._sort)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._banner)
        layout.addWidget(self._stack, 1)
        self.model.failed.connect(self._failed)
        self.model.arrived.connect(self._arrived)
        self.model.loading_changed.connect(self._loading_changed)
        self._show_order()

    @property
    def words(self) -> str:
        """What is said instead of comments, or above them."""
        if self._stack.currentWidget() is self._state:
            return self._state.text
        return self._banner.text if self._banner.isVisibleTo(self) else ""

    def show_video(self, ref: VideoRef, details: VideoDetails, password: str | None = None) -> None:
        """The comments of this video; they are fetched when the pane is first seen."""
        if ref == self._ref and password == self._password:
            return
        self._ref, self._password = ref, password
        self._owner = details.account.handle if details.account is not None else ""
        self._shown = False
        self._banner.hide()
        self.model.show_video(None)
        self._count.setText("")
        if not details.can_comment and not details.comments:
            self._say(Words(_("Comments are off"), _("The creator closed the comments."), "", "comment"))
            self._shown = True
        else:
            self._stack.setCurrentWidget(self.view)
            self._load_if_seen()

    def clear(self) -> None:
        """Of no video."""
        self._ref = None
        self.model.show_video(None)
        self._stack.setCurrentWidget(self.view)

    def showEvent(self, event: object) -> None:
        self._load_if_seen()

    def _load_if_seen(self) -> None:
        if self._ref is not None and not self._shown and self.isVisible():
            self._shown = True
            self._load(self.model.order)

    def _load(self, order: CommentOrder) -> None:
        self._banner.hide()
        self._stack.setCurrentWidget(self.view)
        self.model.show_video(self._ref, self._owner, order, self._password)
        self._show_order()

    def _show_order(self) -> None:
        names = {CommentOrder.NEWEST: _("Newest"), CommentOrder.MOST_REPLIED: _("Most replies")}
        menu = self._sort.menu()
        menu.clear()
        for order, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(order is self.model.order)
            action.triggered.connect(lambda _checked=False, order=order: self._load(order))
        self._sort.set_label(names[self.model.order])

    def _loading_changed(self, loading: bool) -> None:
        if loading and not self.model.rowCount():
            self._count.setText(_("Loading comments…"))

    def _arrived(self) -> None:
        self._banner.hide()
        total = self.model.total or 0
        none = not self.model.rowCount() and self.model.done
        words = ngettext("{n} thread", "{n} threads", total).format(n=fmt.number(total))
        self._count.setText("" if none else words)
        self._sort.setVisible(not none)
        if none:
            self._say(Words(_("No comments yet"), "", "", "comment"))
        else:
            self._stack.setCurrentWidget(self.view)

    def _failed(self, error: Exception) -> None:
        self._count.setText("")
        if self.model.rowCount():
            self._banner.show_words(retryable(sentence(error)))
        else:
            self._say(retryable(sentence(error)))

    def _say(self, words: Words) -> None:
        self._state.show_words(words)
        self._stack.setCurrentWidget(self._state)

    def _retry(self) -> None:
        self._banner.hide()
        self._stack.setCurrentWidget(self.view)
        self.model.retry()
