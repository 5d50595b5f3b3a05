"""One request of the player, answered from upstream however often upstream has to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from peertube_desktop.media import hls
from peertube_desktop.media.channel import Channel, UpstreamFailedError
from peertube_desktop.media.source import Opener, Patience, Reason, RelayState, RelayStatus, Source

MAX_REDIRECTS = 5
MAX_SKIP = 512 * 1024 * 1024
"""How much of a file may be read and thrown away when a server cannot start in the middle."""
MAX_RETRY_AFTER = 60.0
AT_ONCE = -1.0
# In mid-video it may pass; a video that begins like this is none.
_NONSENSE = frozenset({Reason.BAD_REDIRECT, Reason.BAD_ANSWER})
_SLICE = 0.2
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class ReleasedError(Exception):
    """The player has hung up, or was told to: nobody waits for the answer any more."""


class GaveUpError(Exception):
    """There will be no (more of this) answer. `status` is what the player is told if it has no head yet."""

    def __init__(self, reason: Reason, status: int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = status


class Client(Protocol):
    """The request's other side, as far as fetching concerns it."""

    def wait(self, seconds: float) -> None:
        """Sleeps; raises `ReleasedError` as soon as nobody waits for the answer."""

    def report(self, state: RelayState) -> None:
        """The state of this request changed."""

    def received(self, count: int) -> None:
        """So many bytes came from upstream."""

    def begun(self) -> bool:
        """Whether this media has had any bytes."""

    def renew(self, used: Mapping[str, str]) -> bool:
        """The server refused `used`; whether there are better credentials now."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the player is to be told before the body. `length` is None if unknown."""

    status: int
    url: str
    content_type: str
    first: int
    length: int | None
    total: int | None


class Fetch:
    """`start()`, then `body()`; `close()` in any case."""

    def __init__(
        self, opener: Opener, source: Source, patience: Patience, client: Client, url: str, range_header: str
    ) -> None:
        self._opener = opener
        self._source = source
        self._patience = patience
        self._client = client
        self._url = url
        self._first, self._last = parse_range(range_header)
        self._wants_range = bool(range_header)
        self._channel: Channel | None = None
        self._headers: Mapping[str, str] = {}
        self._final_url = url
        self._attempt = 0
        self._refused = self._bad = 0
        self._validator = ""
        self._total: int | None = None
        self._length: int | None = None
        self._skip = 0

    def start(self) -> Head:
        """Asks until there is an answer. Raises `GaveUpError`, `ReleasedError`."""
        while True:
            status = self._ask(self._first if self._wants_range else None, validator="")
            if status == 416:
                return Head(416, self._final_url, "", 0, 0, None)
            head = self._understand(status)
            if head is not None:
                self._went_well()
                return head
            self._retry(Reason.BAD_ANSWER, status)

    def body(self) -> Iterator[bytes]:
        """The bytes after `start`, whole, over as many connections as it takes."""
        sent = 0
        silent = 0.0
        while self._length is None or sent < self._length:
            assert self._channel is not None
            try:
                piece = self._channel.read(_SLICE)
            except UpstreamFailedError:
                self._resume(sent, Reason.CUT)
                continue
            if piece is None:
                self._client.wait(0)
                silent += _SLICE
                if silent >= self._patience.silence:
                    silent = 0.0
                    self._resume(sent, Reason.SILENT)
                continue
            if not piece:
                if self._length is None:
                    return
                self._resume(sent, Reason.CUT)
                continue
            silent = 0.0
            self._client.received(len(piece))
            if self._attempt:
                self._went_well()
            if self._skip:
                dropped = min(self._skip, len(piece))
                self._skip -= dropped
                piece = piece[dropped:]
            if self._length is not None and sent + len(piece) > self._length:
                piece = piece[: self._length - sent]
            if piece:
                sent += len(piece)
                yield piece

    def retry_whole(self, reason: Reason) -> None:
        """The whole answer was no good: waits before another `start()`, a limited number of times."""
        self.close()
        self._bad += 1
        if self._bad > self._patience.refused_tries:
            raise GaveUpError(reason, 502)
        self._retry(reason, 200)

    def close(self) -> None:
        """Lets upstream go."""
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()

    # -- asking

    def _ask(self, first: int | None, validator: str) -> int:
        """One answer worth looking at: 200, 206 or 416; its body is in `_channel`."""
        while True:
            reason, status, wait = self._ask_once(first, validator)
            if reason is Reason.NONE:
                return status
            self._retry(reason, status, wait)

    def _ask_once(self, first: int | None, validator: str) -> tuple[Reason, int, float]:
        url = self._url
        for _ in range(MAX_REDIRECTS + 1):
            self.close()
            credentials = self._source.credentials()
            asked, headers = self._source.signed(url)
            headers["Accept-Encoding"] = "identity"
            if first is not None:
                headers["Range"] = f"bytes={first}-{'' if self._last is None else self._last}"
                if validator:
                    headers["If-Range"] = validator
            self._channel = Channel(self._opener, asked, headers)
            try:
                answer = self._wait_for_head(self._channel)
            except UpstreamFailedError:
                return Reason.UNREACHABLE, 0, 0.0
            if answer is None:
                return Reason.SILENT, 0, 0.0
            status, self._headers = answer
            self._final_url = url
            if status not in (301, 302, 303, 307, 308):
                return self._judge(status, credentials)
            target = _redirected(url, self._headers.get("location", ""))
            if target is None:
                return Reason.BAD_REDIRECT, status, 0.0
            url = target
        return Reason.BAD_REDIRECT, status, 0.0

    def _wait_for_head(self, channel: Channel) -> tuple[int, Mapping[str, str]] | None:
        waited = 0.0
        while waited < self._patience.silence:
            answer = channel.head(_SLICE)
            if answer is not None:
                return answer
            self._client.wait(0)
            waited += _SLICE
        return None

    def _judge(self, status: int, used: Mapping[str, str]) -> tuple[Reason, int, float]:
        if status in (200, 206, 416):
            if self._headers.get("content-encoding", "identity").lower() != "identity":
                return Reason.BAD_ANSWER, status, 0.0
            return Reason.NONE, status, 0.0
        if status in (401, 403):
            if self._refused == 0 and self._client.renew(used):
                self._refused = 1
                return Reason.UNAUTHORISED, status, AT_ONCE
            # Nothing was served before: that is an answer. In the middle of a video it may be a hiccup.
            self._refused += 1
            if not self._client.begun() or self._refused > self._patience.refused_tries:
                raise GaveUpError(Reason.UNAUTHORISED, status)
            return Reason.UNAUTHORISED, status, 0.0
        if status in (404, 410):
            raise GaveUpError(Reason.GONE, status)
        if status == 429:
            return Reason.RATE_LIMITED, status, self._retry_after()
        if status >= 500 or status in (408, 423, 425):
            return Reason.SERVER_ERROR, status, min(self._retry_after(), self._patience.waits[-1])
        raise GaveUpError(Reason.BAD_ANSWER, status)

    def _retry_after(self) -> float:
        value = self._headers.get("retry-after", "")
        return min(float(value), MAX_RETRY_AFTER) if value.isascii() and value.isdigit() else 0.0

    def _retry(self, reason: Reason, status: int, wait: float = 0.0) -> None:
        self.close()
        if wait == AT_ONCE:
            return
        if reason in _NONSENSE and not self._client.begun() and self._attempt >= self._patience.refused_tries:
            raise GaveUpError(reason, 502)
        wait = max(wait, self._patience.wait(self._attempt))
        self._attempt += 1
        self._client.report(RelayState(RelayStatus.WAITING, reason, status, wait))
        self._client.wait(wait)

    def _went_well(self) -> None:
        self._attempt = 0
        self._refused = 0
        self._client.report(RelayState())

    # -- understanding

    def _understand(self, status: int) -> Head | None:
        """Fits the answer to the request; None if it does not fit."""
        first, last, total = self._extent(status)
        wanted = self._first if self._wants_range else 0
        content_type = self._headers.get("content-type", "")
        if status == 206 and first != wanted:
            return None
        self._validator = self._version()
        self._total = total
        self._first = wanted
        self._skip = 0
        if status == 200 and self._wants_range and total is not None and total <= MAX_SKIP:
            # The server cannot start in the middle; the player never learns.
            if wanted >= total:
                self.close()
                return Head(416, self._final_url, "", 0, 0, total)
            self._skip = wanted
            last = total - 1 if self._last is None else min(self._last, total - 1)
            status = 206
        elif status == 200:
            self._first, self._wants_range = 0, False
        self._length = None if last is None else last - self._first + 1
        return Head(status, self._final_url, content_type, self._first, self._length, total)

    def _extent(self, status: int) -> tuple[int, int | None, int | None]:
        """First and last byte of the answer's body and the size of the file, as far as told."""
        if status == 206:
            match = _CONTENT_RANGE.fullmatch(self._headers.get("content-range", "").strip())
            if match is None or int(match[2]) < int(match[1]):
                return -1, None, None
            return int(match[1]), int(match[2]), None if match[3] == "*" else int(match[3])
        length = self._headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return 0, None, None
        return 0, int(length) - 1, int(length)

    def _version(self) -> str:
        """What tells this state of the file from another one, exactly enough to be asked for."""
        etag = self._headers.get("etag", "")
        return etag if etag and not etag.startswith("W/") else self._headers.get("last-modified", "")

    def _resume(self, sent: int, reason: Reason) -> None:
        """Continues after `sent` bytes of the answer, on a new connection."""
        self._retry(reason, 0)
        place = self._first + sent
        while True:
            status = self._ask(place, self._validator)
            first, _, total = self._extent(status)
            changed = self._total is not None and total is not None and total != self._total
            version = self._version()
            changed = changed or bool(version and self._validator and version != self._validator)
            if status == 416 or changed:
                raise GaveUpError(Reason.CHANGED, status)
            if status == 206 and first == place:
                self._skip = 0
                return
            if status == 200 and place <= MAX_SKIP:
                self._skip = place
                return
            self._retry(Reason.BAD_ANSWER, status)


def _redirected(url: str, location: str) -> str | None:
    """Where `location` leads from `url`; None where nobody may go."""
    try:
        target = urljoin(url, location)
    except ValueError:
        return None
    return target if location and not hls.refuse_target(target, url) else None


def parse_range(header: str) -> tuple[int, int | None]:
    """First and last byte of a `Range` header (last None: to the end); the whole if not understood."""
    match = re.fullmatch(r"bytes=(\d{1,18})-(\d{0,18})", header.strip())
    if match is None or (match[2] and int(match[2]) < int(match[1])):
        return 0, None
    return int(match[1]), int(match[2]) if match[2] else None
