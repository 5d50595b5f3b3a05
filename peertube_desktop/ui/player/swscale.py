"""Size and colours by FFmpeg's libswscale, which libVLC brings along on most Linux systems."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from contextlib import suppress

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from peertube_desktop.services.player import ColourMatrix, Frame

log = logging.getLogger(__name__)

# The major versions of FFmpeg 3 to 8 and one to come: the calls used here are the same in all of them.
MAJORS = (10, 9, 8, 7, 6, 5, 4)
YUV420P, BGRA = 0, 28
BILINEAR, AREA = 0x02, 0x20
# libswscale's numbers for the matrices.
SPACES = {ColourMatrix.BT709: 1, ColourMatrix.BT601: 5}
ONE = 1 << 16
SMALLEST = 8
ALIGNMENT = 64

_Planes = ctypes.c_void_p * 4
_Strides = ctypes.c_int * 4
_Key = tuple[int, int, int, int, ColourMatrix]


def _open() -> ctypes.CDLL | None:
    if sys.platform in ("win32", "darwin"):
        # VLC has it linked into its plugins there.
        return None
    # The one that is in the process already, if there is one.
    for mode in (os.RTLD_NOLOAD | os.RTLD_LAZY, os.RTLD_LAZY):
        for major in MAJORS:
            with suppress(OSError):
                return ctypes.CDLL(f"libswscale.so.{major}", mode=mode)
    return None


class Swscale:
    """A `Converter`. Raises OSError where the library is not there or is not what is expected."""

    name = "swscale"

    def __init__(self) -> None:
        library = _open()
        if library is None:
            raise OSError("no libswscale")
        try:
            self._get = library.sws_getContext
            self._free = library.sws_freeContext
            self._scale = library.sws_scale
            self._details = library.sws_setColorspaceDetails
            self._table = library.sws_getCoefficients
        except AttributeError as error:
            raise OSError("a strange libswscale") from error
        integer, pointer = ctypes.c_int, ctypes.c_void_p
        self._get.argtypes, self._get.restype = [integer] * 7 + [pointer] * 3, pointer
        self._free.argtypes, self._free.restype = [pointer], None
        self._scale.argtypes = [pointer, _Planes, _Strides, integer, integer, _Planes, _Strides]
        self._scale.restype = integer
        self._details.argtypes = [pointer, pointer, integer, pointer, integer, integer, integer, integer]
        self._details.restype = integer
        self._table.argtypes, self._table.restype = [integer], pointer
        self._scaling: int | None = None
        self._colouring: int | None = None
        self._between: _Between | None = None
        self._key: _Key | None = None

    def __del__(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        self._key = None
        for context in (getattr(self, "_scaling", None), getattr(self, "_colouring", None)):
            if context:
                self._free(context)
        self._scaling = self._colouring = None

    def convert(self, frame: Frame, image: QImage, size: QSize) -> bool:
        """See `Converter`. The GIL is free while it works."""
        if min(frame.width, frame.height, size.width(), size.height()) < SMALLEST:
            return False
        # Only even sizes have the fast way from Y'CbCr to RGB; the odd column or row is not shown.
        width, height = size.width() + size.width() % 2, size.height() + size.height() % 2
        key = (frame.width, frame.height, width, height, frame.format.matrix)
        if key != self._key and not self._prepare(key):
            return False
        planes = _Planes(*(plane.address for plane in frame.planes), None)
        strides = _Strides(*(plane.stride for plane in frame.planes), 0)
        if self._between is not None:
            middle = self._between
            rows = self._scale(self._scaling, planes, strides, 0, frame.height, middle.planes, middle.strides)
            if int(rows) != height:
                return False
            planes, strides = middle.planes, middle.strides
        pixels = ctypes.addressof(ctypes.c_char.from_buffer(image.bits()))
        target, target_strides = _Planes(pixels, None, None, None), _Strides(image.bytesPerLine(), 0, 0, 0)
        rows = self._scale(self._colouring, planes, strides, 0, height, target, target_strides)
        return int(rows) == height

    def _prepare(self, key: _Key) -> bool:
        self._let_go()
        width, height, wanted_width, wanted_height, matrix = key
        self._between = None
        if (width, height) != (wanted_width, wanted_height):
            # In two steps, as RGB is three times as much to scale.
            self._between = _Between(wanted_width, wanted_height)
            self._scaling = self._get(
                width, height, YUV420P, wanted_width, wanted_height, YUV420P, AREA, None, None, None
            )
            if not self._scaling:
                return False
        size = (wanted_width, wanted_height)
        self._colouring = self._get(*size, YUV420P, *size, BGRA, BILINEAR, None, None, None)
        if not self._colouring:
            return False
        table = self._table(SPACES[matrix])
        # Limited range in, full range out; brightness, contrast and saturation as they are.
        if self._details(self._colouring, table, 0, table, 1, 0, ONE, ONE) < 0:
            return False
        self._key = key
        return True


class _Between:
    """Memory for the planes between both steps."""

    def __init__(self, width: int, height: int) -> None:
        stride = -(-width // (2 * ALIGNMENT)) * 2 * ALIGNMENT
        luma, chroma = stride * height, stride // 2 * (height // 2)
        self._memory = ctypes.create_string_buffer(luma + 2 * chroma + 3 * ALIGNMENT)
        start = ctypes.addressof(self._memory)
        start += -start % ALIGNMENT
        self.planes = _Planes(start, start + luma, start + luma + chroma, None)
        self.strides = _Strides(stride, stride // 2, stride // 2, 0)
