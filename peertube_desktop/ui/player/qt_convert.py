"""Colours by Qt's painter alone: slower than the others, and there wherever Qt runs.

Each plane is an image of its own with a table of colours, and the tables add up to the conversion. As a painter
adds and cannot subtract, what chroma takes away is added to the inverted picture.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, qRgb

from peertube_desktop.services.player import ColourMatrix, Frame, Plane
from peertube_desktop.ui.player.picture import coefficients

RGB = QImage.Format.Format_RGB32
Table = list[int]


def _byte(value: float) -> int:
    return max(0, min(255, round(value)))


@lru_cache(maxsize=4)
def _tables(matrix: ColourMatrix) -> tuple[Table, Table, Table, Table, Table]:
    """For Y; for what U and V add; for what U and V take away."""
    c = coefficients(matrix)
    luma = [qRgb(*[_byte(c.y * (value - 16))] * 3) for value in range(256)]
    chroma = [value - 128 for value in range(256)]
    return (
        luma,
        [qRgb(0, _byte(c.gu * u), _byte(c.bu * u)) for u in chroma],
        [qRgb(_byte(c.rv * v), _byte(c.gv * v), 0) for v in chroma],
        [qRgb(0, _byte(-c.gu * u), _byte(-c.bu * u)) for u in chroma],
        [qRgb(_byte(-c.rv * v), _byte(-c.gv * v), 0) for v in chroma],
    )


def _indexed(plane: Plane, table: Table) -> QImage:
    image = QImage(plane.view, plane.width, plane.height, plane.stride, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image


def _draw(target: QImage, rect: QRect, sources: list[QImage], mode: QPainter.CompositionMode) -> None:
    painter = QPainter(target)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(mode)
    for source in sources:
        painter.drawImage(rect, source)
    painter.end()


class QtConverter:
    """A `Converter`."""

    name = "qt"

    def convert(self, frame: Frame, image: QImage, size: QSize) -> bool:
        """See `Converter`."""
        y, u, v = frame.planes
        luma, u_plus, v_plus, u_minus, v_minus = _tables(frame.format.matrix)
        plus = QPainter.CompositionMode.CompositionMode_Plus
        copy = QPainter.CompositionMode.CompositionMode_Source
        # The net of both chroma planes first, at their own size: sums of the whole would clip in between.
        more, less = self._sum(u, v, u_plus, v_plus), self._sum(u, v, u_minus, v_minus)
        adds, takes = self._difference(more, less), self._difference(less, more)
        rect = QRect(0, 0, size.width(), size.height())
        _draw(image, rect, [_indexed(y, luma).convertToFormat(RGB)], copy)
        _draw(image, rect, [adds], plus)
        image.invertPixels()
        _draw(image, rect, [takes], plus)
        image.invertPixels()
        return True

    @staticmethod
    def _sum(u: Plane, v: Plane, u_table: Table, v_table: Table) -> QImage:
        total = _indexed(u, u_table).convertToFormat(RGB)
        mode = QPainter.CompositionMode.CompositionMode_Plus
        _draw(total, total.rect(), [_indexed(v, v_table).convertToFormat(RGB)], mode)
        return total

    @staticmethod
    def _difference(first: QImage, second: QImage) -> QImage:
        """`first` - `second`, not below 0."""
        result = first.copy()
        result.invertPixels()
        _draw(result, result.rect(), [second], QPainter.CompositionMode.CompositionMode_Plus)
        result.invertPixels()
        return result
