"""Signing in and out in the window: by keyboard, with what goes wrong, and what is shown then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from peertube_desktop.api.errors import SessionEndedError
from peertube_desktop.demo.otp import code
from peertube_desktop.demo.society import OTP_OF_INES
from peertube_desktop.store.secrets import SecretsError, SecretsProblem
from peertube_desktop.ui.widgets.states import Banner
from tests.demo_process import DemoProcess
from tests.ui.account_stage import PASSWORD, Blank, Stage
from tests.ui.conftest import Until
from tests.ui.things import make_things


class NoKeyring:
    """A system without a keyring."""

    def get(self, key: str) -> str | None:
        """There is none."""
        raise SecretsError(SecretsProblem.NO_KEYRING)

    def set(self, key: str, value: str) -> None:
        """There is none."""
        raise SecretsError(SecretsProblem.NO_KEYRING)

    def delete(self, key: str) -> None:
        """There is none."""
        raise SecretsError(SecretsProblem.NO_KEYRING)


async def sign_in(stage: Stage, until: Until, name: str, password: str = PASSWORD) -> None:
    stage.open_sign_in()
    stage.fill_sign_in(name, password)
    await until(lambda: stage.user == name)


async def test_signing_in_shows_who_one_is_and_the_page_anew(stage: Stage, until: Until) -> None:
    host = stage.origin.removeprefix("http://")
    button = stage.window.top_bar.account
    assert button.accessibleName() == "Account: nobody is signed in"
    page = stage.window.page
    assert isinstance(page, Blank)
    before = page.opened
    stage.open_sign_in()
    dialog = stage.dialog()
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.objectName() == "loginUsername", "the instance is known"
    password = stage.part(QLineEdit, "loginPassword")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    left: list[object] = []
    dialog.finished.connect(lambda: left.append((password.text(), password.isUndoAvailable())))
    stage.fill_sign_in("alice")
    await until(lambda: stage.user)
    assert left == [("", False)], "nothing of the password stays"
    assert button.accessibleName() == f"Account: alice@{host}"
    assert page.opened == before + 1
    assert stage.window.toast.text == f"Signed in as alice@{host}"


async def test_the_keyboard_walks_through_the_dialog_in_order(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    dialog = stage.dialog()
    await until(lambda: stage.part(QLineEdit, "loginUsername").hasFocus())
    walked = []
    for _step in range(7):
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert walked == [
        *("loginUsername", "loginPassword", "loginPassword-show"),
        *("loginRegister", "loginForgot", "loginCancel", "loginSubmit"),
    ]
    stage.type("loginPassword", "seen?")
    stage.click("loginPassword-show")
    assert stage.part(QLineEdit, "loginPassword").displayText() == "seen?"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not stage.dialogs()


async def test_a_wrong_password_is_said_and_tried_again(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    stage.type("loginUsername", "alice")
    stage.enter("loginUsername")
    assert stage.text("loginPassword-error") == "The password is missing."
    stage.type("loginPassword", "nonsense")
    assert not stage.text("loginPassword-error")
    stage.enter("loginPassword")
    assert not stage.part(QPushButton, "loginSubmit").isEnabled()
    await until(lambda: stage.error)
    assert stage.error.startswith("Wrong user name or password")
    password = stage.part(QLineEdit, "loginPassword")
    assert password.selectedText() == "nonsense", "ready to be typed anew"
    stage.type("loginPassword", PASSWORD)
    assert not stage.error
    stage.enter("loginPassword")
    await until(lambda: stage.user)


async def test_a_code_is_asked_for_where_one_is_wanted(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    assert not stage.sees("loginOtp")
    stage.fill_sign_in("ines")
    await until(lambda: stage.sees("loginOtp"))
    assert stage.error.startswith("A code is wanted")
    await until(lambda: stage.part(QLineEdit, "loginOtp").hasFocus())
    stage.type("loginOtp", "000000")
    stage.enter("loginOtp")
    await until(lambda: stage.error.startswith("Wrong code"))
    import time

    stage.type("loginOtp", code(OTP_OF_INES, time.time()))
    stage.enter("loginOtp")
    await until(lambda: stage.user == "ines")


async def test_who_may_not_sign_in_learns_why(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    stage.fill_sign_in("jonas")
    await until(lambda: stage.error.startswith("This account is blocked"))
    stage.fill_sign_in("kim")
    await until(lambda: stage.error.startswith("Your e-mail address is not confirmed yet"))
    stage.click("loginSendAgain")
    assert stage.text("loginEmail-error"), "a user name is no address"
    stage.type("loginEmail", "kim@example.com")
    stage.click("loginSendAgain")
    await until(lambda: stage.error.startswith("A message is on its way"))


async def test_after_too_many_tries_it_counts_down(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    people_demo.set_faults(
        [
            {
                "path": "/api/v1/users/token",
                "status": 429,
                "times": 1,
                "body": "Too many requests, please try again later.",
                "headers": {"Retry-After": "2", "Content-Type": "text/html"},
            }
        ]
    )
    stage.open_sign_in()
    stage.fill_sign_in("alice")
    await until(lambda: stage.error.startswith("Too many tries"))
    assert stage.error.endswith("Try again in 2 seconds.")
    assert not stage.part(QPushButton, "loginSubmit").isEnabled()
    stage.enter("loginPassword")
    await until(lambda: stage.error.endswith("Try again in 1 second."))
    await until(lambda: stage.error == "You can try again now.")
    stage.enter("loginPassword")
    await until(lambda: stage.user)


async def test_no_answer_is_said_and_the_wait_can_be_ended(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    people_demo.set_faults([{"path": "/api/v1/users/token", "status": 503}])
    stage.open_sign_in()
    stage.fill_sign_in("alice")
    await until(lambda: "is not available" in stage.error)
    people_demo.set_faults([{"path": "/api/v1/users/token", "hang": True}])
    stage.enter("loginPassword")
    assert stage.text("loginSubmit") == "Signing in…"
    stage.click("loginCancel")
    assert not stage.dialogs()
    people_demo.clear()
    assert not stage.things.accounts.known


async def test_a_place_that_is_no_peertube_is_said_beside_the_field(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    stage.type("loginInstance", "no address")
    stage.fill_sign_in("alice", "x")
    await until(lambda: stage.text("loginInstance-error"))
    assert "is not an address" in stage.text("loginInstance-error")
    stage.type("loginInstance", stage.origin)
    stage.enter("loginPassword")
    await until(lambda: stage.error.startswith("Wrong user name"))


async def test_signing_out_asks_first(stage: Stage, until: Until) -> None:
    await sign_in(stage, until, "bob")
    stage.action("signOutAction").trigger()
    stage.click("confirmCancel")
    assert stage.user
    stage.action("signOutAction").trigger()
    stage.click("confirmAction")
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
    assert stage.user == "alice"
    stage.action("nobodyAction").trigger()
    assert not stage.user
    assert len(stage.things.accounts.known) == 2
    assert stage.action("nobodyAction").isChecked()


async def test_an_account_elsewhere_is_used_on_its_own_instance(
    stage: Stage, until: Until, demo_63: DemoProcess, demo_82: DemoProcess
) -> None:
    things = stage.things
    other = demo_63 if demo_63.url != stage.origin else demo_82
    await sign_in(stage, until, "alice")
    stage.open_sign_in()
    stage.type("loginInstance", other.host)
    stage.fill_sign_in("bob")
    await until(lambda: things.instances.current == other.url)
    assert stage.user == "bob"
    things.instances.visit(stage.origin)
    assert stage.user == "alice", "one is on each instance who one is there"
    entry = next(
        one for one in stage.window.top_bar.account.menu().actions() if one.text().endswith(f"@{other.host})")
    )
    entry.trigger()
    assert things.instances.current == other.url
    assert stage.user == "bob"


async def test_a_session_that_ended_asks_once_and_what_waited_goes_on(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    import asyncio

    accounts = stage.things.accounts
    info = await accounts.sign_in(stage.origin, "greta", PASSWORD)
    people_demo.set_faults(
        [
            {
                "path": "/users/me",
                "status": 401,
                "times": 2,
                "body": {"code": "invalid_token", "status": 401},
            },
            {
                "path": "/users/token",
                "status": 400,
                "times": 1,
                "body": {"code": "invalid_grant", "status": 400},
            },
        ]
    )
    calls = [asyncio.ensure_future(accounts.me(info.id)) for _ in range(2)]
    await until(lambda: "loginDialog" in stage.dialogs())
    assert stage.dialogs() == ["loginDialog"]
    assert stage.part(QLineEdit, "loginInstance").isReadOnly()
    assert stage.text("loginUsername") == "greta"
    assert "the password is wanted" in stage.window.top_bar.account.accessibleName()
    stage.type("loginPassword", PASSWORD)
    stage.enter("loginPassword")
    users = await asyncio.gather(*calls)
    assert [user.username for user in users] == ["greta", "greta"]
    await until(lambda: not stage.dialogs())
    assert "the password is wanted" not in stage.window.top_bar.account.accessibleName()


async def test_who_does_not_sign_in_again_is_not_asked_on_and_on(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    import asyncio

    accounts = stage.things.accounts
    info = await accounts.sign_in(stage.origin, "greta", PASSWORD)
    people_demo.set_faults(
        [
            {
                "path": "/users/me",
                "status": 401,
                "times": 2,
                "body": {"code": "invalid_token", "status": 401},
            },
            {"path": "/users/token", "status": 400, "body": {"code": "invalid_grant", "status": 400}},
        ]
    )
    call = asyncio.ensure_future(accounts.me(info.id))
    await until(lambda: "loginDialog" in stage.dialogs())
    stage.click("loginCancel")
    result = (await asyncio.gather(call, return_exceptions=True))[0]
    assert isinstance(result, SessionEndedError)
    result = (await asyncio.gather(accounts.me(info.id), return_exceptions=True))[0]
    assert isinstance(result, SessionEndedError)
    assert not stage.dialogs()
    people_demo.clear()
    entry = stage.action("switchAccountAction")
    assert entry.text().endswith(": sign in again")
    entry.trigger()
    stage.type("loginPassword", PASSWORD)
    stage.enter("loginPassword")
    await until(lambda: not accounts.needs_password(info.id))


async def test_without_a_keyring_one_chooses_where_to_keep_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, until: Until, demo_82: DemoProcess
) -> None:
    async with make_things(qapp, tmp_path, keyring=NoKeyring()) as things:
        stage = Stage(things, demo_82.url)
        qtbot.addWidget(stage.window)
        stage.open_sign_in()
        stage.fill_sign_in("alice")
        await until(lambda: "keepDialog" in stage.dialogs())
        said = [label.text() for label in stage.dialog("keepDialog").findChildren(QLabel)]
        assert "This system has no keyring" in said
        assert stage.part(QRadioButton, "keepRun").isChecked(), "the safe way is the first"
        stage.part(QRadioButton, "keepFile").click()
        stage.click("keepSubmit")
        await until(lambda: not stage.dialogs())
        assert (tmp_path / "sessions.json").stat().st_mode & 0o777 == 0o600
        assert things.preferences.current.keep_sessions == "file"
        assert things.accounts.problem is None


async def test_what_cannot_be_read_at_the_start_is_said_below_the_bar(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, until: Until, demo_82: DemoProcess
) -> None:
    async with make_things(qapp, tmp_path) as things:
        await things.accounts.sign_in(demo_82.url, "alice", PASSWORD)
    async with make_things(qapp, tmp_path, keyring=NoKeyring()) as things:
        stage = Stage(things, demo_82.url)
        qtbot.addWidget(stage.window)
        await things.accounts.load()
        await until(lambda: stage.window.notes.texts)
        assert stage.window.notes.texts[0].startswith("This system has no keyring")
        stage.window.notes.findChildren(Banner)[0].acted.emit()
        assert stage.dialogs() == ["keepDialog"]
        stage.click("keepCancel")
