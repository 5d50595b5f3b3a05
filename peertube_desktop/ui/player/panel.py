"""A message over the picture: sign, title, sentence, perhaps a field, and buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import icon_pixmap
from peertube_desktop.ui.player.over import OVER, OverButton, veil
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.words import Words

WIDEST = 460
SIGN = 40
LOW = 150
"""Less height than this, at 100 % text, and the sign is left out."""


class _Sign(QWidget):
    """An icon in the colour over pictures."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icon = ""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(SIGN), self._theme.px(SIGN))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.icon:
            painter = QPainter(self)
            side = self._theme.px(SIGN)
            pixmap = icon_pixmap(self.icon, side, OVER.text, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, 0, pixmap)
            painter.end()


class Panel(QWidget):
    """Covers the picture with a veil, or with a `backdrop`, and speaks in its middle.

    `acted` when the button was pressed; `entered(str)` when the field was sent.
    """

    acted = Signal()
    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("playerMessage")
        self.setMouseTracking(True)
        self._theme = theme
        self._backdrop: QPixmap | None = None
        self._solid = False
        self._words: Words | None = None
        self._sign = _Sign(theme, self)
        self._title = self._label(18, bold=True)
        self._title.setObjectName("playerMessageTitle")
        self._text = self._label(13)
        self._text.setObjectName("playerMessageText")
        self.field = QLineEdit(self)
        self.field.setObjectName("videoPassword")
        self.field.setAccessibleName(_("Password of the video"))
        self.field.setPlaceholderText(_("Password"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(1000)
        self.field.returnPressed.connect(self._press)
        self.button = OverButton(theme, "", "", parent=self)
        self.button.setObjectName("playerMessageButton")
        self.button.set_filled(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self._press)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(2)
        column.addWidget(self.field, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(1)
        theme.changed.connect(self._refit)
        self.hide()

    def _label(self, size: int, bold: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        label.setProperty("over_size", size)
        label.setProperty("over_bold", bold)
        return label

    @property
    def words(self) -> Words | None:
        """What it says, None while it says nothing."""
        return self._words

    def say(self, words: Words | None, *, field: bool = False, solid: bool = False) -> None:
        """Say it, or nothing. `field`: ask for a password; `solid`: let nothing of the picture through."""
        self._solid = solid
        changed = words != self._words
        self._words = words
        if words is None:
            self.field.clear()
            self.hide()
            return
        self._sign.icon = words.icon
        self._title.setText(words.title)
        self._text.setText(words.text)
        self.button.set_text(words.action)
        self.button.set_name(words.action)
        self.button.setVisible(bool(words.action))
        self.field.setVisible(field)
        if changed:
            self.field.clear()
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.text)
        self._refit()
        self.show()

    def set_backdrop(self, backdrop: QPixmap | None) -> None:
        """Behind the words while they are `solid`."""
        self._backdrop = backdrop
        self.update()

    def focus(self) -> None:
        """The keyboard to what is to be filled in or pressed."""
        if self.field.isVisibleTo(self):
            self.field.setFocus()
        elif self.button.isVisibleTo(self):
            self.button.setFocus()

    def _press(self) -> None:
        if self.field.isVisibleTo(self):
            text = self.field.text()
            if text:
                self.field.clear()
                self.entered.emit(text)
        else:
            self.acted.emit()

    def _refit(self) -> None:
        px = self._theme.px
        width = max(80, min(px(WIDEST), self.width() - 32))
        small = self.width() < px(380)
        for label in (self._title, self._text):
            size = int(label.property("over_size"))
            size = min(size, 14) if small else size
            weight = 700 if label.property("over_bold") else 400
            label.setStyleSheet(f"color: {OVER.text}; font-size: {px(size)}px; font-weight: {weight};")
            # A wrapped label in the middle of a column asks for the height of one line only.
            label.setMinimumSize(0, 0)
            label.setFixedSize(width, max(1, label.heightForWidth(width)))
        self.field.setFixedWidth(min(width, px(260)))
        self._sign.setVisible(self.height() >= px(LOW) and not small)
        self._text.setVisible(bool(self._text.text()) and self.height() >= px(110))

    def resizeEvent(self, event: QEvent) -> None:
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._solid:
            painter.fillRect(self.rect(), veil(255))
            if self._backdrop is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                size = self._backdrop.size().scaled(
                    self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
                )
                place = QRect(0, 0, size.width(), size.height())
                place.moveCenter(self.rect().center())
                painter.drawPixmap(place, self._backdrop)
            painter.fillRect(self.rect(), veil(90))
        else:
            painter.fillRect(self.rect(), veil(190))
        painter.end()
