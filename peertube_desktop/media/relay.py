"""A loopback HTTP server: the only thing libVLC ever reads from.

It does what libVLC cannot: credentials and their renewal, redirects that stay where they may go, retries
without end while the player waits, and letting go at once.
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import secrets
import socket
import socketserver
import threading
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from peertube_desktop.media import hls
from peertube_desktop.media.fetch import Fetch, GaveUpError, Head, ReleasedError, parse_range
from peertube_desktop.media.relay_media import RelayMedia, StateListener, shut_down
from peertube_desktop.media.source import (
    FileSource,
    Opener,
    Patience,
    Reason,
    RelayState,
    RelayStatus,
    Source,
    origin_of,
)

log = logging.getLogger(__name__)
_PLAYER_SECONDS = 3600.0


class Relay:
    """Serves registered sources on `http://127.0.0.1:<port>/<secret>/…`.

    Starts its thread at once; `close()` ends everything. Raises OSError if no loopback port can be had.
    """

    def __init__(self, open_upstream: Opener, patience: Patience | None = None) -> None:
        self.open_upstream = open_upstream
        self.patience = patience or Patience()
        self._secret = secrets.token_urlsafe(24)
        self._media: dict[str, RelayMedia] = {}
        self._server = _Server(self)
        self._port = self._server.server_address[1]
        self.host = f"127.0.0.1:{self._port}"
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="media-relay", daemon=True)
        self._thread.start()

    def register(
        self,
        source: Source | FileSource,
        on_state: StateListener | None = None,
        before: RelayMedia | None = None,
    ) -> RelayMedia:
        """Makes `source` playable. `on_state` hears of each change, on a thread of the relay.

        `before` is the same source's media until now: what was learned and counted is kept.
        Raises ValueError for an address that is not http(s).
        """
        if isinstance(source, Source) and not origin_of(source.url):
            raise ValueError("not an http(s) address")
        key = secrets.token_urlsafe(12)
        base = f"http://{self.host}/{self._secret}"
        media = RelayMedia(source, base, key, on_state, self._forget)
        if before is not None:
            media.go_on_from(before)
        self._media[key] = media
        return media

    def _serve(self) -> None:
        # Not `serve_forever`, which wakes up twice a second for nothing.
        while not self._closed:
            self._server.handle_request()
        self._server.server_close()

    def _forget(self, media: RelayMedia) -> None:
        self._media.pop(media.key, None)

    def find(self, path: str) -> tuple[RelayMedia, str] | None:
        """The media and the upstream address that a request's path means; None for any path not ours."""
        parts = path.split("/")
        if len(parts) != 6 or not hmac.compare_digest(parts[1].encode(), self._secret.encode()):
            return None
        media = self._media.get(parts[2])
        target = media.target_of(parts[3], parts[4]) if media else None
        return (media, target) if media and target else None

    def close(self) -> None:
        """Hangs up on everybody and ends the server."""
        for media in tuple(self._media.values()):
            media.close()
        self._closed = True
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self._port), 1.0).close()
        self._thread.join(1.0)
        self._server.hang_up()


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client: object) -> None:
        assert isinstance(request, socket.socket)
        self._open.add(request)
        super().process_request(request, client)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        log.debug("A player's connection ended badly", exc_info=True)

    def hang_up(self) -> None:
        for sock in tuple(self._open):
            shut_down(sock)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm: ClassVar[bool] = True
    timeout = _PLAYER_SECONDS

    def setup(self) -> None:
        super().setup()
        self._media: RelayMedia | None = None
        self._head_sent = False

    def finish(self) -> None:
        if self._media is not None:
            self._media.detach(self.connection)
        super().finish()

    def log_message(self, *_: object) -> None:
        """Addresses do not belong into a log."""

    def do_GET(self) -> None:
        """Answers the player."""
        relay = self.server.relay
        found = relay.find(self.path) if self.headers.get("Host") == relay.host else None
        if found is None:
            self._refuse(404)
            return
        media, url = found
        if self._media is not media:
            if self._media is not None:
                self._media.detach(self.connection)
            self._media = media
        self._head_sent = False
        if not media.attach(self.connection):
            self._refuse(503)
            return
        try:
            if isinstance(media.source, FileSource):
                self._send_file(media, media.source)
            else:
                self._relay(media, media.source, url)
        except (OSError, ReleasedError):
            self.close_connection = True

    def _relay(self, media: RelayMedia, source: Source, url: str) -> None:
        relay = self.server.relay
        client = media.client(self.connection)
        # A playlist is changed on its way: it is only had as a whole.
        wanted = "" if hls.looks_like_playlist(url, "") else self.headers.get("Range", "")
        size = media.sizes.get(url)
        if size is not None and parse_range(wanted)[0] >= size:
            # libVLC looks behind the end of each mp4 file before it plays it: nobody needs to be asked.
            self._start(416, [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")], b"")
            return
        fetch = Fetch(relay.open_upstream, source, relay.patience, client, url, wanted)
        try:
            while True:
                head = fetch.start()
                if not hls.looks_like_playlist(head.url, head.content_type) or head.status == 416:
                    self._send_media(media, fetch, head, url)
                    break
                if self._send_playlist(media, fetch, head):
                    break
        except GaveUpError as error:
            playlist = hls.looks_like_playlist(url, "")
            media.ended = media.ended or (source.live and playlist and error.reason is Reason.GONE)
            if not source.live or playlist:
                client.report(RelayState(RelayStatus.FAILED, error.reason, error.status))
            self.close_connection = True
            if not self._head_sent:
                self._refuse(error.status if error.status >= 400 else 502)
        finally:
            fetch.close()
            # Whatever it waited for, it does not wait any more; a failure stays known.
            client.report(RelayState())

    def _send_playlist(self, media: RelayMedia, fetch: Fetch, head: Head) -> bool:
        body = bytearray()
        for piece in fetch.body():
            body += piece
            if len(body) > hls.MAX_PLAYLIST:
                break
        try:
            playlist = hls.rewrite(bytes(body), head.url, media.address_of)
        except hls.BadPlaylistError:
            fetch.retry_whole(Reason.BAD_PLAYLIST)
            return False
        media.levels = playlist.levels or media.levels
        media.ended = media.ended or playlist.ended
        answer = playlist.text.encode()
        self._start(200, [("Content-Type", hls.MIME), ("Content-Length", str(len(answer)))], answer)
        return True

    def _send_media(self, media: RelayMedia, fetch: Fetch, head: Head, url: str) -> None:
        fields = []
        if head.content_type:
            fields.append(("Content-Type", head.content_type))
        if head.status == 206 and head.length is not None:
            last = head.first + head.length - 1
            total = "*" if head.total is None else str(head.total)
            fields.append(("Content-Range", f"bytes {head.first}-{last}/{total}"))
        if head.length is None:
            self.close_connection = True
            fields.append(("Connection", "close"))
        else:
            fields.append(("Content-Length", str(head.length)))
        if head.total is not None:
            media.sizes[url] = head.total
        self._start(head.status, fields, b"")
        if head.status == 416:
            return
        at_start = head.first == 0
        for piece in fetch.body():
            if at_start:
                media.learn_from(piece)
                at_start = False
            self.connection.sendall(piece)

    def _send_file(self, media: RelayMedia, source: FileSource) -> None:
        try:
            file = source.path.open("rb")
        except OSError:
            media.report(id(self), RelayState(RelayStatus.FAILED, Reason.GONE))
            self._refuse(404)
            return
        with file:
            total = file.seek(0, 2)
            first, last = parse_range(self.headers.get("Range", ""))
            last = total - 1 if last is None else min(last, total - 1)
            if first > last:
                self._start(416, [("Content-Range", f"bytes */{total}"), ("Content-Length", "0")], b"")
                return
            if first == 0:
                file.seek(0)
                media.learn_from(file.read(64 * 1024))
            length = last - first + 1
            fields = [("Content-Length", str(length)), ("Accept-Ranges", "bytes")]
            fields.append(("Content-Range", f"bytes {first}-{last}/{total}"))
            self._start(206, fields, b"")
            self.connection.settimeout(None)
            sent = self.connection.sendfile(file, first, length)
            media.bytes_received += sent
            # A file that shrank meanwhile: the player must not wait for the rest.
            self.close_connection = self.close_connection or sent < length

    def _start(self, status: int, fields: list[tuple[str, str]], body: bytes) -> None:
        self._head_sent = True
        lines = [f"HTTP/1.1 {status} .", *(f"{name}: {_clean(value)}" for name, value in fields), "", ""]
        self.connection.sendall("\r\n".join(lines).encode("latin-1", "replace") + body)

    def _refuse(self, status: int) -> None:
        self.close_connection = True
        self._start(status, [("Content-Length", "0"), ("Connection", "close")], b"")


def _clean(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")
