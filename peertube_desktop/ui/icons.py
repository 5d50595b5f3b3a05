"""The program's own SVG icons, drawn in the theme's colours at any size and pixel density."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from peertube_desktop.ui.resources import resource
from peertube_desktop.ui.theme import Theme


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Paint icon `name` into `rect`, in `colour`."""
    renderer = QSvgRenderer(_source(name).replace("currentColor", colour).encode())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, rect)


def icon_pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    """Icon `name` as a square of `size` logical pixels for a screen of `ratio` device pixels each; cached."""
    key = f"icon:{name}:{size}:{colour}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    side = max(1, round(size * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, QRectF(0, 0, side, side), colour)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


class _Engine(QIconEngine):
    """Draws at the moment of painting, so a change of theme needs nothing but a repaint."""

    def __init__(self, name: str, theme: Theme, tint: str, on_tint: str) -> None:
        super().__init__()
        self._name = name
        self._theme = theme
        self._tint = tint
        self._on_tint = on_tint

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        colours = self._theme.colour
        if mode is QIcon.Mode.Disabled:
            return colours.strong_border
        return str(getattr(colours, self._on_tint if state is QIcon.State.On else self._tint))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        side = min(rect.width(), rect.height())
        pixmap = icon_pixmap(self._name, side, self._colour(mode, state), ratio)
        corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
        painter.drawPixmap(corner, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return icon_pixmap(self._name, min(size.width(), size.height()), self._colour(mode, state), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())
        return icon_pixmap(self._name, side, self._colour(mode, state), scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._theme, self._tint, self._on_tint)


class Icons:
    """Icons by name: the file's name in `resources/icons` without `.svg`."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def get(self, name: str, tint: str = "muted", on_tint: str = "accent") -> QIcon:
        """Icon `name` in the colour tint `tint`, in `on_tint` while its button is checked."""
        return QIcon(_Engine(name, self._theme, tint, on_tint))
