"""What plays next: the person's queue, then what is left of the playlist, or what fits to the video."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from peertube_desktop.services.play_queue import PlayQueue, QueueItem
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import Card, make_card
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.item_view import Entry
from peertube_desktop.ui.widgets.pictures import Pictures, Shape
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.video_column import VideoColumn

PLACEHOLDERS = 6


class QueueModel(FeedListModel[QueueItem, Card]):
    """Items of the queue as cards, from whatever instances they are."""

    def make_card(self, item: QueueItem) -> Card:
        return make_card(item.video, item.ref.origin, blur_nsfw=self._blur, ratio=self._ratio)

    def identity(self, item: QueueItem) -> Hashable:
        return item.key

    def picture(self, card: Card) -> QPixmap | None:
        return self._pictures.any_size(card.thumbnail, Shape.BLURRED if card.hidden else Shape.CARD)

    def item_of(self, card: Card) -> QueueItem | None:
        """The item that `card` shows."""
        return next((item for item, own in zip(self.items, self.cards, strict=True) if own is card), None)


class Section(QWidget):
    """A heading, perhaps a button beside it, and its videos; not there at all while it has none."""

    def __init__(self, name: str, title: str, column: VideoColumn, button: PillButton | None = None) -> None:
        super().__init__()
        self.column = column
        column.setParent(self)
        column.setObjectName(name)
        column.setAccessibleName(title)
        self._title = QLabel(title, self)
        self._title.setProperty("kind", "strong")
        head = QHBoxLayout()
        head.setContentsMargins(6, 2, 0, 0)
        head.addWidget(self._title, 1)
        if button is not None:
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(column)

    @property
    def model(self) -> QueueModel:
        """Its items."""
        model = self.column.model()
        assert isinstance(model, QueueModel)
        return model

    def set_title(self, title: str) -> None:
        """Another heading."""
        self._title.setText(title)

    def show_items(self, items: Sequence[QueueItem], *, blur_nsfw: bool) -> None:
        """Show these; nothing is done where they are shown already."""
        if list(items) != list(self.model.items):
            self.model.restore(list(items), None, "", blur_nsfw=blur_nsfw, ratio=self.devicePixelRatioF())
        self.column.updateGeometries()
        self.setVisible(self.column.content_height() > 0)


class UpNext(QScrollArea):
    """`chosen(QueueItem)` when the person wants one of them now."""

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        queue: PlayQueue,
        preferences: Preferences,
        actions: VideoActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._preferences = preferences
        self._actions = actions
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._autoplay = QCheckBox(_("Play the next video automatically"))
        self._autoplay.setObjectName("autoplayCheck")
        self._autoplay.setChecked(preferences.current.autoplay_next)
        self._autoplay.toggled.connect(lambda on: preferences.update(autoplay_next=on))
        preferences.changed.connect(self._preferences_changed)
        clear = PillButton(_("Clear"), None, "link")
        clear.setObjectName("clearQueue")
        clear.clicked.connect(queue.clear)
        leave = PillButton(_("Leave"), None, "link")
        leave.setObjectName("leavePlaylist")
        leave.clicked.connect(queue.leave_playlist)

        def column() -> VideoColumn:
            made = VideoColumn(theme, icons, pictures)
            made.setModel(QueueModel(pictures, made))
            # Opened through the queue, which knows then what comes after it.
            actions.attach(made, opens=False)
            return made

        self.queued = Section("queueList", _("In the queue"), column(), clear)
        self.playlist = Section("playlistQueue", _("Playlist"), column(), leave)
        self.recommended = Section("upNextList", _("Up next"), column())
        layout_of = QWidget()
        layout = QVBoxLayout(layout_of)
        layout.setContentsMargins(0, 0, 4, 8)
        layout.setSpacing(6)
        layout.addWidget(self._autoplay)
        for section in self._sections:
            layout.addWidget(section)
            section.column.opened.connect(partial(self._opened, section))
            section.column.entries_for = partial(self._entries_for, section)
        layout.addStretch(1)
        self.setWidget(layout_of)
        self.verticalScrollBar().valueChanged.connect(self._ask)
        queue.changed.connect(self._fill)
        self._fill()

    @property
    def _sections(self) -> tuple[Section, Section, Section]:
        return self.queued, self.playlist, self.recommended

    def _fill(self) -> None:
        queue = self._queue
        blur = self._preferences.current.nsfw_policy == "blur"
        place, count = queue.playlist_place, len(queue.playlist)
        self.playlist.set_title(_("Playlist · {n} of {count}").format(n=fmt.number(place + 1), count=count))
        self.recommended.column.placeholders = PLACEHOLDERS if queue.awaits_recommended else 0
        for section, items in (
            (self.queued, queue.items),
            (self.playlist, queue.playlist),
            (self.recommended, queue.recommended),
        ):
            section.show_items(items, blur_nsfw=blur)
        if 0 <= place < self.playlist.model.rowCount():
            self.playlist.column.setCurrentIndex(self.playlist.model.index(place))
        QTimer.singleShot(0, self, self._ask)

    def _ask(self) -> None:
        for section in self._sections:
            section.column.ask_for_pictures()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._ask)

    def _opened(self, section: Section, card: Card) -> None:
        item = section.model.item_of(card)
        if item is not None:
            self.chosen.emit(item)

    def _entries_for(self, section: Section, card: Card) -> list[Entry]:
        item = section.model.item_of(card)
        if section is not self.queued or item is None:
            return self._actions.entries_for(card)
        key = item.key
        place = list(section.model.items).index(item)
        entries = []
        if place > 0:
            entries.append(Entry("up", _("Move up"), lambda: self._queue.move(key, place - 1)))
        if place + 1 < section.model.rowCount():
            entries.append(Entry("down", _("Move down"), lambda: self._queue.move(key, place + 1)))
        entries.append(Entry("trash", _("Remove from queue"), lambda: self._queue.remove(key)))
        return entries + self._actions.entries_for(card, can_queue=False)

    def _preferences_changed(self) -> None:
        self._autoplay.setChecked(self._preferences.current.autoplay_next)
