"""One libVLC player."""

from __future__ import annotations

import threading

import pytest

from peertube_desktop.media.frames import FrameStore
from peertube_desktop.media.orders import Wishes
from peertube_desktop.media.relay import Relay
from peertube_desktop.media.source import FileSource
from peertube_desktop.media.vlc_library import VlcLibrary
from peertube_desktop.media.vlc_player import Happening, VlcPlayer
from tests.demo_process import ROOT
from tests.media.upstream import opener

CLIP = ROOT / "resources/demo/clips/cover/0.mp4"


def test_volume_and_mute_are_there_before_the_first_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peertube_desktop.media.sound.has_output", lambda: True)
    relay = Relay(opener)
    heard = threading.Event()

    def tell(what: Happening, value: float) -> None:
        if what is Happening.TIME and value > 0.2:
            heard.set()

    library = VlcLibrary(("--aout=alsa", "--alsa-audio-device=null"))
    media = relay.register(FileSource(CLIP))
    writer = FrameStore(lambda: None).new_writer()
    player = VlcPlayer(library, media, writer, tell, Wishes(0.0, 0, 37, True, ""))
    try:
        assert player.loudness == (37, True)
        player.play()
        assert heard.wait(10)
        assert player.loudness == (37, True)
        player.set_muted(False)
        player.set_volume(80)
        assert player.loudness == (80, False)
    finally:
        media.close()
        player.leave()
        player.dispose()
        relay.close()
