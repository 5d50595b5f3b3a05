"""What belongs together, where references and redirects lead, and what goes over the wire."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.api.addresses import absolute, host_of, on_the_wire, origin_of, redirect_target
from peertube_desktop.api.calling import query_pairs, segment

ORIGINS = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["tube.example", "TUBE.example", "127.0.0.1", "[::1]", "bücher.example", "a-b.c"]),
    st.sampled_from(["", ":80", ":443", ":9000"]),
)
ODD = st.text(
    st.sampled_from(
        string.ascii_letters[:6] + string.digits[:4] + "/\\:@?#%[]. \t\r\n\x00ü。ß\ud800&=;'\"<>"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("url", "origin", "host"),
    [
        ("https://Tube.Example/w/x?y#z", "https://tube.example", "tube.example"),
        ("https://tube.example:443", "https://tube.example", "tube.example"),
        ("http://tube.example:80/", "http://tube.example", "tube.example"),
        ("https://tube.example:80", "https://tube.example:80", "tube.example:80"),
        ("http://[::1]:9000/x", "http://[::1]:9000", "[::1]:9000"),
        ("HTTPS://tube.example", "https://tube.example", "tube.example"),
        *((nothing, "", "") for nothing in (
            "", "tube.example", "//tube.example", "https://", "ftp://tube.example", "file:///etc/hostname",
            "javascript:alert(1)", "https://user@tube.example", "https://user:pw@tube.example", "https://@x",
            "https://tube.example:99999", "https://tube.example:x", "https://tube.example:0", "https://[::1",
            "https://a\\.example", "https://tube.example\\@evil.example", "https://tube .example",
            "https://tube.example/\n", "\thttps://tube.example", "https://tube.example/\x7f",
            "https://tube.example/\udc00",
        )),
    ],
)  # fmt: skip
def test_origins(url: str, origin: str, host: str) -> None:
    """In one form each; nothing for what is no http(s) address."""
    assert (origin_of(url), host_of(url)) == (origin, host)


@pytest.mark.parametrize(
    ("ref", "url"),
    [
        ("/a/b.png", "https://tube.example/a/b.png"),
        ("a.png", "https://tube.example/a.png"),
        ("//other.example/a.png", "https://other.example/a.png"),
        ("http://other.example/a.png", "http://other.example/a.png"),
        ("/search?q=a\\b", "https://tube.example/search?q=a\\b"),
        ("https://tube.example/ü", "https://tube.example/ü"),
        *((nothing, "") for nothing in (
            "", "file:///etc/hostname", "file:x", "javascript:alert(1)", "data:image/png;base64,x", "mailto:a@b",
            "\\\\share\\x", "/\\evil.example", "https:\\\\evil.example", "http://u:p@h/", "//u@h/", "/a b", "/a\nb",
            "http://[", "vlc://quit", "C:\\x",
        )),
    ],
)  # fmt: skip
def test_references(ref: str, url: str) -> None:
    """Paths and addresses out of answers; nothing else is one."""
    assert absolute("https://tube.example", ref) == url


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("http://h/a/b", "c", "http://h/a/c"),
        ("http://h/a/b", "/c#d", "http://h/c"),
        ("http://h/a", "https://h/a", "https://h/a"),
        ("https://h/a", "//i/c", "https://i/c"),
        ("https://h/a", "http://h/a", ""),
        ("HTTPS://h/a", "http://h/a", ""),
        ("https://h/a", "HTTP://h/a", ""),
        ("http://h/a", "file:///etc/hostname", ""),
        ("http://h/a", "http://u:p@h/a", ""),
        ("http://h/a", "http://[", ""),
    ],
)
def test_redirects(url: str, location: str, target: str) -> None:
    """Where they lead, or nowhere."""
    assert redirect_target(url, location) == target


@given(ORIGINS, ODD)
def test_whatever_an_answer_refers_to(base: str, ref: str) -> None:
    """It is nothing, or an http(s) address with a host and without anybody's name in it."""
    origin = origin_of(base)
    for url in (absolute(origin, ref), redirect_target(f"{origin}/x", ref)):
        if url:
            assert origin_of(url)
            assert "@" not in urlsplit(url).netloc
            assert not set(url) & set(" \t\r\n\x00")
    assert not (base.startswith("https") and redirect_target(f"{origin}/x", ref).startswith("http:"))


@given(ORIGINS, ODD)
def test_origin_is_settled(base: str, rest: str) -> None:
    """An origin's origin is itself, and what follows the host does not change it."""
    origin = origin_of(base)
    assert origin_of(origin) == origin
    url = absolute(origin, "/" + rest.lstrip("/\\"))
    assert not url or origin_of(url) == origin


@given(ORIGINS, ODD)
def test_both_ways_out_go_to_the_same_place(base: str, rest: str) -> None:
    """Whatever the address: upstreams find the host that calls find, or neither finds any."""
    url = f"{base}/{rest}"
    wire = on_the_wire(url)
    if wire is None:
        return
    assert wire.path.isascii()
    assert wire.path.startswith("/")
    assert not set(wire.path) & set(' \r\n\t#\\"<>')
    try:
        same = httpx.URL(url)
    except httpx.InvalidURL:
        return
    assert wire.host == same.raw_host.decode().strip("[]")
    assert wire.host_header == same.netloc.decode()
    assert httpx.URL(f"http://h{wire.path}").path == same.path


def test_letters_of_the_world() -> None:
    """A host goes over the wire in ASCII, by the standard httpx goes by too."""
    wire = on_the_wire("https://straße.example:8443/ü?ä=%20+&b=ö#x")
    assert wire is not None
    assert (wire.host, wire.port) == ("xn--strae-oqa.example", 8443)
    assert wire.path == "/%C3%BC?%C3%A4=%20+&b=%C3%B6"
    assert wire.host_header == "xn--strae-oqa.example:8443"
    assert on_the_wire(f"https://{'ü' * 70}.example/") is None


@given(st.text() | st.text(st.characters(categories=["Cs"])) | st.integers())
def test_segments(value: str | int) -> None:
    """Anything is one segment, and no way up."""
    word = segment(value)
    assert not set(word) & set("/?#\\ \r\n")
    assert word not in (".", "..")
    assert word.isascii()


def test_query() -> None:
    """Lists repeat their name, booleans are words, None is left out."""
    pairs = query_pairs(
        {"a": [1, 2], "b": True, "c": False, "d": None, "e": "x y", "f": ("m", "n"), "g": [], "h": 1.5}
    )
    assert pairs == [
        ("a", "1"), ("a", "2"), ("b", "true"), ("c", "false"), ("e", "x y"), ("f", "m"), ("f", "n"), ("h", "1.5"),
    ]  # fmt: skip
