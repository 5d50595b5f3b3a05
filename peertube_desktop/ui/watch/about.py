"""Below the picture: title, who made it, what can be done with it, description and facts."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.api.models.actor import Actor, VideoChannel
from peertube_desktop.api.models.video import Privacy, Video, VideoDetails
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.card import absolute, hue_of, person_of
from peertube_desktop.ui.text import breakable, clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.rich_text import RichText

LINES = 3
"""Of the description, before the person asks for all."""
MAX_TAGS = 12


class PersonRow(QWidget):
    """Avatar, name and handle of a channel; `clicked` anywhere on it."""

    clicked = Signal()

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._avatar = Avatar(theme, pictures, 36, self)
        self._name = PillButton("", None, "heading", self)
        self._name.setObjectName("channelButton")
        self._name.setMinimumWidth(60)
        self._name.clicked.connect(self.clicked)
        self._handle = ElidedLabel(self)
        self._handle.setProperty("kind", "small")
        self._handle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._handle.setContentsMargins(8, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._handle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)

    def show_person(self, person: Actor | None, origin: str) -> None:
        """Show who published the video."""
        self.setVisible(person is not None)
        if person is None:
            return
        handle = clean_line(person.handle, 120)
        followers = (
            fmt.followers(person.followers_count)
            if isinstance(person, VideoChannel) and person.followers_count
            else ""
        )
        title = clean_line(person.title, 60)
        self._name.set_label(title)
        self._handle.setText(" · ".join(part for part in (handle, followers) if part))
        self._handle.setToolTip(plain_tip(handle))
        url = absolute(origin, person.avatar_ref(self._avatar.pixels))
        self._avatar.show_person(url, title[:1].upper(), hue_of(handle))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class VideoAbout(QWidget):
    """`seek(seconds)` for a time code; `tag(text)`; `person` for the channel; the rest by name."""

    seek = Signal(float)
    tag = Signal(str)
    person = Signal()
    copy_link = Signal()
    copy_link_at_time = Signal()
    open_in_browser = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        links: LinkOpener,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._title = QLabel(self)
        self._title.setObjectName("videoTitle")
        self._title.setProperty("kind", "h2")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = PersonRow(theme, pictures, self)
        self._row.clicked.connect(self.person)
        self._support_button = PillButton(_("Support"), icons.get("heart"), "", self)
        self._support_button.setObjectName("supportButton")
        self._support_button.clicked.connect(self._toggle_support)
        self._share = PillButton(_("Share"), icons.get("share"), "", self)
        self._share.setObjectName("shareButton")
        self._share.setMenu(self._share_menu())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._row, 1)
        head.addWidget(self._support_button)
        head.addWidget(self._share)
        self._box = QFrame(self)
        self._box.setProperty("kind", "box")
        self._line = QLabel(self._box)
        self._line.setProperty("kind", "muted")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._description = RichText(
            theme, links, lines=LINES, seeks=True, name=_("Description"), parent=self._box
        )
        self._description.seek.connect(self.seek)
        self._support = RichText(theme, links, name=_("Support"), parent=self._box)
        self._support.hide()
        self._tags = QLabel(self._box)
        self._tags.setTextFormat(Qt.TextFormat.RichText)
        self._tags.setWordWrap(True)
        self._tags.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._tags.setAccessibleName(_("Tags"))
        self._tags.linkActivated.connect(self._tag_clicked)
        self._shown_tags: list[str] = []
        self._facts_button = PillButton(_("Details"), None, "link", self._box)
        self._facts_button.setObjectName("factsButton")
        # In line with the text above it.
        self._facts_button.setStyleSheet("QPushButton { padding: 2px 4px 2px 0; margin-left: -1px; }")
        self._facts_button.clicked.connect(self._toggle_facts)
        self._facts = QWidget(self._box)
        self._facts_form = QFormLayout(self._facts)
        self._facts_form.setContentsMargins(0, 4, 0, 0)
        self._facts_form.setHorizontalSpacing(18)
        self._facts_form.setVerticalSpacing(4)
        self._facts.hide()
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(16, 14, 16, 12)
        inside.setSpacing(6)
        for widget in (self._line, self._description, self._support, self._tags):
            inside.addWidget(widget)
        inside.addWidget(self._facts_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(head)
        layout.addWidget(self._box)
        for label in (self._title, self._line, self._tags):
            # One endless word must not make the page wider than the window.
            label.setMinimumWidth(60)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._restyle)

    def _share_menu(self) -> QMenu:
        menu = QMenu(self._share)
        entries: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("link", _("Copy link"), self.copy_link.emit),
            ("recent", _("Copy link at this time"), self.copy_link_at_time.emit),
            ("external", _("Open in browser"), self.open_in_browser.emit),
        )
        for icon, label, act in entries:
            menu.addAction(self._icons.get(icon), label).triggered.connect(lambda _c=False, act=act: act())
        return menu

    def show_video(self, video: Video | None, origin: str) -> None:
        """Show what is known of the video: what a list knew, later all of it."""
        details = video if isinstance(video, VideoDetails) else None
        title = clean_line(video.name) if video is not None else ""
        self._title.setText(breakable(title))
        self.setAccessibleName(title)
        self._row.show_person(person_of(video) if video is not None else None, origin)
        self._share.setVisible(video is not None)
        self._box.setVisible(details is not None)
        support = details.support if details is not None else None
        self._support_button.setVisible(bool(support))
        self._support.hide()
        if details is None:
            return
        self._line.setText(breakable(_headline(details)))
        self._description.show_markdown(details.description, origin)
        self._description.setVisible(bool(details.description))
        self._support.show_markdown(support, origin)
        self._shown_tags = [tag for tag in (clean_line(tag, 60) for tag in details.tags[:MAX_TAGS]) if tag]
        self._show_facts(details)
        self._restyle()

    def show_description(self, text: str, origin: str) -> None:
        """The whole description, where the details had only its beginning."""
        self._description.show_markdown(text, origin)
        self._description.setVisible(bool(text))

    def _restyle(self) -> None:
        colour = self._theme.colour.accent
        self._tags.setText(
            "&nbsp; ".join(
                f'<a href="{place}" style="color:{colour};text-decoration:none">#{html.escape(tag)}</a>'
                for place, tag in enumerate(self._shown_tags)
            )
        )
        self._tags.setVisible(bool(self._shown_tags))

    def _tag_clicked(self, place: str) -> None:
        self.tag.emit(self._shown_tags[int(place)])

    def _toggle_support(self) -> None:
        self._support.setVisible(self._support.isHidden())

    def _toggle_facts(self) -> None:
        shown = self._facts.isHidden()
        self._facts.setVisible(shown)
        self._facts_button.set_label(_("Fewer details") if shown else _("Details"))

    def _show_facts(self, details: VideoDetails) -> None:
        form = self._facts_form
        while form.rowCount():
            form.removeRow(0)
        for name, value in facts_of(details):
            label = QLabel(name)
            label.setProperty("kind", "muted")
            field = QLabel(value)
            field.setTextFormat(Qt.TextFormat.PlainText)
            field.setWordWrap(True)
            # One endless word is cut off. It may not push the page apart, nor be copied with breaks in it.
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label, field)


def _headline(details: VideoDetails) -> str:
    """`1,204 views · 3 days ago · CC BY-SA · Music`."""
    live = details.is_live and details.viewers is not None
    count = fmt.viewers(details.viewers or 0) if live else fmt.views(details.views)
    when = fmt.ago(details.published_at or details.created_at)
    licence = details.licence.label if details.licence is not None and details.licence.id else ""
    category = details.category.label if details.category is not None and details.category.id else ""
    parts = (count, when, clean_line(licence, 60), clean_line(category, 60))
    return " · ".join(part for part in parts if part)


def facts_of(details: VideoDetails) -> list[tuple[str, str]]:
    """What else there is to know of a video, as names and values; what is unknown is left out."""

    def label(thing: object) -> str:
        return clean_line(str(getattr(thing, "label", "") or ""), 80)

    privacy = details.privacy
    hidden = privacy is not None and privacy.id != Privacy.PUBLIC
    account = details.account
    found = [
        (_("Published"), fmt.date(details.published_at)),
        (_("First published"), fmt.date(details.originally_published_at)),
        (_("Duration"), fmt.duration(details.duration) if details.duration else ""),
        (_("Category"), label(details.category) if details.category and details.category.id else ""),
        (_("Licence"), label(details.licence) if details.licence and details.licence.id else ""),
        (_("Language"), label(details.language) if details.language and details.language.id else ""),
        (_("Privacy"), label(privacy) if hidden else ""),
        (_("Likes"), fmt.number(details.likes)),
        (_("Dislikes"), fmt.number(details.dislikes)),
        (_("Account"), clean_line(account.handle, 120) if account is not None else ""),
        (_("Sensitive"), clean_line(details.nsfw_summary, 200) or _("Yes") if details.nsfw else ""),
    ]
    return [(name, value) for name, value in found if value]
