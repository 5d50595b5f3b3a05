"""A window with the account's controls over a demo instance, and hands for its dialogs."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QWidget

from peertube_desktop.demo.people import SIGN_IN_WITH
from peertube_desktop.ui.account_control import AccountControl
from peertube_desktop.ui.instance_switch import InstanceSwitch
from peertube_desktop.ui.pages.account_settings import AccountSettingsPage
from peertube_desktop.ui.pages.my_channels import MyChannelsPage
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.window import Window
from tests.ui.things import Things

T = TypeVar("T", bound=QWidget)
PASSWORD = SIGN_IN_WITH


class Blank(Page):
    """A page that counts how often it was opened."""

    opened = 0

    def open(self, route: Route, state: PageState | None) -> None:
        self.opened += 1


class Stage:
    """What a person sees and does; `window` shows the page "discover" of `origin` at first."""

    def __init__(self, things: Things, origin: str) -> None:
        self.things, self.origin = things, origin
        self.window = Window(things.theme, things.icons, things.router)
        for name in ("discover", "instances", "settings", "channel"):
            self.window.register(name, Blank)
        self.window.register("account-settings", self._settings_page)
        self.window.register("my-channels", self._channels_page)
        self.window.resize(1100, 800)
        self.window.show()
        things.instances.visit(origin)
        switch = InstanceSwitch(self.window, things.router, things.instances, things.root)
        switch.refresh()
        things.router.go(Route.of("discover", origin))
        self.control = AccountControl(
            self.window,
            things.router,
            things.accounts,
            things.instances,
            things.sign_in,
            things.links,
            things.theme,
            things.icons,
            things.pictures,
            things.root,
        )

    def _settings_page(self) -> Page:
        things = self.things
        return AccountSettingsPage(
            theme=things.theme,
            icons=things.icons,
            pictures=things.pictures,
            accounts=things.accounts,
            settings=things.account_settings,
            browsing=things.browsing,
        )

    def _channels_page(self) -> Page:
        things = self.things
        return MyChannelsPage(
            theme=things.theme,
            icons=things.icons,
            pictures=things.pictures,
            accounts=things.accounts,
            settings=things.account_settings,
        )

    # What is seen

    @property
    def user(self) -> str:
        """The user name of who is signed in, or ""."""
        current = self.things.accounts.current
        return current.username if current is not None else ""

    def action(self, name: str) -> QAction:
        """An entry of the account menu."""
        found = self.window.top_bar.account.menu().findChild(QAction, name)
        assert found is not None, name
        return found

    def dialogs(self) -> list[str]:
        """The names of the dialogs that are open."""
        return [one.objectName() for one in self.window.findChildren(QDialog) if one.isVisible()]

    def dialog(self, name: str = "loginDialog") -> QDialog:
        """The dialog that is open."""
        found = [one for one in self.window.findChildren(QDialog, name) if one.isVisible()]
        assert found, (name, self.dialogs())
        return found[-1]

    def part(self, kind: type[T], name: str) -> T:
        """A widget that is seen: of a dialog, or of the page."""
        for place in (*reversed(self.window.findChildren(QDialog)), self.window):
            for part in place.findChildren(kind, name):
                if part.isVisible():
                    return part
        raise AssertionError(f"{name} is not seen; dialogs: {self.dialogs()}")

    def sees(self, name: str) -> bool:
        """Whether a widget of that name is seen."""
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        """What a label, button or field says; "" where it is not seen."""
        if not self.sees(name):
            return ""
        part = self.part(QWidget, name)
        return part.text() if isinstance(part, (QLabel, QAbstractButton, QLineEdit)) else ""

    @property
    def error(self) -> str:
        """What the sign-in dialog says."""
        return self.text("loginError")

    # What is done

    def type(self, name: str, text: str) -> None:
        """Types into a field, in place of what is there."""
        edit = self.part(QLineEdit, name)
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        QTest.keyClicks(edit, text)

    def enter(self, name: str) -> None:
        """Presses Enter in a field."""
        QTest.keyClick(self.part(QLineEdit, name), Qt.Key.Key_Return)

    def click(self, name: str) -> None:
        """Presses a button."""
        button = self.part(QAbstractButton, name)
        assert button.isEnabled(), name
        button.click()

    def fill_sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Types both into the dialog, and presses Enter."""
        self.type("loginUsername", name)
        self.type("loginPassword", password)
        self.enter("loginPassword")

    def open_sign_in(self) -> None:
        """The dialog."""
        self.action("signInAction").trigger()

    def go(self, page: str) -> None:
        """Leads to a page of the account."""
        self.things.router.go(Route.of(page))
