"""The running live: an endless playlist with a sliding window, over a few pieces that are played again and
again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from .clips import Shelf
from .http import Answer, Request, answer_file
from .shapes import stamp

WINDOW = 5
M3U8 = "application/vnd.apple.mpegurl"
NOW = "public, max-age=0"
MASTER = """#EXTM3U
#EXT-X-VERSION:6
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="group_Audio",NAME="audio_0",DEFAULT=YES,URI="0.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=354400,RESOLUTION=426x240,CODECS="avc1.640015,mp4a.40.2",AUDIO="group_Audio"
1.m3u8

#EXT-X-STREAM-INF:BANDWIDTH=726300,RESOLUTION=640x360,CODECS="avc1.64001e,mp4a.40.2",AUDIO="group_Audio"
2.m3u8

"""


class LiveStream:
    """Answers for the files of the live. `started` is when it began; `clock` tells the time (seconds)."""

    def __init__(self, shelf: Shelf, started: float, clock: Callable[[], float] = time.time) -> None:
        self.shelf, self.started, self.clock = shelf, started, clock

    def answer(self, request: Request, name: str) -> Answer | None:
        """The answer for a file of the live; None if there is no such file (any more, or yet)."""
        if name == "master.m3u8":
            return answer_file(request, M3U8, self.started, NOW, data=MASTER.encode())
        if match := re.fullmatch(r"([012])\.m3u8", name):
            data = self.playlist(int(match[1])).encode()
            return answer_file(request, M3U8, self.clock(), NOW, data=data)
        if match := re.fullmatch(r"([012])-(\d{6})\.ts", name):
            number = int(match[2])
            if not self._last() - 3 * WINDOW < number <= self._last():
                return None
            blob = self.shelf.blob(f"clips/live/{match[1]}-{number % self.shelf.live.pieces:06}.ts")
            return answer_file(request, "video/mp2t", blob.modified, NOW, data=blob.data)
        return None

    def _last(self) -> int:
        """The number of the newest whole piece."""
        return int((self.clock() - self.started) / self.shelf.live.seconds) - 1

    def playlist(self, level: int) -> str:
        """The playlist of one level as it is now: the last pieces, with the dates they were "filmed" at.

        A discontinuity is marked where the pieces begin again, since their time stamps do too.
        """
        live, last = self.shelf.live, self._last()
        first = max(0, last - WINDOW + 1)
        passed = sum(1 for n in range(1, first + 1) if n % live.pieces == 0)
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:6",
            f"#EXT-X-TARGETDURATION:{live.seconds}",
            f"#EXT-X-MEDIA-SEQUENCE:{first}",
            f"#EXT-X-DISCONTINUITY-SEQUENCE:{passed}",
            "#EXT-X-INDEPENDENT-SEGMENTS",
        ]
        for number in range(first, last + 1):
            if number % live.pieces == 0 and number > first:
                lines.append("#EXT-X-DISCONTINUITY")
            when = stamp(self.started + number * live.seconds)[:-1] + "+0000"
            lines += [
                f"#EXTINF:{live.seconds:.6f},",
                f"#EXT-X-PROGRAM-DATE-TIME:{when}",
                f"{level}-{number:06}.ts",
            ]
        return "\n".join(lines) + "\n"
