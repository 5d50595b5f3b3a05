"""The keys, as data: what binds them and the sheet of help that lists them both read it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from peertube_desktop.ui.i18n import _


@dataclass(frozen=True)
class KeyAction:
    """`action`: a stable name; `keys`: as QKeySequence reads them, each does it; `label`: for the person.

    `shown` replaces the keys' own names in the help, where a range says it better.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    shown: tuple[str, ...] = ()

    def key_names(self) -> tuple[str, ...]:
        """The keys as they are called on this system."""
        if self.shown:
            return self.shown
        return tuple(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in self.keys)


def player_keys() -> tuple[KeyAction, ...]:
    """What the player does at a key while a video is shown. `part` has ten keys: their number times 10 %."""
    return (
        KeyAction("play", ("Space", "K"), _("Play or pause")),
        KeyAction("back10", ("J",), _("10 seconds back")),
        KeyAction("forward10", ("L",), _("10 seconds forward")),
        KeyAction("back5", ("Left",), _("5 seconds back")),
        KeyAction("forward5", ("Right",), _("5 seconds forward")),
        KeyAction(
            "part", tuple("0123456789"), _("To that tenth of the video"), (_("{a} to {b}").format(a=0, b=9),)
        ),
        KeyAction("frame_back", (",",), _("One frame back, while paused")),
        KeyAction("frame_forward", (".",), _("One frame forward, while paused")),
        KeyAction("slower", ("<",), _("Slower")),
        KeyAction("faster", (">",), _("Faster")),
        KeyAction("volume_up", ("Up",), _("Louder")),
        KeyAction("volume_down", ("Down",), _("Quieter")),
        KeyAction("mute", ("M",), _("Sound off or on")),
        KeyAction("captions", ("C",), _("Captions off or on")),
        KeyAction("fullscreen", ("F",), _("Full screen")),
        KeyAction("theatre", ("T",), _("Theatre: the whole width of the window")),
        KeyAction("mini", ("I",), _("Mini player, to browse on while the video plays")),
        KeyAction("pip", ("Shift+I",), _("Picture in picture: a small window on top of all others")),
        KeyAction("next", ("N", "Shift+N"), _("Next video")),
        KeyAction("leave", ("Esc",), _("Leave full screen, theatre or picture in picture")),
    )


def browsing_keys() -> tuple[KeyAction, ...]:
    """What the window does at a key, whatever page is shown. `go_NAME` is the sidebar's entry NAME."""
    return (
        KeyAction("search", ("/", "Ctrl+F", "Ctrl+L"), _("Search, or paste a link")),
        KeyAction("back", ("Alt+Left",), _("Back")),
        KeyAction("forward", ("Alt+Right",), _("Forward")),
        KeyAction("reload", ("F5", "Ctrl+R"), _("Reload the page")),
        KeyAction("go_discover", ("Ctrl+1",), _("Discover")),
        KeyAction("go_trending", ("Ctrl+2",), _("Trending")),
        KeyAction("go_recent", ("Ctrl+3",), _("Recently added")),
        KeyAction("go_local", ("Ctrl+4",), _("Local videos")),
        KeyAction("go_history", ("Ctrl+5",), _("History")),
        KeyAction("go_settings", ("Ctrl+,",), _("Settings")),
        KeyAction("whole_screen", ("F11",), _("Window in full screen, on or off")),
        KeyAction("private", ("Ctrl+Shift+P",), _("Private mode on or off")),
        KeyAction("help", ("?", "F1"), _("This list of keys")),
        KeyAction("close", ("Ctrl+Q", "Ctrl+W"), _("Close the program")),
    )


def by_key(actions: Iterable[KeyAction]) -> dict[str, str]:
    """From each key, as QKeySequence writes it, to the name of its action."""
    return {QKeySequence(key).toString(): action.action for action in actions for key in action.keys}
