"""A list of things that grows page by page as it is scrolled."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import IntEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.widgets.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@runtime_checkable
class ItemFeed(Protocol[T_co]):
    """Where the things come from: a page at each call, until `done`."""

    @property
    def done(self) -> bool: ...

    @property
    def total(self) -> int | None: ...

    async def next_page(self) -> Sequence[T_co]: ...


class CardLike(Protocol):
    """What a cell shows, worked out once: painting only draws it."""

    title: str

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""

    @property
    def urls(self) -> Sequence[str]:
        """Its pictures; "" where there is none."""


C = TypeVar("C", bound=CardLike)


class Role(IntEnum):
    """Beside DisplayRole (the title) and DecorationRole (the picture, once it is there)."""

    CARD = Qt.ItemDataRole.UserRole + 1
    ITEM = Qt.ItemDataRole.UserRole + 2


class FeedListModel(QAbstractListModel, Generic[T, C]):
    """Things of type T from one feed, shown as cards of type C.

    `loading_changed(bool)`, `failed(error)` when a page did not come (what is there stays; `retry()` asks
    again), `page_arrived(first_row, count)` after rows were added.
    """

    loading_changed = Signal(bool)
    failed = Signal(object)
    page_arrived = Signal(int, int)

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._items: list[T] = []
        self._cards: list[C] = []
        self._rows_of: dict[str, list[int]] = {}
        self._seen: set[Hashable] = set()
        self._feed: ItemFeed[T] | None = None
        self._origin = ""
        self._loading = False
        self._error: Exception | None = None
        self._generation = 0
        self._blur = False
        self._ratio = 1.0
        self._fresh: tuple[ItemFeed[T], str, bool, float] | None = None
        """A feed that is to replace the present one and whose first page did not come."""
        pictures.arrived.connect(self._pictures_arrived)

    # The subclass's

    def make_card(self, item: T) -> C:
        """The card of `item`."""
        raise NotImplementedError

    def identity(self, item: T) -> Hashable:
        """What tells `item` from others: a list that grows on the server gives some things twice."""
        raise NotImplementedError

    def picture(self, card: C) -> QPixmap | None:
        """The card's main picture, if it is there."""
        raise NotImplementedError

    def may_open(self, row: int) -> bool:
        """What a click on the row does first; whether the thing is to be opened then."""
        return True

    # What it holds

    @property
    def items(self) -> Sequence[T]:
        """The things of all rows."""
        return self._items

    @property
    def cards(self) -> Sequence[C]:
        """All rows."""
        return self._cards

    @property
    def origin(self) -> str:
        """The instance that listed them; "" where they come from many."""
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
    def feed(self) -> ItemFeed[T] | None:
        """Where the next page comes from."""
        return self._feed

    def card(self, row: int) -> C:
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
            return self.picture(card)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card.spoken
        if role == Role.CARD:
            return card
        if role == Role.ITEM:
            return self._items[index.row()]
        return None

    # Filling it

    def show_feed(
        self, feed: ItemFeed[T] | None, origin: str, *, ratio: float, blur_nsfw: bool = False
    ) -> None:
        """Empty the list and fill it from `feed` from now on. Answers of an earlier feed are dropped."""
        self._reset(feed, origin, blur_nsfw, ratio)
        self.fetchMore()

    def refresh(self, feed: ItemFeed[T], origin: str, *, ratio: float, blur_nsfw: bool = False) -> None:
        """Fill the list from `feed` anew; what is shown stays until the first page is there."""
        cancel_tasks(self)
        self._generation += 1
        self._error = None
        self._set_loading(True)

        async def load(generation: int) -> None:
            try:
                items = await feed.next_page()
            except Exception as error:
                if generation == self._generation:
                    self._fresh = (feed, origin, blur_nsfw, ratio)
                    self._fail(error)
                return
            if generation == self._generation:
                self._reset(feed, origin, blur_nsfw, ratio)
                self._append(items)
                self.page_arrived.emit(0, len(self._cards))

        spawn(self, load(self._generation))

    def restore(
        self,
        items: Sequence[T],
        feed: ItemFeed[T] | None,
        origin: str,
        *,
        ratio: float,
        blur_nsfw: bool = False,
    ) -> None:
        """Show what was shown before: `items`, with `feed` standing where it stood."""
        self._reset(feed, origin, blur_nsfw, ratio)
        self._append(items)

    def _reset(self, feed: ItemFeed[T] | None, origin: str, blur_nsfw: bool, ratio: float) -> None:
        cancel_tasks(self)
        self._generation += 1
        self.beginResetModel()
        self._items = []
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
            items = await feed.next_page()
        except Exception as error:
            if generation == self._generation:
                self._fail(error)
            return
        if generation != self._generation:
            return
        first = len(self._cards)
        self._append(items)
        self._set_loading(False)
        self.page_arrived.emit(first, len(self._cards) - first)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)

    def _append(self, items: Sequence[T]) -> None:
        fresh: list[T] = []
        for item in items:
            key = self.identity(item)
            if key not in self._seen:
                self._seen.add(key)
                fresh.append(item)
        if not fresh:
            return
        first = len(self._cards)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        for row, item in enumerate(fresh, first):
            card = self.make_card(item)
            self._items.append(item)
            self._cards.append(card)
            self._note_urls(card, row)
        self.endInsertRows()

    # Changes of rows

    def remove(self, row: int) -> None:
        """Take one row out, here alone."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self._cards.pop(row)
        self._seen.discard(self.identity(self._items.pop(row)))
        self._rows_of = {}
        for at, card in enumerate(self._cards):
            self._note_urls(card, at)
        self.endRemoveRows()

    def _note_urls(self, card: C, row: int) -> None:
        for url in card.urls:
            if url:
                self._rows_of.setdefault(url, []).append(row)

    def _pictures_arrived(self, urls: set[str]) -> None:
        rows = [row for url in urls for row in self._rows_of.get(url, ())]
        if rows:
            self.changed(min(rows), max(rows), Qt.ItemDataRole.DecorationRole)

    def changed(self, first: int, last: int, role: int = Qt.ItemDataRole.DisplayRole) -> None:
        """Tell views that these rows look different."""
        self.dataChanged.emit(self.index(first), self.index(last), [role])
