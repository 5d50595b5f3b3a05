"""Where an instance's address is typed, and what came of it: asking, a failure, a question."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.instance_list import language_name
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import PictureLabel
from peertube_desktop.ui.words import Words

MAX_TEXT = 500
LANGUAGES = (
    *("ar", "ca", "cs", "de", "el", "en", "eo", "es", "eu", "fa", "fi", "fr", "gl", "hu", "it", "ja", "ko"),
    *("nb", "nl", "oc", "pl", "pt", "ru", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant"),
)
"""Codes of the languages that instances are mostly in."""


class AddressEdit(QLineEdit):
    """The field; `left` with Escape, `descended` with the arrow down."""

    left = Signal()
    descended = Signal()
    focused = Signal(bool)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.descended.emit()
        else:
            super().keyPressEvent(event)
            # What a line of text has no use for is not meant for what is around it.
            event.accept()


class AddressField(QWidget):
    """`typed(text)` while the person types, `entered(text)` with Enter, `language_chosen(code)`.

    `cancelled` while something is asked; `acted` for the button of what is shown: again, or yes, go there.
    """

    typed = Signal(str)
    entered = Signal(str)
    language_chosen = Signal(str)
    cancelled = Signal()
    acted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        box = QFrame(self)
        box.setObjectName("addressBox")
        self.edit = AddressEdit(box)
        self.edit.setObjectName("instanceEdit")
        self.edit.setPlaceholderText(_("Paste an address, or search: name, topic"))
        self.edit.setAccessibleName(_("Address of an instance, or words to search the list for"))
        self.edit.setMaxLength(MAX_TEXT)
        self.edit.textEdited.connect(self.typed)
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.edit.text()))
        self.edit.left.connect(self._left)
        self.edit.focused.connect(self._show_focus)
        self._box = box
        self._language = PillButton(_("Any language"), icons.get("down"), "scope", box)
        self._language.setObjectName("instanceLanguage")
        self._language.setAccessibleName(_("Language of the list"))
        self._language.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._language.setIconSize(QSize(14, 14))
        self._language.setMenu(self._language_menu())
        field = QHBoxLayout(box)
        field.setContentsMargins(16, 0, 8, 0)
        field.addWidget(self.edit, 1)
        field.addWidget(self._language)
        self._outcome = self._make_outcome(icons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(box)
        layout.addWidget(self._outcome)
        theme.changed.connect(self._fit)
        self._fit()

    def _make_outcome(self, icons: Icons) -> QFrame:
        outcome = QFrame(self)
        outcome.setProperty("kind", "banner")
        outcome.setObjectName("instanceOutcome")
        self._picture = PictureLabel(icons, 20, "error", outcome)
        self._title = QLabel(outcome)
        self._title.setProperty("kind", "strong")
        self._text = QLabel(outcome)
        self._text.setProperty("kind", "muted")
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._bar = QProgressBar(outcome)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._cancel = PillButton(_("Cancel"), None, "pill", outcome)
        self._cancel.setObjectName("instanceCancel")
        self._cancel.clicked.connect(self.cancelled)
        self._act = PillButton("", None, "pill", outcome)
        self._act.setObjectName("instanceAct")
        self._act.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row = QHBoxLayout(outcome)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._act)
        row.addWidget(self._cancel)
        outcome.hide()
        return outcome

    def _language_menu(self) -> QMenu:
        menu = QMenu(self._language)
        group = QActionGroup(menu)
        names = sorted(((language_name(code), code) for code in LANGUAGES), key=lambda one: one[0].casefold())
        for label, code in [(_("Any language"), ""), *names]:
            action = QAction(label, menu, checkable=True)
            action.setChecked(not code)
            action.triggered.connect(lambda _c=False, code=code, label=label: self._chosen(code, label))
            group.addAction(action)
            menu.addAction(action)
        return menu

    @property
    def asking(self) -> bool:
        """Whether an instance is being asked."""
        return self._outcome.isVisibleTo(self) and self._bar.isVisibleTo(self._outcome)

    @property
    def words(self) -> str:
        """What is said below the field."""
        if not self._outcome.isVisibleTo(self):
            return ""
        return f"{self._title.text()}\n{self._text.text()}"

    def show_asking(self, host: str) -> None:
        """Say that `host` is asked."""
        self._say(Words(_("Asking {host}…").format(host=host), "", "", "globe"), "muted")
        self._bar.show()
        self._cancel.show()

    def show_failure(self, words: Words) -> None:
        """Say what went wrong."""
        self._say(words, "error")

    def show_question(self, words: Words) -> None:
        """Ask; the answer is `acted` or `cancelled`."""
        self._say(words, "accent")
        self._cancel.show()

    def clear_outcome(self) -> None:
        """Nothing to say."""
        self._outcome.hide()

    def _say(self, words: Words, tint: str) -> None:
        self._picture.show_icon(words.icon, tint)
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._text.setVisible(bool(words.text))
        self._act.set_label(words.action)
        self._act.setVisible(bool(words.action))
        self._bar.hide()
        self._cancel.hide()
        self._outcome.setAccessibleName(words.title)
        self._outcome.setAccessibleDescription(words.text)
        self._outcome.show()

    def _chosen(self, code: str, label: str) -> None:
        self._language.set_label(label)
        self.language_chosen.emit(code)

    def _left(self) -> None:
        if self._cancel.isVisibleTo(self._outcome) and self._outcome.isVisibleTo(self):
            self.cancelled.emit()
        elif self.edit.text():
            self.edit.clear()
            self.typed.emit("")

    def _show_focus(self, focused: bool) -> None:
        self._box.setProperty("focused", focused)
        self.style().unpolish(self._box)
        self.style().polish(self._box)

    def _fit(self) -> None:
        self._box.setFixedHeight(max(40, self._theme.px(40)))
