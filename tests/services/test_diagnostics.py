"""The report: the facts that help, and nothing of a person's."""

from __future__ import annotations

from pathlib import Path

from peertube_desktop import __version__
from peertube_desktop.media.libvlc import libvlc_version
from peertube_desktop.services.diagnostics import Diagnostics


def make(servers: list[tuple[str, str]] | None = None) -> Diagnostics:
    folders = [("config", Path.home() / ".config" / "peertube-desktop"), ("state", Path("/var/tmp/state"))]
    return Diagnostics(folders, libvlc_version, lambda: servers or [])


async def test_the_versions_are_told() -> None:
    facts = dict((await make([("a.example", "8.2.1")]).report()).facts)
    assert facts["peertube-desktop"] == __version__
    assert facts["libvlc"].startswith("3.")
    assert facts["instance a.example"] == "8.2.1"
    assert all(facts[name] for name in ("python", "qt", "httpx", "msgspec", "system", "kernel"))


async def test_the_person_is_not_in_it() -> None:
    text = (await make().report()).as_text()
    assert str(Path.home()) not in text
    assert "folder config: ~/.config/peertube-desktop" in text
    assert "folder state: /var/tmp/state" in text


async def test_without_libvlc_it_says_so() -> None:
    diagnostics = Diagnostics([], lambda: "", list)
    assert dict((await diagnostics.report()).facts)["libvlc"] == "not found"


def test_it_knows_where_the_log_is() -> None:
    assert make().log_folder == Path("/var/tmp/state")
