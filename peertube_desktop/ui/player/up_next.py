"""At the end of a video: what comes next, in how many seconds, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop.services.play_queue import QueueItem
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.models.card import absolute, person_of
from peertube_desktop.ui.player.over import OVER, OverButton, light, veil
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

SECONDS = 8
PICTURE = (208, 117)
NARROW = 420


class UpNextPanel(QWidget):
    """`offer` an item; `go` when its time is up or it was chosen; `again` to see the ended one once more."""

    go = Signal()
    again = Signal()

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("upNextPanel")
        self.setAccessibleName(_("Up next"))
        self.setMouseTracking(True)
        self._theme = theme
        self._item: QueueItem | None = None
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)
        self._head = self._label()
        self._picture = _Picture(theme, pictures, self)
        self._title = ElidedLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._who = ElidedLabel(self)
        self._who.setTextFormat(Qt.TextFormat.PlainText)
        self._who.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.play_button = OverButton(theme, "next", _("Play now"), _("Play now"), self)
        self.play_button.setObjectName("upNextPlay")
        self.play_button.set_filled(True)
        self.play_button.clicked.connect(self._go)
        self.cancel_button = OverButton(theme, "close", _("Cancel"), _("Cancel"), self)
        self.cancel_button.setObjectName("upNextCancel")
        self.cancel_button.clicked.connect(self.cancel)
        self.again_button = OverButton(theme, "reload", _("Play again"), _("Play again"), self)
        self.again_button.setObjectName("upNextAgain")
        self.again_button.clicked.connect(self.again)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch(1)
        for button in (self.again_button, self.cancel_button, self.play_button):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self._column = column
        column.addStretch(1)
        column.addWidget(self._head)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._who)
        column.addLayout(row)
        column.addStretch(1)
        theme.changed.connect(self._refit)
        self.hide()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    @property
    def seconds_left(self) -> int:
        """Until the next video plays; 0 where nothing is counted."""
        return self._left

    def offer(self, item: QueueItem | None, countdown: bool) -> None:
        """Show what comes next, and count down to it; without an item just "play again"."""
        self._item = item
        self._left = SECONDS if countdown and item is not None else 0
        if item is not None:
            self._title.setText(clean_line(item.video.name))
            person = person_of(item.video)
            length = fmt.duration(item.video.duration)
            name = clean_line(person.handle, 120) if person is not None else ""
            self._who.setText(f"{name} · {length}" if name else length)
            self._picture.show_item(item)
        self._timer.start() if self._left else self._timer.stop()
        self._say()
        self._refit()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Away, and nothing is counted any more."""
        self._timer.stop()
        self._left = 0
        self.hide()

    def set_lift(self, lift: int) -> None:
        """That much of the lower edge is taken."""
        self._column.setContentsMargins(12, 8, 12, max(8, lift))

    def cancel(self) -> None:
        """Stay at the end of this video."""
        self._timer.stop()
        self._left = 0
        self._say()
        self._refit()

    def tick(self) -> None:
        """A second of the countdown is over."""
        self._left -= 1
        self._say()
        if self._left <= 0:
            self._go()

    def _go(self) -> None:
        self._timer.stop()
        self._left = 0
        self.go.emit()

    def _say(self) -> None:
        if self._item is None:
            self._head.setText("")
        elif self._left:
            text = ngettext("Up next in {n} second", "Up next in {n} seconds", self._left)
            self._head.setText(text.format(n=self._left))
        else:
            self._head.setText(_("Up next"))
        self._picture.set_part(self._left / SECONDS)

    def _refit(self) -> None:
        px = self._theme.px
        small = self.width() < px(NARROW) or self.height() < px(280)
        has = self._item is not None
        for label, size, weight in ((self._head, 13, 400), (self._title, 16, 700), (self._who, 12, 400)):
            size = min(size, 13) if small else size
            label.setStyleSheet(f"color: {OVER.text}; font-size: {px(size)}px; font-weight: {weight};")
        self._picture.setVisible(has and not small)
        self._title.setVisible(has)
        self._head.setVisible(has)
        self._who.setVisible(has and self.height() > px(200))
        self.play_button.setVisible(has)
        self.cancel_button.setVisible(self._left > 0)
        self.again_button.setVisible(self._left == 0)
        self.again_button.set_filled(not has)

    def resizeEvent(self, event: QEvent) -> None:
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil(200))
        painter.end()


class _Picture(QWidget):
    """The next video's picture with a ring that runs out."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._url = ""
        self._shape = Shape.CARD
        self._part = 0.0
        pictures.arrived.connect(self._arrived)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(PICTURE[0]), self._theme.px(PICTURE[1]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_item(self, item: QueueItem) -> None:
        """The picture of `item`; blurred where it is sensitive."""
        self._url = absolute(item.ref.origin, item.video.thumbnail_ref(PICTURE[0] * 2))
        self._shape = Shape.BLURRED if item.video.nsfw else Shape.CARD
        self._pictures.set_wanted(self, [self._want()] if self._url else [])
        self.update()

    def set_part(self, part: float) -> None:
        """What is left of the countdown, 0–1."""
        self._part = part
        self.update()

    def _want(self) -> Want:
        size = self.sizeHint()
        return Want(self._url, size.width(), size.height(), self.devicePixelRatioF(), self._shape)

    def _arrived(self, urls: set[str]) -> None:
        if self._url in urls:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._pictures.get(self._want()) if self._url else None
        if pixmap is not None:
            painter.drawPixmap(0, 0, pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(light(24))
            painter.drawRoundedRect(self.rect(), 10, 10)
        if self._part > 0:
            side = self._theme.px(40)
            box = QRect(0, 0, side, side)
            box.moveCenter(self.rect().center())
            painter.setBrush(veil(170))
            painter.setPen(QPen(light(70), 3))
            painter.drawEllipse(box)
            painter.setPen(QPen(QColor(OVER.accent_hover), 3))
            painter.drawArc(box, 90 * 16, round(360 * 16 * self._part))
        painter.end()
