"""Caption lines over the picture, drawn by Qt: any script, any direction, the person's size and style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.over import OVER, veil
from peertube_desktop.ui.text import clean_text
from peertube_desktop.ui.theme import Theme

PART = 0.048
"""Height of the letters against that of the picture, at 100 %."""
SMALLEST, LARGEST = 11, 96
MAX_LINES = 6
MAX_CHARACTERS = 600
PAD_X, PAD_Y = 0.35, 0.08
OUTLINE = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


class Captions(QWidget):
    """Covers the picture; paints `set_cues` at its lower edge, above what `set_lift` keeps free."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("captionOverlay")
        self.setAccessibleName(_("Captions"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._cues: tuple[str, ...] = ()
        self._percent = 100
        self._outline = False
        self._lift = 0
        self._picture_height = 0
        self._made: QImage | None = None
        self.hide()

    @property
    def text(self) -> str:
        """What it shows."""
        return "\n".join(self._cues)

    def set_cues(self, cues: Sequence[str]) -> None:
        """Show these, the last one lowest."""
        cleaned = tuple(text for cue in cues if (text := clean_text(cue, MAX_CHARACTERS).strip()))
        if cleaned != self._cues:
            self._cues = cleaned
            self._changed()
            self.setAccessibleDescription(self.text)

    def set_look(self, percent: int, outline: bool) -> None:
        """The person's size, and whether an outline stands in for the box."""
        if (percent, outline) != (self._percent, self._outline):
            self._percent, self._outline = percent, outline
            self._changed()

    def set_place(self, picture_height: int, lift: int) -> None:
        """The height letters are measured by, and how much of the lower edge is taken by others."""
        if (picture_height, lift) != (self._picture_height, self._lift):
            self._picture_height, self._lift = picture_height, lift
            self._changed()

    def _changed(self) -> None:
        self._made = None
        self.setVisible(bool(self._cues))
        self.update()

    def font_size(self) -> int:
        """Pixels of the letters."""
        size = self._picture_height * PART * self._percent / 100
        return round(max(SMALLEST, min(LARGEST, size)))

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._made is None or self._made.devicePixelRatio() != ratio:
            self._made = self._make(ratio)
        painter = QPainter(self)
        height = self._made.height() / ratio
        bottom = self.height() - max(self._lift, self.height() * 0.03)
        painter.drawImage(QPointF(0, max(0.0, bottom - height)), self._made)
        painter.end()

    def _make(self, ratio: float) -> QImage:
        font = QFont(self._theme.font(13))
        font.setPixelSize(self.font_size())
        font.setWeight(QFont.Weight.Medium)
        lines = [layout for cue in self._cues for layout in self._lay_out(cue, font)][-MAX_LINES:]
        heights = [layout.boundingRect().height() * (1 + 2 * PAD_Y) for layout in lines]
        whole = max(1.0, sum(heights))
        image = QImage(
            max(1, round(self.width() * ratio)),
            max(1, round(whole * ratio)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for layout, height in zip(lines, heights, strict=True):
            self._draw(painter, layout, top, height, font.pixelSize())
            top += height
        painter.end()
        return image

    def _lay_out(self, cue: str, font: QFont) -> list[QTextLayout]:
        """Each line of the cue, wrapped to nine tenths of the width, as a layout of one line."""
        room = self.width() * 0.9
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        found = []
        for text in cue.split("\n"):
            whole = QTextLayout(text.strip(), font)
            whole.setTextOption(option)
            whole.beginLayout()
            pieces: list[str] = []
            while len(pieces) < MAX_LINES:
                line = whole.createLine()
                if not line.isValid():
                    break
                line.setLineWidth(room)
                pieces.append(text.strip()[line.textStart() : line.textStart() + line.textLength()])
            whole.endLayout()
            found += [self._one_line(piece.strip(), font, option) for piece in pieces if piece.strip()]
        return found

    @staticmethod
    def _one_line(text: str, font: QFont, option: QTextOption) -> QTextLayout:
        layout = QTextLayout(text, font)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        # Right-to-left text would begin at the far right of that width.
        line.setLineWidth(line.naturalTextWidth() + 1)
        layout.endLayout()
        return layout

    def _draw(self, painter: QPainter, layout: QTextLayout, top: float, height: float, size: int) -> None:
        width = layout.boundingRect().width()
        left = (self.width() - width) / 2
        place = QPointF(left, top + height * PAD_Y / (1 + 2 * PAD_Y))
        if self._outline:
            painter.setPen(veil(235))
            step = max(1.0, size / 16)
            for x, y in OUTLINE:
                layout.draw(painter, place + QPointF(x * step, y * step))
        else:
            pad = size * PAD_X
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil(190))
            painter.drawRoundedRect(QRectF(left - pad, top, width + 2 * pad, height), 4, 4)
        painter.setPen(QColor(OVER.text))
        layout.draw(painter, place)
