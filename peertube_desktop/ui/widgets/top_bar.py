"""The bar above the pages: back, forward, search, and which instance one is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QSizePolicy,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line, escape_mnemonic
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.states import PictureLabel

HEIGHT = 56
MAX_SEARCH = 660
MAX_QUERY = 500


@dataclass(frozen=True)
class KnownInstance:
    """An entry of the switcher."""

    origin: str
    host: str
    name: str = ""


class SearchEdit(QLineEdit):
    """The field; `left` when the person gives up with Escape."""

    left = Signal()
    focused = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchEdit")
        self.setPlaceholderText(_("Search videos, channels, playlists or paste a link"))
        self.setAccessibleName(_("Search"))
        self.setMaxLength(MAX_QUERY)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class SearchBox(QFrame):
    """Field and scope in one pill. `searched(text, everywhere)`; `typed(text)` while the person types."""

    searched = Signal(str, bool)
    typed = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setFixedHeight(34)
        self.setMaximumWidth(MAX_SEARCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._everywhere = False
        glass = PictureLabel(icons, 16, "faint", self)
        glass.show_icon("search")
        self.edit = SearchEdit(self)
        self.edit.returnPressed.connect(self._submit)
        self.edit.textEdited.connect(self.typed)
        self.edit.focused.connect(self._show_focus)
        self._clear = IconButton(icons.get("close"), _("Clear"), size=14, parent=self)
        self._clear.clicked.connect(self._cleared)
        self._clear.hide()
        self.edit.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._scope = PillButton(_("This instance"), icons.get("down"), "scope", self)
        self._scope.setObjectName("searchScope")
        self._scope.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._scope.setIconSize(QSize(14, 14))
        self._scope.setMenu(self._scope_menu())
        self._suggestions = QStringListModel(self)
        completer = QCompleter(self._suggestions, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = QListView(self)
        popup.setProperty("kind", "rows")
        popup.setObjectName("searchSuggestions")
        self._popup = popup
        completer.setPopup(popup)
        completer.activated.connect(self._submit)
        self.edit.setCompleter(completer)
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

    def set_text(self, text: str) -> None:
        """Show what is being searched for."""
        if self.edit.text() != text and not self.edit.hasFocus():
            self.edit.setText(clean_line(text, MAX_QUERY))

    def set_suggestions(self, texts: Sequence[str]) -> None:
        """Offer these under the field, if the person is in it."""
        self._suggestions.setStringList(list(texts))
        if texts and self.edit.hasFocus():
            self.edit.completer().complete()
        else:
            self._popup.hide()

    def _scope_chosen(self, everywhere: bool) -> None:
        self.set_scope(everywhere)
        if self.edit.text().strip():
            self._submit()

    def _submit(self) -> None:
        text = self.edit.text().strip()
        if text:
            self._popup.hide()
            self.searched.emit(text, self._everywhere)

    def _cleared(self) -> None:
        self.edit.clear()
        self.edit.setFocus()

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)


class TopBar(QFrame):
    """`back`, `forward`, `instance_chosen(origin)`, `add_instance`, `about_instance`, `leave_private`."""

    back = Signal()
    forward = Signal()
    instance_chosen = Signal(str)
    add_instance = Signal()
    about_instance = Signal()
    leave_private = Signal()

    def __init__(self, icons: Icons, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._icons = icons
        self._theme = theme
        self._back = IconButton(icons.get("back"), _("Back (Alt+Left)"), "round", 16, self)
        self._back.setObjectName("backButton")
        self._forward = IconButton(icons.get("forward"), _("Forward (Alt+Right)"), "round", 16, self)
        self._forward.setObjectName("forwardButton")
        for button in (self._back, self._forward):
            button.setFixedSize(28, 26)
            button.setEnabled(False)
        self._back.clicked.connect(self.back)
        self._forward.clicked.connect(self.forward)
        self.search = SearchBox(icons, self)
        self._private = PillButton(_("Private"), icons.get("eye-off", "accent"), "pill", self)
        self._private.setObjectName("privateButton")
        self._private.setAccessibleName(_("Private mode is on: turn it off"))
        self._private.setToolTip(
            _("Private mode: no views are sent, no history is kept. Click to turn it off.")
        )
        self._private.set_active(True)
        self._private.clicked.connect(self.leave_private)
        self._private.hide()
        self._instance = PillButton("", icons.get("server"), "flat", self)
        self._instance.setObjectName("instanceButton")
        self._instance.setAccessibleName(_("Instance"))
        self._instance.setMenu(QMenu(self._instance))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self._back)
        layout.addWidget(self._forward)
        layout.addWidget(self.search, 10)
        layout.addStretch(1)
        layout.addWidget(self._private)
        layout.addWidget(self._instance)
        self._fit()
        theme.changed.connect(self._fit)

    def set_history(self, back: bool, forward: bool) -> None:
        """Which of the two buttons lead somewhere."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def set_private(self, private: bool) -> None:
        """Show, or not, that private mode is on."""
        self._private.setVisible(private)

    def set_instances(self, known: Sequence[KnownInstance], current: str) -> None:
        """The instances of the menu, and the origin of the one that is on."""
        menu = self._instance.menu()
        menu.clear()
        group = QActionGroup(menu)
        label = ""
        for instance in known:
            name = clean_line(instance.name, 60)
            text = f"{name} ({instance.host})" if name and name != instance.host else instance.host
            action = menu.addAction(escape_mnemonic(text))
            action.setCheckable(True)
            action.setChecked(instance.origin == current)
            action.triggered.connect(lambda _c=False, o=instance.origin: self.instance_chosen.emit(o))
            group.addAction(action)
            if instance.origin == current:
                label = instance.host
        if known:
            menu.addSeparator()
        menu.addAction(self._icons.get("plus"), _("Add instance…")).triggered.connect(self.add_instance)
        if current:
            about = menu.addAction(self._icons.get("info"), _("About this instance"))
            about.setObjectName("aboutInstanceAction")
            about.triggered.connect(self.about_instance)
        self._host = label or current.partition("://")[2] or _("Choose an instance")
        self._instance.setToolTip(self._host)
        self._elide()

    _host = ""

    def _elide(self) -> None:
        room = max(90, self.width() // 5)
        metrics = self._instance.fontMetrics()
        self._instance.set_label(metrics.elidedText(self._host, Qt.TextElideMode.ElideMiddle, room))

    def _fit(self) -> None:
        self.setFixedHeight(max(HEIGHT, self._theme.px(HEIGHT)))
        self.search.setFixedHeight(max(34, self._theme.px(34)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()
