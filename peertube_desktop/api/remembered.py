"""The last answers that rarely change, decoded, with the mark that asks a server whether they still hold."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

MOST = 32


class Known(NamedTuple):
    """An answer and its `ETag`."""

    etag: str
    value: Any


class Remembered:
    """At most 32 answers of one instance, the ones used last."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()

    def get(self, url: str, kind: object) -> Known | None:
        """The answer of `url` as `kind`, or None."""
        key = (url, repr(kind))
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
        return known

    def put(self, url: str, kind: object, etag: str, value: object) -> None:
        """Keep an answer; one without an `etag` could not be asked about and is not kept."""
        key = (url, repr(kind))
        self._known.pop(key, None)
        if etag:
            self._known[key] = Known(etag, value)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
