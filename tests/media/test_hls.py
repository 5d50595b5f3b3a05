"""Playlists from servers of every kind."""

from __future__ import annotations

import pytest

from peertube_desktop.media.hls import (
    MAX_PLAYLIST,
    BadPlaylistError,
    looks_like_playlist,
    refuse_target,
    rewrite,
)

BASE = "https://a.test/hls/uuid/master.m3u8"


def through(url: str) -> str:
    """What the relay would make of an address."""
    return f"<{url}>"


def test_each_address_is_replaced() -> None:
    text = """#EXTM3U
#EXT-X-VERSION:7
# a remark
#EXTVLCOPT:demux=dump
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",URI="sound.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio"
../720.m3u8?a=b
#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=480x854
//b.test/480.m3u8
#EXT-X-MAP:URI="/init.mp4",BYTERANGE="871@0"
#EXTINF:4.0,

https://c.test/piece.mp4
#EXT-X-ENDLIST
"""
    found = rewrite(text.replace("\n", "\r\n").encode("utf-8-sig"), BASE, through)
    assert found.text.splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",URI="<https://a.test/hls/uuid/sound.m3u8>"',
        '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio"',
        "<https://a.test/hls/720.m3u8?a=b>",
        "#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=480x854",
        "<https://b.test/480.m3u8>",
        '#EXT-X-MAP:URI="<https://a.test/init.mp4>",BYTERANGE="871@0"',
        "#EXTINF:4.0,",
        "<https://c.test/piece.mp4>",
        "#EXT-X-ENDLIST",
    ]
    assert found.levels == ((1280, 720), (480, 854))
    assert found.ended


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"#EXTM3U\nfile:///etc/hostname",
        b"#EXTM3U\nhttp://a.test/from-https-to-http.ts",
        b'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="data:text/plain;base64,AA=="',
        b'#EXTM3U\n#EXT-X-MAP:URI="ftp://a.test/init.mp4"',
        b"#EXTM3U\n#EXT-X-MAP:URI=xhttp://a.test/unquotedx",
        b"#EXTM3U\n#EXT-X-MAP:URI = file:///etc/hostname",
        b'#EXTM3U\n#EXT-X-MAP:URI="x\\",URI=file:///etc/hostname',
        b"#EXTM3U\nhttps://[",
        b"#EXTM3U\nhttps://a.test:port/x.ts",
        b"#EXTM3U\n" + b"#" * MAX_PLAYLIST,
    ],
)
def test_what_must_not_be_opened_is_refused_whole(body: bytes) -> None:
    with pytest.raises(BadPlaylistError):
        rewrite(body, BASE, through)


def test_line_breaks_only_libvlc_does_not_know_hide_nothing() -> None:
    found = rewrite("#EXTM3U\n# \u2028x.ts\x0by.ts\n".encode(), BASE, through)
    assert found.text.splitlines()[1:] == ["<https://a.test/hls/uuid/x.ts>", "<https://a.test/hls/uuid/y.ts>"]


def test_where_an_answer_may_lead() -> None:
    assert refuse_target("https://b.test/x", "http://a.test/") is None
    assert refuse_target("http://b.test/x", "http://a.test/") is None
    assert refuse_target("http://a.test/x", "https://a.test/")
    assert refuse_target("file:///x", "http://a.test/")
    assert refuse_target("javascript:x", "http://a.test/")


def test_what_looks_like_a_playlist() -> None:
    assert looks_like_playlist("https://a.test/x.M3U8?y=z", "")
    assert looks_like_playlist("https://a.test/x", "application/x-mpegURL; charset=utf-8")
    assert not looks_like_playlist("https://a.test/x.mp4?x=.m3u8", "video/mp4")
