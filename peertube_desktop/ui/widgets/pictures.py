"""Pixmaps of remote pictures, bounded in bytes, made when their image arrives and never while painting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from enum import Enum
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from peertube_desktop.services.thumbnails import ImageKey, Thumbnails

LIMIT = 24 * 1024 * 1024
"""Bytes of pixmaps kept."""
FRAME_MS = 16
FAILED_LIMIT = 2000
BLUR_SIDE = 14
"""A blurred picture is decoded this many pixels wide and drawn large."""


class Shape(Enum):
    """How a picture is cut."""

    CARD = "card"
    CIRCLE = "circle"
    ROUNDED = "rounded"
    """An instance's or playlist's square, with small corners."""
    PLAIN = "plain"
    BLURRED = "blurred"


RADII = {Shape.CARD: 10, Shape.ROUNDED: 10, Shape.BLURRED: 10}


class Want(NamedTuple):
    """A picture for a place of `width`×`height` logical pixels on a screen of `ratio`."""

    url: str
    width: int
    height: int
    ratio: float
    shape: Shape


def _key(want: Want) -> ImageKey:
    if want.shape is Shape.BLURRED:
        return ImageKey(want.url, BLUR_SIDE, max(1, BLUR_SIDE * want.height // want.width), True)
    return ImageKey(want.url, round(want.width * want.ratio), round(want.height * want.ratio), True)


class Pictures(QObject):
    """`arrived(set of URLs)`, at most once a frame, when pictures can be drawn that could not be before."""

    arrived = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None, limit: int = LIMIT) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._limit = limit
        self._bytes = 0
        self._pixmaps: OrderedDict[Want, QPixmap] = OrderedDict()
        self._latest: dict[tuple[str, Shape], Want] = {}
        self._wanted: dict[int, set[Want]] = {}
        self._waiting: dict[ImageKey, set[Want]] = {}
        self._failed: OrderedDict[ImageKey, None] = OrderedDict()
        self._news: set[str] = set()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._tell)
        thumbnails.ready.connect(self._ready)
        thumbnails.failed.connect(self._fail)

    def get(self, want: Want) -> QPixmap | None:
        """The pixmap, or None. Nothing is asked for: see `set_wanted`."""
        pixmap = self._pixmaps.get(want)
        if pixmap is not None:
            self._pixmaps.move_to_end(want)
        return pixmap

    def any_size(self, url: str, shape: Shape) -> QPixmap | None:
        """The pixmap of that picture made last, in whatever size, or None."""
        want = self._latest.get((url, shape))
        return None if want is None else self._pixmaps.get(want)

    def set_wanted(self, owner: QObject, wants: Iterable[Want], ahead: Iterable[Want] = ()) -> None:
        """All that `owner` shows, and `ahead` what it will show; the most urgent last.

        What it wanted before is dropped.
        """
        seen = [want for want in wants if want.url and want.width > 0 and want.height > 0]
        coming = [want for want in ahead if want.url and want.width > 0 and want.height > 0]
        now = {*seen, *coming}
        before = self._wanted.get(id(owner))
        if before is None:
            before = set()
            owner.destroyed.connect(partial(self._forget, id(owner)))
        self._wanted[id(owner)] = now
        for want in before - now:
            self._drop(want)
        for want in coming:
            self._request(want, ahead=True)
        for want in seen:
            self._request(want, ahead=False)

    def _request(self, want: Want, *, ahead: bool) -> None:
        key = _key(want)
        if want in self._pixmaps or key in self._failed:
            return
        self._waiting.setdefault(key, set()).add(want)
        # Asked for anew even if on its way: the queue is last in, first out, and this one is urgent now.
        self._thumbnails.request(key, ahead=ahead)

    def retry_failed(self) -> None:
        """Forget which pictures did not come, as after the network came back."""
        self._failed.clear()

    def clear(self) -> None:
        """Let go of everything."""
        self._pixmaps.clear()
        self._latest.clear()
        self._failed.clear()
        self._bytes = 0

    def _forget(self, owner: int, _gone: QObject | None = None) -> None:
        for want in self._wanted.pop(owner, set()):
            self._drop(want)

    def _drop(self, want: Want) -> None:
        if any(want in wants for wants in self._wanted.values()):
            return
        key = _key(want)
        waiting = self._waiting.get(key)
        if waiting is not None:
            waiting.discard(want)
            if not waiting:
                del self._waiting[key]
                self._thumbnails.drop(key)

    def _ready(self, key: ImageKey, image: QImage) -> None:
        for want in self._waiting.pop(key, set()):
            self._keep(want, make_pixmap(image, want))
            self._news.add(want.url)
        if self._news and not self._frame.isActive():
            self._frame.start()

    def _fail(self, key: ImageKey) -> None:
        self._waiting.pop(key, None)
        self._failed[key] = None
        if len(self._failed) > FAILED_LIMIT:
            self._failed.popitem(last=False)

    def _tell(self) -> None:
        news, self._news = self._news, set()
        self.arrived.emit(news)

    def _keep(self, want: Want, pixmap: QPixmap) -> None:
        old = self._pixmaps.pop(want, None)
        if old is not None:
            self._bytes -= _size(old)
        self._pixmaps[want] = pixmap
        self._latest[want.url, want.shape] = want
        self._bytes += _size(pixmap)
        while self._bytes > self._limit and len(self._pixmaps) > 1:
            gone, victim = self._pixmaps.popitem(last=False)
            self._bytes -= _size(victim)
            if self._latest.get((gone.url, gone.shape)) == gone:
                del self._latest[gone.url, gone.shape]


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def make_pixmap(image: QImage, want: Want) -> QPixmap:
    """`image` filling the place, cut to its shape, in device pixels."""
    width, height = round(want.width * want.ratio), round(want.height * want.ratio)
    fitted = _fit(image, width, height)
    if want.shape is Shape.PLAIN:
        pixmap = QPixmap.fromImage(fitted)
        pixmap.setDevicePixelRatio(want.ratio)
        return pixmap
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # A brush gives smooth edges, a clip path would not.
    painter.setBrush(QBrush(fitted))
    if want.shape is Shape.CIRCLE:
        painter.drawEllipse(0, 0, width, height)
    else:
        radius = RADII[want.shape] * want.ratio
        painter.drawRoundedRect(0, 0, width, height, radius, radius)
    painter.end()
    if want.shape is Shape.BLURRED:
        _veil(pixmap)
    pixmap.setDevicePixelRatio(want.ratio)
    return pixmap


def _fit(image: QImage, width: int, height: int) -> QImage:
    """`image` scaled to cover `width`×`height` and cut in its middle; as it is where it fits already."""
    if (image.width(), image.height()) == (width, height):
        return image
    scaled = image.scaled(
        width,
        height,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    return scaled.copy((scaled.width() - width) // 2, (scaled.height() - height) // 2, width, height)


def _veil(pixmap: QPixmap) -> None:
    """Darken, so that white words on top can be read."""
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.fillRect(pixmap.rect(), QColor(0, 0, 0, 110))
    painter.end()
