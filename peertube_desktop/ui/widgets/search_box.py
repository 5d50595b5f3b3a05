"""The search field of the top bar, with its scope and its suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.states import PictureLabel
from peertube_desktop.ui.widgets.suggestions import Suggestions

MAX_SEARCH = 660
MAX_QUERY = 500


class SearchEdit(QLineEdit):
    """The field. `left` when the person gives up with Escape, `stepped(by)` with the arrows up and down.

    `entered` when the person comes to type; `focused(bool)` whenever the keyboard comes or goes.
    """

    left = Signal()
    entered = Signal()
    focused = Signal(bool)
    stepped = Signal(int)
    drop_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchEdit")
        self.setPlaceholderText(_("Search videos, channels, playlists or paste a link"))
        self.setAccessibleName(_("Search"))
        self.setMaxLength(MAX_QUERY)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.drop_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class SearchBox(QFrame):
    """Field and scope in one pill.

    `searched(text, everywhere)`; `typed(text)` while the person types, and when they come to do so;
    `dropped(text)` when a suggestion is to be taken off the list.
    """

    searched = Signal(str, bool)
    typed = Signal(str)
    dropped = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setFixedHeight(34)
        self.setMaximumWidth(MAX_SEARCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._everywhere = self._chosen = False
        self._typed = ""
        glass = PictureLabel(icons, 16, "faint", self)
        glass.show_icon("search")
        self.edit = SearchEdit(self)
        self.edit.returnPressed.connect(self._submit)
        self.edit.textEdited.connect(self._edited)
        self.edit.entered.connect(lambda: self.typed.emit(""))
        self.edit.focused.connect(self._show_focus)
        self.edit.stepped.connect(self._step)
        self._clear = IconButton(icons.get("close"), _("Clear"), size=14, parent=self)
        self._clear.clicked.connect(self._cleared)
        self._clear.hide()
        self.edit.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._scope = PillButton(_("This instance"), icons.get("down"), "scope", self)
        self._scope.setObjectName("searchScope")
        self._scope.setAccessibleName(_("Where to search"))
        self._scope.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._scope.setIconSize(QSize(14, 14))
        self._scope.setMenu(self._scope_menu())
        self.suggestions = Suggestions(theme, icons, self)
        self.edit.left.connect(self.suggestions.hide)
        self.suggestions.picked.connect(self._picked)
        self.suggestions.dropped.connect(self.dropped)
        self.edit.drop_asked.connect(self.suggestions.drop_current)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 6, 0)
        layout.setSpacing(8)
        layout.addWidget(glass)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._clear)
        layout.addWidget(self._scope)

    def _scope_menu(self) -> QMenu:
        menu = QMenu(self._scope)
        group = QActionGroup(menu)
        for everywhere, label in ((False, _("This instance")), (True, _("Everywhere"))):
            action = QAction(label, menu, checkable=True)
            action.setChecked(not everywhere)
            action.triggered.connect(lambda _c=False, value=everywhere: self._scope_chosen(value))
            group.addAction(action)
            menu.addAction(action)
        self._scope_actions = group.actions()
        return menu

    @property
    def everywhere(self) -> bool:
        """Whether the search index is asked rather than this instance."""
        return self._everywhere

    def set_scope(self, everywhere: bool) -> None:
        """Show the scope. Nothing is searched."""
        self._everywhere = everywhere
        self._scope_actions[1 if everywhere else 0].setChecked(True)
        self._scope.set_label(_("Everywhere") if everywhere else _("This instance"))

    def forget_scope(self) -> None:
        """Back to the scope the person chose last, from the one a page of results needed."""
        self.set_scope(self._chosen)

    def set_text(self, text: str) -> None:
        """Show what is being searched for, unless the person is typing."""
        if self.edit.text() != text and not self.edit.hasFocus():
            self.edit.setText(clean_line(text, MAX_QUERY))

    def set_suggestions(self, earlier: Sequence[str], titles: Sequence[str] = ()) -> None:
        """Offer earlier searches and titles of videos under the field, if the person is in it."""
        if self.edit.hasFocus():
            self.suggestions.show_texts(earlier, titles)
        else:
            self.suggestions.show_texts(())

    def _edited(self, text: str) -> None:
        self._typed = text
        self.typed.emit(text)

    def _step(self, by: int) -> None:
        if not self.suggestions.isVisible():
            self._typed = self.edit.text()
            self.typed.emit(self._typed)
            return
        # What is marked is in the field; above the first one, what the person typed is there again.
        self.edit.setText(self.suggestions.step(by) or self._typed)

    def _picked(self, text: str) -> None:
        self.edit.setText(text)
        self._submit()

    def _scope_chosen(self, everywhere: bool) -> None:
        self._chosen = everywhere
        self.set_scope(everywhere)
        if self.edit.text().strip():
            self._submit()

    def _submit(self) -> None:
        text = self.edit.text().strip()
        self.suggestions.hide()
        if text:
            self.searched.emit(text, self._everywhere)

    def _cleared(self) -> None:
        self.edit.clear()
        self.edit.setFocus()

    def _show_focus(self, focused: bool) -> None:
        if not focused:
            self.suggestions.hide()
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)
