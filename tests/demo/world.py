"""An instance of one's own, to change things on, and how its answers are held against recordings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.demo.contract import Recording, differences, header_differences
from tests.demo.places import sign_in
from tests.demo_process import DemoProcess

# Headers that must be there, or not, as recorded.
THERE = ("range", "location", "cache-control", "retry-after", "content-length", "x-peertube-otp", "pragma")
# Those whose value must be as recorded.
SAME = ("range", "x-peertube-otp")
# Texts that must be as recorded, unless told otherwise.
TEXTS = ("detail", "error", "code", "type", "title")


class World:
    """A running instance and people who are signed in there."""

    def __init__(self, demo: DemoProcess, line: str) -> None:
        self.demo, self.line = demo, line
        self.new = line == "8.2"
        self.client = httpx.Client(base_url=demo.url, trust_env=False, timeout=20)
        self._tokens: dict[str, str] = {}

    def token(self, name: str) -> str:
        """A token of that person."""
        if name not in self._tokens:
            self._tokens[name] = sign_in(self.client, name)
        return self._tokens[name]

    def keep_token(self, name: str, token: str) -> None:
        """Uses a token that person has from elsewhere."""
        self._tokens[name] = token

    def by(self, name: str) -> dict[str, str]:
        """The header of somebody signed in; none for ""."""
        return {"Authorization": f"Bearer {self.token(name)}"} if name else {}

    def ask(self, method: str, path: str, name: str = "", **more: Any) -> httpx.Response:
        """Sends a request as that person."""
        headers = {**self.by(name), **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, name: str = "") -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.ask("GET", path, name)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def recorded(self, name: str, answer: httpx.Response, *, other_words: bool = False) -> None:
        """Holds an answer against its recording."""
        recording = Recording(self.line, name)
        found = []
        if answer.status_code != recording.status:
            found.append(f"status {answer.status_code}, recorded {recording.status}: {answer.text}")
        found += header_differences(recording, answer.headers.multi_items())
        for header in THERE:
            kept, given = recording.headers.get(header), answer.headers.get(header)
            if (kept is None) != (given is None) or (header in SAME and kept != given):
                found.append(f"header {header}: {given}, recorded {kept}")
        if isinstance(recording.body, dict | list):
            found += differences(self.line, recording.body, answer.json(), self.demo.url)
        elif not recording.body:
            assert not answer.content
        if isinstance(recording.body, dict) and recording.status >= 400 and not other_words:
            found += [
                f"{key}: {answer.json().get(key)!r}, recorded {recording.body.get(key)!r}"
                for key in TEXTS
                if recording.body.get(key) != answer.json().get(key)
            ]
        assert not found, f"{name}:\n" + "\n".join(found[:30])


@contextmanager
def world(line: str, *arguments: str) -> Iterator[World]:
    """An instance of its own of that line."""
    with DemoProcess.start(line, faults=True, arguments=arguments) as demo:
        made = World(demo, line)
        yield made
        made.client.close()
