"""One upstream answer, read by a thread of its own into a short queue that can be left at any time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping

from peertube_desktop.media.source import Opener, Upstream

MAX_WAITING = 1024 * 1024


class UpstreamFailedError(Exception):
    """The connection could not be made or ended badly."""


class Channel:
    """A request under way. The reader waits here, never in the network: however a server (or its opener)
    behaves, the reader can leave."""

    def __init__(self, opener: Opener, url: str, headers: Mapping[str, str]) -> None:
        self._changed = threading.Condition()
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._closed = self._done = False
        self._error: Exception | None = None
        self._upstream: Upstream | None = None
        threading.Thread(
            target=self._pump, args=(opener, url, headers), name="media-upstream", daemon=True
        ).start()

    def head(self, timeout: float) -> tuple[int, Mapping[str, str]] | None:
        """Status and headers, or None after `timeout` seconds without. Raises `UpstreamFailedError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._upstream or self._done, timeout):
                return None
            if self._upstream is None:
                raise UpstreamFailedError(type(self._error).__name__) from self._error
            return self._upstream.status, self._upstream.headers

    def read(self, timeout: float) -> bytes | None:
        """The next piece, b"" at the end, None after `timeout` seconds. Raises `UpstreamFailedError`."""
        with self._changed:
            if not self._pieces and not self._changed.wait_for(lambda: self._pieces or self._done, timeout):
                return None
            if self._pieces:
                piece = self._pieces.popleft()
                if self._waiting >= MAX_WAITING:
                    self._changed.notify_all()
                self._waiting -= len(piece)
                return piece
            if self._error is not None:
                raise UpstreamFailedError(type(self._error).__name__) from self._error
            return b""

    def close(self) -> None:
        """Leaves without waiting for the network, which is let go of by another thread."""
        with self._changed:
            already, self._closed = self._closed, True
            self._pieces.clear()
            upstream = None if self._done else self._upstream
            self._changed.notify_all()
        if upstream is not None and not already:
            # On a thread of its own: an opener's close() may take its time.
            threading.Thread(target=upstream.close, name="media-close", daemon=True).start()

    def _pump(self, opener: Opener, url: str, headers: Mapping[str, str]) -> None:
        error: Exception | None = None
        upstream: Upstream | None = None
        try:
            upstream = opener(url, headers)
            with self._changed:
                self._upstream = upstream
                self._changed.notify_all()
                if self._closed:
                    return
            for piece in upstream.iter_bytes():
                if not self._put(piece):
                    break
        except Exception as caught:  # whatever an opener raises is a failed connection
            error = caught
        finally:
            with self._changed:
                self._error, self._done = error, True
                self._changed.notify_all()
            if upstream is not None:
                upstream.close()

    def _put(self, piece: bytes) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting < MAX_WAITING)
            if self._closed:
                return False
            if piece:
                self._pieces.append(piece)
                self._waiting += len(piece)
                self._changed.notify_all()
            return True
