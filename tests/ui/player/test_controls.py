"""The bar: mouse and keyboard reach everything, and what it shows is what the player does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from peertube_desktop.services.player import Loop, PlayerState
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage, leave, move

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
"""For menus: said by the platform of tests alone."""


@pytest.fixture
async def paused(stage: Stage, demo_82: DemoProcess, until: Until) -> Stage:
    """The ridge stands at its beginning, all there is to know of it is known."""
    stage.player.open(video_of(demo_82, Special.RIDGE), paused=True)
    await until(lambda: stage.view.surface.has_picture)
    await until(lambda: stage.player.chapters and stage.player.captions)
    return stage


def open_menu(stage: Stage, name: str) -> QMenu:
    """The menu of a button."""
    stage.button(name).click()
    menu = stage.view.controls.menu
    assert menu is not None
    return menu


def entry(menu: QMenu, text: str) -> QAction:
    """The entry that begins with `text`."""
    return next(action for action in menu.actions() if action.text().startswith(text))


def choose(menu: QMenu, text: str) -> None:
    """Choose it as a click does: the menu closes first."""
    action = entry(menu, text)
    menu.close()
    action.trigger()


async def test_a_click_on_the_seek_bar_seeks(paused: Stage) -> None:
    bar = paused.view.controls.seek_bar
    QTest.mouseClick(bar, LEFT, NONE, QPoint(bar.width() // 2, bar.height() // 2))
    assert paused.player.position == pytest.approx(17, abs=0.2)


async def test_a_drag_seeks_once_where_it_is_let_go(paused: Stage) -> None:
    bar, places = paused.view.controls.seek_bar, list[float]()
    bar.sought.connect(places.append)
    QTest.mousePress(bar, LEFT, NONE, QPoint(100, 9))
    for x in range(100, 700, 50):
        move(bar, x, 9, pressed=True)
    assert paused.view.preview.isVisible()
    QTest.mouseRelease(bar, LEFT, NONE, QPoint(700, 9))
    assert len(places) == 1
    assert places[0] == pytest.approx(bar.seconds_at(650), abs=2)


async def test_what_is_under_the_pointer_is_shown(paused: Stage, until: Until) -> None:
    bar, preview = paused.view.controls.seek_bar, paused.view.preview
    x = next(x for x in range(bar.width()) if bar.seconds_at(x) >= 9)
    move(bar, x, 9)
    assert preview.isVisible()
    assert preview.text.startswith("0:09 · The first climb & a <b>bend</b>")
    # The sheet of small pictures is fetched when it is first wanted.
    await until(lambda: paused.player.storyboard_at(9) is not None)
    move(bar, x + 1, 9)
    assert preview.has_image
    leave(bar)
    assert not preview.isVisible()


async def test_screen_readers_move_the_seek_bar(paused: Stage) -> None:
    bar = paused.view.controls.seek_bar
    interface = QAccessible.queryAccessibleInterface(bar)
    assert interface.role() is QAccessible.Role.Slider
    assert bar.accessibleDescription() == "0:00 of 0:34"
    bar.setValue(20)
    assert paused.player.position == pytest.approx(20, abs=0.1)
    assert bar.value() == 20


async def test_the_time_tells_what_is_left_when_clicked(paused: Stage) -> None:
    paused.player.seek(4)
    time = paused.button("timeButton")
    assert time.text() == "0:04 / 0:34"
    time.click()
    assert time.text() == "−0:30 / 0:34"


@OFFSCREEN
async def test_menus_choose_speed_quality_and_captions(paused: Stage, until: Until) -> None:
    choose(open_menu(paused, "speedButton"), "1.5")
    assert paused.player.rate == 1.5
    menu = open_menu(paused, "qualityButton")
    assert [action.text() for action in menu.actions()][1:] == ["720p", "360p", "240p"]
    assert menu.actions()[0].text().startswith("Automatic")
    choose(menu, "240p")
    await until(lambda: paused.player.shown_height == 240)
    assert paused.button("qualityButton").text() == "240p"
    choose(open_menu(paused, "subtitleButton"), "Arabic (automatic)")
    assert paused.player.caption == "ar"
    assert paused.button("subtitleButton").isChecked()
    choose(open_menu(paused, "subtitleButton"), "Off")
    assert paused.player.caption == ""


@OFFSCREEN
async def test_a_part_is_repeated(paused: Stage) -> None:
    paused.player.seek(5)
    repeat = entry(open_menu(paused, "moreButton"), "Repeat").menu()
    assert isinstance(repeat, QMenu)
    choose(repeat, "Repeat from here (A)")
    paused.view.controls.close_menu()
    paused.player.seek(9)
    repeat = entry(open_menu(paused, "moreButton"), "Repeat").menu()
    assert isinstance(repeat, QMenu)
    choose(repeat, "Repeat up to here (B)")
    loop = paused.player.loop
    assert loop is not None
    assert loop.start == pytest.approx(5, abs=0.2)
    assert loop.end == pytest.approx(9, abs=0.2)
    paused.player.set_loop(Loop())
    paused.view.controls.close_menu()


@OFFSCREEN
async def test_the_look_of_captions_is_kept(paused: Stage, until: Until) -> None:
    paused.player.set_caption("ja")
    paused.player.seek(1)
    captions = paused.view.captions
    await until(lambda: captions.text)
    before = captions.font_size()
    look = entry(open_menu(paused, "moreButton"), "Style of captions").menu()
    assert isinstance(look, QMenu)
    choose(look, "150")
    assert captions.font_size() == pytest.approx(before * 1.5, abs=1)
    assert paused.things.preferences.current.caption_size == 150
    paused.view.controls.close_menu()


async def test_tab_reaches_every_control_and_each_has_a_name(paused: Stage) -> None:
    view = paused.view
    view.setFocus()
    reached = []
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or not view.isAncestorOf(focus):
            break
        reached.append(focus)
    wanted = {button for button in view.controls.findChildren(QToolButton) if button.isVisible()}
    assert {view.controls.seek_bar, *wanted} <= {*reached}
    assert all(widget.accessibleName() for widget in reached)


async def test_controls_go_away_while_it_plays_and_come_back(paused: Stage, until: Until) -> None:
    view = paused.view
    assert view.controls.isVisible()
    paused.player.play()
    await until(lambda: not view.controls.isVisible())
    assert view.cursor().shape() is Qt.CursorShape.BlankCursor
    move(view, 120, 100)
    assert view.controls.isVisible()
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor


async def test_a_click_on_the_picture_pauses_and_a_double_click_fills_the_screen(
    paused: Stage, until: Until
) -> None:
    view, player = paused.view, paused.player
    QTest.mouseClick(view, LEFT, NONE, QPoint(300, 200))
    await until(lambda: player.state is PlayerState.PLAYING)
    QTest.mouseClick(view, LEFT, NONE, QPoint(300, 200))
    QTest.mouseDClick(view, LEFT, NONE, QPoint(300, 200))
    assert paused.window.isFullScreen()
    await until(lambda: player.state is PlayerState.PLAYING)


@pytest.mark.parametrize("width", [200, 320, 480, 700, 960])
async def test_what_has_no_room_is_left_out(paused: Stage, width: int) -> None:
    paused.watch.slot.setFixedSize(width, width * 9 // 16)
    paused.view.setGeometry(paused.watch.slot.rect())
    controls = paused.view.controls
    shown = [button for button in controls.findChildren(QToolButton) if button.isVisible()]
    assert {"playButton", "fullscreenButton"} <= {button.objectName() for button in shown}
    spans = sorted((b.mapTo(controls, QPoint(0, 0)).x(), b.width()) for b in shown)
    for (left, own), (following, _width) in pairwise(spans):
        assert left + own <= following + 1
    assert spans[-1][0] + spans[-1][1] <= width
