"""The instances browsed before: one click opens one, another takes it off the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from peertube_desktop.services.instances import KnownInstance
from peertube_desktop.services.links import netloc_of
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.models.card import hue_of
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.elided import ElidedLabel
from peertube_desktop.ui.widgets.pictures import Pictures, Shape
from peertube_desktop.ui.widgets.pill import IconButton, PillButton

AVATAR = 40


class KnownRow(QFrame):
    """One instance. `opened`, `removed`."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        known: KnownInstance,
        current: bool,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        host = netloc_of(known.origin)
        name = clean_line(known.name, 120) or host
        self.setProperty("kind", "box")
        self.setProperty("chosen", current)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        avatar = Avatar(theme, pictures, AVATAR, self, Shape.ROUNDED)
        avatar.show_person(known.avatar, name[:1].upper(), hue_of(host))
        version = clean_line(known.version, 20)
        second = [host if name != host else "", _("PeerTube {version}").format(version=version)]
        if current:
            second.append(_("you are here"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(self, name, "strong"))
        words.addWidget(ElidedLabel(self, " · ".join(part for part in second if part), "small"))
        open_ = PillButton(_("Open"), None, "primary" if current else "", self)
        open_.setObjectName("knownOpen")
        open_.setAccessibleName(_("Open {name}").format(name=name))
        open_.clicked.connect(self.opened)
        remove = IconButton(
            icons.get("close"), _("Remove {name} from the list").format(name=name), size=14, parent=self
        )
        remove.setObjectName("knownRemove")
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 11, 10, 11)
        row.setSpacing(12)
        row.addWidget(avatar)
        row.addLayout(words, 1)
        row.addWidget(open_)
        row.addWidget(remove)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(event.button() is Qt.MouseButton.LeftButton)


class KnownInstances(QWidget):
    """`opened(origin)`, `removed(origin)`."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._rows: list[KnownRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(9)

    def show_known(self, known: Sequence[KnownInstance], current: str) -> None:
        """Show these; `current` is the origin of the one that is browsed."""
        for row in self._rows:
            row.hide()
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for one in known:
            row = KnownRow(one, one.origin == current, self._theme, self._icons, self._pictures, self)
            row.opened.connect(lambda origin=one.origin: self.opened.emit(origin))
            row.removed.connect(lambda origin=one.origin: self.removed.emit(origin))
            self._layout.addWidget(row)
            self._rows.append(row)
