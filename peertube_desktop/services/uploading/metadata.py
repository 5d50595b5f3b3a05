"""What a person says of a video before it is published, and how the API wants to hear it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

SHORTEST_TITLE, LONGEST_TITLE = 3, 120
PRIVATE, PASSWORD_PROTECTED = 3, 5
COMMENTS_DISABLED = 2


class CaptionFile(msgspec.Struct, frozen=True):
    """A WebVTT or SubRip file in a language (`fr`, `pt-BR`)."""

    language: str
    path: str


class ChapterMark(msgspec.Struct, frozen=True):
    """A chapter that begins at `seconds`."""

    seconds: int
    title: str


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """All that can be said of a video. Ids are the instance's; 0 or None: not said, the server's own default.

    `publish_at` (Unix time): until then it is as `privacy` says (private), then `publish_privacy`.
    `thumbnail` is the path of a picture, "" for one the server chooses.
    """

    title: str = ""
    description: str = ""
    channel_id: int = 0
    """0: the account's first one."""
    privacy: int = PRIVATE
    passwords: tuple[str, ...] = ()
    publish_at: float | None = None
    publish_privacy: int = 1
    tags: tuple[str, ...] = ()
    category: int | None = None
    licence: int | None = None
    language: str | None = None
    nsfw: bool = False
    support: str = ""
    comments_policy: int = 1
    download_enabled: bool = True
    wait_transcoding: bool = True
    originally_published_at: float | None = None
    thumbnail: str = ""
    captions: tuple[CaptionFile, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()
    playlists: tuple[int, ...] = ()


def encode(metadata: Metadata) -> str:
    """For the journal."""
    return msgspec.json.encode(metadata).decode()


def decode(text: str) -> Metadata:
    """From the journal; what cannot be read any more counts as not said."""
    try:
        return msgspec.json.decode(text, type=Metadata)
    except msgspec.MsgspecError:
        return Metadata()


def title_of(file_name: str) -> str:
    """A title out of a file's name: without extension, underscores and control characters, of a length that
    every instance takes."""
    stem, dot, extension = file_name.rpartition(".")
    text = stem if dot and stem and 1 <= len(extension) <= 5 and extension.isalnum() else file_name
    # A name that is no Unicode holds halves of surrogate pairs, which no server takes.
    text = text.encode("utf-8", "replace").decode()
    text = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    if " " not in text:
        text = text.replace("_", " ").replace("+", " ")
        # "holiday.part.2" but not "v1.2".
        text = re.sub(r"(?<=[^\W\d])\.(?=\w)", " ", text)
    text = " ".join(text.split())[:LONGEST_TITLE].strip()
    return text if len(text) >= SHORTEST_TITLE else f"{text} video".strip()


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def details(metadata: Metadata, now: float) -> dict[str, Any]:
    """The fields that both the beginning of an upload and an update take, in the API's names."""
    found: dict[str, Any] = {
        "name": metadata.title,
        "privacy": metadata.privacy,
        "nsfw": metadata.nsfw,
        "downloadEnabled": metadata.download_enabled,
        "waitTranscoding": metadata.wait_transcoding,
        "commentsPolicy": metadata.comments_policy,
        # Before 6.2.
        "commentsEnabled": metadata.comments_policy != COMMENTS_DISABLED,
    }
    optional: Mapping[str, Any] = {
        "channelId": metadata.channel_id,
        "description": metadata.description,
        "support": metadata.support,
        "tags": list(metadata.tags),
        "category": metadata.category,
        "licence": metadata.licence,
        "language": metadata.language,
    }
    found.update({name: value for name, value in optional.items() if value})
    if metadata.privacy == PASSWORD_PROTECTED:
        found["videoPasswords"] = list(metadata.passwords)
    if metadata.originally_published_at is not None:
        found["originallyPublishedAt"] = _moment(metadata.originally_published_at)
    if metadata.publish_at is not None:
        if metadata.publish_at > now:
            found["scheduleUpdate"] = {
                "updateAt": _moment(metadata.publish_at),
                "privacy": metadata.publish_privacy,
            }
        else:
            # Its day came while it was on its way.
            found["privacy"] = metadata.publish_privacy
    return found


def update(metadata: Metadata, now: float) -> dict[str, Any]:
    """As `details`, and what was left empty is emptied on the server too."""
    empty = {
        "description": None,
        "support": None,
        "tags": None,
        "category": None,
        "licence": None,
        "language": None,
        "originallyPublishedAt": None,
        "scheduleUpdate": None,
    }
    return {**empty, **details(metadata, now)}


def details_digest(metadata: Metadata) -> str:
    """Changes when `details` would say something else."""
    plain = msgspec.structs.replace(metadata, thumbnail="", captions=(), chapters=(), playlists=())
    return digest(encode(plain))


def digest(text: str) -> str:
    """A short word for a long one."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
