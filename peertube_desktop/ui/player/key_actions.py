"""What the player does at a key, by the names of `ui.keys`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.keys import by_key, player_keys

RATES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
VOLUME_STEP = 5
ACTIVE = (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED, PlayerState.LOADING)
PLAIN = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
FIRST_CODE = {"linux": 24, "win32": 16}.get(sys.platform, 0)
"""What the system calls the key where a Q is on a Latin keyboard; 0 where that is not known."""
PLACES = {
    FIRST_CODE + offset + column: ord(sign)
    for offset, row in ((0, "QWERTYUIOP"), (14, "ASDFGHJKL"), (28, "ZXCVBNM,."))
    for column, sign in enumerate(row)
    if FIRST_CODE
}
SHIFTED = {ord(","): ord("<"), ord("."): ord(">")}


def rate_text(rate: float) -> str:
    """`1.25×`."""
    return _("{rate}×").format(rate=f"{rate:g}")


def key_name(event: QKeyEvent) -> tuple[str, str]:
    """The key as `by_key` writes it: with its modifiers, and without Shift where Shift only makes the sign."""
    key, modifiers = _latin(event), event.modifiers() & ~KEYPAD
    whole = QKeySequence(QKeyCombination(modifiers, Qt.Key(key))).toString() if key else ""
    letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z or key >= Qt.Key.Key_Escape
    if letter or modifiers & ~Qt.KeyboardModifier.ShiftModifier:
        return whole, whole
    return whole, QKeySequence(QKeyCombination(PLAIN, Qt.Key(key))).toString()


def _latin(event: QKeyEvent) -> int:
    """The key, or the one in its place on a Latin keyboard where it types a letter of another script."""
    key = event.key()
    if not 0x250 <= key < Qt.Key.Key_Escape:
        return key
    latin = PLACES.get(event.nativeScanCode(), key)
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return SHIFTED.get(latin, latin) if shifted else latin


class KeyActions:
    """Performs the actions. `show(icon, text)` is called with a word on what a key did.

    Actions that are about places (fullscreen, mini, …) are handed to `elsewhere(action)`.
    """

    def __init__(
        self, player: Player, show: Callable[[str, str], None], elsewhere: Callable[[str], bool]
    ) -> None:
        self._player = player
        self._show = show
        self._elsewhere = elsewhere
        self._keys = by_key(player_keys())

    def action_of(self, event: QKeyEvent) -> str:
        """The name of the key's action, "" for a key that is not the player's."""
        for name in key_name(event):
            if name in self._keys:
                return self._keys[name]
        return ""

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key means; False where it means nothing here."""
        action = self.action_of(event)
        if not action:
            return False
        digit = event.key() - Qt.Key.Key_0
        return self.perform(action, digit)

    def perform(self, action: str, digit: int = 0) -> bool:
        """Do `action`; `digit` goes with `part`. False where nothing can be done."""
        player = self._player
        match action:
            case "volume_up" | "volume_down":
                self._volume(VOLUME_STEP if action == "volume_up" else -VOLUME_STEP)
            case "mute":
                player.set_muted(not player.muted)
                self._show(
                    "muted" if player.muted else "volume", _("Muted") if player.muted else _("Sound on")
                )
            case "slower" | "faster":
                self._rate(1 if action == "faster" else -1)
            case "captions":
                return self._captions()
            case "play":
                if player.state not in ACTIVE:
                    return False
                player.toggle()
            case "back10" | "forward10" | "back5" | "forward5" | "part" | "frame_back" | "frame_forward":
                return self._move(action, digit)
            case _:
                return self._elsewhere(action)
        return True

    def _move(self, action: str, digit: int) -> bool:
        player = self._player
        if player.state not in ACTIVE or not player.seekable:
            return False
        match action:
            case "part":
                player.seek(player.duration * digit / 10)
                self._show("", _("{n} %").format(n=digit * 10))
            case "frame_back" | "frame_forward":
                if player.state is not PlayerState.PAUSED:
                    return False
                player.step(action == "frame_forward")
            case _:
                seconds = int(action.removeprefix("back").removeprefix("forward"))
                back = action.startswith("back")
                player.seek_by(-seconds if back else seconds)
                words = _("{n} s back") if back else _("{n} s forward")
                self._show("back" if back else "forward", words.format(n=seconds))
        return True

    def _volume(self, change: int) -> None:
        player = self._player
        player.set_volume(max(0, min(100, (0 if player.muted and change > 0 else player.volume) + change)))
        self._show("volume", _("Volume {n} %").format(n=player.volume))

    def _rate(self, step: int) -> None:
        player = self._player
        nearest = min(range(len(RATES)), key=lambda index: abs(RATES[index] - player.rate))
        player.set_rate(RATES[max(0, min(len(RATES) - 1, nearest + step))])
        self._show("speed", rate_text(player.rate))

    def _captions(self) -> bool:
        player = self._player
        labels = {track.language: track.label for track in player.captions}
        if not labels:
            self._show("subtitles", _("There are no captions"))
            return True
        player.toggle_captions()
        language = labels.get(player.caption, "")
        on = _("Captions: {language}").format(language=language)
        self._show("subtitles", on if player.caption else _("Captions off"))
        return True
