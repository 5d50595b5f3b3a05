"""The top of a channel's or account's page: who it is, what can be done, and the tabs below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from peertube_desktop.api.models.actor import Account, Actor, VideoChannel
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.card import absolute, hue_of
from peertube_desktop.ui.text import clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.chips import ChipBar
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.grid_view import MARGIN
from peertube_desktop.ui.widgets.order_controls import SortButton
from peertube_desktop.ui.widgets.picture_box import PictureBox
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.widgets.states import Banner

BANNER_RATIO = 6.0
BANNER_HIGHEST = 170
AVATAR = 72
LINES = 2
"""Of the description, before the person asks for all."""


class ActorHeader(QWidget):
    """`show_actor` fills it. `tab_chosen(key)`, `search_asked(text)`, `sort_chosen(sort)`; the rest by name."""

    tab_chosen = Signal(str)
    search_asked = Signal(str)
    sort_chosen = Signal(str)
    owner_clicked = Signal()
    copy_link = Signal()
    open_in_browser = Signal()
    retry = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        links: LinkOpener,
        search_hint: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("actorHeader")
        self._banner = PictureBox(theme, pictures, BANNER_RATIO, BANNER_HIGHEST, parent=self)
        self._banner.setObjectName("actorBanner")
        self._banner.hide()
        self._avatar = Avatar(theme, pictures, AVATAR, self)
        self._name = ElidedLabel(self)
        self._name.setObjectName("actorName")
        self._name.setProperty("kind", "h2")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._facts = ElidedLabel(self)
        self._facts.setObjectName("actorFacts")
        self._facts.setProperty("kind", "muted")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._owner = PillButton("", None, "link", self)
        self._owner.setObjectName("ownerButton")
        self._owner.clicked.connect(self.owner_clicked)
        self._description = RichText(theme, links, lines=LINES, name=_("Description"), parent=self)
        self._error = Banner(icons, self)
        self._error.acted.connect(self.retry)
        self._note = QLabel(self)
        self._note.setObjectName("actorNote")
        self._note.setProperty("kind", "small")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.hide()
        self._handle_and_counts: list[str] = []
        self._count: int | None = None
        self._has_description = False
        self._box, self._support = self._make_support(links)
        self._tabs = ChipBar(icons, self)
        self._tabs.setObjectName("actorTabs")
        self._tabs.chosen.connect(self.tab_chosen)
        self._search = QLineEdit(self)
        self._search.setObjectName("actorSearch")
        self._search.setProperty("kind", "pill")
        self._search.setPlaceholderText(search_hint)
        self._search.setAccessibleName(search_hint)
        self._search.setClearButtonEnabled(True)
        self._search.setMaxLength(200)
        self._search.returnPressed.connect(lambda: self.search_asked.emit(self._search.text().strip()))
        self._search.textChanged.connect(self._search_changed)
        self._sort = SortButton(icons, self)
        self._sort.chosen.connect(self.sort_chosen)
        self._lay_out(self._make_buttons(icons))
        theme.changed.connect(self._fit)
        self._fit()

    def _make_support(self, links: LinkOpener) -> tuple[QFrame, RichText]:
        box = QFrame(self)
        box.setObjectName("supportBox")
        box.setProperty("kind", "box")
        heading = QLabel(_("Support"), box)
        heading.setProperty("kind", "h3")
        text = RichText(self._theme, links, name=_("Support"), parent=box)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        inside.addWidget(heading)
        inside.addWidget(text)
        box.hide()
        return box, text

    def _make_buttons(self, icons: Icons) -> list[QWidget]:
        self._support_button = PillButton(_("Support"), icons.get("heart"), "", self)
        self._support_button.setObjectName("supportButton")
        self._support_button.setCheckable(True)
        self._support_button.toggled.connect(self._box.setVisible)
        self._support_button.hide()
        copy = IconButton(icons.get("link"), _("Copy link"), "button", 16, self)
        copy.setObjectName("copyLinkButton")
        copy.clicked.connect(self.copy_link)
        browse = IconButton(icons.get("external"), _("Open in browser"), "button", 16, self)
        browse.setObjectName("openInBrowserButton")
        browse.clicked.connect(self.open_in_browser)
        return [self._support_button, copy, browse]

    def _lay_out(self, buttons: Sequence[QWidget]) -> None:
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._facts)
        line.addWidget(self._owner)
        line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addLayout(line)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._avatar)
        top.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(row)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self._tabs, 1)
        bar.addWidget(self._search)
        bar.addWidget(self._sort)
        inside = QVBoxLayout()
        inside.setContentsMargins(MARGIN, 14, MARGIN, 12)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(self._error)
        inside.addWidget(self._note)
        inside.addWidget(self._description)
        inside.addWidget(self._box)
        inside.addLayout(bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(inside)
        policy = self._facts.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self._facts.setSizePolicy(policy)

    def _fit(self) -> None:
        self._search.setFixedWidth(self._theme.px(210))

    def _search_changed(self, text: str) -> None:
        """An emptied field shows everything again, without Enter."""
        if not text and self._search.hasFocus():
            self.search_asked.emit("")

    # Filling

    def show_handle(self, handle: str) -> None:
        """All that is known yet is the handle."""
        handle = clean_line(handle, 120)
        self._fill(handle.partition("@")[0], "", handle)
        self._banner.show_url("")
        self._banner.hide()
        self._owner.hide()
        self._handle_and_counts, self._has_description, self._count = [handle], False, None
        self._show_facts()
        self._description.hide()
        self._show_support("", "")
        self.show_note("")

    def show_actor(self, actor: Actor, origin: str) -> None:
        """Show what `origin` says of a channel or account, or what a list said of it."""
        facts = self._handle_and_counts = [clean_line(actor.handle, 120)]
        description = support = banner = ""
        owner: Actor | None = None
        if isinstance(actor, Account):
            facts.append(fmt.followers(actor.followers_count))
            description = actor.description or ""
        elif isinstance(actor, VideoChannel):
            facts.append(fmt.followers(actor.followers_count))
            if actor.videos_count is not None:
                facts.append(fmt.videos(actor.videos_count))
            description, support = actor.description or "", actor.support or ""
            ratio = self.devicePixelRatioF()
            banner = absolute(origin, actor.banner_ref(round(max(self.width(), 1000) * ratio)))
            owner = actor.owner_account
        avatar = absolute(origin, actor.avatar_ref(self._avatar.pixels))
        self._fill(clean_line(actor.title) or facts[0], avatar, facts[0])
        self._show_facts()
        self._banner.show_url(banner)
        self._banner.setVisible(bool(banner))
        self._owner.setVisible(owner is not None)
        if owner is not None:
            self._owner.set_label(_("by {name}").format(name=clean_line(owner.title, 40)))
            self._owner.setToolTip(plain_tip(clean_line(owner.handle, 120)))
        self._description.show_markdown(description, origin)
        self._has_description = bool(description.strip())
        self._description.setVisible(self._has_description)
        self._show_support(support, origin)

    def show_video_count(self, count: int) -> None:
        """How many videos there are, where the details do not say."""
        self._count = count
        self._show_facts()

    def _show_facts(self) -> None:
        facts = list(self._handle_and_counts)
        if self._count is not None and len(facts) == 2:
            facts.append(fmt.videos(self._count))
        text = " · ".join(facts)
        self._facts.setText(text)
        self._facts.setToolTip(plain_tip(text))
        self._facts.updateGeometry()

    def set_description_shown(self, shown: bool) -> None:
        """The tab below may show it whole."""
        self._description.setVisible(shown and self._has_description)

    def _fill(self, name: str, avatar: str, handle: str) -> None:
        self._name.setText(name)
        self._name.setToolTip(plain_tip(name))
        self._name.setAccessibleName(name)
        self._avatar.show_person(avatar, name[:1].upper(), hue_of(handle or name))
        self._name.updateGeometry()

    def _show_support(self, text: str, origin: str) -> None:
        self._support.show_markdown(text, origin)
        self._support_button.setVisible(bool(text.strip()))
        if not text.strip():
            self._support_button.setChecked(False)

    def show_note(self, text: str) -> None:
        """A sentence about where this comes from; "" for none."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @property
    def error(self) -> Banner:
        """Says that what is shown could not be renewed."""
        return self._error

    # The tabs

    def show_tabs(self, tabs: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these (key, label)."""
        self._tabs.set_items(tabs, current)

    def show_list_controls(self, sorts: Sequence[tuple[str, str]], sort: str, search: str | None) -> None:
        """The order offered (none for an empty list) and what is searched for; None for no search."""
        self._sort.setVisible(bool(sorts))
        self._sort.set_sorts(sorts, sort)
        self._search.setVisible(search is not None)
        if search is not None and search != self._search.text():
            self._search.setText(search)
