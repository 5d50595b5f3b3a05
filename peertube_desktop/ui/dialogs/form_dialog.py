"""A dialog that is a form: it says what is wrong, waits for an answer, and is as high as what is in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.services.tasks import cancel_tasks
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.form import Said
from peertube_desktop.ui.widgets.pill import PillButton

WIDTH = 440
MARGIN = 26


class FormDialog(QDialog):
    """Shown with `open()`. What it waits for ends with it.

    Put widgets in `body`; `said` is the line below them. `submit` is what Enter presses: its names are `NAMESubmit`,
    those of the others `NAMECancel` and `NAMEError`, for the `name` that is given.
    """

    def __init__(
        self,
        name: str,
        title: str,
        text: str,
        action: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        width: int = WIDTH,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._theme = theme
        self._wide = width
        self._action = action
        self._busy = False
        heading = QLabel(title, self)
        heading.setProperty("kind", "h2")
        self.about = QLabel(text, self)
        self.about.setProperty("kind", "small")
        for label in (heading, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.about.setVisible(bool(text))
        self._inside = QWidget(self)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self._scroll = QScrollArea(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._bar.setFixedHeight(3)
        self._bar.hide()
        self.said = Said(f"{name}Error", self)
        self.links = QHBoxLayout()
        self.links.setSpacing(2)
        self.cancel = PillButton(_("Cancel"), None, "", self)
        self.cancel.setObjectName(f"{name}Cancel")
        self.cancel.clicked.connect(self.reject)
        self.cancel.setAutoDefault(False)
        self.submit = PillButton(action, None, "primary", self)
        self.submit.setObjectName(f"{name}Submit")
        self.submit.setDefault(True)
        self.submit.clicked.connect(self._pressed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(self.links)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.submit)
        self._outer = layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 22, MARGIN, 20)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(self.about)
        layout.addSpacing(8)
        layout.addWidget(self._scroll, 1)
        layout.addSpacing(2)
        layout.addWidget(self.said)
        layout.addWidget(self._bar)
        layout.addSpacing(2)
        layout.addLayout(buttons)
        theme.changed.connect(self.fit_soon)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._busy

    def submitted(self) -> None:
        """The person wants it: for the dialog that it is."""

    def forget(self) -> None:
        """The dialog ends: let go of what must not stay in widgets."""

    def set_busy(self, words: str = "") -> None:
        """Wait for an answer, saying so on the button; "" for no longer."""
        self._busy = bool(words)
        self._inside.setEnabled(not self._busy)
        self._bar.setVisible(self._busy)
        self.submit.setEnabled(not self._busy)
        self.submit.set_label(words or self._action)

    def set_action(self, action: str) -> None:
        """Another name for the button."""
        self._action = action
        if not self._busy:
            self.submit.set_label(action)

    def fit_soon(self) -> None:
        """What is in it has changed: take the height it needs."""
        QTimer.singleShot(0, self, self.fit)

    def fit(self) -> None:
        """Take the height that is needed, and no more than the screen has."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        layout = self._outer
        wide = max(self._theme.px(self._wide), layout.totalMinimumSize().width())
        self.setFixedWidth(min(wide, room.width() - 20))
        inner = self.width() - 2 * MARGIN
        inside = self.body.totalHeightForWidth(inner) if self.body.hasHeightForWidth() else -1
        inside = inside if inside > 0 else self.body.totalSizeHint().height()
        self._scroll.setFixedHeight(0)
        rest = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else -1
        rest = rest if rest > 0 else layout.totalSizeHint().height()
        most = max(40, room.height() - 60 - rest)
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOn if inside > most else policy.ScrollBarAlwaysOff
        self._scroll.setVerticalScrollBarPolicy(bar)
        self._scroll.setFixedHeight(min(inside, most))
        self.setFixedHeight(min(rest + self._scroll.height(), room.height() - 20))

    def reveal(self, widget: QWidget) -> None:
        """Put the keyboard in `widget`, and scroll to it."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(widget)

    def done(self, result: int) -> None:
        cancel_tasks(self)
        self.forget()
        super().done(result)

    def _pressed(self) -> None:
        if not self._busy:
            self.submitted()

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.fit_soon()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pressed()
            return
        super().keyPressEvent(event)
