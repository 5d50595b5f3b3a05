"""The settings of an account: profile, picture, watching, e-mail, password, two-factor, quota."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from peertube_desktop.api.models.registration import Registration
from peertube_desktop.demo.otp import code
from peertube_desktop.services.accounts import AccountInfo
from peertube_desktop.ui.widgets.choose_many import ManyButton
from peertube_desktop.ui.widgets.picture_choice import PictureChoice
from peertube_desktop.ui.widgets.qr_code import QrCode
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox
from tests.demo_process import DemoProcess
from tests.ui.account_stage import PASSWORD, Stage
from tests.ui.conftest import Until


async def fresh(stage: Stage) -> AccountInfo:
    """A user of its own, signed in."""
    name, helper = f"u{uuid.uuid4().hex[:10]}", stage.things.sign_in
    person = Registration(username=name, password=PASSWORD, email=f"{name}@example.com")
    await helper.register(stage.origin, await helper.rules(stage.origin), person)
    return await stage.things.accounts.sign_in(stage.origin, name, PASSWORD)


async def begin(stage: Stage, until: Until) -> AccountInfo:
    """To the page, as a user of its own."""
    info = await fresh(stage)
    stage.go("account-settings")
    await until(lambda: stage.sees("profileName") and stage.text("profileName"))
    return info


async def test_nobody_is_told_how_to_become_somebody(stage: Stage, until: Until) -> None:
    stage.go("account-settings")
    labels = [label.text() for label in stage.window.findChildren(QLabel) if label.isVisible()]
    assert "Nobody is signed in" in labels
    # Signing in shows the page at once.
    await fresh(stage)
    await until(lambda: stage.sees("profileName"))


async def test_name_and_description_are_saved(stage: Stage, until: Until) -> None:
    info = await begin(stage, until)
    stage.type("profileName", "")
    stage.click("profile-save")
    assert stage.text("profileName-error") == "A name is wanted."
    stage.type("profileName", "Somebody new")
    about = stage.part(QPlainTextEdit, "profileDescription")
    QTest.keyClicks(about, "ab")
    stage.click("profile-save")
    assert stage.text("profileDescription-error") == "At least 3 characters."
    QTest.keyClicks(about, "out me")
    QTest.keyClick(about, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: stage.text("profile-said") == "Saved.")
    user = await stage.things.accounts.me(info.id)
    assert user.account is not None
    assert (user.account.display_name, user.account.description) == ("Somebody new", "about me")
    known = stage.things.accounts.info(info.id)
    assert known.display_name == "Somebody new"


async def test_what_was_typed_stays_when_the_server_fails(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    await begin(stage, until)
    people_demo.set_faults([{"path": "/users/me", "method": "PUT", "status": 500}])
    stage.type("profileName", "Kept")
    stage.enter("profileName")
    await until(lambda: stage.text("profile-said"))
    assert "has a problem" in stage.text("profile-said")
    people_demo.clear()
    # Nor when the page is left and shown again.
    stage.go("settings")
    stage.go("account-settings")
    await until(lambda: stage.sees("quotaText") and "used" in stage.text("quotaText"))
    assert stage.text("profileName") == "Kept"
    stage.enter("profileName")
    await until(lambda: stage.text("profile-said") == "Saved.")


async def test_what_the_instance_does_not_take_is_said_beside_its_field(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    await begin(stage, until)
    wrong = {"status": 400, "invalid-params": {"displayName": {"msg": "Invalid value"}}}
    people_demo.set_faults([{"path": "/users/me", "method": "PUT", "status": 400, "body": wrong}])
    stage.type("profileName", "Odd")
    stage.enter("profileName")
    await until(lambda: stage.text("profileName-error") == "The instance does not take this.")
    people_demo.clear()


async def test_a_picture_is_looked_at_before_it_is_used(stage: Stage, until: Until, tmp_path: Path) -> None:
    info = await begin(stage, until)
    path = tmp_path / "me.png"
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(path))
    choice = stage.part(PictureChoice, "profileAvatar")
    (tmp_path / "words.png").write_text("no picture")
    choice.take(tmp_path / "words.png")
    await until(lambda: stage.text("profileAvatar-error").startswith("This is not a picture"))
    choice.take(path)
    await until(lambda: stage.sees("profileAvatar-use"))
    assert not stage.things.accounts.info(info.id).avatar
    stage.click("profileAvatar-back")
    assert not stage.sees("profileAvatar-use")
    choice.take(path)
    await until(lambda: stage.sees("profileAvatar-use"))
    stage.click("profileAvatar-use")
    await until(lambda: stage.things.accounts.info(info.id).avatar)
    await until(lambda: stage.sees("profileAvatar-remove"))
    stage.click("profileAvatar-remove")
    await until(lambda: not stage.things.accounts.info(info.id).avatar)
    await until(lambda: not stage.sees("profileAvatar-remove"))


async def test_what_one_wants_to_see_changes_at_once(stage: Stage, until: Until) -> None:
    info = await begin(stage, until)
    box = stage.part(ChoiceBox, "watching-nsfw")
    box.setCurrentIndex(box.findData("blur"))
    box.chosen.emit("blur")
    stage.part(QCheckBox, "watching-autoPlayNextVideo").click()
    stage.part(ManyButton, "watching-languages").chosen.emit(("fr", "de"))
    user = await stage.things.accounts.me(info.id)
    while not (user.nsfw_policy == "blur" and user.auto_play_next_video and user.video_languages):
        user = await stage.things.accounts.me(info.id)
    assert user.video_languages == ["fr", "de"]


async def test_a_change_that_fails_is_taken_back_and_said(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    await begin(stage, until)
    people_demo.set_faults([{"path": "/users/me", "method": "PUT", "status": 500}])
    switch = stage.part(QCheckBox, "watching-videosHistoryEnabled")
    before = switch.isChecked()
    switch.click()
    await until(lambda: switch.isChecked() is before)
    labels = [label.text() for label in stage.window.findChildren(QLabel) if label.isVisible()]
    assert any("has a problem" in text for text in labels)
    people_demo.clear()


async def test_address_and_password_want_the_present_password(stage: Stage, until: Until) -> None:
    info = await begin(stage, until)
    stage.type("emailAddress", "nonsense")
    stage.enter("emailAddress")
    assert stage.text("emailAddress-error")
    stage.type("emailAddress", f"{info.username}@example.net")
    stage.type("emailPassword", "wrong one")
    stage.enter("emailPassword")
    await until(lambda: stage.text("emailPassword-error").startswith("Wrong password"))
    stage.type("emailPassword", PASSWORD)
    stage.enter("emailPassword")
    await until(lambda: stage.text("email-said") == "Saved.")
    assert stage.text("emailPassword") == ""
    stage.type("passwordOld", PASSWORD)
    stage.type("passwordNew", "short")
    stage.click("password-save")
    assert stage.text("passwordNew-error") == "At least 6 characters."
    stage.type("passwordNew", "a longer one")
    stage.enter("passwordNew")
    await until(lambda: stage.text("password-said") == "Saved.")
    assert not stage.part(QLineEdit, "passwordNew").isUndoAvailable()
    await stage.things.accounts.sign_in(stage.origin, info.username, "a longer one")


async def test_two_factor_is_turned_on_and_off(stage: Stage, until: Until) -> None:
    info = await begin(stage, until)
    assert stage.text("twoFactorButton") == "Turn on…"
    stage.click("twoFactorButton")
    stage.type("twoFactorPassword", "wrong one")
    stage.enter("twoFactorPassword")
    await until(lambda: stage.text("twoFactorPassword-error").startswith("Wrong password"))
    stage.type("twoFactorPassword", PASSWORD)
    stage.enter("twoFactorPassword")
    await until(lambda: stage.sees("twoFactorSecret"))
    secret = stage.text("twoFactorSecret").replace(" ", "")
    picture = stage.part(QrCode, "qrCode").grab().toImage()
    assert picture.pixelColor(2, 2) == QColor("white"), "room around it, whatever the theme"
    stage.type("twoFactorCode", "000000")
    stage.enter("twoFactorCode")
    await until(lambda: stage.text("twoFactorCode-error"))
    stage.type("twoFactorCode", code(secret, time.time()))
    stage.enter("twoFactorCode")
    await until(lambda: stage.text("twoFactorButton") == "Turn off…")
    assert (await stage.things.accounts.me(info.id)).two_factor_enabled
    stage.click("twoFactorButton")
    stage.type("twoFactorPassword", PASSWORD)
    stage.enter("twoFactorPassword")
    await until(lambda: stage.text("twoFactorButton") == "Turn on…")
    assert not stage.dialogs()


async def test_the_room_that_is_left_is_a_bar(stage: Stage, until: Until) -> None:
    await stage.things.accounts.sign_in(stage.origin, "lena", PASSWORD)
    stage.go("account-settings")
    await until(lambda: "of 20.0 MB used" in stage.text("quotaText"))
    assert "of 10.0 MB used in the last 24 hours" in stage.text("quotaDailyText")
    await fresh(stage)
    await until(lambda: stage.text("quotaText").endswith("there is no limit."))
    assert not stage.sees("quotaDailyText")


async def test_another_account_does_not_get_what_was_typed_for_the_one_before(
    stage: Stage, until: Until
) -> None:
    first = await begin(stage, until)
    stage.type("profileName", "Typed for the first")
    stage.type("passwordOld", PASSWORD)
    second = await fresh(stage)
    await until(lambda: stage.text("profileName") == second.username)
    assert stage.text("passwordOld") == ""
    stage.things.accounts.switch(first.id)
    await until(lambda: stage.text("profileName") == first.username)


async def test_where_sessions_are_kept_is_chosen(stage: Stage, until: Until) -> None:
    await begin(stage, until)
    box = stage.part(ChoiceBox, "setting-keep_sessions")
    box.setCurrentIndex(box.findData("file"))
    box.activated.emit(box.currentIndex())
    await until(lambda: stage.things.preferences.current.keep_sessions == "file")


async def test_a_page_that_cannot_be_loaded_says_so_and_tries_again(
    stage: Stage, until: Until, people_demo: DemoProcess
) -> None:
    await fresh(stage)
    people_demo.set_faults([{"path": "/users/me", "status": 500}])
    stage.go("account-settings")
    await until(lambda: stage.sees("retryButton"))
    people_demo.clear()
    stage.part(QPushButton, "retryButton").click()
    await until(lambda: stage.sees("profileName"))
