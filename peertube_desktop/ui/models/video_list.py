"""A list of videos that grows page by page as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.models.card import Card, make_card
from peertube_desktop.ui.widgets.pictures import Pictures, Shape

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


@runtime_checkable
class VideoFeed(Protocol):
    """Where the videos come from: a page at each call, until `done`."""

    @property
    def done(self) -> bool: ...

    async def next_page(self) -> Sequence[Video]: ...


class Role(IntEnum):
    """Beside DisplayRole (the title) and DecorationRole (the picture, once it is there)."""

    CARD = Qt.ItemDataRole.UserRole + 1
    VIDEO = Qt.ItemDataRole.UserRole + 2


class VideoListModel(QAbstractListModel):
    """Videos of one feed.

    `loading_changed(bool)`, `failed(error)` when a page did not come (what is there stays; `retry()` asks
    again), `page_arrived(first_row, count)` after rows were added.
    """

    loading_changed = Signal(bool)
    failed = Signal(object)
    page_arrived = Signal(int, int)

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._cards: list[Card] = []
        self._rows_of: dict[str, list[int]] = {}
        self._seen: set[str] = set()
        self._feed: VideoFeed | None = None
        self._origin = ""
        self._loading = False
        self._error: Exception | None = None
        self._generation = 0
        self._blur = False
        self._ratio = 1.0
        self._fresh: tuple[VideoFeed, str, bool, float] | None = None
        """A feed that is to replace the present one and whose first page did not come."""
        pictures.arrived.connect(self._pictures_arrived)

    # What it holds

    @property
    def cards(self) -> Sequence[Card]:
        """All rows."""
        return self._cards

    @property
    def origin(self) -> str:
        """The instance that listed them."""
        return self._origin

    @property
    def loading(self) -> bool:
        """Whether a page is on its way."""
        return self._loading

    @property
    def error(self) -> Exception | None:
        """Why the last page did not come, None when it did."""
        return self._error

    @property
    def feed(self) -> VideoFeed | None:
        """Where the next page comes from."""
        return self._feed

    def card(self, row: int) -> Card:
        """The card at `row`."""
        return self._cards[row]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.any_size(card.thumbnail, Shape.BLURRED if card.hidden else Shape.CARD)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card.spoken
        if role == Role.CARD:
            return card
        if role == Role.VIDEO:
            return card.video
        return None

    # Filling it

    def show_feed(self, feed: VideoFeed | None, origin: str, *, blur_nsfw: bool, ratio: float) -> None:
        """Empty the list and fill it from `feed` from now on. Answers of an earlier feed are dropped."""
        self._reset(feed, origin, blur_nsfw, ratio)
        self.fetchMore()

    def show_videos(self, videos: Iterable[Video], origin: str, *, blur_nsfw: bool, ratio: float) -> None:
        """Show just these."""
        self.restore(list(videos), None, origin, blur_nsfw=blur_nsfw, ratio=ratio)

    def refresh(self, feed: VideoFeed, origin: str, *, blur_nsfw: bool, ratio: float) -> None:
        """Fill the list from `feed` anew; what is shown stays until the first page is there."""
        cancel_tasks(self)
        self._generation += 1
        self._error = None
        self._set_loading(True)

        async def load(generation: int) -> None:
            try:
                videos = await feed.next_page()
            except Exception as error:
                if generation == self._generation:
                    self._fresh = (feed, origin, blur_nsfw, ratio)
                    self._fail(error)
                return
            if generation == self._generation:
                self._reset(feed, origin, blur_nsfw, ratio)
                self._append(videos)
                self.page_arrived.emit(0, len(self._cards))

        spawn(self, load(self._generation))

    def restore(
        self, videos: Sequence[Video], feed: VideoFeed | None, origin: str, *, blur_nsfw: bool, ratio: float
    ) -> None:
        """Show what was shown before: `videos`, with `feed` standing where it stood."""
        self._reset(feed, origin, blur_nsfw, ratio)
        self._append(videos)

    def _reset(self, feed: VideoFeed | None, origin: str, blur_nsfw: bool, ratio: float) -> None:
        cancel_tasks(self)
        self._generation += 1
        self.beginResetModel()
        self._cards = []
        self._rows_of = {}
        self._seen = set()
        self._feed = feed
        self._origin = origin
        self._error = None
        self._fresh = None
        self._blur = blur_nsfw
        self._ratio = ratio
        self.endResetModel()
        self._set_loading(False)

    def canFetchMore(self, parent: Index = NO_PARENT) -> bool:
        # After an error only the person asks again: a failing server is not hammered by scrolling.
        feed = self._feed
        return feed is not None and not feed.done and not self._loading and self._error is None

    def fetchMore(self, parent: Index = NO_PARENT) -> None:
        if self.canFetchMore():
            self._set_loading(True)
            spawn(self, self._load(self._generation))

    def retry(self) -> None:
        """Ask for the page that did not come once more."""
        self._error = None
        if self._fresh is not None:
            feed, origin, blur_nsfw, ratio = self._fresh
            self._fresh = None
            self.refresh(feed, origin, blur_nsfw=blur_nsfw, ratio=ratio)
        else:
            self.fetchMore()

    def _fail(self, error: Exception) -> None:
        self._error = error
        self._set_loading(False)
        self.failed.emit(error)

    async def _load(self, generation: int) -> None:
        feed = self._feed
        assert feed is not None
        try:
            videos = await feed.next_page()
        except Exception as error:
            if generation == self._generation:
                self._fail(error)
            return
        if generation != self._generation:
            return
        first = len(self._cards)
        self._append(videos)
        self._set_loading(False)
        self.page_arrived.emit(first, len(self._cards) - first)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)

    def _append(self, videos: Sequence[Video]) -> None:
        # A list that grows on the server while it is read gives some videos twice.
        fresh: list[Video] = []
        for video in videos:
            if video.uuid not in self._seen:
                self._seen.add(video.uuid)
                fresh.append(video)
        if not fresh:
            return
        first = len(self._cards)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        for row, video in enumerate(fresh, first):
            card = make_card(video, self._origin, blur_nsfw=self._blur, ratio=self._ratio)
            self._cards.append(card)
            for url in (card.thumbnail, card.avatar):
                if url:
                    self._rows_of.setdefault(url, []).append(row)
        self.endInsertRows()

    # Changes of rows

    def reveal(self, row: int) -> None:
        """Show the picture of an nsfw video from now on."""
        self._cards[row].hidden = False
        self._changed(row, row)

    def set_progress(self, progress: Mapping[str, float], watched: Callable[[str], bool]) -> None:
        """`progress` is the part watched (0–1) by uuid; `watched(uuid)` says which are marked so."""
        low, high = len(self._cards), -1
        for row, card in enumerate(self._cards):
            new = (progress.get(card.video.uuid, 0.0), watched(card.video.uuid))
            if new != (card.progress, card.watched):
                card.progress, card.watched = new
                low, high = min(low, row), max(high, row)
        if high >= 0:
            self._changed(low, high)

    def remove(self, row: int) -> None:
        """Take one row out, here alone."""
        self.beginRemoveRows(QModelIndex(), row, row)
        card = self._cards.pop(row)
        self._seen.discard(card.video.uuid)
        self._rows_of = {}
        for at, other in enumerate(self._cards):
            for url in (other.thumbnail, other.avatar):
                if url:
                    self._rows_of.setdefault(url, []).append(at)
        self.endRemoveRows()

    def _pictures_arrived(self, urls: set[str]) -> None:
        rows = [row for url in urls for row in self._rows_of.get(url, ())]
        if rows:
            self._changed(min(rows), max(rows), Qt.ItemDataRole.DecorationRole)

    def _changed(self, first: int, last: int, role: int = Qt.ItemDataRole.DisplayRole) -> None:
        self.dataChanged.emit(self.index(first), self.index(last), [role])
