"""The chapters of the video that is on, as a list to jump from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from peertube_desktop.api.models.video import Chapter
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_line

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class ChapterModel(QAbstractListModel):
    """Rows such as `12:04  Second song`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chapters: Sequence[Chapter] = ()

    def show_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Show these."""
        self.beginResetModel()
        self.chapters = tuple(chapters)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.chapters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.chapters):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            chapter = self.chapters[index.row()]
            return f"{fmt.duration(chapter.timecode)}   {clean_line(chapter.title, 120)}"
        return None


class ChapterList(QListView):
    """`seek(seconds)` when a chapter is chosen."""

    seek = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chapterList")
        self.setAccessibleName(_("Chapters"))
        self.setProperty("kind", "rows")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = ChapterModel(self)
        self.setModel(self._model)
        self.clicked.connect(self._chosen)
        self.activated.connect(self._chosen)

    def show_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Show these."""
        if tuple(chapters) != tuple(self._model.chapters):
            self._model.show_chapters(chapters)

    def mark(self, chapter: Chapter | None) -> None:
        """`chapter` is on now."""
        if chapter is None or chapter not in self._model.chapters:
            self.clearSelection()
            return
        row = self._model.chapters.index(chapter)
        if row != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(row))

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.seek.emit(float(self._model.chapters[index.row()].timecode))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text().isprintable() and event.key() != Qt.Key.Key_Return:
            # A single letter is the player's.
            event.ignore()
            return
        super().keyPressEvent(event)
