"""Pictures for the window: from disk or network, decoded and scaled in worker threads."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader

from peertube_desktop.api import addresses
from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.image_cache import ImageCache

log = logging.getLogger(__name__)

AT_ONCE = 6
MAX_BYTES = 8 * 1024 * 1024
MAX_SIDE = 4096
MAX_PIXELS = MAX_SIDE * MAX_SIDE
"""More is not decoded: a few kilobytes can claim to be gigabytes, and six are decoded at once."""
FORMATS = (b"jpeg", b"png", b"webp", b"gif")


class ImageKey(NamedTuple):
    """A picture in one size: `width`×`height` device pixels; `crop` fills them, else it is fitted inside."""

    url: str
    width: int
    height: int
    crop: bool


class Thumbnails(QObject):
    """`ready(ImageKey, QImage)` or `failed(ImageKey)` for each key that was requested and not dropped since.

    The last one asked for is served first: it is what the person looks at now. What is asked for ahead waits
    until nothing else does.
    """

    ready = Signal(object, object)
    failed = Signal(object)

    def __init__(self, connections: Connections, cache: ImageCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connections = connections
        self._cache = cache
        self._queue: OrderedDict[ImageKey, None] = OrderedDict()
        self._ahead: OrderedDict[ImageKey, None] = OrderedDict()
        self._running: set[ImageKey] = set()
        self._dropped: set[ImageKey] = set()
        self._fill_due = False

    def request(self, key: ImageKey, *, ahead: bool = False) -> None:
        """Ask for a picture; asked for again, it becomes the most urgent. `ahead`: nobody looks at it yet."""
        if key in self._running:
            self._dropped.discard(key)
            return
        here, there = (self._ahead, self._queue) if ahead else (self._queue, self._ahead)
        there.pop(key, None)
        here[key] = None
        here.move_to_end(key)
        if not self._fill_due:
            # Not at once: of all that are asked for in one go the last one is the most urgent.
            self._fill_due = True
            QTimer.singleShot(0, self, self._fill)

    def drop(self, key: ImageKey) -> None:
        """Nobody looks at it any more: not fetched if not begun, not told of if it is on its way."""
        if key in self._running:
            self._dropped.add(key)
        else:
            self._queue.pop(key, None)
            self._ahead.pop(key, None)

    def _fill(self) -> None:
        self._fill_due = False
        while (queue := self._queue or self._ahead) and len(self._running) < AT_ONCE:
            key, _nothing = queue.popitem(last=True)
            self._running.add(key)
            spawn(self, self._load(key))

    async def _load(self, key: ImageKey) -> None:
        try:
            image = await self._image(key)
        except ApiError as error:
            log.debug("No picture: %s", error)
            image = None
        finally:
            # Cancelled means the end of it all: no other one is begun then.
            self._running.discard(key)
            wanted = key not in self._dropped
            self._dropped.discard(key)
        self._fill()
        if not wanted:
            return
        if image is None:
            self.failed.emit(key)
        else:
            self.ready.emit(key, image)

    async def _image(self, key: ImageKey) -> QImage | None:
        origin = addresses.origin_of(key.url)
        if not origin:
            return None
        etag = ""
        found = await asyncio.to_thread(self._from_disk, key)
        if found is not None:
            image, stale, etag = found
            if not stale:
                return image
        client = self._connections.client(origin)
        try:
            answer = await client.download(key.url, max_bytes=MAX_BYTES, etag=etag or None)
        except ApiError:
            if found is not None:
                return found[0]
            raise
        if answer.not_modified and found is not None:
            await asyncio.to_thread(self._cache.revalidated, key.url)
            return found[0]
        return await asyncio.to_thread(self._keep_and_decode, key, answer.body, answer.etag)

    def _from_disk(self, key: ImageKey) -> tuple[QImage, bool, str] | None:
        cached = self._cache.get(key.url)
        if cached is None:
            return None
        image = decode(cached.body, key)
        return None if image is None else (image, cached.stale, cached.etag)

    def _keep_and_decode(self, key: ImageKey, body: bytes, etag: str) -> QImage | None:
        image = decode(body, key)
        if image is not None:
            self._cache.put(key.url, body, etag)
        return image


def decode(body: bytes, key: ImageKey) -> QImage | None:
    """`body` scaled to the key's size, ready for painting; None where it is no picture we take.

    The kind is told by content. The size is looked at before a pixel is decoded.
    """
    data = QByteArray(body)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()) not in FORMATS:
        return None
    size = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    # Scaling while decoding is cheap for JPEG (it skips coefficients), and keeps memory small.
    target = _target(size, key)
    if target.width() < size.width():
        reader.setScaledSize(target)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        return None
    if image.size() != target:
        # A rotated picture has its sides the other way round, and a small one was not scaled yet.
        target = _target(image.size(), key)
        image = image.scaled(
            target, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    if key.crop and (image.width(), image.height()) != (key.width, key.height):
        corner = QRect(0, 0, min(key.width, image.width()), min(key.height, image.height()))
        corner.moveCenter(image.rect().center())
        image = image.copy(corner)
    opaque = QImage.Format.Format_RGB32
    see_through = QImage.Format.Format_ARGB32_Premultiplied
    return image.convertToFormat(see_through if image.hasAlphaChannel() else opaque)


def _target(size: QSize, key: ImageKey) -> QSize:
    box = QSize(max(1, min(key.width, MAX_SIDE)), max(1, min(key.height, MAX_SIDE)))
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if key.crop else Qt.AspectRatioMode.KeepAspectRatio
    scaled = size.scaled(box, mode)
    # A picture a thousand times wider than high must not become gigabytes when it is made to cover the box.
    return QSize(max(1, min(scaled.width(), MAX_SIDE * 2)), max(1, min(scaled.height(), MAX_SIDE * 2)))
