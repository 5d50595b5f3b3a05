"""The bar above the pages: back, forward, search, which instance one is on, and as whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line, escape_mnemonic, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.account_button import AccountButton
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from peertube_desktop.services.accounts import AccountInfo
    from peertube_desktop.ui.widgets.pictures import Pictures

HEIGHT = 56
ROOMY = 860
"""Width, in pixels at 100 % text, from which the account's handle is shown beside its picture."""


@dataclass(frozen=True)
class KnownInstance:
    """An entry of the switcher."""

    origin: str
    host: str
    name: str = ""


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
        self.search = SearchBox(theme, icons, self)
        self._private = PillButton(_("Private"), icons.get("eye-off", "accent"), "pill", self)
        self._private.setObjectName("privateButton")
        self._private.setAccessibleName(_("Private mode is on: turn it off"))
        self._private.setToolTip(
            plain_tip(_("Private mode: no views are sent, no history is kept. Click to turn it off."))
        )
        self._private.set_active(True)
        self._private.clicked.connect(self.leave_private)
        self._private.hide()
        self._instance = PillButton("", icons.get("server"), "flat", self)
        self._instance.setObjectName("instanceButton")
        self._instance.setAccessibleName(_("Instance"))
        self._instance.setMenu(QMenu(self._instance))
        self.account = AccountButton(theme, icons, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self._back)
        layout.addWidget(self._forward)
        layout.addWidget(self.search, 10)
        layout.addStretch(1)
        layout.addWidget(self._private)
        # Close together: they read as one, who one is and where.
        who = QHBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._instance)
        who.addWidget(self.account)
        layout.addLayout(who)
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
        self._instance.setToolTip(plain_tip(self._host))
        self._instance.setAccessibleName(_("Instance: {host}").format(host=self._host))
        self._elide()

    _host = ""

    def show_account(
        self, info: AccountInfo | None, pictures: Pictures | None, *, password_wanted: bool = False
    ) -> None:
        """Show who is signed in."""
        self.account.show_account(info, pictures, password_wanted=password_wanted)
        self._elide()

    def _elide(self) -> None:
        roomy = self.width() >= self._theme.px(ROOMY)
        self.account.set_room(self.width() // 4 if roomy else 0)
        info = self.account.info
        # A handle names its instance: once is enough.
        named = self.account.has_words and info is not None and info.host == self._host
        room = max(90, self.width() // 5)
        metrics = self._instance.fontMetrics()
        label = "" if named else metrics.elidedText(self._host, Qt.TextElideMode.ElideMiddle, room)
        self._instance.set_label(label)

    def _fit(self) -> None:
        self.setFixedHeight(max(HEIGHT, self._theme.px(HEIGHT)))
        self.search.setFixedHeight(max(34, self._theme.px(34)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()
