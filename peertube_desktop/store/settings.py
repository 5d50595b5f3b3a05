"""The person's settings: one JSON file, read at the start, written whole at each change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from peertube_desktop.store.files import remove_leftovers, set_aside, write_atomically

INSTANCE_INDEX_URL = "https://instances.joinpeertube.org"
SEARCH_INDEX_URL = "https://search.joinpeertube.org"

Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """All settings with their defaults. Heights are in pixels, 0 for automatic or no limit."""

    theme: Literal["system", "dark", "light"] = "system"
    text_size: Annotated[int, msgspec.Meta(ge=80, le=200)] = 100
    language: str = ""
    """Of the program's own text, such as `fr`; "" for the system's."""
    content_languages: tuple[str, ...] = ()
    nsfw_policy: Literal["hide", "blur", "show"] = "hide"
    quality: int = 0
    metered: bool = False
    metered_height: int = 480
    volume: Percent = 100
    muted: bool = False
    rate: Annotated[float, msgspec.Meta(ge=0.25, le=3)] = 1.0
    audio_device: str = ""
    captions_on: bool = False
    caption_language: str = ""
    caption_size: Annotated[int, msgspec.Meta(ge=50, le=300)] = 100
    caption_style: Literal["box", "outline"] = "box"
    autoplay_next: bool = True
    resume: bool = True
    theatre: bool = False
    private_mode: bool = False
    restore_session: bool = True
    image_cache_mb: Annotated[int, msgspec.Meta(ge=10, le=10_000)] = 200
    instance_index_url: str = INSTANCE_INDEX_URL
    search_index_url: str = SEARCH_INDEX_URL
    proxy_mode: Literal["none", "manual"] = "none"
    proxy_url: str = ""
    ca_file: str = ""
    instance: str = ""
    """Origin of the instance that is browsed, "" before the first choice."""
    account: str = ""
    """Id of the account that is used, "" for nobody."""
    keep_sessions: Literal["keyring", "file", "run"] = "keyring"
    """Where what one signs in with is kept: the system's keyring, a file, or for this run only."""


class SettingsFile:
    """Reads and writes `path`. Blocking: not for the GUI thread once the window is shown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unknown: dict[str, object] = {}
        self.set_aside_as: Path | None = None
        """Where a file that could not be understood was put, for a note to the person."""

    def read(self) -> Settings:
        """What the file says. A field that is out of bounds gets its default; a broken file is set aside."""
        remove_leftovers(self._path)
        try:
            raw = self._path.read_bytes()
        except OSError:
            return Settings()
        try:
            found = msgspec.json.decode(raw, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            try:
                self.set_aside_as = set_aside(self._path)
            except OSError:
                self.set_aside_as = self._path
            return Settings()
        known = {field.name for field in msgspec.structs.fields(Settings)}
        self._unknown = {key: value for key, value in found.items() if key not in known}
        good: dict[str, object] = {}
        for name in known & found.keys():
            try:
                msgspec.convert({name: found[name]}, Settings)
            except msgspec.ValidationError:
                continue
            good[name] = found[name]
        return msgspec.convert(good, Settings)

    def write(self, settings: Settings) -> None:
        """Replace the file. What a later version of the program had put there is kept. Raises OSError."""
        whole = {**self._unknown, **msgspec.to_builtins(settings)}
        text = msgspec.json.format(msgspec.json.encode(whole), indent=2)
        write_atomically(self._path, text + b"\n")
