"""Somebody's picture as a widget, or a letter on a colour while there is none."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import RADII, Pictures, Shape, Want


class Avatar(QWidget):
    """`size` pixels square at 100 % text; round, or with small corners (`Shape.ROUNDED`)."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        size: int,
        parent: QWidget | None = None,
        shape: Shape = Shape.CIRCLE,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._size = size
        self._shape = shape
        self._url = ""
        self._letter = ""
        self._hue = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pictures.arrived.connect(self._arrived)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def pixels(self) -> int:
        """Its side in device pixels: which of the server's sizes to take."""
        return round(self.width() * self.devicePixelRatioF())

    def show_person(self, url: str, letter: str, hue: int) -> None:
        """The picture at `url` (absolute, or ""), and what is shown without it."""
        self._url, self._letter, self._hue = url, letter, hue
        self._ask()
        self.update()

    def _fit(self) -> None:
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self._ask()

    def _want(self) -> Want:
        return Want(self._url, self.width(), self.height(), self.devicePixelRatioF(), self._shape)

    def _ask(self) -> None:
        self._pictures.set_wanted(self, [self._want()] if self._url else [])

    def _arrived(self, urls: set[str]) -> None:
        if self._url in urls:
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixmap = self._pictures.get(self._want()) if self._url else None
        if pixmap is not None:
            painter.drawPixmap(0, 0, pixmap)
        else:
            self._paint_letter(painter, self.rect())
        painter.end()

    def _paint_letter(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsl(self._hue, 110, 110))
        if self._shape is Shape.CIRCLE:
            painter.drawEllipse(rect)
        else:
            painter.drawRoundedRect(rect, RADII[Shape.ROUNDED], RADII[Shape.ROUNDED])
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._theme.font(self._size * 0.42, bold=True))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._letter)
