"""The words of the demo's videos: hand-written titles and descriptions, and what more are made up of.

They are data, kept in resources/demo/titles.json.
"""

from __future__ import annotations

from pathlib import Path

import msgspec


class Title(msgspec.Struct, frozen=True):
    """One video as written. `clip` names what it plays; `flags` holds words such as `nsfw`, `private`,
    `live`,
    `no-hls`, which library.py and others act on."""

    name: str
    channel: str
    clip: str
    category: int | None
    language: str | None
    licence: int | None
    tags: list[str]
    text: str | None = None
    flags: list[str] = []


class Words(msgspec.Struct, frozen=True):
    """All of titles.json: videos, newest first, then subjects by a channel's topic and turns to add to
    them."""

    titles: list[Title]
    subjects: dict[str, list[str]]
    turns: list[str]


def read_words(root: Path) -> Words:
    """Reads titles.json from the demo's folder."""
    return msgspec.json.decode((root / "titles.json").read_bytes(), type=Words)
