"""The settings, all on one page that can be searched."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.instances import InstanceError, Instances, read_address
from peertube_desktop.services.network import Network
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.storage import Storage
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.settings.look import LookSection
from peertube_desktop.ui.settings.network import AddressesSection, NetworkSection
from peertube_desktop.ui.settings.playback import CaptionsSection, PlaybackSection
from peertube_desktop.ui.settings.privacy import PrivacySection
from peertube_desktop.ui.settings.videos import VideosSection
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.page_column import PageColumn
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.setting_rows import SettingSection
from peertube_desktop.ui.widgets.states import EmptyState
from peertube_desktop.ui.words import sentence


class SettingsSearch(QLineEdit):
    """The field; Escape empties it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settingsSearch")
        self.setProperty("kind", "pill")
        self.setPlaceholderText(_("Find a setting"))
        self.setAccessibleName(_("Find a setting"))
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class SettingsPage(Page):
    """Changes apply at once. `help_wanted`: show the keys."""

    help_wanted = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        preferences: Preferences,
        browsing: Browsing,
        instances: Instances,
        network: Network,
        storage: Storage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self._theme = theme
        self._browsing = browsing
        self._instances = instances
        self._languages_of: str | None = None
        bound = Bound(preferences, self)
        self._videos = VideosSection(bound, theme, icons)
        self._captions = CaptionsSection(bound)
        self._privacy = PrivacySection(bound, storage)
        self._privacy.notice.connect(self.notice)
        self._network = NetworkSection(bound, network, icons, self._ask_instance)
        self._sections: tuple[SettingSection, ...] = (
            LookSection(bound),
            self._videos,
            PlaybackSection(bound),
            self._captions,
            self._privacy,
            self._network,
            AddressesSection(bound, icons, _whole_address),
        )
        self._nothing = EmptyState(icons, "search", _("No setting matches"), _("Try another word."), "", self)
        self._nothing.hide()
        self._lay_out(icons)

    def _lay_out(self, icons: Icons) -> None:
        title = QLabel(_("Settings"), self)
        title.setProperty("kind", "h1")
        self._search = SettingsSearch(self)
        self._search.textChanged.connect(self._filter)
        keys = PillButton(_("Keys"), icons.get("keyboard"), "pill", self)
        keys.setObjectName("keysButton")
        keys.clicked.connect(self.help_wanted)
        about = PillButton(_("About"), icons.get("info"), "pill", self)
        about.setObjectName("aboutButton")
        about.clicked.connect(lambda: self.go.emit(Route.of("about")))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._search, 3)
        head.addWidget(keys)
        head.addWidget(about)
        self._scroll = PageColumn(self._theme, _("Settings"), 22, self)
        self._scroll.setObjectName("settingsScroll")
        column = self._scroll.column
        column.addLayout(head)
        for section in self._sections:
            column.addWidget(section)
        column.addWidget(self._nothing)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    # Page

    def open(self, route: Route, state: PageState | None) -> None:
        self.titled.emit(_("Settings"))
        self._search.setText(route.arg("find"))
        self._network.reopened()
        self._privacy.reopened()
        origin = self._instances.current
        if origin and origin != self._languages_of:
            spawn(self, self._load_languages(origin))
        if state is not None:
            self._scroll.go_to(state.scroll)

    def state(self) -> PageState:
        return PageState(self._scroll.place)

    def focus_first(self) -> None:
        self._search.setFocus()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = sum(section.filter(words) for section in self._sections)
        self._nothing.setVisible(not shown)

    # Questions to the instance

    async def _load_languages(self, origin: str) -> None:
        try:
            found = (await self._browsing.constants(origin)).languages
        except ApiError as error:
            self._videos.tell_languages_missing(sentence(error).text)
            return
        self._languages_of = origin
        languages = sorted(found.items(), key=lambda pair: pair[1].casefold())
        self._videos.set_languages(languages)
        self._captions.set_languages(languages)

    async def _ask_instance(self) -> str:
        origin = self._instances.current
        if not origin:
            return ""
        try:
            await self._browsing.config(origin)
        except ApiError as error:
            words = sentence(error)
            return f"{words.title}. {words.text}"
        return ""


def _whole_address(text: str) -> str | None:
    """The origin of a server as typed, None where it is none."""
    try:
        return read_address(text)[0]
    except InstanceError:
        return None
