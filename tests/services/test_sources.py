"""What of a video is played, told from what real servers said of theirs."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from peertube_desktop.api.models.video import VideoDetails
from peertube_desktop.services.sources import (
    Credentials,
    LivePhase,
    Unplayable,
    UnplayableError,
    choose,
    is_guarded,
    live_phase,
    nearest,
    qualities,
    source_of,
)
from tests.api.replay import LINES, recording

ORIGIN = "https://tube.example"


def recorded(line: str, name: str) -> tuple[VideoDetails, str]:
    """A video as a server told it, and that server's origin."""
    found = recording(line, name)
    return msgspec.json.decode(found.content, type=VideoDetails), found.origin


def video(**fields: Any) -> VideoDetails:
    """A video with these fields, named as the API names them."""
    return msgspec.convert({"uuid": "u", "name": "n", **fields}, VideoDetails)


def file(resolution: int, **fields: Any) -> dict[str, Any]:
    """One file of a video."""
    label = f"{resolution}p" if resolution else "Audio only"
    url = f"/static/web-videos/x-{resolution}.mp4"
    return {"resolution": {"id": resolution, "label": label}, "fileUrl": url, "fps": 25, **fields}


@pytest.mark.parametrize("line", LINES)
class TestRecorded:
    """Both lines."""

    def test_hls_is_preferred(self, line: str) -> None:
        details, origin = recorded(line, "video_hd")
        found = choose(details, origin)
        assert found.hls
        assert found.url.endswith("-master.m3u8")
        assert not found.live

    def test_qualities_from_the_highest_without_sound_alone(self, line: str) -> None:
        details, origin = recorded(line, "video_hd")
        found = qualities(details, origin)
        assert [quality.label for quality in found] == {
            "6.3": ["1080p", "480p", "360p", "240p"],
            "8.2": ["480p", "240p"],
        }[line]
        assert [quality.height for quality in found] == [int(quality.label[:-1]) for quality in found]

    def test_upright_video_by_its_real_height(self, line: str) -> None:
        details, origin = recorded(line, "video_vertical")
        found = qualities(details, origin)
        assert (found[0].height, found[0].label, found[0].resolution) == (854, "480p", 480)
        # "480p" is kept as 480, and means this one here.
        assert nearest(found, 480) == found[0]

    def test_never_the_file_with_sound_alone(self, line: str) -> None:
        for name in ("video_hd", "video_vertical", "video_audio"):
            details, origin = recorded(line, name)
            without_hls = msgspec.structs.replace(details, streaming_playlists=[])
            for wanted in (0, 1, 240, 480, 4320):
                found = choose(without_hls, origin, wanted)
                assert found.height > 0
                assert not found.url.endswith("-0.mp4")

    def test_files_without_hls_follow_the_wanted_quality(self, line: str) -> None:
        details, origin = recorded(line, "video_hd")
        without_hls = msgspec.structs.replace(details, streaming_playlists=[])
        assert choose(without_hls, origin, 240).url.endswith("-240.mp4")
        assert choose(without_hls, origin, 479).height == {"6.3": 360, "8.2": 240}[line]
        assert choose(without_hls, origin, 100).height == 240
        assert choose(without_hls, origin).height == {"6.3": 1080, "8.2": 480}[line]
        assert [quality.label for quality in qualities(without_hls, origin)][-1] == "240p"

    def test_live(self, line: str) -> None:
        waiting, _origin = recorded(line, "video_live")
        assert live_phase(waiting) is LivePhase.SOON
        running, origin = recorded(line, "live_running")
        assert live_phase(running) is LivePhase.RUNNING
        found = choose(running, origin)
        assert found.live
        assert found.url.endswith("/master.m3u8")
        assert qualities(running, origin) == ()
        # It may come again: its last playlist is still named, and gone.
        ended, _origin = recorded(line, "live_ended")
        assert live_phase(ended) is LivePhase.SOON
        assert live_phase(recorded(line, "video_hd")[0]) is LivePhase.NONE

    def test_guarded_videos_carry_credentials_to_their_own_server_alone(self, line: str) -> None:
        details, origin = recorded(line, "video_password_ok")
        assert is_guarded(details)
        assert is_guarded(recorded(line, "video_private_owner")[0])
        assert not is_guarded(recorded(line, "video_hd")[0])
        credentials = Credentials("sesame", lambda: "token")
        found = choose(details, origin)
        assert "/private/" in found.url
        source = source_of(found, origin, credentials)
        assert source.signed(found.url) == (found.url, {"x-peertube-video-password": "sesame"})
        assert source.signed("https://elsewhere.example/a.mp4") == ("https://elsewhere.example/a.mp4", {})
        far = source_of(found, "https://other.example", credentials)
        assert far.signed(found.url) == (found.url, {})


class TestTokens:
    """File tokens, for what no password opens."""

    def test_token_is_asked_for_when_refused_and_goes_into_the_query(self) -> None:
        tokens = iter(["one", "two", "two"])
        credentials = Credentials("", lambda: next(tokens))
        playable = choose(video(files=[file(480)]), ORIGIN)
        source = source_of(playable, ORIGIN, credentials)
        assert source.signed(playable.url) == (playable.url, {})
        assert source.on_unauthorised is not None
        assert source.on_unauthorised()
        assert source.signed(playable.url)[0] == f"{playable.url}?videoFileToken=one"
        assert source.signed(f"{playable.url}?a=b")[0] == f"{playable.url}?a=b&videoFileToken=one"
        assert source.on_unauthorised()
        assert source.credentials() == {"videoFileToken": "two"}
        # The same token again would be refused again.
        assert not source.on_unauthorised()

    def test_no_token_is_no_crash(self) -> None:
        def fail() -> str:
            raise TimeoutError

        assert not Credentials("", fail).renew()


class TestMade:
    """What recordings do not show."""

    def test_split_sound_plays_the_master(self) -> None:
        details = video(
            streamingPlaylists=[
                {
                    "playlistUrl": "/static/streaming-playlists/hls/u/x-master.m3u8",
                    "files": [file(720, hasAudio=False), file(360, hasAudio=False), file(0, hasVideo=False)],
                }
            ]
        )
        assert choose(details, ORIGIN).url == f"{ORIGIN}/static/streaming-playlists/hls/u/x-master.m3u8"
        assert [quality.label for quality in qualities(details, ORIGIN)] == ["720p", "360p"]

    def test_sound_alone_plays(self) -> None:
        details = video(files=[file(0, hasVideo=False, width=0, height=0)])
        assert choose(details, ORIGIN, 480).url.endswith("-0.mp4")
        assert qualities(details, ORIGIN) == ()

    def test_playlist_of_sound_does_not_hide_pictures(self) -> None:
        playlist = {"playlistUrl": "/x.m3u8", "files": [file(0, hasVideo=False)]}
        both = video(streamingPlaylists=[playlist], files=[file(360)])
        assert choose(both, ORIGIN).height == 360
        alone = video(streamingPlaylists=[playlist], files=[file(0, hasVideo=False)])
        assert choose(alone, ORIGIN).hls

    def test_torrents_alone_cannot_be_played(self) -> None:
        torrent = {"resolution": {"id": 480, "label": "480p"}, "torrentUrl": "/a.torrent", "magnetUri": "m"}
        with pytest.raises(UnplayableError) as caught:
            choose(video(files=[torrent], state={"id": 1}), ORIGIN)
        assert caught.value.reason is Unplayable.NO_FILES

    def test_not_ready(self) -> None:
        with pytest.raises(UnplayableError) as caught:
            choose(video(state={"id": 2}), ORIGIN)
        assert caught.value.reason is Unplayable.NOT_READY

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:1", "ftp://h/x", "", "https://a@h/x"])
    def test_strange_addresses_are_no_sources(self, url: str) -> None:
        details = video(streamingPlaylists=[{"playlistUrl": url or "\\"}], files=[file(480, fileUrl=url)])
        with pytest.raises(UnplayableError):
            choose(details, ORIGIN)

    def test_heights_that_are_not_told_are_worked_out(self) -> None:
        details = video(files=[file(480), file(240)], aspectRatio=0.5625)
        assert [quality.height for quality in qualities(details, ORIGIN)] == [853, 427]
        assert [q.height for q in qualities(video(files=[file(480), file(240)]), ORIGIN)] == [480, 240]

    def test_fast_pictures_are_told_once(self) -> None:
        details = video(files=[file(720, fps=60, height=720), file(720, height=720), file(360, height=360)])
        assert [quality.label for quality in qualities(details, ORIGIN)] == ["720p60", "360p"]

    def test_automatic_takes_no_huge_lone_file(self) -> None:
        details = video(files=[file(2160), file(1080), file(360)])
        assert choose(details, ORIGIN).url.endswith("-1080.mp4")
        assert choose(details, ORIGIN, 4320).url.endswith("-2160.mp4")
        assert choose(video(files=[file(2160)]), ORIGIN).url.endswith("-2160.mp4")

    def test_nearest(self) -> None:
        found = qualities(video(files=[file(1080), file(720), file(240)]), ORIGIN)
        assert nearest(found, 0) is None
        assert nearest((), 480) is None
        assert [getattr(nearest(found, wanted), "height", None) for wanted in (4320, 720, 719, 100)] == [
            1080,
            720,
            240,
            240,
        ]

    def test_live_states(self) -> None:
        assert live_phase(video(isLive=True, state={"id": 5})) is LivePhase.OVER
        assert live_phase(video(isLive=True, state={"id": 1})) is LivePhase.SOON
