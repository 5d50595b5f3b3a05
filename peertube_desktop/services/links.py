"""Links and handles, as people paste them, and what they point at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import parse_qs, quote, unquote, urlsplit

MAX_LENGTH = 2000
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,119})")
_VIDEO_ID = re.compile(r"[A-Za-z0-9]{20,24}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]{1,12}")
_HANDLE = re.compile(rf"[@!]?({_NAME.pattern})@([^@\s/]+)")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TIME = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,7}(?:\.\d{1,3})?)s?)?")


class TargetKind(StrEnum):
    """What a link points at."""

    VIDEO = "video"
    CHANNEL = "channel"
    ACCOUNT = "account"
    PLAYLIST = "playlist"
    ACTOR = "actor"
    """A handle: a channel or an account, only the server knows."""
    INSTANCE = "instance"


@dataclass(frozen=True)
class VideoRef:
    """A video as one instance shows it; the uuid is the same on every instance."""

    origin: str
    uuid: str


@dataclass(frozen=True)
class Target:
    """`id` is a video's or playlist's id or an actor's name or handle; `start` in seconds."""

    kind: TargetKind
    origin: str
    id: str = ""
    start: float | None = None


def clean_host(text: str) -> str | None:
    """`text` as `host` or `host:port`, in lower case and ASCII (IDNA); None where it can't be a host."""
    name, bracket, rest = text.partition("]") if text.startswith("[") else ("", "", "")
    if bracket:
        host, port = name[1:], rest.removeprefix(":") if rest else ""
        if rest and not rest.startswith(":"):
            return None
    else:
        host, _colon, port = text.partition(":")
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
        return None
    try:
        address = ip_address(host)
    except ValueError:
        if bracket:
            return None
        host = _in_ascii(host.rstrip("."))
        if not host or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
            return None
    else:
        host = f"[{address.compressed}]" if address.version == 6 else address.compressed
    return f"{host}:{int(port)}" if port else host


def _in_ascii(name: str) -> str:
    """A host's name in lower case and ASCII, as browsers find it; "" where it has no such form."""
    if name.isascii():
        return name.lower()
    # Not Python's own "idna": that is the older standard, which leads "straße.de" to the owner of "strasse.de".
    # Imported where it is needed: hardly anybody types such a name.
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def origin_of(scheme: str, host: str) -> str:
    """`scheme://host[:port]` without the scheme's own port."""
    standard = {"https": ":443", "http": ":80"}[scheme]
    return f"{scheme}://{host.removesuffix(standard)}"


def is_loopback(host: str) -> bool:
    """Whether `host[:port]` is this machine."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    name = name.strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def netloc_of(url: str) -> str:
    """`host[:port]` of an http(s) URL as it is written, or "" where there is none to be made out."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def without_user(text: str) -> str:
    """`text` without the user and password of an address in it."""
    return re.sub(r"(//)[^/@\s]*@", r"\1", text)


def default_origin(host: str) -> str:
    """Where a host without a scheme is looked for: by TLS, except on this machine."""
    return origin_of("http" if is_loopback(host) else "https", host)


def parse_time(text: str) -> float | None:
    """Seconds of `90`, `90s`, `1m30s`, `1h2m3s`; None for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)


def parse_link(text: str) -> Target | None:
    """What `text` points at, or None where it is no link or handle but words.

    Takes http(s) and `peertube:` links of videos, channels, accounts, playlists and instances, and handles
    such as `name@host`, `@name@host` and `!name@host`.
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH or any(ord(char) < 33 for char in text):
        return None
    handle = _HANDLE.fullmatch(text)
    if handle is not None:
        host = clean_host(handle[2])
        if host is None or ("." not in host and not is_loopback(host) and ":" not in host):
            return None
        return Target(TargetKind.ACTOR, default_origin(host), handle[1])
    return _parse_url(text)


def _parse_url(text: str) -> Target | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https", "peertube") or "@" in parts.netloc:
        return None
    host = clean_host(parts.netloc)
    if host is None:
        return None
    origin = default_origin(host) if scheme == "peertube" else origin_of(scheme, host)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if not segments:
        return Target(TargetKind.INSTANCE, origin)
    found = _parse_path(segments, origin)
    if found is None or found.kind is not TargetKind.VIDEO:
        return found
    start = parse_qs(parts.query).get("start") or parse_qs(parts.query).get("t") or [""]
    return Target(found.kind, origin, found.id, parse_time(start[0]))


def _parse_path(segments: list[str], origin: str) -> Target | None:
    match segments:
        case (
            ["w", "p", found, *_]
            | ["videos", "watch", "playlist", found, *_]
            | ["video-playlists", "embed", found]
        ):
            kind = TargetKind.PLAYLIST
        case ["w", found, *_] | ["videos", "watch" | "embed", found, *_]:
            kind = TargetKind.VIDEO
        case ["c" | "video-channels", found, *_]:
            kind = TargetKind.CHANNEL
        case ["a" | "accounts", found, *_]:
            kind = TargetKind.ACCOUNT
        case _:
            return None
    if kind in (TargetKind.VIDEO, TargetKind.PLAYLIST):
        return Target(kind, origin, found) if _VIDEO_ID.fullmatch(found) else None
    name, at, host = found.removeprefix("@").partition("@")
    if not _NAME.fullmatch(name):
        return None
    if at:
        remote = clean_host(host)
        if remote is None:
            return None
        name = f"{name}@{remote}"
    return Target(kind, origin, name)


_PATHS = {
    TargetKind.VIDEO: "/w/",
    TargetKind.PLAYLIST: "/w/p/",
    TargetKind.CHANNEL: "/c/",
    TargetKind.ACTOR: "/c/",
    TargetKind.ACCOUNT: "/a/",
}


def link_at(url: str, seconds: float) -> str:
    """`url` with the place as PeerTube writes it: `?start=1h2m3s`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"))
    text = "".join(f"{value}{unit}" for value, unit in parts if value)
    return f"{url}{'&' if '?' in url else '?'}start={text}" if text else url


def build_link(target: Target) -> str:
    """The web address of `target`, for a browser or another person; `start` as whole seconds."""
    if target.kind is TargetKind.INSTANCE:
        return f"{target.origin}/"
    tail = "/videos" if target.kind in (TargetKind.CHANNEL, TargetKind.ACCOUNT) else ""
    url = f"{target.origin}{_PATHS[target.kind]}{quote(target.id, safe='@:')}{tail}"
    return link_at(url, target.start or 0.0)
