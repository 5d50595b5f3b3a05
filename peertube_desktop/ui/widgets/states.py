"""What a page shows when it has nothing to show, and a banner over what it still shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.widgets.pill import IconButton, PillButton, with_text
from peertube_desktop.ui.words import Words

MOST_WIDTH = 520
"""Of a sentence, in pixels at 100 % text: longer lines are hard to read."""
EDGE = 24


class PictureLabel(QLabel):
    """A themed icon as a picture; it follows the theme as the icon does."""

    def __init__(self, icons: Icons, size: int, tint: str = "faint", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._size = size
        self._tint = tint
        self._name = ""
        self._grow()

    def _grow(self) -> None:
        self.setFixedSize(with_text(QSize(self._size, self._size)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._grow()

    def show_icon(self, name: str, tint: str = "") -> None:
        """Show icon `name`, in another colour than before where `tint` names one."""
        self._name = name
        self._tint = tint or self._tint
        self.update()

    def paintEvent(self, event: object) -> None:
        if self._name:
            from PySide6.QtGui import QPainter

            painter = QPainter(self)
            self._icons.get(self._name, self._tint).paint(painter, self.rect())
            painter.end()


class StateView(QWidget):
    """Centred picture, title, sentence and one button. `acted` when the button was pressed."""

    acted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stateView")
        self._picture = PictureLabel(icons, 56, "faint", self)
        self._title = QLabel(self)
        self._title.setProperty("kind", "h2")
        self._text = QLabel(self)
        self._text.setProperty("kind", "muted")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = PillButton("", None, "primary", self)
        self._button.setObjectName("retryButton")
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(4)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        for label in (self._title, self._text):
            layout.setAlignment(label, Qt.AlignmentFlag.AlignHCenter)

    @property
    def text(self) -> str:
        """Title and sentence, as shown."""
        return f"{self._title.text()}\n{self._text.text()}"

    def focus_button(self) -> None:
        """Put the keyboard on the button, or where it does no harm."""
        target: QWidget = self if self._button.isHidden() else self._button
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_words(self, words: Words) -> None:
        """Fill in `words`; no action, no button."""
        self._picture.show_icon(words.icon)
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._text.setVisible(bool(words.text))
        self._fit()
        self._button.set_label(words.action)
        self._button.setVisible(bool(words.action))
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.text)

    def _fit(self) -> None:
        """A wrapped label knows its height only for a width, and its width only with its font."""
        most = min(with_text(QSize(MOST_WIDTH, 0)).width(), max(200, self.width() - 2 * EDGE))
        for label in (self._title, self._text):
            label.ensurePolished()
            room = label.fontMetrics().horizontalAdvance(label.text()) + 24
            width = min(most, max(200, room))
            # The layout would ask for the height at its own width, which is that of one line.
            label.setMinimumSize(0, 0)
            label.setFixedSize(width, max(1, label.heightForWidth(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_text"):
            self._fit()


class EmptyState(StateView):
    """There is nothing here, and that is no error."""

    def __init__(
        self,
        icons: Icons,
        icon: str,
        title: str,
        text: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icons, parent)
        self.show_words(Words(title, text, action, icon))


class ErrorState(StateView):
    """An error that leaves nothing to show. `acted`: try again."""


class Banner(QFrame):
    """One line above what is still shown: an error while loading more or anew. `acted`: try again."""

    acted = Signal()
    dismissed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setObjectName("banner")
        self._picture = PictureLabel(icons, 20, "error", self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = PillButton(_("Try again"), icons.get("reload"), "pill", self)
        self._button.clicked.connect(self.acted)
        close = IconButton(icons.get("close"), _("Dismiss"), size=14, parent=self)
        close.clicked.connect(self.hide)
        close.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def show_words(self, words: Words) -> None:
        """Show `words` in one line."""
        self._picture.show_icon(words.icon)
        self._text.setText(f"{words.title}. {words.text}" if words.text else words.title)
        self._button.set_label(words.action)
        self._button.setVisible(bool(words.action))
        self.show()
