"""Origins and URLs: what belongs together, where a redirect may lead, what a server's reference points at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SCHEMES = ("http", "https")
DEFAULT_PORTS = {"http": 80, "https": 443}
_PLAIN = "%:/@!$&'()*+,;=~"

CREDENTIAL_HEADERS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "x-peertube-otp", "x-peertube-video-password"}
)
"""Headers that go to the origin they are meant for and to no other."""


def without_credentials(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of `headers` that anybody may see."""
    return {name: value for name, value in headers.items() if name.lower() not in CREDENTIAL_HEADERS}


def _is_odd(character: str) -> bool:
    """Whether it has no place in a URL: a space, a control character, half a surrogate pair."""
    return character <= " " or character == "\x7f" or "\ud800" <= character <= "\udfff"


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL with a host and without user or control characters; else None."""
    if any(map(_is_odd, url)):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or not parts.hostname or "@" in parts.netloc or port == 0:
        return None
    # A backslash is a slash to some readers of URLs and not to others: such a host is nobody's.
    if "\\" in parts.netloc:
        return None
    return parts


def origin_of(url: str) -> str:
    """`scheme://host[:port]` of an http(s) URL, lower case, no default port; "" for anything else."""
    parts = _split(url)
    if parts is None or parts.hostname is None:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if parts.port is None or parts.port == DEFAULT_PORTS[parts.scheme]:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{host}:{parts.port}"


def host_of(url: str) -> str:
    """`host[:port]` of an http(s) URL as PeerTube writes it in handles, or ""."""
    return origin_of(url).partition("://")[2]


def absolute(origin: str, ref: str) -> str:
    """`ref`, a path or URL out of an answer of `origin`, as an absolute http(s) URL, or ""."""
    if not ref or "\\" in ref.partition("?")[0] or any(map(_is_odd, ref)):
        return ""
    try:
        url = urljoin(f"{origin}/", ref)
    except ValueError:
        return ""
    return url if _split(url) is not None else ""


def redirect_target(url: str, location: str) -> str:
    """Where a redirect from `url` leads, or "" where we do not follow.

    Followed are http and https, but never from https to http, and no address with a user or password in it.
    """
    try:
        target = urljoin(url, location)
    except ValueError:
        return ""
    parts, came = _split(target), _split(url)
    if parts is None or came is None or (came.scheme == "https" and parts.scheme == "http"):
        return ""
    return target.partition("#")[0]


class Target(NamedTuple):
    """A URL in the letters that go over the wire: an ASCII host, the rest percent-encoded."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def host_header(self) -> str:
        """The value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in (None, DEFAULT_PORTS[self.scheme]) else f"{host}:{self.port}"


def on_the_wire(url: str) -> Target | None:
    """`url` as it is sent, or None where it is no http(s) URL."""
    parts = _split(url)
    if parts is None or parts.hostname is None:
        return None
    host = parts.hostname
    if not host.isascii():
        # Not Python's own "idna": that is the older standard, which finds another host than httpx for "ß".
        import idna

        try:
            host = idna.encode(host).decode("ascii")
        except idna.IDNAError:
            return None
    path = quote(parts.path or "/", safe=_PLAIN)
    query = quote(parts.query, safe=_PLAIN + "?")
    return Target(parts.scheme, host, parts.port, f"{path}?{query}" if query else path)
