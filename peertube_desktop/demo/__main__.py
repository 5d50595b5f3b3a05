"""`python -m peertube_desktop.demo`: starts the demo instance and says where it is."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import sys
import threading

import uvicorn

from .app import Demo
from .settings import FEATURES, Settings


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="peertube_desktop.demo", description="A small PeerTube-compatible instance."
    )
    parser.add_argument(
        "--like", choices=("6.3", "8.2"), default="8.2", help="which line of PeerTube it speaks like"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--videos", type=int, default=60)
    parser.add_argument("--state", help="folder for what is uploaded (default: forgotten at the end)")
    parser.add_argument(
        "--processing-seconds",
        type=float,
        default=0.2,
        help="how long an upload is processed before its answer",
    )
    parser.add_argument(
        "--transcoding-seconds", type=float, default=1.0, help="how long a video is then to be transcoded"
    )
    parser.add_argument("--import-seconds", type=float, default=1.0, help="how long an import takes")
    parser.add_argument("--upload-limit", type=int, default=0, help="the largest file, in bytes (0: any)")
    parser.add_argument("--any-file", action="store_true", help="take files of any content for videos")
    parser.add_argument(
        "--token-seconds", type=float, default=0, help="how long access tokens live (0: a day)"
    )
    parser.add_argument(
        "--refresh-seconds", type=float, default=0, help="how long refresh tokens live (0: weeks)"
    )
    parser.add_argument(
        "--signup", choices=("open", "approval", "closed"), default="open", help="who may register"
    )
    parser.add_argument(
        "--verify-mail", action="store_true", help="new accounts have to confirm their address"
    )
    parser.add_argument(
        "--forbid",
        action="append",
        default=[],
        choices=FEATURES,
        help="say in the configuration that this is not allowed, and refuse it (may be repeated)",
    )
    parser.add_argument("--no-rate-limit", action="store_true", help="never answer 429")
    parser.add_argument("--faults", action="store_true", help="allow tests to order faults at /_demo/faults")
    parser.add_argument(
        "--die-with-parent", action="store_true", help="end when the standard input is closed"
    )
    return parser.parse_args(argv)


class Server(uvicorn.Server):
    """A server that says on the standard output when it is ready."""

    def __init__(self, config: uvicorn.Config, base: str) -> None:
        super().__init__(config)
        self._base = base

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen, then writes the one line."""
        await super().startup(sockets)
        print(f"READY {self._base}", flush=True)


def end_with_parent(server: Server) -> None:
    """Watches the standard input from a thread and ends the server when it is closed."""

    def watch() -> None:
        with contextlib.suppress(OSError, ValueError):
            while sys.stdin.buffer.read(4096):
                pass
        server.should_exit = server.force_exit = True

    threading.Thread(target=watch, name="parent", daemon=True).start()


def main(argv: list[str] | None = None) -> int:
    """Runs the demo instance until it is stopped; gives the exit status."""
    asked = arguments(argv)
    family = socket.AF_INET6 if ":" in asked.host else socket.AF_INET
    # The protocol by name: only then asyncio sends what is written at once, rather than wait for an answer to the
    # last packet, which comes 40 ms late.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((asked.host, asked.port))
    except OSError as error:
        print(f"cannot listen on {asked.host}:{asked.port}: {error.strerror}", file=sys.stderr)
        return 1
    name = f"[{asked.host}]" if family == socket.AF_INET6 else asked.host
    base = f"http://{name}:{listener.getsockname()[1]}"
    settings = Settings(
        base,
        asked.like,
        asked.seed,
        asked.videos,
        not asked.no_rate_limit,
        asked.faults,
        state=asked.state or "",
        processing=asked.processing_seconds,
        transcoding=asked.transcoding_seconds,
        importing=asked.import_seconds,
        upload_limit=asked.upload_limit,
        any_file=asked.any_file,
        token_seconds=asked.token_seconds,
        refresh_seconds=asked.refresh_seconds,
        signup=asked.signup,
        verify_mail=asked.verify_mail,
        forbidden=frozenset(asked.forbid),
    )
    demo = Demo(settings)
    config = uvicorn.Config(
        demo,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        lifespan="off",
        timeout_graceful_shutdown=1,
        http="h11",
        ws="none",
        loop="asyncio",
        backlog=256,
        log_config=None,
    )
    server = Server(config, base)
    if asked.die_with_parent:
        end_with_parent(server)
    try:
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            server.run([listener])
    finally:
        demo.workplace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
