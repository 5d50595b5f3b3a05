"""Who is signed in, in the top bar: the handle and the picture, or a person where it is nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.widgets.states import PictureLabel

if TYPE_CHECKING:
    from peertube_desktop.services.accounts import AccountInfo
    from peertube_desktop.ui.widgets.avatar import Avatar
    from peertube_desktop.ui.widgets.pictures import Pictures

AVATAR = 28


def letter_of(info: AccountInfo) -> str:
    """What stands for a person without a picture."""
    return (clean_line(info.title, 8) or "?")[:1].upper()


class AccountButton(PillButton):
    """Opens the account menu. `show_account` says who is signed in."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("", None, "flat", parent)
        self.setObjectName("accountButton")
        self._theme = theme
        self._info: AccountInfo | None = None
        self._wanted = False
        self._avatar: Avatar | None = None
        self._room = 0
        self.setMenu(QMenu(self))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = QLabel(self)
        self._label.setProperty("kind", "muted")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._down = PictureLabel(icons, 14, "muted", self)
        self._down.show_icon("down")
        self._person = PictureLabel(icons, 20, "muted", self)
        self._person.show_icon("person")
        for child in (self._label, self._down, self._person):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 2)
        self._row.setSpacing(6)
        self._row.addWidget(self._label)
        self._row.addWidget(self._down)
        self._row.addWidget(self._person)
        self.show_account(None, None)

    @property
    def info(self) -> AccountInfo | None:
        """Who is signed in."""
        return self._info

    @property
    def has_words(self) -> bool:
        """Whether the handle is shown beside the picture."""
        return self._info is not None and self._room > 0

    def show_account(
        self, info: AccountInfo | None, pictures: Pictures | None, *, password_wanted: bool = False
    ) -> None:
        """Show who is signed in; `password_wanted`: the session is over."""
        self._info = info
        self._wanted = password_wanted and info is not None
        if info is not None and pictures is not None:
            self._show_picture(info, pictures)
        if self._avatar is not None:
            self._avatar.setVisible(info is not None)
        self._person.setVisible(info is None or self._avatar is None)
        if info is None:
            name, tip = _("Account: nobody is signed in"), _("Sign in")
        elif self._wanted:
            name = _("Account: {handle}, the password is wanted").format(handle=info.handle)
            tip = _("{handle}: sign in again").format(handle=info.handle)
        else:
            name, tip = _("Account: {handle}").format(handle=info.handle), info.handle
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(tip))
        self._elide()

    def _show_picture(self, info: AccountInfo, pictures: Pictures) -> None:
        # Imported when there is somebody: a start as nobody does without.
        from peertube_desktop.ui.models.card import hue_of
        from peertube_desktop.ui.widgets.avatar import Avatar

        if self._avatar is None:
            self._avatar = Avatar(self._theme, pictures, AVATAR, self)
            self._row.addWidget(self._avatar)
        self._avatar.show_person(info.avatar, letter_of(info), hue_of(info.handle))

    def set_room(self, room: int) -> None:
        """How wide the handle may be, in pixels; 0 shows the picture alone."""
        if room != self._room:
            self._room = room
            self._elide()

    def _elide(self) -> None:
        shown = self.has_words
        if shown and self._info is not None:
            metrics = self._label.fontMetrics()
            self._label.setText(
                metrics.elidedText(self._info.handle, Qt.TextElideMode.ElideMiddle, self._room)
            )
        self._label.setVisible(shown)
        self._down.setVisible(shown)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._wanted:
            return
        # Above the children there is no painting: the dot sits in the corner that a round picture leaves free.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colour.error))
        side = 7
        right = self.layoutDirection() is not Qt.LayoutDirection.RightToLeft
        painter.drawEllipse(self.width() - side - 1 if right else 1, 1, side, side)
        painter.end()
