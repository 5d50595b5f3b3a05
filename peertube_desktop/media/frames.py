"""Decoded pictures: I420 planes in buffers of ours, handed from libVLC's thread to whoever paints them."""

from __future__ import annotations

import ctypes
import enum
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

ALIGNMENT = 64
# One being written, one published, one held by the painter, one on its way between them; two to spare.
MAX_BUFFERS = 6
LOOKED_AT = 24
"""Rows of a picture that are compared with those of the one before."""


class ColourMatrix(enum.Enum):
    """How Y'CbCr becomes R'G'B'. Always limited ("video") range: Y 16..235, Cb and Cr 16..240."""

    BT601 = "bt601"
    BT709 = "bt709"


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane of 8-bit samples: `height` rows of `width` samples, `stride` bytes from row to row.

    `view` (read-only, `stride * height` bytes or more) and `address` (its first byte, for glTexSubImage2D and
    the like) are the same memory; both are valid until the frame is released.
    """

    width: int
    height: int
    stride: int
    address: int
    view: memoryview


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """What the pictures of one stretch of playback look like.

    `width` × `height` are the visible samples; shown at the right shape they are `display_size`.
    `sar` is the sample aspect ratio (numerator, denominator).
    """

    width: int
    height: int
    sar: tuple[int, int] = (1, 1)
    matrix: ColourMatrix = ColourMatrix.BT709

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height in square pixels; never smaller than the samples."""
        numerator, denominator = self.sar
        if numerator > denominator:
            return max(1, round(self.width * numerator / denominator)), self.height
        return self.width, max(1, round(self.height * denominator / numerator))


class _Buffer:
    """Memory for one I420 picture, the rows aligned the way libVLC likes to copy them."""

    __slots__ = ("_memory", "holders", "planes")

    def __init__(self, width: int, height: int) -> None:
        luma, chroma, lines, chroma_lines = layout(width, height)
        size = luma * lines + 2 * chroma * chroma_lines
        self._memory = ctypes.create_string_buffer(size + ALIGNMENT)
        start = ctypes.addressof(self._memory)
        shift = -start % ALIGNMENT
        view = memoryview(self._memory).cast("B").toreadonly()
        half = ((width + 1) // 2, (height + 1) // 2)
        planes = []
        for (columns, rows), stride, stored in (
            ((width, height), luma, lines),
            (half, chroma, chroma_lines),
            (half, chroma, chroma_lines),
        ):
            part = view[shift : shift + stride * stored]
            planes.append(Plane(columns, rows, stride, start + shift, part))
            shift += stride * stored
        self.planes = (planes[0], planes[1], planes[2])
        self.holders = 0

    def let_go(self) -> None:
        """The one frame made of this buffer is not needed any more.

        No lock: this may run in the middle of anything, on any thread, when a frame is forgotten.
        """
        self.holders = 0


def layout(width: int, height: int) -> tuple[int, int, int, int]:
    """The stride of Y, the stride of U and V, the stored lines of Y, the stored lines of U and V."""
    luma = -(-width // (2 * ALIGNMENT)) * 2 * ALIGNMENT
    lines = -(-height // 32) * 32
    return luma, luma // 2, lines, lines // 2


@dataclass(slots=True, eq=False)
class Frame:
    """One decoded picture. Nobody writes to it until `release()`; it is also released when it is forgotten.

    `index` counts the displayed pictures since the engine was made. Use it as a context manager or release it
    when the next one has been taken; up to three may be held at a time without losing pictures.
    """

    format: PictureFormat
    planes: tuple[Plane, Plane, Plane]
    index: int
    _release: Callable[[], None] | None = field(repr=False, default=None)

    @property
    def width(self) -> int:
        """Visible samples in a row of Y."""
        return self.format.width

    @property
    def height(self) -> int:
        """Visible rows of Y."""
        return self.format.height

    def release(self) -> None:
        """Gives the memory back; the planes must not be read afterwards. Any thread, any number of times."""
        release, self._release = self._release, None
        if release is not None:
            release()

    def __enter__(self) -> Frame:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """Pictures so far: `displayed` by libVLC, `taken` by the painter, `dropped` for want of a buffer."""

    displayed: int
    taken: int
    dropped: int


def _look_of(plane: Plane) -> int:
    """A number that is another one for another picture; from some of its rows, as it is made of each picture."""
    look = 0
    for row in range(0, plane.height, max(1, plane.height // LOOKED_AT)):
        start = row * plane.stride
        look = zlib.crc32(plane.view[start : start + plane.width], look)
    return look


class FrameStore:
    """The newest picture, between libVLC's thread that writes and the one that paints. Thread-safe.

    `on_frame` is called on libVLC's thread when a picture is ready and none was waiting before: one call per
    `take()` at most, so that a slow painter is not flooded. It must only post an event.
    """

    def __init__(self, on_frame: Callable[[], None]) -> None:
        self._on_frame = on_frame
        self._lock = threading.Lock()
        self._writer: FrameWriter | None = None
        self._newest: Frame | None = None
        self._displayed = self._taken = self._dropped = 0

    def take(self) -> Frame | None:
        """The newest picture that was not taken yet, or None. The caller releases it."""
        with self._lock:
            frame, self._newest = self._newest, None
            if frame is not None:
                self._taken += 1
            return frame

    @property
    def counts(self) -> FrameCounts:
        """What became of the pictures so far."""
        return FrameCounts(self._displayed, self._taken, self._dropped)

    def clear(self) -> None:
        """Forgets the picture that waits, so that one of an earlier video is not painted into the next."""
        with self._lock:
            stale, self._newest = self._newest, None
        if stale is not None:
            stale.release()

    def new_writer(self) -> FrameWriter:
        """The one whose pictures count from now on; what an earlier one still writes is dropped."""
        with self._lock:
            self._writer = FrameWriter(self)
            return self._writer

    def accept(self, writer: FrameWriter, picture: PictureFormat, buffer: _Buffer) -> None:
        """Publishes a picture (for `FrameWriter`)."""
        with self._lock:
            if writer is not self._writer:
                return
            stale = self._newest
            buffer.holders = 1
            self._displayed += 1
            self._newest = Frame(picture, buffer.planes, self._displayed, buffer.let_go)
        if stale is not None:
            stale.release()
        else:
            self._on_frame()

    def count_dropped(self) -> None:
        """A picture could not be kept (for `FrameWriter`)."""
        with self._lock:
            self._dropped += 1


class FrameWriter:
    """What one libVLC player writes to, on that player's picture thread; `hide` and `show` from any."""

    def __init__(self, store: FrameStore) -> None:
        self._store = store
        self._format: PictureFormat | None = None
        self._buffers: list[_Buffer] = []
        self._writing: _Buffer | None = None
        self._lock = threading.Lock()
        self._hidden = False
        self._kept: tuple[PictureFormat, _Buffer] | None = None
        self._sum = 0
        self.written = 0
        """Pictures written, shown or not."""
        self.moved_at = 0.0
        """When a picture came that was not the one before again (on the monotonic clock)."""
        self.different = 0
        """Pictures since `hide` or `watch` that are not the one before again: libVLC repeats some."""

    def hide(self) -> None:
        """Keeps pictures from the painter from now on: those before the wanted place."""
        with self._lock:
            self._hidden = True
            self._kept = None
            self.different = 0

    def watch(self) -> None:
        """Counts `different` pictures anew."""
        with self._lock:
            self.different = 0

    def show(self) -> None:
        """Hands the last picture written since `hide` to the painter, and all that follow."""
        with self._lock:
            self._hidden = False
            kept, self._kept = self._kept, None
            if kept is not None:
                self._store.accept(self, *kept)

    @property
    def format(self) -> PictureFormat | None:
        """What the pictures look like, once known."""
        return self._format

    def set_format(self, picture: PictureFormat) -> None:
        """The pictures from now on look like this. Frames of the format before stay valid."""
        before = self._format
        if before is None or (before.width, before.height) != (picture.width, picture.height):
            self._buffers = []
        self._format = picture
        self._writing = None

    def begin(self) -> tuple[Plane, Plane, Plane]:
        """The planes to write the next picture to. Call `set_format` before."""
        assert self._format is not None
        if self._writing is None:
            self._writing = self._free_buffer(self._format)
        return self._writing.planes

    def publish(self) -> None:
        """What was written since `begin` is the newest picture."""
        buffer, self._writing = self._writing, None
        if buffer is None or self._format is None:
            return
        self.written += 1
        with self._lock:
            look = _look_of(buffer.planes[0])
            if look != self._sum:
                self.moved_at = time.monotonic()
            self.different += look != self._sum or not self.different
            self._sum = look
            if self._hidden:
                self._kept = (self._format, buffer)
            else:
                self._store.accept(self, self._format, buffer)

    def _free_buffer(self, picture: PictureFormat) -> _Buffer:
        with self._lock:
            kept = self._kept[1] if self._kept is not None else None
            for buffer in self._buffers:
                if buffer.holders == 0 and buffer is not kept:
                    return buffer
        buffer = _Buffer(picture.width, picture.height)
        if len(self._buffers) < MAX_BUFFERS:
            self._buffers.append(buffer)
        else:
            # The painter hoards frames: it keeps what it holds, this memory goes when the picture does.
            self._store.count_dropped()
        return buffer
