"""Signing in and out in the window: by keyboard, with what goes wrong, and what is shown then."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.demo.people import SIGN_IN_WITH
from peertube_desktop.ui.account_control import AccountControl
from peertube_desktop.ui.instance_switch import InstanceSwitch
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.window import Window
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things

T = TypeVar("T", bound=QWidget)


class Blank(Page):
    """A page that counts how often it was opened."""

    opened = 0

    def open(self, route: Route, state: PageState | None) -> None:
        self.opened += 1
        self.held = state


class Stage:
    """A window with the account's controls, on the demo instance."""

    def __init__(self, things: Things, window: Window, control: AccountControl) -> None:
        self.things, self.window, self.control = things, window, control

    def action(self, name: str) -> QAction:
        """An entry of the account menu."""
        found = self.window.top_bar.account.menu().findChild(QAction, name)
        assert found is not None, name
        return found

    def dialog(self, name: str = "loginDialog") -> QDialog:
        """The dialog that is open."""
        found = [one for one in self.window.findChildren(QDialog, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def part(self, kind: type[T], name: str) -> T:
        """A widget of an open dialog."""
        for dialog in self.window.findChildren(QDialog):
            part = dialog.findChild(kind, name)
            if dialog.isVisible() and part is not None:
                return part
        raise AssertionError(name)

    def type(self, name: str, text: str) -> QLineEdit:
        """Types into a field of the dialog, in place of what is there."""
        edit = self.part(QLineEdit, name)
        edit.selectAll()
        QTest.keyClicks(edit, text)
        return edit

    def enter(self, name: str = "loginPassword") -> None:
        """Presses Enter in a field of the dialog."""
        QTest.keyClick(self.part(QLineEdit, name), Qt.Key.Key_Return)

    @property
    def error(self) -> str:
        """What the dialog says."""
        return self.part(QLabel, "loginError").text()


@pytest.fixture
def demo(demo_82: DemoProcess) -> DemoProcess:
    return demo_82


@pytest.fixture
async def stage(things: Things, qtbot: QtBot, demo: DemoProcess) -> Stage:
    window = Window(things.theme, things.icons, things.router)
    for name in ("discover", "instances", "settings"):
        window.register(name, Blank)
    qtbot.addWidget(window)
    window.show()
    things.instances.visit(demo.url)
    InstanceSwitch(window, things.router, things.instances, things.root).refresh()
    things.router.go(Route.of("discover", demo.url))
    control = AccountControl(
        window,
        things.router,
        things.accounts,
        things.instances,
        things.sign_in,
        things.theme,
        things.icons,
        things.pictures,
        things.root,
    )
    return Stage(things, window, control)


async def sign_in(stage: Stage, until: Until, name: str, password: str = SIGN_IN_WITH) -> None:
    stage.action("signInAction").trigger()
    stage.type("loginUsername", name)
    stage.type("loginPassword", password)
    stage.enter()
    await until(lambda: stage.things.accounts.current and stage.things.accounts.current.username == name)


async def test_signing_in_shows_who_one_is_and_the_page_anew(
    stage: Stage, until: Until, demo: DemoProcess
) -> None:
    button = stage.window.top_bar.account
    assert button.accessibleName() == "Account: nobody is signed in"
    page = stage.window.page
    assert isinstance(page, Blank)
    before = page.opened
    stage.action("signInAction").trigger()
    focus = stage.dialog().focusWidget()
    assert focus is not None
    assert focus.objectName() == "loginUsername", "the instance is known"
    password = stage.part(QLineEdit, "loginPassword")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    left: list[object] = []
    stage.dialog().finished.connect(lambda: left.append((password.text(), password.isUndoAvailable())))
    stage.type("loginUsername", "alice")
    stage.type("loginPassword", SIGN_IN_WITH)
    stage.enter()
    await until(lambda: stage.things.accounts.current)
    assert left == [("", False)], "nothing of the password stays"
    assert button.accessibleName() == f"Account: alice@{demo.host}"
    assert page.opened == before + 1
    assert stage.window.toast.text == f"Signed in as alice@{demo.host}"


async def test_a_wrong_password_is_said_and_tried_again(stage: Stage, until: Until) -> None:
    stage.action("signInAction").trigger()
    stage.type("loginUsername", "alice")
    stage.enter("loginUsername")
    missing = stage.part(QLabel, "loginPassword-error")
    assert missing.text() == "The password is missing."
    stage.type("loginPassword", "nonsense")
    assert not missing.text()
    stage.enter()
    assert not stage.part(QPushButton, "loginSubmit").isEnabled()
    await until(lambda: stage.error)
    assert stage.error.startswith("Wrong user name or password")
    password = stage.part(QLineEdit, "loginPassword")
    assert password.selectedText() == "nonsense", "ready to be typed anew"
    stage.type("loginPassword", SIGN_IN_WITH)
    assert not stage.error
    stage.enter()
    await until(lambda: stage.things.accounts.current)


async def test_signing_out_asks_first(stage: Stage, until: Until) -> None:
    await sign_in(stage, until, "bob")
    stage.action("signOutAction").trigger()
    stage.part(QPushButton, "confirmCancel").click()
    assert stage.things.accounts.current is not None
    stage.action("signOutAction").trigger()
    stage.part(QPushButton, "confirmAction").click()
    await until(lambda: not stage.things.accounts.known)
    assert stage.window.top_bar.account.accessibleName() == "Account: nobody is signed in"
    await until(lambda: stage.window.toast.text.startswith("Signed out of bob@"))


async def test_two_accounts_are_switched_in_one_click(stage: Stage, until: Until) -> None:
    await sign_in(stage, until, "alice")
    await sign_in(stage, until, "bob")
    actions = stage.window.top_bar.account.menu().actions()
    entries = [one for one in actions if one.objectName() == "switchAccountAction"]
    assert [one.isChecked() for one in entries] == [False, True]
    entries[0].trigger()
    current = stage.things.accounts.current
    assert current is not None
    assert current.username == "alice"
    stage.action("nobodyAction").trigger()
    assert stage.things.accounts.current is None
    assert len(stage.things.accounts.known) == 2
    assert stage.action("nobodyAction").isChecked()


async def test_a_place_that_is_no_peertube_is_said_beside_the_field(stage: Stage, until: Until) -> None:
    stage.action("signInAction").trigger()
    stage.type("loginInstance", "no address")
    stage.type("loginUsername", "alice")
    stage.type("loginPassword", "x")
    stage.enter()
    error = stage.part(QLabel, "loginInstance-error")
    await until(lambda: error.text())
    assert "is not an address" in error.text()
    stage.part(QPushButton, "loginCancel").click()
    assert not [
        one for one in QApplication.topLevelWidgets() if one.objectName() == "loginDialog" and one.isVisible()
    ]
