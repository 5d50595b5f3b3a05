"""Captions named in a master playlist are not for libVLC."""

from __future__ import annotations

from peertube_desktop.media.hls import rewrite
from tests.api.replay import recording


def test_no_caption_is_left_in_a_master() -> None:
    found = recording("8.2", "hls_master_captions")
    asked: list[str] = []

    def through(url: str) -> str:
        asked.append(url)
        return f"relay-{len(asked)}"

    playlist = rewrite(found.content, found.url, through)
    assert "SUBTITLES" not in playlist.text
    assert "relay-1" in playlist.text
    assert len(asked) == 2
    assert all("-en" not in url and "-fr" not in url for url in asked)
    assert playlist.text.count('CODECS="avc1') == 2
