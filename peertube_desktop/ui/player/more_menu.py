"""The menu behind the gear: what is used now and then, and what had no room in the bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from peertube_desktop.services.player import AudioOutput, Player
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.player import menus

SIZES = (50, 75, 100, 125, 150, 200)


class MoreMenu(QObject):
    """Fills the menu. `asked(action)`: a place of `ui.keys`, or `snapshot`, `copy_link`, `statistics`."""

    asked = Signal(str)

    def __init__(
        self, player: Player, preferences: Preferences, icons: Icons, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._preferences = preferences
        self._icons = icons
        self._outputs: Sequence[AudioOutput] = ()

    def fill(self, menu: QMenu) -> None:
        """Put everything in."""
        player = self._player
        self._sub(menu, "speed", _("Speed"), lambda sub: menus.fill_speed(sub, player))
        self._sub(menu, "quality", _("Quality"), lambda sub: menus.fill_quality(sub, player))
        self._sub(menu, "subtitles", _("Captions"), lambda sub: menus.fill_captions(sub, player))
        self._sub(menu, "palette", _("Style of captions"), self._fill_look)
        self._sub(menu, "loop", _("Repeat"), lambda sub: menus.fill_loop(sub, player))
        self._sub(menu, "headphones", _("Sound output"), self._fill_audio)
        menu.addSeparator()
        autoplay = menu.addAction(_("Play the next video automatically"))
        autoplay.setCheckable(True)
        autoplay.setChecked(self._preferences.current.autoplay_next)
        autoplay.triggered.connect(lambda on: self._preferences.update(autoplay_next=on))
        menu.addSeparator()
        for icon, label, action in (
            ("camera", _("Save this picture"), "snapshot"),
            ("link", _("Copy link at this time"), "copy_link"),
            ("pip", _("Picture in picture"), "pip"),
            ("info", _("Statistics"), "statistics"),
        ):
            entry = menu.addAction(self._icons.get(icon), label)
            entry.triggered.connect(lambda _on=False, action=action: self.asked.emit(action))

    def _sub(self, menu: QMenu, icon: str, label: str, fill: Callable[[QMenu], None]) -> None:
        sub = menu.addMenu(self._icons.get(icon), label)
        # Filled now: an empty menu would be as small as it is when it is asked where it fits.
        fill(sub)

    def _fill_look(self, menu: QMenu) -> None:
        current = self._preferences.current
        for percent in SIZES:
            action = menu.addAction(_("{n} %").format(n=percent))
            action.setCheckable(True)
            action.setChecked(percent == current.caption_size)
            action.triggered.connect(lambda _on=False, n=percent: self._preferences.update(caption_size=n))
        menu.addSeparator()
        for style, label in (("box", _("On a box")), ("outline", _("With an outline"))):
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(style == current.caption_style)
            action.triggered.connect(lambda _on=False, s=style: self._preferences.update(caption_style=s))

    def _fill_audio(self, menu: QMenu) -> None:
        menus.fill_audio(menu, self._player, self._outputs)
        # Asking takes a moment: known from the second time on, and as soon as they are there.
        spawn(menu, self._ask_outputs(menu))

    async def _ask_outputs(self, menu: QMenu) -> None:
        found = tuple(await self._player.audio_devices())
        if found != tuple(self._outputs):
            self._outputs = found
            menu.clear()
            menus.fill_audio(menu, self._player, found)
