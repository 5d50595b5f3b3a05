"""`python -m tests.bench.floor_grid URL…`: the least that shows a page of thumbnails, to measure against.

urllib, six threads, one QListView, in a window as large as the program's, with pictures as large: the videos of the
answers of these URLs. Writes a JSON line when every visible thumbnail is painted, then stays until its standard
input ends.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
import urllib.request
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QListView

THREADS = 6
CELL = QSize(245, 138)
SIZE = QSize(1280, 800)


class Loader(QObject):
    """Fetches the list, then its pictures, in threads."""

    listed = Signal(list)
    loaded = Signal(int, QImage)

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self._urls = urls
        self._jobs: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._list, daemon=True).start()
        for _ in range(THREADS):
            threading.Thread(target=self._load, daemon=True).start()

    def _list(self) -> None:
        videos: list[dict[str, Any]] = []
        for url in self._urls:
            with urllib.request.urlopen(url) as answer:
                _collect(json.load(answer), videos)
        self.listed.emit([video["name"] for video in videos])
        for row, video in enumerate(videos):
            best = min(video["thumbnails"], key=lambda size: abs(size["width"] - CELL.width()))
            self._jobs.put((row, best["fileUrl"]))

    def _load(self) -> None:
        while True:
            row, url = self._jobs.get()
            with urllib.request.urlopen(url) as answer:
                image = QImage.fromData(answer.read())
            mode, how = (
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.loaded.emit(row, image.scaled(CELL, mode, how))


def _collect(value: Any, found: list[dict[str, Any]]) -> None:
    """All videos in an answer, in their order."""
    if isinstance(value, dict) and "thumbnails" in value:
        found.append(value)
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            _collect(inner, found)


class Model(QAbstractListModel):
    """Titles and pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: list[str] = []
        self.pictures: dict[int, QPixmap] = {}

    def fill(self, titles: list[str]) -> None:
        """These rows."""
        self.beginResetModel()
        self._titles = titles
        self.endResetModel()

    def set_picture(self, row: int, image: QImage) -> None:
        """A picture is there."""
        self.pictures[row] = QPixmap.fromImage(image)
        self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self._titles)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self.pictures.get(index.row())
        return None


class View(QListView):
    """Tells when all pictures are painted."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(CELL)
        self.setGridSize(QSize(CELL.width() + 14, CELL.height() + 116))
        self.setUniformItemSizes(True)
        self.resize(SIZE)
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model, room = self._model, self.viewport().rect()
        seen = [row for row in range(model.rowCount()) if self.visualRect(model.index(row)).intersects(room)]
        if seen and not self._told and all(row in model.pictures for row in seen):
            self._told = True
            found = {"time": time.monotonic(), "cpu": time.process_time(), "pictures": len(seen)}
            print(json.dumps(found), flush=True)


def main() -> int:
    """Shows the page until the standard input ends."""
    app = QApplication(sys.argv[:1])
    model = Model()
    view = View(model)
    loader = Loader(sys.argv[1:])
    loader.listed.connect(model.fill)
    loader.loaded.connect(model.set_picture)
    loader.start()
    view.show()

    def wait() -> None:
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
