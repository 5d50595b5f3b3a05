"""Becoming a user: at once, after a mail, after somebody approved, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.demo_process import DemoProcess
from tests.ui.account_stage import Stage
from tests.ui.conftest import Until
from tests.ui.things import Things


def fresh() -> str:
    """A name that nobody has."""
    return f"new_{uuid.uuid4().hex[:12]}"


async def begin(stage: Stage, until: Until) -> None:
    """To the form of the instance that is browsed."""
    stage.action("registerAction").trigger()
    await until(lambda: stage.sees("registerUsername"))


def fill(stage: Stage, name: str, **more: str) -> None:
    """Types all that must be there."""
    for key, value in {
        "Username": name,
        "Email": f"{name}@example.com",
        "Password": "long enough",
        **more,
    }.items():
        stage.type(f"register{key}", value)
    if stage.sees("registerAgree"):
        stage.part(QCheckBox, "registerAgree").setChecked(True)


async def test_one_is_signed_in_at_once_where_nothing_is_to_wait_for(stage: Stage, until: Until) -> None:
    await begin(stage, until)
    name = fresh()
    stage.enter("registerUsername")
    for field in ("Username", "Email", "Password", "Agree"):
        assert stage.text(f"register{field}-error"), field
    fill(stage, name, Channel=name)
    stage.enter("registerUsername")
    assert stage.text("registerChannel-error") == "It must be another one than your user name."
    stage.type("registerChannel", f"{name}_films")
    stage.enter("registerChannel")
    await until(lambda: stage.user == name)
    channels = await stage.things.account_settings.channels(stage.things.accounts.known[0].id)
    assert [one.name for one in channels] == [f"{name}_films"]
    assert not stage.dialogs()


async def test_a_name_that_is_taken_is_said_and_nothing_typed_is_lost(stage: Stage, until: Until) -> None:
    await begin(stage, until)
    fill(stage, "alice", DisplayName="Another Alice")
    stage.enter("registerUsername")
    await until(lambda: "taken already" in stage.text("registerUsername-error"))
    assert stage.part(QLineEdit, "registerPassword").text() == "long enough"
    assert stage.text("registerDisplayName") == "Another Alice"


async def test_the_way_from_signing_in(stage: Stage, until: Until) -> None:
    stage.open_sign_in()
    stage.click("loginRegister")
    await until(lambda: stage.sees("registerUsername"))
    assert stage.dialogs() == ["registerDialog"]
    stage.type("registerInstance", "not an address")
    assert not stage.sees("registerUsername"), "the form was another instance's"
    stage.enter("registerInstance")
    await until(lambda: "is not an address" in stage.text("registerInstance-error"))


@pytest.fixture(params=["approval", "closed", "mail"])
def picky_demo(request: pytest.FixtureRequest) -> Iterator[tuple[str, DemoProcess]]:
    """A demo instance that does not take everybody at once."""
    arguments = ("--verify-mail",) if request.param == "mail" else ("--signup", request.param)
    with DemoProcess.start("6.3", videos=6, arguments=arguments) as demo:
        yield request.param, demo


async def test_what_comes_next_is_said(
    things: Things, qtbot: QtBot, until: Until, picky_demo: tuple[str, DemoProcess]
) -> None:
    kind, demo = picky_demo
    stage = Stage(things, demo.url)
    qtbot.addWidget(stage.window)
    stage.action("registerAction").trigger()
    if kind == "closed":
        await until(lambda: "takes no new accounts now" in stage.text("registerError"))
        assert not stage.sees("registerUsername")
        return
    await until(lambda: stage.sees("registerUsername"))
    name = fresh()
    fill(stage, name)
    if kind == "mail":
        stage.enter("registerUsername")
        await until(lambda: "has sent you a message" in stage.text("registerError"))
        stage.click("registerSubmit")
        assert stage.dialogs() == ["loginDialog"]
        assert stage.text("loginUsername") == name
        stage.fill_sign_in(name, "long enough")
        await until(lambda: stage.error.startswith("Your e-mail address is not confirmed yet"))
        return
    stage.enter("registerUsername")
    assert stage.text("registerReason-error")
    QTest.keyClicks(stage.part(QPlainTextEdit, "registerReason"), "I film bicycles.")
    stage.click("registerSubmit")
    await until(lambda: "with the people of" in stage.text("registerError"))
    stage.click("registerCancel")
    stage.open_sign_in()
    stage.fill_sign_in(name, "long enough")
    await until(lambda: stage.error.startswith("Your account is not approved yet"))
