"""One media as the relay serves it: its addresses, its requests under way, how they go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from peertube_desktop.media import colour, hls
from peertube_desktop.media.fetch import ReleasedError
from peertube_desktop.media.frames import ColourMatrix
from peertube_desktop.media.source import FileSource, RelayState, RelayStatus, Source

StateListener = Callable[[RelayState], None]
_SLICE = 0.1


class RelayMedia:
    """A registered source. `url` is what libVLC opens. Every method from any thread."""

    def __init__(
        self,
        source: Source | FileSource,
        base: str,
        key: str,
        on_state: StateListener | None,
        forget: Callable[[RelayMedia], None],
    ) -> None:
        self.source = source
        self.key = key
        self._base = base
        self._secret = secrets.token_bytes(16)
        self._on_state = on_state
        self._forget = forget
        self._lock = threading.Lock()
        self._renewing = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._waiting: dict[int, RelayState] = {}
        self._failed: RelayState | None = None
        self._reported = RelayState()
        self._closed = False
        self.bytes_received = 0
        """From upstream (or disk), all requests together."""
        self.levels: tuple[tuple[int, int], ...] = ()
        """Width and height of the master playlist's levels; empty if there is none."""
        self.ended = False
        """A live's playlist says that nothing will follow, or is gone."""
        self.sizes: dict[str, int] = {}
        """How many bytes there are behind an upstream address."""
        self.matrix: ColourMatrix | None = None
        """What the file says about its colours."""
        first = source.url if isinstance(source, Source) else "file"
        self.url = self.address_of(first)

    def go_on_from(self, before: RelayMedia) -> None:
        """Takes over what `before` learned of the same source."""
        self.bytes_received = before.bytes_received
        self.levels = before.levels
        self.matrix = before.matrix

    @property
    def tallest(self) -> int:
        """The shorter side of the best level; 0 if there are no levels."""
        return max((min(level) for level in self.levels), default=0)

    @property
    def is_playlist(self) -> bool:
        """Whether libVLC is to read an HLS playlist."""
        return isinstance(self.source, Source) and hls.looks_like_playlist(self.source.url, "")

    @property
    def live(self) -> bool:
        """Whether the source is a live."""
        return isinstance(self.source, Source) and self.source.live

    @property
    def state(self) -> RelayState:
        """How the reading goes: failed if anything needed is lost, waiting if any request waits."""
        with self._lock:
            return self._state()

    def close(self) -> None:
        """Hangs up on the player and on the servers, for good: the address answers 404 from now on."""
        self._forget(self)
        with self._lock:
            self._closed = True
            sockets = tuple(self._sockets)
        for sock in sockets:
            shut_down(sock)

    # -- for the relay's own threads

    def address_of(self, url: str) -> str:
        """The relay's address for `url`; the same one each time."""
        token = base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
        ending = ".m3u8" if urlsplit(url).path.lower().endswith(".m3u8") else ".mp4"
        return f"{self._base}/{self.key}/{self._sign(token)}/{token}/media{ending}"

    def target_of(self, signature: str, token: str) -> str | None:
        """The upstream address behind an address made by `address_of`; None for any other."""
        if not hmac.compare_digest(self._sign(token).encode(), signature.encode()):
            return None
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()

    def _sign(self, token: str) -> str:
        return hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()[:32]

    def client(self, sock: socket.socket) -> RequestClient:
        """The other side of a request that came in on `sock`."""
        return RequestClient(self, sock)

    def attach(self, sock: socket.socket) -> bool:
        """A player's connection asks for this media; False if it is to be turned away."""
        with self._lock:
            if not self._closed:
                self._sockets.add(sock)
            return not self._closed

    def detach(self, sock: socket.socket) -> None:
        """A player's connection is gone, or asks for something else."""
        with self._lock:
            self._sockets.discard(sock)

    @property
    def closed(self) -> bool:
        """Whether nobody may wait any more."""
        return self._closed

    def report(self, request: int, state: RelayState) -> None:
        """One request's state."""
        with self._lock:
            self._waiting.pop(request, None)
            if state.kind is RelayStatus.WAITING:
                self._waiting[request] = state
            elif state.kind is RelayStatus.FAILED:
                self._failed = state
        self._tell()

    def learn_from(self, head: bytes) -> None:
        """Looks at the first bytes of a media file."""
        if self.matrix is None:
            self.matrix = colour.matrix_in(head[: colour.HEAD])

    def renew(self, used: Mapping[str, str]) -> bool:
        """Better credentials than `used`, which were refused? One asks, the others wait for what it gets."""
        source = self.source
        assert isinstance(source, Source)
        if source.on_unauthorised is None:
            return False
        with self._renewing:
            return source.credentials() != dict(used) or source.on_unauthorised()

    def _state(self) -> RelayState:
        if self._failed is not None:
            return self._failed
        return next(reversed(self._waiting.values()), RelayState())

    def _tell(self) -> None:
        with self._lock:
            state = self._state()
            changed, self._reported = state != self._reported, state
        if changed and self._on_state is not None:
            self._on_state(state)


class RequestClient:
    """The player's side of one request, as `fetch.Client` wants it."""

    def __init__(self, media: RelayMedia, sock: socket.socket) -> None:
        self._media = media
        self._socket = sock

    def wait(self, seconds: float) -> None:
        """Sleeps; raises `ReleasedError` when the player hangs up or is hung up on."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if self._media.closed:
                raise ReleasedError
            # Not `select()`: a program with more than a thousand files open has sockets it cannot name.
            with selectors.DefaultSelector() as selector:
                selector.register(self._socket, selectors.EVENT_READ)
                readable = bool(selector.select(max(0.0, min(_SLICE, left))))
            if readable and self._hung_up():
                raise ReleasedError
            if left <= 0:
                return
            if readable:
                time.sleep(min(_SLICE, left))

    def _hung_up(self) -> bool:
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    def report(self, state: RelayState) -> None:
        """Hands on."""
        self._media.report(id(self), state)

    def received(self, count: int) -> None:
        """Counts."""
        self._media.bytes_received += count

    def begun(self) -> bool:
        """Whether there were bytes before."""
        return self._media.bytes_received > 0

    def renew(self, used: Mapping[str, str]) -> bool:
        """Hands on."""
        return self._media.renew(used)


def shut_down(sock: socket.socket) -> None:
    """Ends a connection such that threads which wait for it come out."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
