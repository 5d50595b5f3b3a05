"""The window: its keys, its notes, private mode, and where it comes back to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from peertube_desktop.services.instances import Instances
from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import DatabaseTooNewError, StoreError
from peertube_desktop.store.library import Library
from peertube_desktop.ui.instance_switch import InstanceSwitch
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.widgets.sidebar import NavButton
from peertube_desktop.ui.window import Window
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things

PAGES = ("discover", "trending", "recent", "local", "history", "settings", "instances", "about", "instance")


class Blank(Page):
    """A page with nothing on it."""

    def open(self, route: Route, state: PageState | None) -> None:
        self.titled.emit(route.page)


@pytest.fixture
async def window(things: Things, qtbot: QtBot) -> Window:
    window = Window(things.theme, things.icons, things.router)
    for name in PAGES:
        window.register(name, Blank)
    qtbot.addWidget(window)
    window.restore_place(b"")
    window.show()
    things.instances.visit("https://a.example")
    InstanceSwitch(window, things.router, things.instances, things.root).refresh()
    things.router.go(Route.of("discover", "https://a.example"))
    window.activateWindow()
    await qtbot_active(window)
    return window


async def qtbot_active(window: Window) -> None:
    """The window has the keyboard."""
    QTest.qWaitForWindowActive(window)


def key(window: Window, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    together = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        together |= modifier
    QTest.keyClick(window, key, together)


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


async def test_every_page_of_the_sidebar_is_reached_by_its_button_and_its_key(
    things: Things, window: Window
) -> None:
    names = {button.objectName() for button in window.findChildren(NavButton)}
    assert names == {"nav-" + name for name in PAGES[:6]}
    for name in PAGES[:6]:
        button = window.findChild(NavButton, f"nav-{name}")
        assert button is not None
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert things.router.current is not None
        assert things.router.current.page == name
        assert button.isChecked()
        assert button.accessibleName()
    for number, name in enumerate(PAGES[:5]):
        key(window, Qt.Key(Qt.Key.Key_1.value + number), CTRL)
        assert things.router.current == Route.of(name, "" if name == "history" else "https://a.example")
    key(window, Qt.Key.Key_Comma, CTRL)
    assert things.router.current == Route.of("settings")


async def test_back_and_forward_by_keys(things: Things, window: Window) -> None:
    key(window, Qt.Key.Key_2, CTRL)
    key(window, Qt.Key.Key_Left, ALT)
    assert things.router.current is not None
    assert things.router.current.page == "discover"
    key(window, Qt.Key.Key_Right, ALT)
    assert things.router.current.page == "trending"


async def test_the_keyboard_is_on_the_page_from_the_start(window: Window) -> None:
    assert window.page is not None
    assert window.page.hasFocus()
    key(window, Qt.Key.Key_Slash)
    assert window.top_bar.search.edit.hasFocus()
    QTest.keyClick(window.top_bar.search.edit, Qt.Key.Key_Escape)
    assert window.page.hasFocus()


async def test_help_is_a_question_mark_or_f1(window: Window) -> None:
    asked: list[bool] = []
    window.help_wanted.connect(lambda: asked.append(True))
    key(window, Qt.Key.Key_F1)
    key(window, Qt.Key.Key_Question)
    assert asked == [True, True]


async def test_private_mode_is_seen_and_a_click_turns_it_off(things: Things, window: Window) -> None:
    asked: list[bool] = []
    window.private_toggled.connect(lambda: asked.append(True))
    mark = window.findChild(QPushButton, "privateButton")
    assert mark is not None
    assert not mark.isVisible()
    key(window, Qt.Key.Key_P, CTRL, SHIFT)
    assert asked == [True]
    window.set_private(True)
    assert mark.isVisible()
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert asked == [True, True]
    window.set_private(False)
    assert not mark.isVisible()


async def test_the_instance_menu_tells_about_the_instance(things: Things, window: Window) -> None:
    action = window.findChild(QAction, "aboutInstanceAction")
    assert action is not None
    action.trigger()
    assert things.router.current == Route.of("instance", "https://a.example")
    things.instances.forget_all()
    assert things.router.current == Route.of("instances")
    menus = [menu for menu in window.findChildren(QMenu) if menu.findChild(QAction, "aboutInstanceAction")]
    assert not menus


async def test_notes_stay_until_they_are_dismissed(things: Things, window: Window) -> None:
    window.tell_settings_set_aside(Path("/x/settings.json.corrupt-1"))
    window.tell_library_set_aside(Path("/x/library.sqlite.corrupt-1"))
    window.tell_library_set_aside(Path("/x/library.sqlite.corrupt-1"))
    first, second = window.notes.texts
    assert "settings.json.corrupt-1" in first
    assert "library.sqlite.corrupt-1" in second
    assert window.notes.isVisible()
    for _note in range(2):
        close = next(
            button
            for button in window.notes.findChildren(QAbstractButton)
            if button.accessibleName() == "Dismiss" and button.isVisible()
        )
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.notes.texts
    assert not window.notes.isVisible()


async def test_a_proxy_that_cannot_be_used_leads_to_the_settings(things: Things, window: Window) -> None:
    window.tell_network_settings_unusable()
    QTest.mouseClick(
        next(b for b in window.notes.findChildren(QPushButton) if b.text() == "Open settings"),
        Qt.MouseButton.LeftButton,
    )
    assert things.router.current == Route.of("settings")
    assert not window.notes.texts


async def test_an_address_is_moved_to_though_it_cannot_be_remembered(
    things: Things, window: Window, demo: DemoProcess, until: Until, tmp_path: Path
) -> None:
    closed = Library(Db(tmp_path / "closed.sqlite"))
    instances = Instances(things.connections, closed, things.preferences, things.root)
    InstanceSwitch(window, things.router, instances, things.root).open_address(demo.url)
    await until(lambda: "could not be saved" in window.toast.text)
    assert instances.current == demo.url
    assert things.router.current == Route.of("discover", demo.url)


@pytest.mark.parametrize("error", [DatabaseTooNewError(9, 1), StoreError("disk")])
async def test_a_library_that_cannot_be_used_is_said_so(window: Window, error: StoreError) -> None:
    window.tell_library_unusable(error)
    assert "not kept in this run" in window.notes.texts[0]
    assert any("library" in label.text() for label in window.notes.findChildren(QLabel))


# Where it comes back to


async def again(things: Things, qtbot: QtBot, place: bytes, whole_screen: bool = False) -> Window:
    window = Window(things.theme, things.icons, things.router)
    qtbot.addWidget(window)
    window.restore_place(place, whole_screen)
    window.show()
    return window


async def test_the_window_comes_back_where_it_was(things: Things, window: Window, qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(780, 560)
    window.move(screen.left() + 15, screen.top() + 35)
    other = await again(things, qtbot, window.place())
    assert other.geometry().size() == window.geometry().size()
    assert other.pos() == window.pos()


@pytest.mark.parametrize("junk", [b"", b"\x00", b"junk" * 40])
async def test_a_place_that_makes_no_sense_is_the_middle(things: Things, qtbot: QtBot, junk: bytes) -> None:
    window = await again(things, qtbot, junk)
    assert QApplication.primaryScreen().availableGeometry().contains(window.geometry().center())


async def test_a_screen_that_is_gone_is_not_looked_for(things: Things, window: Window, qtbot: QtBot) -> None:
    window.setGeometry(QRect(90_000, 90_000, 900, 600))
    other = await again(things, qtbot, window.place())
    centre = other.frameGeometry().center()
    assert QGuiApplication.screenAt(centre) is not None


async def test_maximised_comes_back_maximised(things: Things, window: Window, qtbot: QtBot) -> None:
    window.showMaximized()
    other = await again(things, qtbot, window.place())
    assert other.isMaximized()


async def test_the_whole_screen_comes_back_only_if_the_window_had_it(
    things: Things, window: Window, qtbot: QtBot
) -> None:
    key(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert window.has_whole_screen
    assert (await again(things, qtbot, window.place(), True)).isFullScreen()
    # A video had it: its bars are hidden.
    window.set_chrome_visible(False)
    assert not window.has_whole_screen
    assert not (await again(things, qtbot, window.place(), False)).isFullScreen()
    window.set_chrome_visible(True)
    key(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
