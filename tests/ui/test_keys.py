"""The keys: each does one thing, all are listed, and the list is drawn from what binds them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peertube_desktop.ui.dialogs.keys_help import KeysHelp
from peertube_desktop.ui.keys import KeyAction, browsing_keys, by_key, player_keys
from tests.ui.things import Things


def test_every_key_can_be_read_by_qt() -> None:
    for known in (*player_keys(), *browsing_keys()):
        for key in known.keys:
            assert QKeySequence(key).toString(), (known.action, key)


def test_no_key_does_two_things() -> None:
    keys = [key for known in (*player_keys(), *browsing_keys()) for key in known.keys]
    assert len({QKeySequence(key).toString() for key in keys}) == len(keys)
    assert len(by_key(player_keys())) == sum(len(known.keys) for known in player_keys())


def test_the_keys_are_those_of_youtube_and_peertube() -> None:
    found = by_key(player_keys())
    expected = {
        "Space": "play",
        "K": "play",
        "J": "back10",
        "L": "forward10",
        "Left": "back5",
        "Right": "forward5",
        "F": "fullscreen",
        "T": "theatre",
        "M": "mute",
        "C": "captions",
        "<": "slower",
        ">": "faster",
        "0": "part",
        "9": "part",
        ",": "frame_back",
        ".": "frame_forward",
        "N": "next",
    }
    assert expected.items() <= found.items()


@pytest.mark.parametrize("size", [100, 200])
async def test_all_keys_are_listed(things: Things, qtbot: QtBot, size: int) -> None:
    things.theme.choose("dark", size)
    sheet = KeysHelp(things.theme)
    qtbot.addWidget(sheet)
    sheet.show_over(sheet)
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    for known in (*player_keys(), *browsing_keys()):
        assert known.label in shown
        assert all(name in shown for name in known.key_names())
    assert not sheet.isModal()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question])
async def test_the_list_goes_as_it_came(things: Things, qtbot: QtBot, key: Qt.Key) -> None:
    sheet = KeysHelp(things.theme)
    qtbot.addWidget(sheet)
    sheet.show_over(sheet)
    assert sheet.isVisible()
    QTest.keyClick(sheet, key)
    assert not sheet.isVisible()


def test_a_range_is_shown_as_one() -> None:
    part = KeyAction("part", tuple("0123456789"), "Tenth", ("0 to 9",))
    assert part.key_names() == ("0 to 9",)
