"""The sidebar: where one can go. Narrow windows show its icons alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.text import plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import ToolButton

WIDTH = 208
NARROW = 60


class NavButton(ToolButton):
    """One entry: icon and label, or the icon alone."""

    def __init__(self, key: str, icon: str, label: str, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"nav-{key}")
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setIcon(icons.get(icon))
        self.setIconSize(QSize(18, 18))
        # The spaces keep label and icon apart: the style sheet knows no gap for a tool button.
        self.setText("  " + label)
        self.setAccessibleName(label)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._label = label

    def set_narrow(self, narrow: bool) -> None:
        """Icon alone, its label as a tooltip."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.setToolTip(plain_tip(self._label if narrow else ""))


class _Dot(QWidget):
    """A spot of colour: green when all is well."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tint = "ok"
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.transparent)
        from PySide6.QtGui import QColor

        painter.setBrush(QColor(getattr(self._theme.colour, self.tint)))
        painter.drawEllipse(self.rect().center(), 4, 4)
        painter.end()


class Sidebar(QFrame):
    """`chosen(key)` when an entry was pressed."""

    chosen = Signal(str)

    def __init__(self, icons: Icons, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(_("Navigation"))
        self._icons = icons
        self._theme = theme
        self._narrow = False
        self._buttons: dict[str, NavButton] = {}
        self._sections: list[QLabel] = []
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 10, 10, 10)
        self._layout.setSpacing(2)
        self._brand = self._make_brand()
        self._layout.addLayout(self._brand)
        self._layout.addSpacing(8)
        for key, icon, label in (
            ("discover", "discover", _("Discover")),
            ("trending", "trending", _("Trending")),
            ("recent", "recent", _("Recently added")),
            ("local", "local", _("Local videos")),
        ):
            self._add(key, icon, label)
        self._section(_("Library"))
        self._add("history", "history", _("History"))
        self._layout.addStretch(1)
        self._layout.addLayout(self._make_status())
        self._add("settings", "settings", _("Settings"))
        self.setFixedWidth(WIDTH)

    def _make_brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 6, 0, 6)
        row.setSpacing(8)
        logo = QLabel(self)
        logo.setFixedSize(26, 26)
        logo.setPixmap(self._icons.get("app").pixmap(QSize(26, 26), self.devicePixelRatioF()))
        self._name = QLabel(_("PeerTube Desktop"), self)
        self._name.setObjectName("brand")
        row.addWidget(logo)
        row.addWidget(self._name, 1)
        return row

    def _make_status(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(9, 0, 4, 4)
        row.setSpacing(8)
        self._dot = _Dot(self._theme, self)
        self._status = QLabel(self)
        self._status.setObjectName("statusLine")
        self._status.setProperty("kind", "status")
        self._status.setWordWrap(True)
        row.addWidget(self._dot)
        row.addWidget(self._status, 1)
        return row

    def _add(self, key: str, icon: str, label: str) -> None:
        button = NavButton(key, icon, label, self._icons, self)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[key] = button
        self._layout.addWidget(button)

    def _section(self, title: str) -> None:
        label = QLabel(title.upper(), self)
        label.setProperty("kind", "section")
        self._sections.append(label)
        self._layout.addWidget(label)

    def mark(self, key: str) -> None:
        """Show that the page `key` is on, or none of the entries for another key."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def set_status(self, text: str, tint: str) -> None:
        """The line at the bottom, beside a spot in the colour `tint` (ok, error, faint)."""
        self._status.setText(text)
        self._dot.tint = tint
        self._dot.setToolTip(plain_tip(text))
        self._dot.update()

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons and labels."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in self._buttons.values():
            button.set_narrow(narrow)
        for widget in (*self._sections, self._name, self._status):
            widget.setVisible(not narrow)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(
            max(NARROW, self._theme.px(44)) if self._narrow else max(WIDTH, self._theme.px(WIDTH))
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_dot"):
            self._fit()
