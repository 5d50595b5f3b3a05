"""The settings file: read whatever it says, written whole, never a reason not to start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.store.settings import Settings, SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_without_a_file_everything_has_its_default(path: Path) -> None:
    file = SettingsFile(path)
    assert file.read() == Settings()
    assert file.set_aside_as is None
    assert not path.exists()


def test_what_was_written_is_read_again(path: Path) -> None:
    wanted = Settings(theme="light", content_languages=("fr", "_unknown"), rate=1.25, proxy_url="http://a:1")
    SettingsFile(path).write(wanted)
    assert SettingsFile(path).read() == wanted
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_size", 1000),
        ("text_size", "large"),
        ("theme", "pink"),
        ("rate", 0),
        ("volume", -1),
        ("content_languages", 7),
        ("proxy_mode", "sometimes"),
        ("private_mode", "yes"),
        ("image_cache_mb", 1),
    ],
)
def test_a_value_out_of_bounds_gets_its_default_and_the_others_stay(
    path: Path, name: str, value: object
) -> None:
    path.write_text(json.dumps({name: value, "metered_height": 240}))
    file = SettingsFile(path)
    found = file.read()
    assert getattr(found, name) == getattr(Settings(), name)
    assert found.metered_height == 240
    assert file.set_aside_as is None


@pytest.mark.parametrize("broken", [b"", b"{", b'{"theme": "dark"', b"[]", b"\xff\xfe\x00", b"null", b"7"])
def test_a_file_that_makes_no_sense_is_set_aside(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    file = SettingsFile(path)
    assert file.read() == Settings()
    assert file.set_aside_as is not None
    assert file.set_aside_as.read_bytes() == broken
    assert not path.exists()


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_start(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / "settings.json"
    path.write_bytes(junk)
    assert isinstance(SettingsFile(path).read(), Settings)


def test_what_a_later_version_put_there_is_kept(path: Path) -> None:
    path.write_text(json.dumps({"theme": "dark", "hologram": {"depth": 3}}))
    file = SettingsFile(path)
    file.write(file.read())
    assert json.loads(path.read_text())["hologram"] == {"depth": 3}


def test_a_write_that_was_killed_half_way_leaves_nothing_behind(path: Path) -> None:
    SettingsFile(path).write(Settings(theme="light"))
    (path.parent / f".{path.name}.abc123").write_text('{"theme": "da')
    other = path.parent / ".settings-of-another"
    other.touch()
    assert SettingsFile(path).read().theme == "light"
    assert sorted(entry.name for entry in path.parent.iterdir()) == [other.name, path.name]


def test_a_file_that_cannot_be_read_is_no_reason_not_to_start(path: Path) -> None:
    path.mkdir()
    assert SettingsFile(path).read() == Settings()
