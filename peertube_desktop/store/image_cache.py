"""Pictures on disk between runs: bounded in bytes, the ones not looked at for longest go first."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from peertube_desktop.store.files import write_atomically

FRESH_SECONDS = 7 * 24 * 3600
"""Older pictures are asked for again, with their ETag."""
KEPT_SHARE = 0.9
"""What is left when room is made."""
TOUCH_SECONDS = 24 * 3600
"""A read moves a file's time forward at most this often: a write for each read would be waste."""
_MAGIC = b"ptimg1\n"
_MAX_ETAG = 512


@dataclass(frozen=True)
class CachedImage:
    """A picture's bytes, its ETag ("" for none) and whether it should be asked for again."""

    body: bytes
    etag: str
    stale: bool


class ImageCache:
    """`root` holds one file for each picture, named by a hash of its URL: no server chooses a file name.

    Thread-safe and blocking. No error leaves it: a cache that can't be read or written is an empty one.
    """

    def __init__(self, root: Path, limit: int) -> None:
        self._root = root
        self._limit = limit
        self._lock = threading.Lock()
        self._sizes: OrderedDict[str, int] | None = None
        self._total = 0

    def _path(self, name: str) -> Path:
        return self._root / name[:2] / name

    def get(self, url: str) -> CachedImage | None:
        """The picture of `url`, or None. A damaged file is removed."""
        name = _name(url)
        path = self._path(name)
        try:
            raw = path.read_bytes()
            changed = path.stat().st_mtime
        except OSError:
            return None
        head, _newline, body = raw.removeprefix(_MAGIC).partition(b"\n")
        etag, _space, digest = head.decode("latin-1").rpartition(" ")
        if not raw.startswith(_MAGIC) or digest != _digest(body):
            self._remove(name)
            return None
        now = time.time()
        with self._lock:
            if self._sizes is not None and name in self._sizes:
                self._sizes.move_to_end(name)
        try:
            access = path.stat().st_atime
            if now - access > TOUCH_SECONDS:
                os.utime(path, (now, changed))
        except OSError:
            pass
        return CachedImage(body, etag, now - changed > FRESH_SECONDS)

    def put(self, url: str, body: bytes, etag: str) -> None:
        """Keep a picture, and make room for it where there is none."""
        if len(body) > self._limit // 4:
            return
        name = _name(url)
        safe = etag if len(etag) <= _MAX_ETAG and etag.isprintable() and etag.isascii() else ""
        data = _MAGIC + f"{safe} {_digest(body)}\n".encode("latin-1") + body
        try:
            # A picture lost in a crash is fetched again: no need to wait for the disk.
            write_atomically(self._path(name), data, durable=False)
        except OSError:
            return
        with self._lock:
            sizes = self._index()
            self._total += len(data) - sizes.pop(name, 0)
            sizes[name] = len(data)
            victims = self._make_room()
        self._delete(victims)

    def revalidated(self, url: str) -> None:
        """The server says the picture is still the same: it is fresh again."""
        try:
            os.utime(self._path(_name(url)))
        except OSError:
            return

    def set_limit(self, limit: int) -> None:
        """Another bound in bytes; what is over it goes at once."""
        with self._lock:
            self._limit = limit
            self._index()
            victims = self._make_room()
        self._delete(victims)

    def size(self) -> int:
        """Bytes on disk."""
        with self._lock:
            self._index()
            return self._total

    def clear(self) -> None:
        """Remove every picture."""
        with self._lock:
            names = list(self._index())
            self._sizes = OrderedDict()
            self._total = 0
        self._delete(names)

    def _delete(self, names: list[str]) -> None:
        for name in names:
            with suppress(OSError):
                self._path(name).unlink(missing_ok=True)

    def _remove(self, name: str) -> None:
        with self._lock:
            if self._sizes is not None:
                self._total -= self._sizes.pop(name, 0)
        self._delete([name])

    def _index(self) -> OrderedDict[str, int]:
        """Names and sizes, least recently used first. Read from disk when first needed: not at the start."""
        if self._sizes is None:
            found: list[tuple[float, str, int]] = []
            for path in self._root.glob("??/*"):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                if path.name.startswith("."):
                    # Left behind by a crash in the middle of writing.
                    with suppress(OSError):
                        path.unlink(missing_ok=True)
                    continue
                found.append((max(stat.st_atime, stat.st_mtime), path.name, stat.st_size))
            self._sizes = OrderedDict((name, size) for _time, name, size in sorted(found))
            self._total = sum(self._sizes.values())
        return self._sizes

    def _make_room(self) -> list[str]:
        """The names to delete, taken out of the index."""
        victims: list[str] = []
        if self._sizes is None or self._total <= self._limit:
            return victims
        while self._sizes and self._total > self._limit * KEPT_SHARE:
            name, size = self._sizes.popitem(last=False)
            self._total -= size
            victims.append(name)
        return victims


def _name(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=8).hexdigest()
