"""Keys do to the real player what the list of keys says, wherever the keyboard is in the window."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from peertube_desktop.services.player import PlayerState
from peertube_desktop.ui.keys import by_key, player_keys
from peertube_desktop.ui.player.key_actions import key_name
from peertube_desktop.ui.player.mode import ViewMode
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage

Key = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
async def playing(stage: Stage, demo_82: DemoProcess, until: Until) -> Stage:
    """The ridge plays, and the player has the keyboard."""
    stage.player.open(video_of(demo_82, Special.RIDGE))
    await until(stage.played)
    await until(lambda: stage.player.captions)
    stage.view.setFocus()
    return stage


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_K])
async def test_play_and_pause(playing: Stage, until: Until, key: Qt.Key) -> None:
    playing.press(key)
    await until(lambda: playing.player.state is PlayerState.PAUSED)
    playing.press(key)
    await until(lambda: playing.player.state is PlayerState.PLAYING)


async def test_seeking(playing: Stage) -> None:
    player = playing.player
    player.pause()
    player.seek(10)
    steps = (
        (Key.Key_L, 20),
        (Key.Key_J, 10),
        (Key.Key_Right, 15),
        (Key.Key_Left, 10),
        (Key.Key_5, 17),
        (Key.Key_0, 0),
    )
    for key, wanted in steps:
        playing.press(key)
        assert player.position == pytest.approx(wanted, abs=0.1)
    assert "0" in playing.view.hint.text


async def test_sound(playing: Stage) -> None:
    player = playing.player
    player.set_volume(50)
    playing.press(Key.Key_Up)
    assert player.volume == 55
    playing.press(Key.Key_Down)
    playing.press(Key.Key_Down)
    assert player.volume == 45
    playing.press(Key.Key_M)
    assert player.muted
    playing.press(Key.Key_M)
    assert not player.muted


async def test_speed(playing: Stage) -> None:
    playing.press(Key.Key_Greater, SHIFT)
    assert playing.player.rate == 1.25
    assert playing.button("speedButton").text() == "1.25×"
    for _ in range(20):
        playing.press(Key.Key_Less)
    assert playing.player.rate == 0.25


async def test_captions(playing: Stage, until: Until) -> None:
    playing.press(Key.Key_C)
    assert playing.player.caption == "en"
    await until(lambda: playing.view.captions.text)
    playing.press(Key.Key_C)
    await until(lambda: not playing.view.captions.text)


async def test_frames(playing: Stage, until: Until) -> None:
    player, surface = playing.player, playing.view.surface
    before = surface.frame_index
    playing.press(Key.Key_Period)
    assert player.state is PlayerState.PLAYING, "only while paused"
    playing.press(Key.Key_K)
    await until(lambda: player.state is PlayerState.PAUSED)
    playing.press(Key.Key_Period)
    await until(lambda: surface.frame_index > before)


async def test_places(playing: Stage) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for key, modifiers, wanted in (
        (Key.Key_F, none, ViewMode.FULLSCREEN),
        (Key.Key_Escape, none, ViewMode.PAGE),
        (Key.Key_I, SHIFT, ViewMode.FLOATING),
        (Key.Key_Escape, none, ViewMode.PAGE),
        (Key.Key_I, none, ViewMode.MINI),
    ):
        playing.press(key, modifiers)
        assert playing.host.mode is wanted


async def test_the_page_hears_of_theatre_and_of_escape(playing: Stage) -> None:
    heard: list[str] = []
    playing.host.toggle_theatre.connect(lambda: heard.append("theatre"))
    playing.press(Key.Key_T)
    assert heard == ["theatre"]
    escape = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not playing.view.handle_key(escape)


async def test_keys_that_nobody_else_wants_reach_the_player(playing: Stage, until: Until) -> None:
    playing.window.top_bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    playing.window.top_bar.setFocus()
    QTest.keyClick(playing.window.top_bar, Key.Key_K)
    await until(lambda: playing.player.state is PlayerState.PAUSED)


async def test_letters_in_a_field_are_letters(playing: Stage) -> None:
    field = QLineEdit(playing.watch)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "km 5")
    assert field.text() == "km 5"
    assert playing.player.state is PlayerState.PLAYING
    assert not playing.player.muted


async def test_arrows_on_a_button_are_the_players(playing: Stage) -> None:
    playing.player.pause()
    playing.player.seek(10)
    button = playing.button("muteButton")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Key.Key_Right)
    assert playing.player.position == pytest.approx(15, abs=0.1)
    assert QApplication.focusWidget() in (button, None)


def test_shift_counts_only_where_it_makes_no_sign(qapp: object) -> None:
    known = by_key(player_keys())
    # A sign that needs Shift on one keyboard and none on another.
    for modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Less, modifiers, "<")
        assert any(name in known for name in key_name(event))
    control = QKeyEvent(QEvent.Type.KeyPress, Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not any(name in known for name in key_name(control))


@pytest.mark.skipif(sys.platform != "linux", reason="keys have other numbers elsewhere")
@pytest.mark.parametrize(
    ("code", "key", "modifiers", "text", "means"),
    [
        (45, 0x41B, PLAIN, "л", "K"),
        (45, 0x643, PLAIN, "ك", "K"),
        (57, 0x422, SHIFT, "Т", "Shift+N"),
        (59, 0x411, PLAIN, "б", ","),
        (60, 0x42E, SHIFT, "Ю", ">"),
        (20, 0x41B, PLAIN, "л", ""),
    ],
)
def test_letters_of_other_scripts_mean_the_key_in_their_place(
    code: int, key: int, modifiers: Qt.KeyboardModifier, text: str, means: str
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code, 0, 0, text)
    known = by_key(player_keys())
    actions = {known.get(name, "") for name in key_name(event)} - {""}
    assert actions == ({known[means]} if means else set())


@pytest.mark.skipif(sys.platform != "linux", reason="keys have other numbers elsewhere")
async def test_another_script_plays_and_pauses(playing: Stage, until: Until) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, 0x41B, PLAIN, 45, 0, 0, "л")
    QApplication.sendEvent(playing.view, event)
    await until(lambda: playing.player.state is PlayerState.PAUSED)
