"""The bodies of requests as forms: JSON, urlencoded and multipart, all as one kind of thing.

Names in brackets are read as express reads them: `tags[]`, `tags[0]`, `scheduleUpdate[updateAt]`.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

from .http import Request

BRACKETS = re.compile(r"([^\[\]]+)|\[([^\[\]]*)\]")
MOST = 1000
DISPOSITION = re.compile(r'(name|filename)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Part:
    """One file of a multipart body: where it is in the body."""

    filename: str
    kind: str
    start: int
    end: int


@dataclass
class Form:
    """What a body holds: values by name, and files by name."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)
    body: bytes | mmap.mmap = b""

    def data(self, name: str) -> bytes | None:
        """The bytes of a file; None if it was not sent."""
        part = self.files.get(name)
        return bytes(self.body[part.start : part.end]) if part else None

    def put(self, name: str, value: str) -> None:
        """Adds a value, into lists and objects as its name says."""
        steps = [plain or inner for plain, inner in BRACKETS.findall(name)]
        if not steps:
            return
        here: Any = self.values
        for step, following in pairwise(steps):
            inner: Any = [] if following == "" or following.isdigit() else {}
            here = _inside(here, step, inner)
        _set(here, steps[-1], value)


def _inside(here: Any, step: str, fresh: Any) -> Any:
    """What is at that step, made if there is nothing."""
    if isinstance(here, dict):
        return here.setdefault(step, fresh)
    if isinstance(here, list) and step.isdigit() and int(step) < MOST:
        while len(here) <= int(step):
            here.append(type(fresh)())
        return here[int(step)]
    return None


def _set(here: Any, step: str, value: str) -> None:
    if isinstance(here, dict):
        here[step] = value
    elif isinstance(here, list):
        here.append(value)


def read_form(request: Request) -> Form:
    """The body of a request, whatever its kind."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return read_multipart(kind, request.body)
    if kind.startswith("application/x-www-form-urlencoded"):
        form = Form()
        for name, value in parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True):
            form.put(name, value)
        return form
    given = request.json()
    return Form(dict(given) if isinstance(given, dict) else {})


def read_multipart(kind: str, body: bytes | mmap.mmap) -> Form:
    """A multipart body; files stay where they are."""
    form = Form(body=body)
    match = re.search(r'boundary="?([^";]+)"?', kind)
    if not match:
        return form
    mark = b"--" + match[1].encode("latin-1")
    at = body.find(mark)
    while at >= 0:
        at += len(mark)
        head_end = body.find(b"\r\n\r\n", at)
        following = body.find(b"\r\n" + mark, max(head_end, at))
        if bytes(body[at : at + 2]) == b"--" or head_end < 0 or following < 0:
            break
        head = bytes(body[at:head_end]).decode("utf-8", "replace")
        names = {key: re.sub(r"\\(.)", r"\1", value) for key, value in DISPOSITION.findall(head)}
        mime = re.search(r"(?im)^content-type:\s*(\S+)", head)
        if "filename" in names:
            part = Part(names["filename"], mime[1] if mime else "", head_end + 4, following)
            form.files[names.get("name", "")] = part
        else:
            text = bytes(body[head_end + 4 : following]).decode("utf-8", "replace")
            form.put(names.get("name", ""), text)
        at = following + 2
    return form
