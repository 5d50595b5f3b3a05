"""Sending a video's file in parts that can be taken up again (`videos/upload-resumable`), or whole.

Nothing in here is repeated by itself: who calls knows what was promised, and asks the server before sending again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from peertube_desktop.api import addresses
from peertube_desktop.api.calling import query_pairs
from peertube_desktop.api.client import Client
from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError, HttpError
from peertube_desktop.api.exchange import Answer, Body
from peertube_desktop.api.models.upload import Uploaded, UploadRules, VideoIds
from peertube_desktop.api.multipart import FilePart, Multipart

RESUMABLE = "/api/v1/videos/upload-resumable"
LEGACY = "/api/v1/videos/upload"
CALL_SECONDS = 45.0
SILENCE_SECONDS = 30.0
_RESUME = frozenset({308})
_RANGE = re.compile(r"^\s*bytes\s*=\s*0-(-?\d+)\s*$")


class UploadRefusal(StrEnum):
    """What a server's refusal means for an upload."""

    QUOTA = "quota"
    TOO_LARGE = "too_large"
    PART_TOO_LARGE = "part_too_large"
    """Said by what is in front of the server: smaller parts may pass."""
    TYPE = "type"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    """A part is being written, or the video made: ask again."""
    PROCESSING = "processing"
    CONFLICT = "conflict"
    """The server has another size in mind for this upload."""
    GONE = "gone"
    """No such upload (any more)."""
    RATE = "rate"
    SIGN_IN = "sign_in"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    SERVER = "server"


_BY_STATUS = {
    401: UploadRefusal.SIGN_IN,
    403: UploadRefusal.FORBIDDEN,
    404: UploadRefusal.GONE,
    409: UploadRefusal.CONFLICT,
    410: UploadRefusal.GONE,
    415: UploadRefusal.TYPE,
    422: UploadRefusal.UNREADABLE,
    423: UploadRefusal.LOCKED,
    429: UploadRefusal.RATE,
}
_BY_CODE = {
    "quota_reached": UploadRefusal.QUOTA,
    "max_file_size_reached": UploadRefusal.TOO_LARGE,
    "RequestEntityTooLarge": UploadRefusal.TOO_LARGE,
}


def refusal_of(error: HttpError) -> UploadRefusal:
    """What `error` means for an upload."""
    if error.status == 413:
        return _BY_CODE.get(error.code, UploadRefusal.PART_TOO_LARGE)
    if error.status == 503 and error.detail:
        return UploadRefusal.PROCESSING
    if error.status >= 500:
        return UploadRefusal.SERVER
    return _BY_STATUS.get(error.status, UploadRefusal.INVALID)


class UploadSession(NamedTuple):
    """An upload the server has begun: its path on the instance, and how many bytes are there already."""

    path: str
    held: int


class Held(NamedTuple):
    """The server has the first `size` bytes; None where it does not say."""

    size: int | None


async def get_rules(client: Client) -> UploadRules:
    """getConfig: what files the instance takes."""
    return await client.get("/api/v1/config", UploadRules, remember=True)


async def begin(
    client: Client, fields: Mapping[str, Any], *, filename: str, size: int, mime: str, key: int
) -> UploadSession:
    """uploadResumableInit: tells the server what is coming.

    `key` goes as `lastModified`, by which (with user, title and size) the server tells uploads apart: the same
    finds the same upload again, another begins a new one.
    """
    answer = await client.transfer(
        "POST",
        RESUMABLE,
        {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "X-Upload-Content-Length": str(size),
            "X-Upload-Content-Type": mime,
        },
        msgspec.json.encode({**fields, "filename": filename, "lastModified": key}),
        seconds=CALL_SECONDS,
        patience=SILENCE_SECONDS,
    )
    # Of `Location` the id alone is used: it names another host where a server does not know its own, and what goes
    # along with a part is for nobody else.
    ids = parse_qs(urlsplit(answer.headers.get("location", "")).query).get("upload_id", [])
    if not ids or not ids[0]:
        raise BadAnswerError(AnswerProblem.WRONG_SHAPE, addresses.host_of(answer.url), "Location")
    return UploadSession(f"{RESUMABLE}?upload_id={quote(ids[0], safe='')}", _held(answer).size or 0)


async def ask(client: Client, path: str, total: int) -> Held | VideoIds:
    """How much of an upload the server has; or the video it has made of it.

    Once all bytes are there, the question alone may set the server to work: its answer may take its time.
    """
    answer = await client.transfer(
        "PUT",
        path,
        {"Accept": "application/json", "Content-Range": f"bytes */{total}"},
        b"",
        seconds=CALL_SECONDS,
        patience=SILENCE_SECONDS,
        besides=_RESUME,
    )
    return _progress(answer)


async def send_part(
    client: Client, path: str, body: Body, first: int, total: int, *, seconds: float
) -> Held | VideoIds:
    """uploadResumable: `body` is what the file has from byte `first` on; at most `seconds` for all of it.

    Raises also what `body` raises.
    """
    last = first + body.length - 1
    answer = await client.transfer(
        "PUT",
        path,
        {
            "Accept": "application/json",
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {first}-{last}/{total}",
        },
        body,
        seconds=seconds,
        patience=math.inf,
        besides=_RESUME,
    )
    return _progress(answer)


async def cancel(client: Client, path: str) -> None:
    """uploadResumableCancel: the server deletes what it has; also where it has nothing."""
    await client.transfer("DELETE", path, {}, None, seconds=CALL_SECONDS, patience=SILENCE_SECONDS)


async def send_whole(
    client: Client, fields: Mapping[str, Any], file: FilePart, *, seconds: float
) -> VideoIds:
    """uploadLegacy: all at once, where an instance knows no parts. Raises also what the file's body raises."""
    form = Multipart(_form_fields(fields), [file])
    answer = await client.transfer(
        "POST",
        LEGACY,
        {"Accept": "application/json", "Content-Type": form.content_type},
        form,
        seconds=seconds,
        patience=math.inf,
    )
    return _uploaded(answer)


def _form_fields(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """As PeerTube reads forms: lists as `tags[]`, objects as `scheduleUpdate[updateAt]`; None is left out."""
    found: list[tuple[str, str]] = []
    for name, value in fields.items():
        if isinstance(value, dict):
            found += [(f"{name}[{inner}]", text) for inner, text in query_pairs(value)]
        elif isinstance(value, list):
            found += query_pairs({f"{name}[]": value})
        else:
            found += query_pairs({name: value})
    return found


def _progress(answer: Answer) -> Held | VideoIds:
    return _held(answer) if answer.status == 308 else _uploaded(answer)


def _uploaded(answer: Answer) -> VideoIds:
    return decode(answer.body, Uploaded, addresses.host_of(answer.url), answer.content_type).video


def _held(answer: Answer) -> Held:
    """Of `Range: bytes=0-LAST`; nothing is `0--1`. After a cut some servers write `0-NaN`."""
    found = _RANGE.match(answer.headers.get("range", ""))
    return Held(int(found[1]) + 1) if found and int(found[1]) >= -1 else Held(None)
