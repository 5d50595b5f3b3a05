"""The menu of the account button: who one may be, and what there is to do as somebody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu

from peertube_desktop.services.accounts import AccountInfo
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import hue_of
from peertube_desktop.ui.text import clean_line, escape_mnemonic
from peertube_desktop.ui.theme import BASE_PX, Theme
from peertube_desktop.ui.widgets.account_button import letter_of
from peertube_desktop.ui.widgets.pictures import Pictures, Shape, Want

SIDE = 20
RING = 1.5
LONGEST_NAME = 40


class AccountMenu(QObject):
    """Fills `menu`. `chosen(id)`, "" for nobody; the rest are what their names say."""

    chosen = Signal(str)
    sign_in = Signal()
    register = Signal()
    settings = Signal()
    channels = Signal()
    sign_out = Signal(str)

    def __init__(self, menu: QMenu, theme: Theme, icons: Icons, pictures: Pictures) -> None:
        # It goes with the menu, whoever made it.
        super().__init__(menu)
        self._menu = menu
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._entries: list[tuple[QAction, AccountInfo]] = []
        pictures.arrived.connect(self._arrived)
        theme.changed.connect(self._paint)

    def fill(
        self, known: Sequence[AccountInfo], current: AccountInfo | None, wanting: frozenset[str]
    ) -> None:
        """Offer these accounts; `wanting` are the ids of those whose password is wanted."""
        menu = self._menu
        menu.clear()
        self._entries = []
        group = QActionGroup(menu)
        for info in known:
            action = menu.addAction(_label(info, info.id in wanting))
            action.setObjectName("switchAccountAction")
            action.setCheckable(True)
            action.setChecked(current is not None and info.id == current.id)
            action.triggered.connect(lambda _c=False, i=info.id: self.chosen.emit(i))
            group.addAction(action)
            self._entries.append((action, info))
        if known:
            nobody = menu.addAction(self._icons.get("eye-off"), _("Browse as nobody"))
            nobody.setObjectName("nobodyAction")
            nobody.setCheckable(True)
            nobody.setChecked(current is None)
            nobody.triggered.connect(lambda: self.chosen.emit(""))
            group.addAction(nobody)
            menu.addSeparator()
        text = _("Add an account…") if known else _("Sign in…")
        self._add("plus" if known else "person", text, "signInAction").triggered.connect(self.sign_in)
        self._add("people", _("Create an account…"), "registerAction").triggered.connect(self.register)
        if current is not None:
            menu.addSeparator()
            self._add("settings", _("Account settings"), "accountSettingsAction").triggered.connect(
                self.settings
            )
            self._add("channel", _("My channels"), "myChannelsAction").triggered.connect(self.channels)
            menu.addSeparator()
            leave = self._add("close", _("Sign out…"), "signOutAction")
            leave.triggered.connect(lambda: self.sign_out.emit(current.id))
        self._paint()

    def _add(self, icon: str, text: str, name: str) -> QAction:
        action = self._menu.addAction(self._icons.get(icon), text)
        action.setObjectName(name)
        return action

    # Pictures

    def _want(self, info: AccountInfo) -> Want:
        side = self._theme.px(SIDE)
        return Want(info.avatar, side, side, self._menu.devicePixelRatioF(), Shape.CIRCLE)

    def _arrived(self, urls: set[str]) -> None:
        if any(info.avatar in urls for _action, info in self._entries):
            self._paint()

    def _paint(self) -> None:
        self._pictures.set_wanted(self, [self._want(info) for _action, info in self._entries if info.avatar])
        for action in self._menu.actions():
            # One that is chosen is bold; the sizes follow the theme.
            action.setFont(self._theme.font(BASE_PX, bold=action.isChecked()))
        for action, info in self._entries:
            found = self._pictures.get(self._want(info)) if info.avatar else None
            icon = QIcon()
            for state in (QIcon.State.Off, QIcon.State.On):
                picture = self._picture(info, found, state is QIcon.State.On)
                icon.addPixmap(picture, QIcon.Mode.Normal, state)
                icon.addPixmap(picture, QIcon.Mode.Active, state)
            action.setIcon(icon)

    def _picture(self, info: AccountInfo, found: QPixmap | None, chosen: bool) -> QPixmap:
        """The picture, or a letter; with a ring around it for the one that is chosen."""
        side, ratio = self._theme.px(SIDE), self._menu.devicePixelRatioF()
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRect(0, 0, side, side)
        if found is not None:
            painter.drawPixmap(whole, found)
        else:
            painter.setBrush(QColor.fromHsl(hue_of(info.handle), 110, 110))
            painter.drawEllipse(whole)
            painter.setPen(Qt.GlobalColor.white)
            painter.setFont(self._theme.font(SIDE * 0.46, bold=True))
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, letter_of(info))
        if chosen:
            painter.setPen(QPen(QColor(self._theme.colour.accent), 2 * RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(whole).adjusted(RING, RING, -RING, -RING))
        painter.end()
        return pixmap


def _label(info: AccountInfo, wanting: bool) -> str:
    name = clean_line(info.display_name, LONGEST_NAME)
    text = f"{name} ({info.handle})" if name and name != info.username else info.handle
    if wanting:
        text = _("{account}: sign in again").format(account=text)
    return escape_mnemonic(text)
