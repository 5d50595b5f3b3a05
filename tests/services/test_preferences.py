"""Settings while the program runs: changed at once, told to all, written a moment later."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from peertube_desktop.services.preferences import Preferences
from peertube_desktop.store.settings import SEARCH_INDEX_URL, Settings, SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def root() -> Iterator[QObject]:
    root = QObject()
    yield root
    # Here and now: a collector that runs in another thread must not do it.
    shiboken6.delete(root)


async def test_a_change_holds_at_once_and_is_written(path: Path, root: QObject, qtbot: QtBot) -> None:
    preferences = Preferences(SettingsFile(path), Settings(), root)
    with qtbot.waitSignal(preferences.changed):
        preferences.update(theme="light", text_size=120)
    assert (preferences.current.theme, preferences.current.text_size) == ("light", 120)
    await preferences.flush()
    assert SettingsFile(path).read() == preferences.current


async def test_no_change_is_no_change(path: Path, root: QObject, qtbot: QtBot) -> None:
    preferences = Preferences(SettingsFile(path), Settings(), root)
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.update(theme="system")
    await preferences.flush()
    assert SettingsFile(path).read() == Settings()


@pytest.mark.parametrize(
    "fields", [{"text_size": 5}, {"theme": "pink"}, {"rate": 99.0}, {"content_languages": 3}]
)
async def test_a_bad_value_changes_nothing(path: Path, root: QObject, fields: dict[str, object]) -> None:
    preferences = Preferences(SettingsFile(path), Settings(), root)
    with pytest.raises(msgspec.ValidationError):
        preferences.update(private_mode=True, **fields)
    assert preferences.current == Settings()


@pytest.fixture
def in_the_way(path: Path) -> Path:
    """Something that keeps the settings from being written."""
    path.mkdir()
    thing = path / "in the way"
    thing.touch()
    return thing


async def test_a_disk_that_takes_nothing_is_told_and_tried_again(
    path: Path, in_the_way: Path, root: QObject, qtbot: QtBot
) -> None:
    preferences = Preferences(SettingsFile(path), Settings(), root)
    preferences.update(metered=True)
    with qtbot.waitSignal(preferences.write_failed):
        await preferences.flush()
    assert preferences.current.metered
    await asyncio.to_thread(shutil.rmtree, path)
    await preferences.flush()
    assert SettingsFile(path).read().metered


async def test_defaults_can_be_had_back(path: Path, root: QObject) -> None:
    preferences = Preferences(SettingsFile(path), Settings(search_index_url="https://a.example"), root)
    preferences.reset("search_index_url")
    assert preferences.current.search_index_url == SEARCH_INDEX_URL
    await preferences.flush()
