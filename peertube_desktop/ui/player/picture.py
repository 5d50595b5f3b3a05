"""Where a picture goes on a widget, and how its colours are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from peertube_desktop.services.player import ColourMatrix, Frame


@dataclass(frozen=True)
class Coefficients:
    """Y'CbCr in limited range to R'G'B' in 0–255: R = y·(Y-16) + rv·(V-128), and so on."""

    y: float
    rv: float
    gu: float
    gv: float
    bu: float


def coefficients(matrix: ColourMatrix) -> Coefficients:
    """From the luma weights of the matrix (ITU-R BT.601 and BT.709)."""
    kr, kb = (0.2126, 0.0722) if matrix is ColourMatrix.BT709 else (0.299, 0.114)
    kg = 1.0 - kr - kb
    chroma = 255.0 / 224.0
    return Coefficients(
        y=255.0 / 219.0,
        rv=2 * (1 - kr) * chroma,
        gu=-2 * (1 - kb) * kb / kg * chroma,
        gv=-2 * (1 - kr) * kr / kg * chroma,
        bu=2 * (1 - kb) * chroma,
    )


HAIR = 0.008


def fit(shape: tuple[int, int], room: QSize) -> QRect:
    """The largest rectangle of `shape` in the middle of `room`: letterbox or pillarbox."""
    width, height = shape
    if width <= 0 or height <= 0 or room.isEmpty():
        return QRect()
    if room.width() * height <= room.height() * width:
        size = QSize(room.width(), max(1, round(room.width() * height / width)))
    else:
        size = QSize(max(1, round(room.height() * width / height)), room.height())
    # A hair of black is no letterbox: levels are rounded, so that 16:9 comes as 426×240.
    if room.height() - size.height() <= max(1, room.height() * HAIR):
        size.setHeight(room.height())
    if room.width() - size.width() <= max(1, room.width() * HAIR):
        size.setWidth(room.width())
    return QRect(
        (room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height()
    )


class Converter(Protocol):
    """Makes RGB of a frame. Used on one thread alone."""

    name: str

    def convert(self, frame: Frame, image: QImage, size: QSize) -> bool:
        """Scale `frame` to `size` device pixels at the top left of `image`; False where that failed.

        `image` is RGB32, nobody else holds it, and it is at least `PADDING` larger than `size`.
        """


PADDING = 16
"""Columns and rows by which images are larger: fast converters write a little more than they should."""
