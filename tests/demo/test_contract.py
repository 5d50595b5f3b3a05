"""The demo instance answers as the real servers did when they were recorded, in form if not in content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo.calls import BODIES, CALLS, Call
from tests.demo.contract import Recording, differences, header_differences, names
from tests.demo.places import find_places
from tests.demo_process import DemoProcess

LINES = ("6.3", "8.2")
CASES = [
    pytest.param(line, name, id=f"{line}-{name}") for line in LINES for name in names(line) if name in CALLS
]


class Instance:
    """A running demo instance and where things are on it."""

    def __init__(self, demo: DemoProcess) -> None:
        self.client = httpx.Client(base_url=demo.url, trust_env=False, timeout=10)
        self.places = find_places(self.client)

    def _fill(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.format_map(self.places) if "{" in value else value
        if isinstance(value, dict):
            return {key: self._fill(inner) for key, inner in value.items()}
        return value

    def ask(self, call: Call, body: object = None) -> httpx.Response:
        """Sends the request."""
        extra: dict[str, Any] = {}
        if call.form is not None:
            extra["data"] = self._fill(call.form)
        elif (sent := call.json if body is None else body) is not None:
            extra["json"] = sent
        return self.client.request(
            call.method, self._fill(call.path), headers=self._fill(call.headers), **extra
        )


@pytest.fixture(scope="session")
def instances(demo_63: DemoProcess, demo_82: DemoProcess) -> Iterator[dict[str, Instance]]:
    """One instance of each line."""
    found = {"6.3": Instance(demo_63), "8.2": Instance(demo_82)}
    yield found
    for instance in found.values():
        instance.client.close()


def check(line: str, recording: Recording, answer: httpx.Response, base: str) -> list[str]:
    """Everything in which the answer is not as recorded."""
    found = []
    if answer.status_code != recording.status:
        found.append(f"status {answer.status_code}, recorded {recording.status}")
    found += header_differences(recording, answer.headers.multi_items())
    if isinstance(recording.body, dict | list):
        found += differences(line, recording.body, answer.json(), base)
    elif recording.body in ("", None):
        if answer.content and recording.request["method"] != "HEAD":
            found.append(f"a body of {len(answer.content)} bytes, recorded none")
    elif not answer.content and recording.request["method"] != "HEAD":
        found.append("no body")
    return found


@pytest.mark.parametrize(("line", "name"), CASES)
def test_answers_as_recorded(instances: dict[str, Instance], line: str, name: str) -> None:
    instance = instances[line]
    answer = instance.ask(CALLS[name], BODIES.get(name))
    found = check(line, Recording(line, name), answer, instance.places["base"])
    assert not found, "\n".join(found[:40])


def test_every_call_has_a_recording() -> None:
    kept = {name for line in LINES for name in names(line)}
    assert set(CALLS) <= kept


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["rl_429", "rl_429_config"])
def test_refuses_the_fifty_first_call(line: str, name: str) -> None:
    path = "/api/v1/config" if name.endswith("config") else "/api/v1/videos?count=1"
    with (
        DemoProcess.start(line, rate_limit=True) as demo,
        httpx.Client(base_url=demo.url, trust_env=False) as client,
    ):
        thumbnail = ""
        for call in range(50):
            answer = client.get("/api/v1/videos?count=1")
            assert answer.status_code == 200
            assert answer.headers["x-ratelimit-remaining"] == str(49 - call)
            thumbnail = answer.json()["data"][0]["thumbnailPath"]
        refusal = client.get(path)
        assert not check(line, Recording(line, name), refusal, demo.url)
        assert refusal.text == Recording(line, name).body
        # Files are not counted.
        assert client.get(thumbnail).status_code == 200
