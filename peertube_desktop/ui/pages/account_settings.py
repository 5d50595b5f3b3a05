"""The settings of the account that is used: who it is, how one signs in, what it wants to see."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.me import MyUser
from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.tasks import cancel_tasks, may_fail, spawn
from peertube_desktop.ui.account.keeping import KeepingSection
from peertube_desktop.ui.account.profile import ProfileSection
from peertube_desktop.ui.account.room import RoomSection
from peertube_desktop.ui.account.security import EmailSection, PasswordSection, TwoFactorSection
from peertube_desktop.ui.account.shown import ShownAccount
from peertube_desktop.ui.account.watching import WatchingSection
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.page_column import PageColumn
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import StateView
from peertube_desktop.ui.words import Words, retryable, sentence


def nobody_words() -> Words:
    """What a page about one's account says where there is none."""
    return Words(_("Nobody is signed in"), _("Sign in with the button at the top right."), "", "person")


class AccountSettingsPage(Page):
    """About the current account; another one is shown when the page is opened anew."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        accounts: Accounts,
        settings: AccountSettings,
        browsing: Browsing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("accountSettingsPage")
        self._theme = theme
        self._accounts = accounts
        self._browsing = browsing
        self._languages_of = ""
        self._shown = shown = ShownAccount(settings, self)
        self._profile = ProfileSection(shown, accounts, theme, pictures)
        self._room = RoomSection(shown)
        self._watching = WatchingSection(shown, theme, icons)
        self._email = EmailSection(shown, icons)
        self._password = PasswordSection(shown, icons)
        self._two_factor = TwoFactorSection(shown, theme, icons)
        self._keeping = KeepingSection(accounts)
        self._state = StateView(icons, self)
        self._state.acted.connect(self._load)
        self._lay_out(icons)
        shown.changed.connect(self._show)

    def _lay_out(self, icons: Icons) -> None:
        title = QLabel(_("Account settings"), self)
        title.setProperty("kind", "h1")
        self._handle = QLabel(self)
        self._handle.setObjectName("accountHandle")
        self._handle.setProperty("kind", "muted")
        self._handle.setTextFormat(Qt.TextFormat.PlainText)
        self._handle.setWordWrap(True)
        channels = PillButton(_("My channels"), icons.get("channel"), "pill", self)
        channels.setObjectName("channelsButton")
        channels.clicked.connect(lambda: self.go.emit(Route.of("my-channels")))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(channels)
        self._scroll = PageColumn(self._theme, _("Account settings"), 22, self)
        self._scroll.setObjectName("accountScroll")
        column = self._scroll.column
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._handle)
        column.addLayout(words)
        for section in (
            self._profile,
            self._room,
            self._watching,
            self._email,
            self._password,
            self._two_factor,
            self._keeping,
        ):
            column.addWidget(section)
        column.addStretch(1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._state)

    # Page

    def open(self, route: Route, state: PageState | None) -> None:
        self.titled.emit(_("Account settings"))
        self._load()
        if state is not None:
            self._scroll.go_to(state.scroll)

    def state(self) -> PageState:
        return PageState(self._scroll.place)

    def focus_first(self) -> None:
        if self._stack.currentWidget() is self._state:
            self._state.focus_button()
        else:
            self._scroll.setFocus()

    def _load(self) -> None:
        cancel_tasks(self)
        current = self._accounts.current
        if current is None:
            self._shown.id, self._shown.user = "", None
            self._say(nobody_words())
            return
        if current.id != self._shown.id:
            self._shown.id, self._shown.user = current.id, None
            for section in (self._profile, self._email, self._password):
                section.begin()
            self._say(Words(_("One moment…"), "", "", "person"))
        self._handle.setText(current.handle)
        self._room.load()
        spawn(self, self._ask(current.id), on_error=self._failed)
        if current.origin != self._languages_of:
            spawn(self, self._load_languages(current.origin), on_error=may_fail(ApiError))

    async def _ask(self, account_id: str) -> None:
        self._shown.show(await self._accounts.me(account_id))

    async def _load_languages(self, origin: str) -> None:
        found = (await self._browsing.constants(origin)).languages
        self._languages_of = origin
        self._watching.set_languages(sorted(found.items(), key=lambda pair: pair[1].casefold()))

    def _show(self, user: MyUser) -> None:
        for section in (self._email, self._password, self._two_factor):
            section.setVisible(user.has_password)
        role = clean_line(user.role.label, 40) if user.role is not None else ""
        current = self._accounts.current
        handle = current.handle if current is not None else ""
        self._handle.setText(" · ".join(part for part in (handle, role) if part))
        if self._stack.currentWidget() is self._state:
            self._stack.setCurrentWidget(self._scroll)
            self.focus_first()

    def _say(self, words: Words) -> None:
        self._state.show_words(words)
        self._stack.setCurrentWidget(self._state)

    def _failed(self, error: BaseException) -> None:
        if self._shown.user is None:
            self._say(retryable(sentence(error)))
        else:
            self.notice.emit(sentence(error).title)
        if not isinstance(error, (ApiError, KeyError)):
            raise error
