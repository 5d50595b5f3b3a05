"""The channels of the account that is used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.me import MyChannel
from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.accounts import AccountInfo, Accounts
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.dialogs.channel import ChannelDialog, DeleteChannelDialog, channel_letter
from peertube_desktop.ui.format import followers, videos, views
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import absolute, hue_of
from peertube_desktop.ui.pages.account_settings import nobody_words
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.page_column import PageColumn
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import Banner, StateView
from peertube_desktop.ui.words import Words, retryable, sentence

AVATAR = 48
BANNER_PIXELS = 1000


class ChannelBox(QFrame):
    """One channel. `opened`, `edited`, `deleted` when its button was pressed."""

    opened = Signal()
    edited = Signal()
    deleted = Signal()

    def __init__(
        self, channel: MyChannel, avatar: str, theme: Theme, pictures: Pictures, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("channelBox")
        self.setProperty("kind", "box")
        name = clean_line(channel.title, 120)
        self.setAccessibleName(name)
        picture = Avatar(theme, pictures, AVATAR, self)
        picture.show_person(avatar, channel_letter(channel), hue_of(channel.handle))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(self, name, "strong"))
        words.addWidget(ElidedLabel(self, _facts(channel), "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 11, 12, 11)
        row.setSpacing(12)
        row.addWidget(picture)
        row.addLayout(words, 1)
        for label, signal, key, spoken in (
            (_("Open"), self.opened, "channelOpen", _("Open {name}")),
            (_("Edit…"), self.edited, "channelEdit", _("Edit {name}")),
            (_("Delete…"), self.deleted, "channelDelete", _("Delete {name}")),
        ):
            button = PillButton(label, None, "", self)
            button.setObjectName(key)
            button.setAccessibleName(spoken.format(name=name))
            button.clicked.connect(signal)
            row.addWidget(button)


def _facts(channel: MyChannel) -> str:
    facts = [clean_line(channel.name, 60), followers(channel.followers_count)]
    if channel.videos_count is not None:
        facts.append(videos(channel.videos_count))
    if channel.views_per_day:
        total = sum(day.views for day in channel.views_per_day)
        facts.append(_("{views} in 30 days").format(views=views(total)))
    return " · ".join(facts)


class MyChannelsPage(Page):
    """Of the current account; another one's are shown when the page is opened anew."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        accounts: Accounts,
        settings: AccountSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("myChannelsPage")
        self._theme = theme
        self._pictures = pictures
        self._accounts = accounts
        self._settings = settings
        self._info: AccountInfo | None = None
        self._boxes: list[ChannelBox] = []
        self._loaded = False
        self._state = StateView(icons, self)
        self._state.acted.connect(self._load)
        self._error = Banner(icons, self)
        self._error.acted.connect(self._load)
        self._lay_out(icons)

    def _lay_out(self, icons: Icons) -> None:
        title = QLabel(_("My channels"), self)
        title.setProperty("kind", "h1")
        self._handle = QLabel(self)
        self._handle.setProperty("kind", "muted")
        self._handle.setTextFormat(Qt.TextFormat.PlainText)
        self._create = PillButton(_("Create a channel"), icons.get("plus", "on_accent"), "primary", self)
        self._create.setObjectName("createChannel")
        self._create.clicked.connect(lambda: self._edit(None))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(self._handle)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self._create)
        self._scroll = PageColumn(self._theme, _("My channels"), 16, self)
        self._scroll.setObjectName("channelsScroll")
        column = self._scroll.column
        column.addLayout(head)
        column.addWidget(self._error)
        self._list = QVBoxLayout()
        self._list.setSpacing(9)
        column.addLayout(self._list)
        column.addStretch(1)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._state)

    # Page

    def open(self, route: Route, state: PageState | None) -> None:
        self.titled.emit(_("My channels"))
        self._load()
        if state is not None:
            self._scroll.go_to(state.scroll)

    def state(self) -> PageState:
        return PageState(self._scroll.place)

    def focus_first(self) -> None:
        if self._stack.currentWidget() is self._state:
            self._state.focus_button()
        else:
            self._create.setFocus()

    def _load(self) -> None:
        cancel_tasks(self)
        self._error.hide()
        current = self._accounts.current
        if current is None:
            self._info = None
            self._say(nobody_words())
            return
        if self._info is None or current.id != self._info.id:
            self._loaded = False
            self._say(Words(_("One moment…"), "", "", "channel"))
        self._info = current
        self._handle.setText(current.handle)
        spawn(self, self._ask(current), on_error=self._failed)

    async def _ask(self, info: AccountInfo) -> None:
        self._show(info, await self._settings.channels(info.id))

    def _show(self, info: AccountInfo, channels: Sequence[MyChannel]) -> None:
        for box in self._boxes:
            box.hide()
            self._list.removeWidget(box)
            box.deleteLater()
        self._boxes = []
        side = round(self._theme.px(AVATAR) * self.devicePixelRatioF())
        for channel in channels:
            avatar = absolute(info.origin, channel.avatar_ref(side))
            box = ChannelBox(channel, avatar, self._theme, self._pictures, self._scroll.inside)
            box.opened.connect(partial(self._open, channel))
            box.edited.connect(partial(self._edit, channel))
            box.deleted.connect(partial(self._delete, channel))
            self._list.addWidget(box)
            self._boxes.append(box)
        self._loaded = True
        if self._stack.currentWidget() is self._state:
            self._stack.setCurrentWidget(self._scroll)
            self.focus_first()

    def _say(self, words: Words) -> None:
        self._state.show_words(words)
        self._stack.setCurrentWidget(self._state)

    def _failed(self, error: BaseException) -> None:
        words = retryable(sentence(error))
        if self._loaded:
            self._error.show_words(words)
        else:
            self._say(words)
        if not isinstance(error, (ApiError, KeyError)):
            raise error

    # What is done with them

    def _open(self, channel: MyChannel) -> None:
        if self._info is not None:
            self.go.emit(Route.of("channel", self._info.origin, handle=channel.handle))

    def _edit(self, channel: MyChannel | None) -> None:
        info = self._info
        if info is None:
            return
        urls = ("", "")
        if channel is not None:
            urls = (
                absolute(info.origin, channel.avatar_ref(BANNER_PIXELS // 8)),
                absolute(info.origin, channel.banner_ref(BANNER_PIXELS)),
            )
        dialog = ChannelDialog(
            self._settings, info.id, info.host, channel, urls, self._theme, self._pictures, self.window()
        )
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, name: str) -> None:
        self.notice.emit(_("{name} is saved").format(name=name))
        self._load()

    def _delete(self, channel: MyChannel) -> None:
        if self._info is None:
            return
        dialog = DeleteChannelDialog(self._settings, self._info.id, channel, self._theme, self.window())
        dialog.deleted.connect(self._deleted)
        dialog.open()

    def _deleted(self, name: str) -> None:
        self.notice.emit(_("{name} is deleted").format(name=name))
        self._load()
