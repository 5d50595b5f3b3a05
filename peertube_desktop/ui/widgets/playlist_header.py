"""The top of a playlist's page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.card import absolute
from peertube_desktop.ui.text import breakable, clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.grid_view import MARGIN
from peertube_desktop.ui.widgets.picture_box import PictureBox
from peertube_desktop.ui.widgets.pictures import Pictures, Shape
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.widgets.states import Banner

PICTURE = 250
LINES = 3


def privacy_words(playlist: VideoPlaylist) -> str:
    """Who may see the playlist."""
    if playlist.privacy is None:
        return ""
    known = {1: _("Public"), 2: _("Unlisted"), 3: _("Private")}
    return known.get(playlist.privacy.id or 0) or clean_line(playlist.privacy.label, 40)


class PlaylistHeader(QWidget):
    """`show_playlist` fills it; the signals go by their names."""

    play_all = Signal()
    shuffle = Signal()
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("playlistHeader")
        self._picture = PictureBox(theme, pictures, 16 / 9, 400, Shape.CARD, "playlist", self)
        self._title = QLabel(self)
        self._title.setObjectName("playlistTitle")
        self._title.setProperty("kind", "h2")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        # Words of any direction begin at the edge of all else here.
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        # A title of one endless word must not make the page wider than the window.
        self._title.setMinimumWidth(60)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._owner = PillButton("", None, "link", self)
        self._owner.setObjectName("ownerButton")
        # In line with the words above and below.
        self._owner.setStyleSheet("QPushButton { padding: 2px 4px 2px 0; margin-left: -1px; }")
        self._owner.clicked.connect(self.owner_clicked)
        self._facts = ElidedLabel(self)
        self._facts.setObjectName("playlistFacts")
        self._facts.setProperty("kind", "muted")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._description = RichText(theme, links, lines=LINES, name=_("Description"), parent=self)
        self._play = PillButton(_("Play all"), icons.get("play", "on_accent"), "primary", self)
        self._play.setObjectName("playAllButton")
        self._play.clicked.connect(self.play_all)
        self._shuffle = PillButton(_("Shuffle"), icons.get("loop"), "", self)
        self._shuffle.setObjectName("shuffleButton")
        self._shuffle.clicked.connect(self.shuffle)
        copy = IconButton(icons.get("link"), _("Copy link"), "button", 16, self)
        copy.setObjectName("copyLinkButton")
        copy.clicked.connect(self.copy_link)
        browse = IconButton(icons.get("external"), _("Open in browser"), "button", 16, self)
        browse.setObjectName("openInBrowserButton")
        browse.clicked.connect(self.open_in_browser)
        self.error = Banner(icons, self)
        """Says that what is shown could not be renewed."""
        self.error.acted.connect(self.retry)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._play, self._shuffle, copy, browse):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._title)
        words.addWidget(self._owner, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._facts)
        words.addWidget(self._description)
        words.addSpacing(4)
        words.addLayout(buttons)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 18, MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.error)
        theme.changed.connect(self._fit)
        self._fit()
        self.set_playable(False)

    def _fit(self) -> None:
        width = self._theme.px(PICTURE)
        self._picture.setFixedSize(width, width * 9 // 16)

    def show_nothing(self) -> None:
        """Nothing is known of the playlist yet."""
        self._title.setText("…")
        self._facts.setText("")
        self._owner.hide()
        self._description.hide()
        self._picture.show_url("")

    def show_playlist(self, playlist: VideoPlaylist, origin: str) -> None:
        """Show what `origin` says of a playlist."""
        self._title.setText(breakable(clean_line(playlist.display_name, 160)) or _("Untitled"))
        person = playlist.video_channel or playlist.owner_account
        self._owner.setVisible(person is not None)
        if person is not None:
            self._owner.set_label(_("by {name}").format(name=clean_line(person.title, 40)))
            self._owner.setToolTip(plain_tip(clean_line(person.handle, 120)))
        when = fmt.ago(playlist.updated_at or playlist.created_at)
        facts = [fmt.videos(playlist.videos_length), privacy_words(playlist)]
        facts.append(_("Updated {when}").format(when=when) if when else "")
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._facts.updateGeometry()
        text = playlist.description or ""
        self._description.show_markdown(text, origin)
        self._description.setVisible(bool(text.strip()))
        ratio = self.devicePixelRatioF()
        self._picture.show_url(absolute(origin, playlist.thumbnail_ref(round(self._picture.width() * ratio))))

    def set_playable(self, playable: bool) -> None:
        """Whether there is something to play."""
        self._play.setEnabled(playable)
        self._shuffle.setEnabled(playable)
