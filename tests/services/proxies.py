"""Small proxies on loopback, to see what goes through them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class TinyProxy:
    """Forwards plain HTTP, or SOCKS5; `asked` holds the `host:port` of each connection."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0

    async def _pipe(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(65536):
                target.write(piece)
                await target.drain()
        target.close()

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes
    ) -> None:
        self.asked.append(f"{host}:{port}")
        far_reader, far_writer = await asyncio.open_connection(host, port)
        far_writer.write(first)
        await asyncio.gather(self._pipe(reader, far_writer), self._pipe(far_reader, writer))

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of an HTTP proxy, all of it to the host of its first request."""
        with suppress(asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            line = await reader.readuntil(b"\r\n")
            method, url, version = line.split(b" ", 2)
            parts = urlsplit(url.decode())
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            rest = (await reader.readuntil(b"\r\n\r\n")).removesuffix(b"\r\n")
            first = b" ".join((method, path.encode(), version)) + rest + b"Connection: close\r\n\r\n"
            await self._join(reader, writer, parts.hostname or "", parts.port or 80, first)
        writer.close()

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a SOCKS5 proxy without authentication."""
        with suppress(asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            _version, methods = await reader.readexactly(2)
            await reader.readexactly(methods)
            writer.write(b"\x05\x00")
            kind = (await reader.readexactly(4))[3]
            if kind == 1:
                host = ".".join(str(part) for part in await reader.readexactly(4))
            else:
                host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            port = int.from_bytes(await reader.readexactly(2), "big")
            writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            await self._join(reader, writer, host, port, b"")
        writer.close()


@asynccontextmanager
async def tiny_proxy(kind: str) -> AsyncIterator[TinyProxy]:
    """A running proxy: `http` or `socks`."""
    proxy = TinyProxy()
    server = await asyncio.start_server(getattr(proxy, kind), "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
