"""The seek bar: where the video is, its chapters, what repeats; click, drag, wheel and keys move it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from peertube_desktop.api.models.video import Chapter
from peertube_desktop.services.player import Loop
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.over import OVER, light
from peertube_desktop.ui.theme import Theme

HEIGHT = 18
TRACK, TRACK_HOVER = 4, 6
KNOB = 6
GAP = 2
WHEEL_SECONDS = 5


def chapter_at(chapters: Sequence[Chapter], seconds: float) -> Chapter | None:
    """The chapter that is on at `seconds`."""
    found = None
    for chapter in chapters:
        if chapter.timecode <= seconds + 0.001:
            found = chapter
    return found


class SeekBar(QAbstractSlider):
    """The value is in whole seconds; `sought(float)` asks for a place.

    `hovered(seconds, x)` while the pointer or a drag is at a place, `unhovered` when it is no more.
    """

    sought = Signal(float)
    hovered = Signal(float, int)
    unhovered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seekSlider")
        self.setAccessibleName(_("Place in the video"))
        self._theme = theme
        self._duration = 0.0
        self._position = 0.0
        self._dragged: float | None = None
        self._hover = False
        self._following = False
        self._chapters: Sequence[Chapter] = ()
        self._loop: Loop | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setRange(0, 0)
        self.setSingleStep(5)
        self.setPageStep(30)
        self.valueChanged.connect(self._value_changed)

    # What is shown

    @property
    def dragging(self) -> bool:
        """Whether the person holds the knob."""
        return self._dragged is not None

    def set_place(self, position: float, duration: float) -> None:
        """Where the video is, in seconds."""
        before = self._x_of(self._position)
        self._following = True
        if duration != self._duration:
            self._duration = duration
            self.setRange(0, max(0, int(duration)))
            self.update()
        self._position = position
        self.setValue(int(position))
        self._following = False
        self.setAccessibleDescription(
            _("{place} of {whole}").format(place=fmt.duration(position), whole=fmt.duration(duration))
        )
        # Most moves are less than a pixel.
        if int(before) != int(self._x_of(position)):
            self.update()

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Their beginnings are gaps in the track."""
        self._chapters = chapters
        self.update()

    def set_loop(self, loop: Loop | None) -> None:
        """What repeats is marked."""
        self._loop = loop
        self.update()

    # Geometry

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._theme.px(HEIGHT))

    def _margin(self) -> int:
        return self._theme.px(KNOB) + 1

    def _x_of(self, seconds: float) -> float:
        room = self.width() - 2 * self._margin()
        part = max(0.0, min(1.0, seconds / self._duration)) if self._duration > 0 else 0.0
        return self._margin() + part * room

    def seconds_at(self, x: float) -> float:
        """The place under `x`."""
        room = max(1, self.width() - 2 * self._margin())
        return max(0.0, min(1.0, (x - self._margin()) / room)) * self._duration

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        lively = (self._hover or self.hasFocus() or self.dragging) and self.isEnabled()
        thick = self._theme.px(TRACK_HOVER if lively else TRACK)
        place = self._position if self._dragged is None else self._dragged
        done = self._x_of(place)
        top = (self.height() - thick) / 2
        for left, right in self._segments():
            self._bar(painter, left, right, top, thick, light(90))
            if done > left:
                self._bar(painter, left, min(done, right), top, thick, QColor(OVER.accent))
        self._paint_loop(painter, top, thick)
        if self._duration > 0 and self.isEnabled():
            radius = self._theme.px(KNOB if lively else KNOB - 1)
            centre = QPointF(done, self.height() / 2)
            painter.setBrush(QColor(OVER.accent_hover))
            painter.drawEllipse(centre, radius, radius)
            if self.hasFocus():
                painter.setPen(QPen(QColor(OVER.text), 2))
                painter.drawEllipse(centre, radius, radius)
        painter.end()

    def _segments(self) -> list[tuple[float, float]]:
        """The track between its ends, cut at the chapters."""
        edges = [self._x_of(0)]
        end = self._x_of(self._duration) if self._duration > 0 else float(self.width() - self._margin())
        for chapter in self._chapters:
            x = self._x_of(chapter.timecode)
            if 0 < chapter.timecode < self._duration and x - edges[-1] > 2 * GAP and end - x > 2 * GAP:
                edges.append(x)
        edges.append(end)
        pairs = pairwise(edges)
        return [(left + (GAP / 2 if left != edges[0] else 0), right - GAP / 2) for left, right in pairs]

    @staticmethod
    def _bar(painter: QPainter, left: float, right: float, top: float, thick: int, colour: QColor) -> None:
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, top, max(0.0, right - left), thick), 1.5, 1.5)

    def _paint_loop(self, painter: QPainter, top: float, thick: int) -> None:
        loop = self._loop
        if loop is None or (loop.start is None and loop.end is None):
            return
        left = self._x_of(loop.start or 0.0)
        right = self._x_of(self._duration if loop.end is None else loop.end)
        painter.setBrush(QColor(OVER.ok))
        painter.drawRect(QRectF(left, top + thick, max(1.0, right - left), 2))
        for seconds, x in ((loop.start, left), (loop.end, right)):
            if seconds is not None:
                painter.drawRoundedRect(QRectF(x - 1.5, top - 4, 3, thick + 8), 1, 1)

    # Mouse, wheel and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._duration > 0:
            self._drag(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._duration <= 0:
            event.ignore()
            return
        x = event.position().x()
        if self.dragging:
            self._drag(x)
            return
        self.hovered.emit(self.seconds_at(x), int(x))
        # The player wants to know that the pointer moves.
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None and event.button() is Qt.MouseButton.LeftButton:
            wanted, self._dragged = self._dragged, None
            self._position = wanted
            self.setSliderDown(False)
            self.sought.emit(wanted)
            if not self._hover:
                self.unhovered.emit()
            self.update()
        event.accept()

    def _drag(self, x: float) -> None:
        self._dragged = self.seconds_at(x)
        self.hovered.emit(self._dragged, int(max(0, min(self.width(), x))))
        self.update()

    def cancel_drag(self) -> bool:
        """Let go of the knob without moving; whether it was held."""
        was, self._dragged = self.dragging, None
        self.update()
        return was

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() or event.angleDelta().x()
        if turns and self._duration > 0:
            self._step(WHEEL_SECONDS if turns > 0 else -WHEEL_SECONDS)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -self.singleStep(),
            Qt.Key.Key_Right: self.singleStep(),
            Qt.Key.Key_PageDown: -self.pageStep(),
            Qt.Key.Key_PageUp: self.pageStep(),
        }
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers():
            self._step(steps[key])
        elif key is Qt.Key.Key_Home:
            self._step(-self._duration)
        elif key is Qt.Key.Key_End:
            self._step(self._duration)
        elif key is Qt.Key.Key_Escape and self.cancel_drag():
            return
        else:
            # Up and down are the volume, digits the tenths: the player's keys.
            event.ignore()

    def _step(self, seconds: float) -> None:
        self.sought.emit(max(0.0, min(self._duration, self._position + seconds)))

    def _value_changed(self, value: int) -> None:
        # From a screen reader, or whoever else moves a slider.
        if not self._following and not self.dragging:
            self.sought.emit(float(value))

    def enterEvent(self, event: QEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        if not self.dragging:
            self.unhovered.emit()
        self.update()
