"""WebVTT: caption files of strangers, as plain text with times."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

MAX_CUES = 20_000
MAX_TEXT = 500
MAX_LINES = 6
MAX_AT_ONCE = 4
MAX_SECONDS = 2_000_000.0
_TIME = r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|</?[a-z]{0,8}>")
# Line breaks stay, and the marks that a right-to-left sentence needs; no other control character does.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """`text` from `start` up to `end`, in seconds."""

    start: float
    end: float
    text: str


class Cues:
    """The cues of one file."""

    def __init__(self, cues: Sequence[Cue] = ()) -> None:
        self._cues = sorted(cues, key=lambda cue: (cue.start, cue.end))
        self._starts = [cue.start for cue in self._cues]
        self._reach: list[float] = []
        """The latest end of all cues up to each: how far back one may still be shown."""
        latest = 0.0
        for cue in self._cues:
            latest = max(latest, cue.end)
            self._reach.append(latest)

    def __len__(self) -> int:
        return len(self._cues)

    def at(self, seconds: float) -> tuple[str, ...]:
        """What is to be read then, the earlier lines first; at most four cues."""
        return tuple(cue.text for cue in self._active(seconds))

    def next_change(self, seconds: float) -> float | None:
        """When something else is to be read, after `seconds`; None if never."""
        later = bisect_right(self._starts, seconds)
        moments = [cue.end for cue in self._active(seconds)]
        if later < len(self._starts):
            moments.append(self._starts[later])
        return min(moments, default=None)

    def _active(self, seconds: float) -> list[Cue]:
        found: list[Cue] = []
        place = bisect_right(self._starts, seconds) - 1
        while place >= 0 and self._reach[place] > seconds and len(found) < MAX_AT_ONCE:
            if self._cues[place].end > seconds:
                found.append(self._cues[place])
            place -= 1
        return found[::-1]


def parse(text: str) -> Cues:
    """The cues of a WebVTT (or SubRip) text; what is not understood is skipped, whatever it is."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    place = 0
    while place < len(lines) and len(cues) < MAX_CUES:
        timing = _TIMING.match(lines[place]) if "-->" in lines[place] else None
        place += 1
        if timing is None:
            continue
        payload = []
        while place < len(lines) and lines[place].strip() and "-->" not in lines[place]:
            payload.append(lines[place])
            place += 1
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        words = _plain(payload)
        if words and start < end <= MAX_SECONDS:
            cues.append(Cue(start, end, words))
    return Cues(cues)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def _plain(payload: Sequence[str]) -> str:
    lines = []
    for line in payload[:MAX_LINES]:
        # Entities last: `&lt;b&gt;` is text that looks like a tag.
        text = html.unescape(_TAG.sub("", line[: MAX_TEXT * 8]))
        text = _CONTROL.sub(" ", text.replace("\n", " ")).strip()[:MAX_TEXT]
        if text:
            lines.append(text)
    return "\n".join(lines)
