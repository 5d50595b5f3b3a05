"""What arrived, for tests: each finished upload with its digest, and those under way.

Only with `--faults`. `GET /_demo/uploads` lists them; `DELETE /_demo/uploads` forgets unfinished ones that nobody has
touched for `?idle=` seconds (0 if not given), as servers do now and then.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from .http import Answer, Request, answer_json
from .library import Library, Video
from .resumable import Uploads


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces; "" if it is not there."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Received:
    """Answers for /_demo/uploads. Digests are made when they are first asked for."""

    def __init__(self, library: Library, uploads: Uploads) -> None:
        self._library, self._uploads = library, uploads
        self._digests: dict[str, str] = {}

    async def answer(self, request: Request) -> Answer | None:
        """The answer; None for other paths."""
        if request.path != "/_demo/uploads":
            return None
        if request.method == "DELETE":
            idle = float(request.query.get("idle", ["0"])[0])
            return answer_json({"purged": self._uploads.purge(idle)})
        finished = [await self._finished(v) for v in self._library.added() if v.own.path]
        pending = [
            {"id": one.id, "size": one.size, "received": self._uploads.held(one), "fields": one.fields}
            for one in self._uploads.list()
        ]
        return answer_json({"finished": finished, "pending": pending})

    async def _finished(self, video: Video) -> dict[str, Any]:
        path = video.own.path
        if path not in self._digests:
            self._digests[path] = await asyncio.to_thread(digest, Path(path))
        name, size = video.own.source or ("", 0)
        return {
            "sha256": self._digests[path],
            "size": size,
            "filename": name,
            "name": video.name,
            "uuid": video.uuid,
            "id": video.id,
            "user": video.channel.owner.name,
            "deleted": self._library.get(video.index) is None,
        }
