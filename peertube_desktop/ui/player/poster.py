"""The picture that is shown before the first frame: the video's preview, sharp or blurred."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from peertube_desktop.services.player import Player
from peertube_desktop.ui.models.card import absolute
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

WIDTH, HEIGHT = 960, 540


class Poster(QObject):
    """Keeps the preview of the player's video; calls `changed` when it is there or is another one."""

    def __init__(
        self, player: Player, pictures: Pictures, changed: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._pictures = pictures
        self._changed = changed
        self._url = ""
        pictures.arrived.connect(self._arrived)
        player.video_changed.connect(self._ask)
        player.details_changed.connect(self._ask)
        self._ask()

    def pixmap(self, blurred: bool) -> QPixmap | None:
        """The preview, or None while there is none."""
        return (
            self._pictures.get(self._want(Shape.BLURRED if blurred else Shape.PLAIN)) if self._url else None
        )

    def _want(self, shape: Shape) -> Want:
        return Want(self._url, WIDTH, HEIGHT, 1.0, shape)

    def _ask(self) -> None:
        video, ref = self._player.video, self._player.ref
        url = (
            absolute(ref.origin, video.thumbnail_ref(WIDTH)) if video is not None and ref is not None else ""
        )
        if url == self._url:
            return
        self._url = url
        shapes = (Shape.BLURRED, Shape.PLAIN) if video is not None and video.nsfw else (Shape.PLAIN,)
        self._pictures.set_wanted(self, [self._want(shape) for shape in shapes] if url else [])
        self._changed()

    def _arrived(self, urls: set[str]) -> None:
        if self._url in urls:
            self._changed()
