"""From https nothing leads to plain http."""

from __future__ import annotations

import http.client
import http.server
import ssl
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import trustme

from peertube_desktop.api.upstream import Upstreams
from peertube_desktop.media.relay import Relay
from peertube_desktop.media.source import Patience, Reason, Source
from tests.demo_process import DemoProcess
from tests.media.playing import CHART, mp4


class _Redirecting(http.server.BaseHTTPRequestHandler):
    location = ""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_url(authority: trustme.CA) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Redirecting)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}/video.mp4"
    server.shutdown()
    server.server_close()
    thread.join()


def test_https_never_becomes_http(faulty_demo: DemoProcess, authority: trustme.CA, secure_url: str) -> None:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    upstreams = Upstreams(context, user_agent="tests")
    relay = Relay(upstreams.open, Patience(silence=1.0, waits=(0.02,), refused_tries=2))
    _Redirecting.location = mp4(faulty_demo, CHART).url
    faulty_demo.clear()
    try:
        media = relay.register(Source(secure_url))
        parts = urlsplit(media.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request("GET", parts.path)
        assert connection.getresponse().status == 502
        connection.close()
        assert media.state.reason is Reason.BAD_REDIRECT
        assert not [entry for entry in faulty_demo.log() if entry["path"].endswith(".mp4")]
    finally:
        relay.close()
        upstreams.close()
