"""Colours, sizes and the style sheet: dark and light, following the system, with a text size of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from peertube_desktop.ui.resources import resource

BASE_PX = 13
MIN_TEXT, MAX_TEXT = 80, 200
RADIUS = 10
"""Corner of a card's picture, in pixels."""


class ThemeChoice(StrEnum):
    """The setting."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True)
class Colours:
    """The tokens. Everything that is painted takes its colour from here."""

    content: str
    sidebar: str
    surface: str
    """Cards, fields and boxes on the content."""
    hover: str
    selected: str
    border: str
    strong_border: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    chip: str
    """The chosen chip."""
    on_chip: str
    error: str
    ok: str
    live: str
    skeleton: str
    scroll: str
    shade: str
    """Behind text on a picture, with its own transparency."""


DARK = Colours(
    content="#17181c",
    sidebar="#111216",
    surface="#1e2027",
    hover="#24272f",
    selected="#232830",
    border="#2a2d35",
    strong_border="#3b3f4a",
    text="#eceef2",
    muted="#9aa0ac",
    faint="#7c828e",
    accent="#f1680d",
    accent_hover="#ff7a22",
    on_accent="#ffffff",
    chip="#f0f1f4",
    on_chip="#17181c",
    error="#ef6b62",
    ok="#3fb27f",
    live="#e5484d",
    skeleton="#22252c",
    scroll="#3b3f4a",
    shade="#c8000000",
)
LIGHT = Colours(
    content="#ffffff",
    sidebar="#f4f5f8",
    surface="#f5f6f9",
    hover="#eceef3",
    selected="#e9ebf1",
    border="#e0e2e9",
    strong_border="#c3c7d2",
    text="#17191f",
    muted="#5f6674",
    faint="#7a8190",
    accent="#d95a06",
    accent_hover="#c44f02",
    on_accent="#ffffff",
    chip="#17191f",
    on_chip="#ffffff",
    error="#c8322b",
    ok="#1f8a5b",
    live="#d1343a",
    skeleton="#eceef3",
    scroll="#c3c7d2",
    shade="#c8000000",
)


class Theme(QObject):
    """What everything looks like. `changed` when the colours or the text size are others now."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = ThemeChoice.SYSTEM
        self._percent = 100
        self._base = max(BASE_PX, min(18, QFontInfo(app.font()).pixelSize()))
        self.colour = DARK
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def scale(self) -> float:
        """Text size against the mockups' 13 pixels."""
        return self._base * self._percent / 100 / BASE_PX

    def px(self, size: float) -> int:
        """`size`, in pixels at 100 %, at the present text size."""
        return max(1, round(size * self.scale))

    def font(self, size: float, bold: bool = False) -> QFont:
        """The program's font, `size` pixels high at 100 %."""
        font = QFont(self._app.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def choose(self, choice: ThemeChoice | str, percent: int) -> None:
        """Use this theme and this text size (80–200 %), and paint everything anew when that is a change."""
        try:
            self._choice = ThemeChoice(choice)
        except ValueError:
            self._choice = ThemeChoice.SYSTEM
        self._percent = max(MIN_TEXT, min(MAX_TEXT, percent))
        self._apply()

    def _system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _wanted(self) -> Colours:
        if self._choice is ThemeChoice.DARK:
            return DARK
        if self._choice is ThemeChoice.LIGHT:
            return LIGHT
        scheme = self._app.styleHints().colorScheme()
        # Where the system has no opinion the dark one: most of this window is pictures.
        return LIGHT if scheme is Qt.ColorScheme.Light else DARK

    def _apply(self) -> None:
        self.colour = self._wanted()
        font = QFont(self._app.font())
        font.setPixelSize(self.px(BASE_PX))
        self._app.setFont(font)
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(style_sheet(self.colour, self))
        self.changed.emit()

    def _palette(self) -> QPalette:
        c = self.colour
        palette = QPalette()
        role = QPalette.ColorRole
        for name, value in (
            (role.Window, c.content),
            (role.Base, c.content),
            (role.AlternateBase, c.surface),
            (role.Button, c.surface),
            (role.ToolTipBase, c.surface),
            (role.WindowText, c.text),
            (role.Text, c.text),
            (role.ButtonText, c.text),
            (role.ToolTipText, c.text),
            (role.BrightText, c.text),
            (role.PlaceholderText, c.faint),
            (role.Highlight, c.accent),
            (role.HighlightedText, c.on_accent),
            (role.Link, c.accent),
            (role.LinkVisited, c.accent),
            (role.Accent, c.accent),
            (role.Light, c.hover),
            (role.Midlight, c.hover),
            (role.Mid, c.border),
            (role.Dark, c.border),
            (role.Shadow, "#000000"),
        ):
            palette.setColor(name, QColor(value))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.faint))
        return palette


def style_sheet(colours: Colours, theme: Theme) -> str:
    """`resources/theme/style.qss` with the tokens filled in: `$accent`, and `$px13` for scaled sizes."""
    values: dict[str, str] = dict(vars(colours))
    values.update({f"px{size}": f"{theme.px(size)}px" for size in range(8, 41)})
    # A style sheet names its pictures by file; these few cannot be tinted as the icons are.
    shade = "dark" if colours is DARK else "light"
    values["icon_check"] = resource("theme", "check.svg").as_posix()
    values["icon_tick"] = resource("theme", f"tick-{shade}.svg").as_posix()
    values["icon_up"] = resource("theme", f"up-{shade}.svg").as_posix()
    values["icon_down"] = resource("theme", f"down-{shade}.svg").as_posix()
    return Template(resource("theme", "style.qss").read_text("utf-8")).substitute(values)
