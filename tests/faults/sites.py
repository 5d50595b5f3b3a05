"""Where the uploads go, and what has become of them there."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol

from tests.demo_process import DemoProcess


@dataclass(frozen=True)
class Arrived:
    """A video that is there. `digest` is "" where the site keeps no file to compare."""

    uuid: str
    name: str
    size: int
    digest: str


class Site(Protocol):
    """An instance and somebody's account on it."""

    url: str
    user: str
    password: str

    def arrived(self, filename: str) -> list[Arrived]:
        """The account's videos that were made of files of that name."""

    def details(self, uuid: str) -> dict[str, Any]:
        """What is said of a video, with captions, chapters and playlists."""

    def tidy(self) -> None:
        """Delete what was made."""


class Session:
    """Calls as a signed-in account, without the program's own code."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url, self.user, self.password = url, user, password
        # Limits are counted for each address.
        number = secrets.randbelow(2**16)
        self._headers = {"X-Forwarded-For": f"10.99.{number >> 8}.{number & 255}"}
        oauth = self.get("/api/v1/oauth-clients/local")
        form = {**oauth, "grant_type": "password", "username": user, "password": password}
        answer = self.call("POST", "/api/v1/users/token", urllib.parse.urlencode(form).encode())
        self._headers["Authorization"] = f"Bearer {json.loads(answer)['access_token']}"

    def call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The answer's body."""
        address = path if path.startswith("http") else self.url + path
        for _ in range(5):
            request = urllib.request.Request(address, body, self._headers, method=method)
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            try:
                with opener.open(request, timeout=30) as answer:
                    found: bytes = answer.read()
                    return found
            except urllib.error.HTTPError as error:
                if error.code != 429:
                    raise
                time.sleep(float(error.headers.get("Retry-After", 1)))
        raise RuntimeError("too many requests")

    def get(self, path: str) -> Any:
        """Decoded."""
        return json.loads(self.call("GET", path))

    def details(self, uuid: str) -> dict[str, Any]:
        """See `Site`."""
        video = self.get(f"/api/v1/videos/{uuid}")
        captions = self.get(f"/api/v1/videos/{uuid}/captions")["data"]
        chapters = self.get(f"/api/v1/videos/{uuid}/chapters")["chapters"]
        there = self.get(f"/api/v1/users/me/video-playlists/videos-exist?videoIds={video['id']}")
        return {
            **video,
            "captions": [one["language"]["id"] for one in captions],
            "chapters": [(one["timecode"], one["title"]) for one in chapters],
            "playlists": [one["playlistId"] for one in there[str(video["id"])]],
        }


class DemoSite(Session):
    """The demo instance, which tells what it got."""

    def __init__(self, demo: DemoProcess, user: str = "alice") -> None:
        super().__init__(demo.url, user, "demo-password")
        self._demo = demo

    def arrived(self, filename: str) -> list[Arrived]:
        """See `Site`."""
        found = self._demo.get("/_demo/uploads")["finished"]
        return [
            Arrived(one["uuid"], one["name"], one["size"], one["sha256"])
            for one in found
            if _stem(one["filename"]) == _stem(filename) and not one["deleted"]
        ]

    def tidy(self) -> None:
        """It ends with the tests."""


class LiveSite(Session):
    """Any server. Files are compared where it keeps originals, else their sizes."""

    def __init__(self, url: str, user: str, password: str) -> None:
        super().__init__(url, user, password)
        self._made: set[str] = set()

    def arrived(self, filename: str) -> list[Arrived]:
        """See `Site`."""
        found = []
        for video in self.get("/api/v1/users/me/videos?count=50&sort=-createdAt")["data"]:
            try:
                source = self.get(f"/api/v1/videos/{video['uuid']}/source")
            except urllib.error.HTTPError:
                continue
            name = source.get("inputFilename") or source.get("filename") or ""
            if _stem(name) == _stem(filename):
                self._made.add(video["uuid"])
                address = source.get("fileDownloadUrl")
                data = self.call("GET", address) if address else b""
                digest = hashlib.sha256(data).hexdigest() if data else ""
                found.append(Arrived(video["uuid"], video["name"], source.get("size") or 0, digest))
        return found

    def tidy(self) -> None:
        """See `Site`."""
        for uuid in self._made:
            self.call("DELETE", f"/api/v1/videos/{uuid}")
        self._made.clear()


def _stem(filename: str) -> str:
    """Without what tells equal names apart: `clip (2).mp4` is `clip.mp4`."""
    stem, _, extension = filename.rpartition(".")
    if stem.endswith(")") and stem.rpartition(" (")[2][:-1].isdigit():
        stem = stem.rpartition(" (")[0]
    return f"{stem}.{extension}"
