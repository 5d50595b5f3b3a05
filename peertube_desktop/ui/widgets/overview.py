"""The instance's overview: a shelf per category, tag and channel, above the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop.api.models.instance import Overview
from peertube_desktop.api.models.video import Video
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.video_list import VideoListModel
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.states import Banner, PictureLabel
from peertube_desktop.ui.widgets.video_grid import MARGIN
from peertube_desktop.ui.widgets.video_shelf import VideoShelf
from peertube_desktop.ui.words import Words

FIRST = 2
"""Shelves shown before the person asks for all: the grid below stays in sight."""
MOST = 24
MOST_VIDEOS = 50
"""On a shelf."""


@dataclass(frozen=True)
class ShelfContent:
    """A shelf and where its title leads: `kind` is category, tag or channel, `value` its id, text or handle."""

    icon: str
    title: str
    kind: str
    value: str
    videos: Sequence[Video]


def shelves_of(overview: Overview) -> list[ShelfContent]:
    """The overview's rows, kinds taking turns so that the first few show some of each."""
    categories = [
        ShelfContent(
            "film",
            clean_line(row.category.label, 80),
            "category",
            str(row.category.id),
            row.videos[:MOST_VIDEOS],
        )
        for row in overview.categories[:MOST]
    ]
    tags = [
        ShelfContent("tag", "#" + clean_line(row.tag, 80), "tag", row.tag, row.videos[:MOST_VIDEOS])
        for row in overview.tags[:MOST]
    ]
    channels = [
        ShelfContent(
            "channel",
            clean_line(row.channel.title, 80),
            "channel",
            row.channel.handle,
            row.videos[:MOST_VIDEOS],
        )
        for row in overview.channels[:MOST]
    ]
    mixed: list[ShelfContent] = []
    for place in range(max(len(categories), len(tags), len(channels), 0)):
        mixed += [kind[place] for kind in (categories, tags, channels) if place < len(kind)]
    return [shelf for shelf in mixed if shelf.videos and shelf.title][:MOST]


class ShelfRow(QWidget):
    """A title and its shelf."""

    title_clicked = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: ShelfContent | None = None
        self._picture = PictureLabel(icons, 18, "accent", self)
        self._title = PillButton("", None, "heading", self)
        self._title.clicked.connect(lambda: self._content and self.title_clicked.emit(self._content))
        left = IconButton(icons.get("back"), _("Earlier"), "icon", 16, self)
        right = IconButton(icons.get("forward"), _("More"), "icon", 16, self)
        self.shelf = VideoShelf(theme, icons, pictures, self)
        self.model = VideoListModel(pictures, self)
        self.shelf.setModel(self.model)
        left.clicked.connect(lambda: self.shelf.turn(-1))
        right.clicked.connect(lambda: self.shelf.turn(1))
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(6)
        head.addWidget(self._picture)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(left)
        head.addWidget(right)
        bar = self.shelf.horizontalScrollBar()

        def show_turns() -> None:
            left.setVisible(bar.maximum() > 0)
            right.setVisible(bar.maximum() > 0)
            left.setEnabled(bar.value() > 0)
            right.setEnabled(bar.value() < bar.maximum())

        bar.rangeChanged.connect(show_turns)
        bar.valueChanged.connect(show_turns)
        show_turns()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.shelf)

    def show_skeleton(self) -> None:
        """The outlines of cards that are on their way."""
        self._content = None
        self._picture.show_icon("")
        self._title.set_label(" ")
        self.shelf.placeholders = 8
        self.shelf.updateGeometries()

    def show_content(self, content: ShelfContent, origin: str, *, blur_nsfw: bool, ratio: float) -> None:
        """Show a row of the overview."""
        self._content = content
        self._picture.show_icon(content.icon)
        self._title.set_label(content.title)
        self.shelf.setAccessibleName(content.title)
        self.shelf.placeholders = 0
        self.model.show_videos(content.videos, origin, blur_nsfw=blur_nsfw, ratio=ratio)
        self.shelf.horizontalScrollBar().setValue(0)


class OverviewShelves(QWidget):
    """The grid's header. `chosen(ShelfContent)` when a shelf's title was pressed; `retry` after an error."""

    chosen = Signal(object)
    retry = Signal()
    row_made = Signal(object)
    """The row's view, for what is done with its cards."""

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._rows: list[ShelfRow] = []
        self._contents: list[ShelfContent] = []
        self._all = False
        self._origin = ""
        self._blur = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(2)
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(MARGIN, 2, MARGIN, 4)
        self._heading = QLabel(_("All videos"), self._foot)
        self._heading.setProperty("kind", "h3")
        self._more = PillButton("", icons.get("down"), "pill", self._foot)
        self._more.clicked.connect(self._toggle)
        foot.addWidget(self._heading)
        foot.addStretch(1)
        foot.addWidget(self._more)
        self._layout.addWidget(self._foot)
        self._error = Banner(icons)
        self._error.acted.connect(self.retry)
        self._error.dismissed.connect(self.updateGeometry)
        room = QVBoxLayout()
        room.setContentsMargins(MARGIN, 4, MARGIN, 0)
        room.addWidget(self._error)
        self._layout.insertLayout(0, room)

    def show_loading(self) -> None:
        """Keep the room of the first shelves."""
        self._contents = []
        self._error.hide()
        for row in self._take(FIRST):
            row.show_skeleton()
        self._more.hide()
        self._foot.show()
        self.updateGeometry()

    def show_overview(self, overview: Overview, origin: str, *, blur_nsfw: bool) -> bool:
        """Fill the shelves; False where the overview is empty."""
        self._error.hide()
        self._contents = shelves_of(overview)
        self._origin = origin
        self._blur = blur_nsfw
        self._fill()
        return bool(self._contents)

    def show_error(self, words: Words) -> None:
        """Say so in a line above the shelves; outlines of what did not come go away."""
        if not self._contents:
            self._take(0)
            self._foot.hide()
        self._error.show_words(words)
        self.updateGeometry()

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        shown = self._contents if self._all else self._contents[:FIRST]
        ratio = self.devicePixelRatioF()
        for row, content in zip(self._take(len(shown)), shown, strict=True):
            row.show_content(content, self._origin, blur_nsfw=self._blur, ratio=ratio)
        more = len(self._contents) - FIRST
        self._more.setVisible(more > 0)
        if self._all:
            self._more.set_label(_("Show fewer rows"))
        else:
            self._more.set_label(ngettext("Show {n} more row", "Show {n} more rows", more).format(n=more))
        self._more.setIcon(self._icons.get("up" if self._all else "down"))
        self._foot.setVisible(bool(shown))
        self.updateGeometry()

    def _take(self, count: int) -> list[ShelfRow]:
        """`count` rows, made or reused; the others hidden."""
        while len(self._rows) < count:
            row = ShelfRow(self._theme, self._icons, self._pictures, self)
            row.title_clicked.connect(self.chosen)
            # Below the error's line.
            self._layout.insertWidget(1 + len(self._rows), row)
            self._rows.append(row)
            self.row_made.emit(row.shelf)
        for place, row in enumerate(self._rows):
            row.setVisible(place < count)
        return self._rows[:count]

    def scrolled(self) -> None:
        """The page moved: shelves that came into sight want their pictures."""
        for row in self._rows:
            if row.isVisible():
                row.shelf.ask_for_pictures()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()
