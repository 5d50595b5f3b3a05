"""A thread that makes RGB of the newest frame at the size it is shown in; what comes too late is left out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from peertube_desktop.services.player import Frame
from peertube_desktop.ui.player.picture import PADDING, Converter
from peertube_desktop.ui.player.qt_convert import QtConverter
from peertube_desktop.ui.player.swscale import Swscale

log = logging.getLogger(__name__)

RGB = QImage.Format.Format_RGB32
LARGEST = 8192
"""Side of a snapshot: a file may claim samples of any shape."""
OnImage = Callable[[QImage], None]


@dataclass(frozen=True)
class Picture:
    """`image` holds the picture in its top left `size`, and some columns and rows that are not shown."""

    image: QImage
    size: QSize


def best_converter() -> Converter:
    """The fastest there is on this machine."""
    try:
        return Swscale()
    except OSError as error:
        log.info("Pictures are converted by Qt: %s", error)
        return QtConverter()


class PictureWorker:
    """`on_ready` is called on the worker's thread, once for each picture `take()` will give; it must only post.

    A frame that was submitted belongs to the worker. It keeps the last one, so that a paused picture can be made
    in another size.
    """

    def __init__(
        self, on_ready: Callable[[], None], make_converter: Callable[[], Converter] = best_converter
    ) -> None:
        self._on_ready = on_ready
        self._make_converter = make_converter
        self._changed = threading.Condition()
        self._job: tuple[Frame, QSize] | None = None
        self._last: Frame | None = None
        self._snapshots: list[OnImage] = []
        self._ready: Picture | None = None
        self._shown: Picture | None = None
        self._generation = 0
        self._closed = False
        self.converter_name = ""
        self._thread: threading.Thread | None = None

    def submit(self, frame: Frame, size: QSize) -> None:
        """Make a picture of `size` device pixels of `frame`; what was submitted before and not begun is dropped."""
        with self._changed:
            if self._closed:
                frame.release()
                return
            self._begin()
            if self._job is not None and self._job[0] is not self._last:
                self._job[0].release()
            self._job = (frame, QSize(size))
            self._changed.notify()

    def resize(self, size: QSize) -> None:
        """The last frame in another size."""
        with self._changed:
            frame = self._job[0] if self._job is not None else self._last
            if frame is not None and not self._closed:
                self._job = (frame, QSize(size))
                self._changed.notify()

    def snapshot(self, on_image: OnImage, frame: Frame | None = None) -> bool:
        """`frame`, or the last one, in its own size, for `on_image`, on the worker's thread.

        False where there is none. Whoever hands a frame over may still show it.
        """
        with self._changed:
            if self._closed:
                return False
            if frame is not None and frame is not self._last:
                if self._last is not None:
                    self._last.release()
                self._last = frame
            if self._last is None:
                return False
            self._begin()
            self._snapshots.append(on_image)
            self._changed.notify()
            return True

    def take(self) -> Picture | None:
        """The newest picture, once. It stays as it is until the next but one is taken."""
        with self._changed:
            picture, self._ready = self._ready, None
            if picture is not None:
                self._shown = picture
            return picture

    def clear(self) -> None:
        """Forget frames and pictures: another video comes."""
        with self._changed:
            self._generation += 1
            for frame in (self._last, self._job[0] if self._job is not None else None):
                if frame is not None:
                    frame.release()
            self._job = self._last = self._ready = self._shown = None

    def close(self) -> None:
        """End the thread; nothing is told any more."""
        self.clear()
        with self._changed:
            self._closed = True
            self._snapshots.clear()
            self._changed.notify()

    def _begin(self) -> None:
        if self._thread is None:
            # Not before the first frame: opening libraries takes a moment.
            self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        converter = self._make_converter()
        self.converter_name = converter.name
        spare: list[QImage] = []
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._job or self._snapshots or self._closed)
                if self._closed:
                    return
                job, self._job = self._job, None
                generation = self._generation
                snapshots, self._snapshots = self._snapshots, []
                held = self._last
                if job is not None and job[0] is not held:
                    self._last = job[0]
                    if held is not None:
                        held.release()
            frame = job[0] if job is not None else self._last
            if frame is None:
                continue
            if snapshots:
                self._snapshot(converter, frame, snapshots)
            if job is not None:
                image = self._image(spare, job[1])
                if not converter.convert(frame, image, job[1]) and converter.name != QtConverter.name:
                    QtConverter().convert(frame, image, job[1])
                self._publish(Picture(image, job[1]), generation)

    def _image(self, spare: list[QImage], size: QSize) -> QImage:
        """One that nobody looks at: the one shown and the one waiting are left alone."""
        width, height = -(-size.width() // PADDING) * PADDING + PADDING, size.height() + PADDING
        if spare and (spare[0].width(), spare[0].height()) != (width, height):
            spare.clear()
        with self._changed:
            busy = [picture.image for picture in (self._ready, self._shown) if picture is not None]
        for image in spare:
            if not any(image is other for other in busy):
                return image
        image = QImage(width, height, RGB)
        spare.append(image)
        return image

    def _publish(self, picture: Picture, generation: int) -> None:
        with self._changed:
            if self._closed or generation != self._generation:
                return
            told = self._ready is not None
            self._ready = picture
            if not told:
                # Inside the lock: after close() nobody is told, and whoever is to be told may be gone.
                self._on_ready()

    @staticmethod
    def _snapshot(converter: Converter, frame: Frame, wanted: list[OnImage]) -> None:
        size = QSize(*frame.format.display_size)
        if max(size.width(), size.height()) > LARGEST:
            size.scale(LARGEST, LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        image = QImage(-(-size.width() // PADDING) * PADDING + PADDING, size.height() + PADDING, RGB)
        if not converter.convert(frame, image, size):
            QtConverter().convert(frame, image, size)
        cut = image.copy(0, 0, size.width(), size.height())
        for on_image in wanted:
            on_image(cut)
