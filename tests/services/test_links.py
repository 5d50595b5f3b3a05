"""Links and handles as people paste them, and what is made of text that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.services.links import (
    Target,
    TargetKind,
    build_link,
    clean_host,
    is_loopback,
    link_at,
    parse_link,
    parse_time,
)

HOME = "https://tube.example"
SHORT = "kkGMgK9ZtnKfYAgnEtQxbv"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (f"{HOME}/w/{SHORT}", Target(TargetKind.VIDEO, HOME, SHORT)),
        (f"{HOME}/videos/watch/{UUID}?start=1m5s", Target(TargetKind.VIDEO, HOME, UUID, 65.0)),
        (f"{HOME}/videos/embed/{UUID}", Target(TargetKind.VIDEO, HOME, UUID)),
        (f"{HOME}/w/p/{SHORT}", Target(TargetKind.PLAYLIST, HOME, SHORT)),
        (f"{HOME}/c/news/videos", Target(TargetKind.CHANNEL, HOME, "news")),
        (f"{HOME}/video-channels/news@other.example", Target(TargetKind.CHANNEL, HOME, "news@other.example")),
        (f"{HOME}/a/@alice", Target(TargetKind.ACCOUNT, HOME, "alice")),
        (f"peertube://tube.example/w/{SHORT}", Target(TargetKind.VIDEO, HOME, SHORT)),
        ("http://127.0.0.1:9000/", Target(TargetKind.INSTANCE, "http://127.0.0.1:9000")),
        ("HTTPS://TUBE.example:443", Target(TargetKind.INSTANCE, HOME)),
        ("@alice@tube.example", Target(TargetKind.ACTOR, HOME, "alice")),
        ("!news@tube.example", Target(TargetKind.ACTOR, HOME, "news")),
        ("alice@localhost:9000", Target(TargetKind.ACTOR, "http://localhost:9000", "alice")),
    ],
)
def test_what_a_link_points_at(text: str, target: Target) -> None:
    assert parse_link(f"  {text} ") == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cats",
        "two words",
        "alice@home",
        "https://user:pw@tube.example/w/" + SHORT,
        "https://tube.example/w/../../etc",
        "https://tube.example/w/short",
        "https://tube.example/about",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://tube.example/w/" + SHORT + "\x00",
        "https://tube.exa\nmple/w/" + SHORT,
        "https://tube.example/c/" + "a" * 3000,
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert parse_link(text) is None


@given(
    st.text(max_size=60),
    st.sampled_from(["", "https://", "peertube://", "alice@", f"{HOME}/w/", f"{HOME}/c/"]),
)
def test_no_text_does_harm(text: str, begin: str) -> None:
    found = parse_link(begin + text)
    if found is not None:
        assert found.origin.startswith(("http://", "https://"))
        assert found.origin.isascii()
        build_link(found)


@pytest.mark.parametrize(
    "kind", [TargetKind.VIDEO, TargetKind.PLAYLIST, TargetKind.CHANNEL, TargetKind.ACCOUNT]
)
def test_what_is_built_is_read_as_it_was(kind: TargetKind) -> None:
    target = Target(kind, HOME, SHORT, 65.0 if kind is TargetKind.VIDEO else None)
    assert parse_link(build_link(target)) == target


@pytest.mark.parametrize(
    ("seconds", "link"),
    [
        (0, "https://a.example/w/x"),
        (83.9, "https://a.example/w/x?start=1m23s"),
        (3600, "https://a.example/w/x?start=1h"),
    ],
)
def test_a_link_says_where(seconds: float, link: str) -> None:
    assert link_at("https://a.example/w/x", seconds) == link


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("Tube.Example.", "tube.example"),
        ("tube.example:08443", "tube.example:8443"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        # Not the neighbour's: by the older standard this would be strasse.example.
        ("straße.example", "xn--strae-oqa.example"),
        ("tube。example", "tube.example"),
        ("[2001:DB8:0::1]:9000", "[2001:db8::1]:9000"),
    ],
)
def test_a_host_in_its_plain_form(typed: str, host: str) -> None:
    assert clean_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    ["", ".", "a..b", "-a.example", "a b", "a/b", "a@b", "tube:0", "tube:99999", "[::1", "[x]", "é" * 70],
)
def test_what_is_no_host(typed: str) -> None:
    assert clean_host(typed) is None


def test_this_machine_is_known_by_any_name() -> None:
    here = ("localhost", "localhost:9000", "127.0.0.1", "127.8.9.1:80", "[::1]", "[::1]:9000")
    assert all(is_loopback(host) for host in here)
    assert not any(
        is_loopback(host) for host in ("tube.example", "127.0.0.1.example:80", "10.0.0.1", "[fe80::1]")
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("90s", 90.0), ("1m30s", 90.0), ("1h2m3s", 3723.0), ("1.5", 1.5), ("", None), ("x", None)],
)
def test_times(text: str, seconds: float | None) -> None:
    assert parse_time(text) == seconds
