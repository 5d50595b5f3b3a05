"""Comments as rows: threads page by page, each with its answers below it once they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)

from peertube_desktop.api.models.comment import Comment
from peertube_desktop.services.browsing import Feed
from peertube_desktop.services.comments import CommentOrder, Comments, Reply
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.models.card import absolute, hue_of
from peertube_desktop.ui.text import clean_line, clean_text
from peertube_desktop.ui.widgets.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
AVATAR_PIXELS = 56
SLICE = 25
"""Rows that are put in at a time: each has to be measured, and a thread may have thousands."""


class Folding(Enum):
    """The answers of a thread's first comment."""

    NONE = "none"
    CLOSED = "closed"
    LOADING = "loading"
    OPEN = "open"
    FAILED = "failed"


class Role(IntEnum):
    """Beside DisplayRole, the comment as plain text."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(slots=True, eq=False)
class Row:
    """One comment as it is shown. `depth` 0 begins a thread; `avatar` is an absolute URL or ""."""

    comment: Comment
    depth: int
    name: str
    handle: str
    when: str
    text: str
    avatar: str
    letter: str
    hue: int
    by_owner: bool
    folding: Folding = Folding.NONE
    measured: tuple[int, Folding, QSize] | None = None
    """The size it is drawn in, and for which width and folding that holds; the delegate's own."""

    @property
    def folding_label(self) -> str:
        """What the line below a thread's first comment says."""
        count = self.comment.total_replies
        match self.folding:
            case Folding.CLOSED:
                return ngettext("Show {n} reply", "Show {n} replies", count).format(n=fmt.number(count))
            case Folding.LOADING:
                return _("Loading replies…")
            case Folding.OPEN:
                return _("Hide replies")
            case Folding.FAILED:
                return _("The replies did not come. Try again")
            case _:
                return ""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.name, self.when, self.text[:500], self.folding_label) if part)


def make_row(comment: Comment, depth: int, origin: str, owner: str) -> Row:
    """A comment that `origin` gave of a video whose account has the handle `owner`."""
    account = comment.account
    gone = comment.is_deleted or comment.deleted_at is not None
    handle = clean_line(account.handle, 120) if account is not None else ""
    name = clean_line(account.title, 60) if account is not None else ""
    if gone:
        text = _("This comment was deleted.")
    elif comment.held_for_review:
        text = _("This comment waits for approval.")
    else:
        text = clean_text(comment.text)
    replies = Folding.CLOSED if depth == 0 and comment.total_replies else Folding.NONE
    return Row(
        comment=comment,
        depth=depth,
        name=name or (_("Deleted comment") if gone else _("Somebody")),
        handle=handle,
        when=fmt.ago(comment.created_at),
        text=text,
        avatar=absolute(origin, account.avatar_ref(AVATAR_PIXELS)) if account is not None else "",
        letter=(name[:1] or "·").upper(),
        hue=hue_of(handle or str(comment.id)),
        by_owner=bool(owner) and handle == owner,
        folding=replies,
    )


class CommentListModel(QAbstractListModel):
    """`loading_changed(bool)`; `failed(error)`: what is there stays, `retry()`; `arrived` after each page."""

    loading_changed = Signal(bool)
    failed = Signal(object)
    arrived = Signal()

    def __init__(self, comments: Comments, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comments = comments
        self._rows: list[Row] = []
        self._feed: Feed[Comment] | None = None
        self._ref: VideoRef | None = None
        self._order = CommentOrder.NEWEST
        self._owner = ""
        self._password: str | None = None
        self._loading = False
        self._error: Exception | None = None
        pictures.arrived.connect(self._pictures_arrived)

    # What there is

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    @property
    def total(self) -> int | None:
        """How many threads the video has, once known."""
        return self._feed.total if self._feed is not None else None

    @property
    def loading(self) -> bool:
        """Whether threads are on their way."""
        return self._loading

    @property
    def error(self) -> Exception | None:
        """Why the last threads did not come."""
        return self._error

    @property
    def done(self) -> bool:
        """Whether all threads are there."""
        return self._feed is not None and self._feed.done

    @property
    def order(self) -> CommentOrder:
        """How the threads are sorted."""
        return self._order

    @property
    def origin(self) -> str:
        """The instance they come from."""
        return self._ref.origin if self._ref is not None else ""

    def row(self, place: int) -> Row:
        """The row at `place`."""
        return self._rows[place]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == Role.ROW else None

    # Filling it

    def show_video(
        self,
        ref: VideoRef | None,
        owner: str = "",
        order: CommentOrder = CommentOrder.NEWEST,
        password: str | None = None,
    ) -> None:
        """The comments of another video (None: of none). `owner` is the handle of the video's account."""
        cancel_tasks(self)
        self.beginResetModel()
        self._rows = []
        self._ref, self._owner, self._order, self._password = ref, owner, order, password
        self._feed = self._comments.threads(ref, order, password) if ref is not None else None
        self._error = None
        self.endResetModel()
        self._set_loading(False)
        self.fetchMore()

    def canFetchMore(self, parent: Index = NO_PARENT) -> bool:
        feed = self._feed
        return feed is not None and not feed.done and not self._loading and self._error is None

    def fetchMore(self, parent: Index = NO_PARENT) -> None:
        if self.canFetchMore():
            self._set_loading(True)
            spawn(self, self._load(), on_error=self._fail)

    def retry(self) -> None:
        """Ask again for the threads that did not come."""
        self._error = None
        self.fetchMore()

    async def _load(self) -> None:
        assert self._feed is not None
        found = await self._feed.next_page()
        self._insert(len(self._rows), [self._make(comment, 0) for comment in found])
        self._set_loading(False)
        self.arrived.emit()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, Exception):
            raise error
        self._error = error
        self._set_loading(False)
        self.failed.emit(error)

    def _make(self, comment: Comment, depth: int) -> Row:
        return make_row(comment, depth, self.origin, self._owner)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)

    def _insert(self, place: int, rows: Sequence[Row]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), place, place + len(rows) - 1)
            self._rows[place:place] = rows
            self.endInsertRows()

    # Answers

    def toggle(self, place: int) -> None:
        """Show or hide the answers of the thread that begins at `place`."""
        row = self._rows[place]
        if row.folding in (Folding.CLOSED, Folding.FAILED):
            self._fold(row, Folding.LOADING)
            spawn(self, self._open(row), on_error=lambda error: self._answers_failed(row, error))
        elif row.folding is Folding.OPEN:
            self._close(place)

    async def _open(self, row: Row) -> None:
        assert self._ref is not None
        replies = await self._comments.replies(self._ref, row.comment.id, self._password)
        # Marked first: it may be closed again while its answers are still being put in.
        self._fold(row, Folding.OPEN)
        self._put(row, replies, 0)

    def _put(self, row: Row, replies: Sequence[Reply], start: int) -> None:
        """Put answers in, some at a time, the rest when the window has had its turn."""
        if row.folding is not Folding.OPEN or row not in self._rows:
            return
        place = self._rows.index(row) + 1 + start
        part = replies[start : start + SLICE]
        self._insert(place, [self._make(reply.comment, reply.depth) for reply in part])
        if start + SLICE < len(replies):
            QTimer.singleShot(0, self, lambda: self._put(row, replies, start + SLICE))

    def _close(self, place: int) -> None:
        last = place
        while last + 1 < len(self._rows) and self._rows[last + 1].depth > 0:
            last += 1
        self._fold(self._rows[place], Folding.CLOSED)
        if last > place:
            self.beginRemoveRows(QModelIndex(), place + 1, last)
            del self._rows[place + 1 : last + 1]
            self.endRemoveRows()

    def _answers_failed(self, row: Row, error: BaseException) -> None:
        if not isinstance(error, Exception):
            raise error
        self._fold(row, Folding.FAILED)

    def _fold(self, row: Row, folding: Folding) -> None:
        row.folding = folding
        if row in self._rows:
            place = self.index(self._rows.index(row))
            self.dataChanged.emit(place, place, [Qt.ItemDataRole.DisplayRole])

    def _pictures_arrived(self, urls: set[str]) -> None:
        found = [place for place, row in enumerate(self._rows) if row.avatar in urls]
        if found:
            self.dataChanged.emit(
                self.index(found[0]), self.index(found[-1]), [Qt.ItemDataRole.DecorationRole]
            )
