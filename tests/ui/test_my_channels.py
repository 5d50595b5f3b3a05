"""One's own channels: made, changed, given pictures, and deleted by name."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from peertube_desktop.services.accounts import AccountInfo
from peertube_desktop.ui.pages.my_channels import ChannelBox
from peertube_desktop.ui.router import Route
from peertube_desktop.ui.widgets.picture_choice import PictureChoice
from tests.demo_process import DemoProcess
from tests.ui.account_stage import Stage
from tests.ui.conftest import Until
from tests.ui.test_account_settings import fresh


def boxes(stage: Stage) -> list[ChannelBox]:
    """The channels on the page."""
    return [box for box in stage.window.findChildren(ChannelBox) if box.isVisible()]


def press(box: ChannelBox, name: str) -> None:
    """Presses a button of a channel."""
    button = box.findChild(QPushButton, name)
    assert button is not None
    button.click()


async def begin(stage: Stage, until: Until) -> AccountInfo:
    """To the page, as a user of its own with its first channel."""
    info = await fresh(stage)
    stage.go("my-channels")
    await until(lambda: len(boxes(stage)) == 1)
    return info


async def test_a_channel_is_created_with_pictures(stage: Stage, until: Until, tmp_path: Path) -> None:
    info = await begin(stage, until)
    for name, size in (("face.png", (200, 200)), ("strip.png", (1200, 200))):
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(QColor("purple"))
        image.save(str(tmp_path / name))
    name = f"c{uuid.uuid4().hex[:10]}"
    stage.click("createChannel")
    stage.type("channelName", "No Capitals")
    stage.click("channelSubmit")
    assert stage.text("channelName-error").startswith("Only small letters")
    stage.type("channelName", name)
    stage.type("channelTitle", "Films & more")
    QTest.keyClicks(stage.part(QPlainTextEdit, "channelDescription"), "What I film.")
    stage.part(PictureChoice, "channelAvatar").take(tmp_path / "face.png")
    stage.part(PictureChoice, "channelBanner").take(tmp_path / "strip.png")
    await until(
        lambda: (
            stage.part(PictureChoice, "channelAvatar").waiting
            and stage.part(PictureChoice, "channelBanner").waiting
        )
    )
    stage.enter("channelTitle")
    await until(lambda: len(boxes(stage)) == 2)
    found = {one.name: one for one in await stage.things.account_settings.channels(info.id)}[name]
    assert (found.display_name, found.description) == ("Films & more", "What I film.")
    assert found.avatars
    assert found.banners


async def test_a_channel_is_changed_and_opened(stage: Stage, until: Until) -> None:
    info = await begin(stage, until)
    press(boxes(stage)[0], "channelEdit")
    assert not stage.sees("channelName"), "a name never changes"
    stage.type("channelTitle", "Another title")
    assert not stage.sees("channelBulkSupport")
    QTest.keyClicks(stage.part(QPlainTextEdit, "channelSupport"), "Buy me a tea")
    assert stage.sees("channelBulkSupport")
    stage.click("channelSubmit")
    await until(lambda: boxes(stage) and boxes(stage)[0].accessibleName() == "Another title")
    channel = (await stage.things.account_settings.channels(info.id))[0]
    assert channel.support == "Buy me a tea"
    press(boxes(stage)[0], "channelOpen")
    assert stage.things.routes[-1] == Route.of("channel", stage.origin, handle=channel.handle)


async def test_a_name_that_is_taken_is_said_beside_it(stage: Stage, until: Until) -> None:
    await begin(stage, until)
    stage.click("createChannel")
    stage.type("channelName", "slow_wheels")
    stage.type("channelTitle", "Mine")
    stage.enter("channelTitle")
    await until(lambda: stage.text("channelName-error").startswith("This name is, or was"))
    assert stage.text("channelTitle") == "Mine"


async def test_a_picture_that_fails_does_not_make_the_channel_twice(
    stage: Stage, until: Until, tmp_path: Path, people_demo: DemoProcess
) -> None:
    info = await begin(stage, until)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    image.save(str(tmp_path / "face.png"))
    people_demo.set_faults([{"path": "/avatar/pick", "status": 500, "times": 1}])
    name = f"c{uuid.uuid4().hex[:10]}"
    stage.click("createChannel")
    stage.type("channelName", name)
    stage.type("channelTitle", "Once")
    stage.part(PictureChoice, "channelAvatar").take(tmp_path / "face.png")
    await until(lambda: stage.part(PictureChoice, "channelAvatar").waiting)
    stage.enter("channelTitle")
    await until(lambda: "has a problem" in stage.text("channelError"))
    stage.click("channelSubmit")
    await until(lambda: not stage.dialogs())
    channels = await stage.things.account_settings.channels(info.id)
    assert sorted(bool(one.avatars) for one in channels) == [False, True]


async def test_deleting_wants_the_name_and_the_last_one_stays(stage: Stage, until: Until) -> None:
    await begin(stage, until)
    name = f"c{uuid.uuid4().hex[:10]}"
    stage.click("createChannel")
    stage.type("channelName", name)
    stage.type("channelTitle", "To go")
    stage.enter("channelTitle")
    await until(lambda: len(boxes(stage)) == 2)
    press(next(box for box in boxes(stage) if box.accessibleName() == "To go"), "channelDelete")
    assert not stage.part(QPushButton, "deleteChannelSubmit").isEnabled()
    stage.type("deleteChannelName", name[:-1])
    stage.enter("deleteChannelName")
    assert stage.dialogs() == ["deleteChannelDialog"]
    stage.type("deleteChannelName", name)
    stage.enter("deleteChannelName")
    await until(lambda: len(boxes(stage)) == 1)
    last = boxes(stage)[0]
    press(last, "channelDelete")
    heading = next(
        label.text()
        for label in stage.dialog("deleteChannelDialog").findChildren(QLabel)
        if label.text().startswith("Type ")
    )
    stage.type("deleteChannelName", heading.split()[1])
    stage.enter("deleteChannelName")
    await until(lambda: stage.text("deleteChannelError").startswith("It is your last channel"))
    assert len(boxes(stage)) == 1
