"""One player in four places; the video goes on while it moves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.player import PlayerState
from peertube_desktop.ui.player.mode import ViewMode
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage, move


@pytest.fixture
async def playing(stage: Stage, demo_82: DemoProcess, until: Until) -> Stage:
    """The ridge plays."""
    stage.player.open(video_of(demo_82, Special.RIDGE))
    await until(stage.played)
    return stage


def mini(stage: Stage) -> QWidget:
    """The frame in the corner."""
    found = stage.window.findChild(QWidget, "miniPlayer")
    assert found is not None
    return found


def floating(stage: Stage) -> QWidget:
    """The small window."""
    window = stage.view.window()
    assert window.objectName() == "floatingWindow"
    return window


async def test_pictures_go_on_from_place_to_place(playing: Stage, until: Until) -> None:
    surface, place = playing.view.surface, playing.player.position

    async def moved(mode: ViewMode) -> None:
        assert playing.host.mode is mode
        assert playing.player.state is PlayerState.PLAYING
        before = surface.frame_index
        await until(lambda: surface.frame_index > before)
        assert surface.isVisible()

    playing.host.toggle_fullscreen()
    await moved(ViewMode.FULLSCREEN)
    playing.host.toggle_floating()
    await moved(ViewMode.FLOATING)
    playing.host.toggle_floating()
    await moved(ViewMode.PAGE)
    playing.go("discover")
    await moved(ViewMode.MINI)
    playing.go("watch")
    await moved(ViewMode.PAGE)
    assert place < playing.player.position < 20


async def test_full_screen_is_the_video_alone(playing: Stage) -> None:
    window = playing.window
    playing.host.toggle_fullscreen()
    assert window.isFullScreen()
    assert not window.sidebar.isVisible()
    assert not window.top_bar.isVisible()
    assert playing.view.size() == window.overlay_parent.size()
    assert playing.view.title.isVisible()
    playing.host.toggle_fullscreen()
    assert not window.isFullScreen()
    assert window.sidebar.isVisible()
    assert playing.view.parent() is playing.watch.slot
    assert playing.view.size() == playing.watch.slot.size()


async def test_a_video_that_stands_is_not_taken_along(playing: Stage, until: Until) -> None:
    playing.player.pause()
    await until(lambda: playing.player.state is PlayerState.PAUSED)
    playing.go("discover")
    assert playing.player.state is PlayerState.EMPTY
    assert not playing.view.isVisible()
    assert not mini(playing).isVisible()


async def test_the_mini_player_is_in_the_corner_with_its_buttons(playing: Stage, until: Until) -> None:
    playing.go("discover")
    frame, over = mini(playing), playing.window.overlay_parent
    assert frame.isVisible()
    assert frame.geometry().right() > over.width() - 40
    assert frame.geometry().bottom() > over.height() - 40
    assert not playing.view.controls.isVisible()
    assert "ridge" in frame.accessibleDescription()
    playing.button("miniPlayButton").click()
    await until(lambda: playing.player.state is PlayerState.PAUSED)
    assert playing.button("miniPlayButton").accessibleName() == "Play"
    playing.button("miniExpandButton").click()
    route = playing.things.router.current
    assert route is not None
    assert (route.page, route.arg("id")) == ("watch", playing.player.ref.uuid if playing.player.ref else "")
    assert playing.host.mode is ViewMode.PAGE


async def test_closing_the_mini_player_stops(playing: Stage) -> None:
    playing.go("discover")
    playing.button("miniCloseButton").click()
    assert playing.player.state is PlayerState.EMPTY
    assert not mini(playing).isVisible()
    playing.go("watch")
    assert playing.view.parent() is playing.watch.slot


async def test_the_mini_player_is_dragged_to_another_corner(playing: Stage) -> None:
    playing.go("discover")
    frame = mini(playing)
    grip = QPoint(20, frame.height() - 12)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(frame, left, none, grip)
    for _ in range(10):
        move(frame, grip.x() - frame.x() // 2, grip.y() - frame.y() // 2, pressed=True)
    QTest.mouseRelease(frame, left, none, grip)
    assert frame.x() < 40
    assert frame.y() < 40
    playing.window.resize(900, 600)
    assert frame.x() < 40
    assert playing.host.mode is ViewMode.MINI, "a drag is no click"


async def test_the_floating_window_has_the_pictures_shape_and_leaves_a_note(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.player.open(video_of(demo_82, Special.UPRIGHT))
    await until(stage.played)
    stage.host.toggle_floating()
    window = floating(stage)
    assert abs(window.width() / window.height() - 9 / 16) < 0.03
    assert bool(window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)
    assert "Lanterns" in window.windowTitle()
    window.resize(400, 300)
    await until(lambda: abs(window.width() / window.height() - 9 / 16) < 0.03)
    note = stage.window.findChild(QWidget, "slotNote")
    assert note is not None
    assert note.isVisible()
    stage.button("slotNoteBack").click()
    assert stage.host.mode is ViewMode.PAGE
    assert not note.isVisible()
    assert not window.isVisible()


async def test_closing_the_floating_window_pauses_in_the_page(playing: Stage, until: Until) -> None:
    playing.host.toggle_floating()
    floating(playing).close()
    assert playing.host.mode is ViewMode.PAGE
    await until(lambda: playing.player.state is PlayerState.PAUSED)


async def test_a_floating_video_stays_when_pages_change(playing: Stage) -> None:
    playing.host.toggle_floating()
    window = floating(playing)
    playing.go("discover")
    assert playing.host.mode is ViewMode.FLOATING
    playing.go("watch")
    assert playing.host.mode is ViewMode.FLOATING
    assert window.isVisible()
    playing.host.toggle_floating()
    assert playing.view.parent() is playing.watch.slot


async def test_what_follows_plays_where_the_video_is(
    playing: Stage, demo_82: DemoProcess, until: Until
) -> None:
    player, upright = playing.player, video_of(demo_82, Special.UPRIGHT)
    assert player.video is not None
    playing.queue.play_next(upright, player.video)
    playing.go("discover")
    playing.view.perform("next")
    assert player.ref == upright
    assert playing.host.mode is ViewMode.MINI
    playing.queue.play_next(video_of(demo_82, Special.CHART), player.video)
    playing.go("watch")
    playing.button("nextButton").click()
    route = playing.things.router.current
    assert route is not None
    assert route.arg("id") == video_of(demo_82, Special.CHART).uuid
