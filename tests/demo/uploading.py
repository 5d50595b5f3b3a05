"""Somebody who uploads to an instance in parts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.demo.clip import SIZE
from tests.demo.world import World
from tests.demo_process import DemoProcess

RESUMABLE = "/api/v1/videos/upload-resumable"


class Uploading(World):
    """An instance and somebody who uploads to it."""

    def __init__(self, demo: DemoProcess, line: str) -> None:
        super().__init__(demo, line)
        self.channel, self.others, self.small = 2, 4, 25

    def init(
        self, *, size: int = SIZE, mime: str = "video/mp4", who: str = "alice", **fields: Any
    ) -> httpx.Response:
        """Begins an upload; a field that is None is left out."""
        body = {"name": "Resumable test", "channelId": self.channel, "privacy": 3, "filename": "test6.mp4"}
        body.update(waitTranscoding=True, **fields)
        headers = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": mime, **self.by(who)}
        kept = {key: value for key, value in body.items() if value is not None}
        return self.client.post(RESUMABLE, json=kept, headers=headers)

    def path(self, answer: httpx.Response) -> str:
        """Where the parts go."""
        assert answer.headers["location"].startswith(f"//{self.demo.host}{RESUMABLE}?upload_id=")
        parts = urlsplit("http:" + answer.headers["location"])
        return f"{parts.path}?{parts.query}"

    def put(self, path: str, data: bytes, start: int, total: object = SIZE, **more: str) -> httpx.Response:
        """Sends a part."""
        span = f"bytes {start}-{start + len(data) - 1}/{total}"
        headers = {
            "Content-Range": span,
            "Content-Type": "application/octet-stream",
            **self.by("alice"),
            **more,
        }
        return self.client.put(path, content=data, headers=headers)

    def far(self, path: str, total: int = SIZE, who: str = "alice") -> httpx.Response:
        """Asks how far an upload is."""
        return self.client.put(path, headers={"Content-Range": f"bytes */{total}", **self.by(who)})

    def received(self, name: str) -> list[dict[str, Any]]:
        """The finished uploads of that title."""
        return self.demo.uploads(name)
