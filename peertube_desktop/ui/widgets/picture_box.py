"""A remote picture as a widget: a channel's banner, a playlist's thumbnail."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

SETTLE_MS = 120
"""How long the width must stay the same before the picture is asked for in the new size."""


class PictureBox(QWidget):
    """`ratio` is width by height; `highest` bounds the height, in pixels at 100 % text.

    The picture covers the box. Until it is there, and where there is none, `icon` on a plain ground.
    """

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        ratio: float,
        highest: int,
        shape: Shape = Shape.PLAIN,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._ratio = ratio
        self._highest = highest
        self._shape = shape
        self._icon = icon
        self._url = ""
        # Not fixed: a layout would hold it to the height of a width that it had before.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        pictures.arrived.connect(self._arrived)
        theme.changed.connect(self.updateGeometry)

    def show_url(self, url: str) -> None:
        """The picture at `url` (absolute), or none for ""."""
        if url != self._url:
            self._url = url
            self._ask()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(1, min(round(width / self._ratio), self._theme.px(self._highest)))

    def sizeHint(self) -> QSize:
        width = max(self.width(), 40)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 1)

    def _want(self) -> Want:
        return Want(self._url, self.width(), self.height(), self.devicePixelRatioF(), self._shape)

    def _ask(self) -> None:
        self._pictures.set_wanted(self, [self._want()] if self._url and self.isVisible() else [])

    def _arrived(self, urls: set[str]) -> None:
        if self._url in urls:
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        exact = self._pictures.get(self._want()) if self._url else None
        other = self._pictures.any_size(self._url, self._shape) if self._url else None
        if exact is not None:
            painter.drawPixmap(0, 0, exact)
        elif other is not None:
            painter.drawPixmap(self.rect(), other)
        else:
            self._paint_ground(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colour.skeleton))
        corner = 0 if self._shape is Shape.PLAIN else RADIUS
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
        if self._icon:
            side = self._theme.px(32)
            pixmap = icon_pixmap(self._icon, side, self._theme.colour.faint, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
