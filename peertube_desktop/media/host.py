"""What a playback needs of the engine around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from peertube_desktop.media.frames import FrameStore
from peertube_desktop.media.orders import Settings
from peertube_desktop.media.relay import Relay
from peertube_desktop.media.vlc_library import VlcLibrary
from peertube_desktop.media.vlc_player import VlcPlayer

if TYPE_CHECKING:
    from peertube_desktop.media.playback import Playback


class Host(Protocol):
    """The engine, as a playback needs it."""

    frames: FrameStore
    settings: Settings

    @property
    def library(self) -> VlcLibrary:
        """libVLC. Raises `LibraryMissingError`."""

    @property
    def relay(self) -> Relay:
        """Where libVLC reads. Raises OSError if there can be none."""

    def post(self, job: Callable[[], None]) -> None:
        """Does `job` on the engine's thread. Any thread."""

    def after(self, seconds: float, job: Callable[[], object]) -> None:
        """The same, later."""

    def retire(self, player: VlcPlayer) -> None:
        """Ends a player, without waiting for it for long."""

    def changed(self, playback: Playback) -> None:
        """Its status may be another one."""
