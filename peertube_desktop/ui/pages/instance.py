"""What an instance says of itself."""

from __future__ import annotations

import asyncio
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.instance_facts import InstanceFacts, gather_facts
from peertube_desktop.services.links import netloc_of
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.actions import open_in_browser
from peertube_desktop.ui.format import number
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.card import hue_of
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import breakable, clean_line, clean_text
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.page_column import PageColumn
from peertube_desktop.ui.widgets.pictures import Pictures, Shape
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.widgets.states import ErrorState
from peertube_desktop.ui.words import retryable, sentence

# Homepages are Markdown with HTML of PeerTube's own in it, such as `<peertube-videos-list>`.
# Bounded, so that a page of nothing but beginnings does not keep the window busy.
_TAG = re.compile(
    r"<!--.{0,300}?-->|<(script|style)\b.{0,300}?</\1\s*>|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,300})?/?>",
    re.DOTALL,
)
MAX_HOMEPAGE = 50_000
MOST_NAMED = 30


class InstancePage(Page):
    """One instance: name, texts, figures. Opened with the origin alone."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        connections: Connections,
        links: LinkOpener,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("instancePage")
        self._theme = theme
        self._connections = connections
        self._links = links
        self._origin = ""
        self._facts: InstanceFacts | None = None
        self._scroll_to = 0
        self._error = ErrorState(icons, self)
        self._error.acted.connect(self._load)
        self._waiting = QLabel(_("Asking the instance…"), self)
        self._waiting.setProperty("kind", "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._avatar = Avatar(theme, pictures, 72, self, Shape.ROUNDED)
        self._name = self._label("h1")
        self._host = self._label("muted")
        self._short = self._label("")
        browse = PillButton(_("Browse"), icons.get("discover"), "pill", self)
        browse.setObjectName("instanceBrowse")
        browse.clicked.connect(lambda: self.go.emit(Route.of("discover", self._origin)))
        web = PillButton(_("Open in browser"), icons.get("external"), "pill", self)
        web.setObjectName("instanceWeb")
        web.clicked.connect(self._open_web)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(12)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(8)
        self._lay_out([browse, web])

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self, buttons: list[PillButton]) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._name)
        words.addWidget(self._host)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        for button in buttons:
            head.addWidget(button)
        self._scroll = PageColumn(self._theme, _("About the instance"), 16, self)
        self._scroll.setObjectName("instanceScroll")
        column = self._scroll.column
        column.addLayout(head)
        column.addWidget(self._short)
        column.addLayout(self._figures)
        column.addLayout(self._texts)
        column.addStretch(1)
        self._stack = QStackedWidget(self)
        for widget in (self._waiting, self._scroll, self._error):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # Page

    def open(self, route: Route, state: PageState | None) -> None:
        self._scroll_to = state.scroll if state is not None else 0
        self.titled.emit(_("About {host}").format(host=netloc_of(route.origin)))
        # What another instance answers later, and texts of it that are still being laid out, are not shown here.
        cancel_tasks(self)
        self._origin = route.origin
        facts = state.held.get("facts") if state is not None else None
        if isinstance(facts, InstanceFacts):
            self._show(facts)
        else:
            self._stack.setCurrentWidget(self._waiting)
            self._load()

    def state(self) -> PageState:
        shown = self._stack.currentWidget() is self._scroll
        return PageState(self._scroll.place, {"facts": self._facts} if shown else {})

    def leave(self) -> None:
        cancel_tasks(self)

    def focus_first(self) -> None:
        self._scroll.setFocus()

    # Content

    def _load(self) -> None:
        cancel_tasks(self)
        spawn(self, self._ask(self._origin), on_error=self._failed)

    async def _ask(self, origin: str) -> None:
        self._show(await gather_facts(self._connections, origin))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, ApiError):
            raise error
        self._error.show_words(retryable(sentence(error)))
        self._stack.setCurrentWidget(self._error)

    def _show(self, facts: InstanceFacts) -> None:
        self._facts = facts
        host = netloc_of(self._origin)
        name = clean_line(facts.config.name, 200) or host
        self._name.setText(breakable(name))
        self._host.setText(
            _("{host} · PeerTube {version}").format(host=host, version=clean_line(facts.version, 40))
        )
        short = clean_text(facts.config.short_description, 1000)
        self._short.setText(breakable(short))
        self._short.setVisible(bool(short))
        self._avatar.show_person(facts.avatar, name[:1].upper(), hue_of(host))
        _empty(self._figures)
        _empty(self._texts)
        self._show_figures(facts)
        self._stack.setCurrentWidget(self._scroll)
        spawn(self, self._show_texts(facts))

    def _show_figures(self, facts: InstanceFacts) -> None:
        stats = facts.stats
        if stats is None:
            return
        for value, label in (
            (stats.total_users, _("users")),
            (stats.total_local_videos, _("videos of its own")),
            (stats.total_local_video_views, _("views")),
            (stats.total_videos, _("videos in all")),
            (stats.total_instance_following, _("instances followed")),
        ):
            box = QFrame(self._scroll.inside)
            box.setProperty("kind", "box")
            layout = QVBoxLayout(box)
            layout.setContentsMargins(14, 10, 14, 10)
            layout.setSpacing(1)
            figure = QLabel(number(value), box)
            figure.setProperty("kind", "h2")
            what = QLabel(label, box)
            what.setProperty("kind", "small")
            what.setWordWrap(True)
            layout.addWidget(figure)
            layout.addWidget(what)
            layout.addStretch(1)
            self._figures.addWidget(box, 1)

    async def _show_texts(self, facts: InstanceFacts) -> None:
        # One after the other: ten texts that are hard to lay out would keep the window from all else.
        about = facts.about
        for title, names in ((_("Languages"), facts.languages), (_("Categories"), facts.categories)):
            if names:
                self._heading(title)
                label = self._label("")
                label.setText(breakable(", ".join(clean_line(name, 60) for name in names[:MOST_NAMED])))
                self._texts.addWidget(label)
        if facts.config.is_nsfw:
            self._heading(_("Sensitive videos"))
            label = self._label("")
            label.setText(_("This instance is about videos that not everybody wants to see."))
            self._texts.addWidget(label)
        for title, text in (
            (_("Homepage"), _TAG.sub("", facts.homepage[:MAX_HOMEPAGE])),
            (_("Description"), about.description),
            (_("Terms"), about.terms),
            (_("Code of conduct"), about.code_of_conduct),
            (_("Moderation"), about.moderation_information),
            (_("Who runs it"), about.administrator),
            (_("Why it exists"), about.creation_reason),
            (_("How long it will last"), about.maintenance_lifetime),
            (_("How it is paid for"), about.business_model),
            (_("The machine it runs on"), about.hardware_information),
        ):
            if text.strip():
                self._heading(title)
                rich = RichText(self._theme, self._links, lines=24, name=title, parent=self._scroll.inside)
                rich.show_markdown(text, self._origin)
                self._texts.addWidget(rich)
                await asyncio.sleep(0)
        layout = self._scroll.inside.layout()
        if layout is not None:
            layout.activate()
        self._scroll.go_to(self._scroll_to)

    def _heading(self, title: str) -> None:
        if self._texts.count():
            self._texts.addSpacing(10)
        heading = self._label("h3")
        heading.setText(title)
        self._texts.addWidget(heading)

    def _open_web(self) -> None:
        if not open_in_browser(f"{self._origin}/about/instance"):
            self.notice.emit(_("The browser could not be opened"))


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
