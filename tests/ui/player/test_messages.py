"""What is said over the picture, and the way out of each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from peertube_desktop.api.errors import BadRequestError
from peertube_desktop.services.player import (
    LibraryMissingError,
    Player,
    PlayerState,
    Reason,
    RelayState,
    RelayStatus,
    Unplayable,
    UnplayableError,
)
from peertube_desktop.ui.player import reasons
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage, make_stage
from tests.ui.things import Things

SENSITIVE = 25


def said(stage: Stage) -> str:
    """Title and sentence of the message, "" for none."""
    words = stage.view.messages.panel.words
    return f"{words.title} {words.text}".strip() if words is not None else ""


async def test_a_password_is_asked_for(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.player.open(video_of(demo_82, Special.PASSWORD))
    await until(lambda: stage.player.state is PlayerState.LOCKED)
    field = stage.window.findChild(QLineEdit, "videoPassword")
    assert field is not None
    assert field.isVisible()
    assert field.hasFocus()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "k is no key here")
    button = stage.button("playerMessageButton")
    button.click()
    await until(lambda: "not the right password" in said(stage))
    assert field.text() == ""
    QTest.keyClicks(field, "demo\r")
    await until(stage.played)
    assert not field.isVisible()
    assert said(stage) == ""
    assert stage.view.hasFocus()


async def test_a_sensitive_video_waits_for_a_yes(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.things.preferences.update(nsfw_policy="blur")
    player = stage.player
    player.open(video_of(demo_82, SENSITIVE))
    await until(lambda: player.state is PlayerState.PAUSED)
    assert said(stage).startswith("Sensitive video")
    assert not stage.view.controls.isVisible()
    assert stage.view.messages.panel.size() == stage.view.size()
    stage.press(Qt.Key.Key_K)
    assert player.state is PlayerState.PAUSED
    stage.button("playerMessageButton").click()
    await until(stage.played)
    assert said(stage) == ""


async def test_a_sensitive_video_just_plays_where_so_set(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.things.preferences.update(nsfw_policy="show")
    stage.player.open(video_of(demo_82, SENSITIVE))
    await until(stage.played)
    assert said(stage) == ""


async def test_an_error_is_told_and_tried_again(stage: Stage, faulty_demo: DemoProcess, until: Until) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/videos/[0-9a-f-]{36}$", "status": 503, "times": 9}])
    stage.player.open(video_of(faulty_demo, Special.CHART))
    await until(lambda: stage.player.state is PlayerState.FAILED)
    assert "is not available" in said(stage)
    faulty_demo.clear()
    stage.button("playerMessageButton").click()
    await until(stage.played)
    assert said(stage) == ""


async def test_a_lost_file_is_told(stage: Stage, faulty_demo: DemoProcess, until: Until) -> None:
    faulty_demo.set_faults([{"path": "/static/streaming-playlists", "status": 404}])
    stage.player.open(video_of(faulty_demo, Special.CHART))
    await until(lambda: stage.player.state is PlayerState.FAILED)
    assert "gone" in said(stage)


async def test_waiting_for_a_server_says_why_and_how_long(
    stage: Stage, faulty_demo: DemoProcess, until: Until
) -> None:
    faulty_demo.set_faults([{"path": "/static/streaming-playlists", "status": 500}])
    stage.player.open(video_of(faulty_demo, Special.CHART))
    waiting = stage.view.messages.waiting
    await until(lambda: waiting.isVisible() and "500" in waiting.text)
    assert "ry" in waiting.text.split("\n")[1]
    faulty_demo.clear()
    await until(stage.played)
    await until(lambda: not waiting.isVisible())


@pytest.mark.parametrize(
    ("special", "state", "words"),
    [
        (Special.LIVE_WAITING, PlayerState.SOON, "has not begun"),
        (Special.LIVE_ENDED, PlayerState.OVER, "has ended"),
        (Special.PRIVATE, PlayerState.FAILED, "account"),
    ],
)
async def test_lives_and_private_videos(
    stage: Stage, demo_82: DemoProcess, until: Until, special: Special, state: PlayerState, words: str
) -> None:
    stage.player.open(video_of(demo_82, special))
    await until(lambda: stage.player.state is state)
    assert words in said(stage)
    # What is private now may be public later; a live begins by itself.
    assert stage.button("playerMessageButton").isVisible() == (state is PlayerState.FAILED)


async def test_a_live_has_its_mark_and_no_seek_bar(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.player.open(video_of(demo_82, Special.LIVE))
    await until(stage.played)
    controls = stage.view.controls
    await until(lambda: controls.live.isVisible())
    assert controls.live.isChecked()
    assert not controls.seek_bar.isVisible()
    stage.player.pause()
    await until(lambda: not controls.live.isChecked())
    controls.live.click()
    await until(lambda: stage.player.state is PlayerState.PLAYING and controls.live.isChecked())


async def test_at_the_end_the_next_one_is_offered_and_counted_down_to(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    player, panel = stage.player, stage.view.messages.up_next
    player.open(video_of(demo_82, Special.CHART), start=8)
    await until(stage.played)
    assert player.video is not None
    upright = video_of(demo_82, Special.UPRIGHT)
    stage.queue.play_next(upright, player.video)
    await until(panel.isVisible)
    assert player.state is PlayerState.ENDED
    assert panel.seconds_left > 0
    head = next(label for label in panel.findChildren(QLabel) if "Up next" in label.text())
    assert "seconds" in head.text()
    panel.cancel_button.click()
    assert panel.seconds_left == 0
    assert panel.again_button.isVisible()
    panel.play_button.click()
    route = stage.things.router.current
    assert route is not None
    assert route.arg("id") == upright.uuid


async def test_the_countdown_ends_in_the_next_video(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    player, panel = stage.player, stage.view.messages.up_next
    player.open(video_of(demo_82, Special.CHART), start=8)
    await until(stage.played)
    assert player.video is not None
    stage.queue.play_next(video_of(demo_82, Special.UPRIGHT), player.video)
    panel.offer(stage.queue.up_next, countdown=True)
    for _ in range(panel.seconds_left):
        panel.tick()
    route = stage.things.router.current
    assert route is not None
    assert route.arg("id") == video_of(demo_82, Special.UPRIGHT).uuid


async def test_without_autoplay_nothing_is_counted(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.things.preferences.update(autoplay_next=False)
    player, panel = stage.player, stage.view.messages.up_next
    player.open(video_of(demo_82, Special.CHART), start=8.5)
    await until(stage.played)
    assert player.video is not None
    stage.queue.play_next(video_of(demo_82, Special.UPRIGHT), player.video)
    await until(panel.isVisible)
    assert panel.seconds_left == 0
    panel.again_button.click()
    await until(stage.played)
    assert not panel.isVisible()
    assert player.position < 5


class Stuck(Player):
    """A player in a state that is hard to bring about."""

    facts: tuple[PlayerState, Exception | None, RelayState] = (PlayerState.EMPTY, None, RelayState())

    @property
    def state(self) -> PlayerState:
        return self.facts[0]

    @property
    def error(self) -> Exception | None:
        return self.facts[1]

    @property
    def relay(self) -> RelayState:
        return self.facts[2]


@pytest.mark.parametrize("reason", list(Reason))
async def test_every_reason_has_words(things: Things, reason: Reason) -> None:
    player = Stuck(things.connections, things.preferences, things.history, things.root)
    async with make_stage(things, player) as stage:
        relay = RelayState(RelayStatus.FAILED, reason, 500)
        player.facts = (PlayerState.FAILED, None, relay)
        player.state_changed.emit()
        assert said(stage)
        assert stage.button("playerMessageButton").text() == "Try again"
        assert reasons.waiting(RelayState(RelayStatus.WAITING, reason, 500, 3.0))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LibraryMissingError(), "VLC"),
        (UnplayableError(Unplayable.NOT_READY), "not ready"),
        (UnplayableError(Unplayable.NO_FILES), "cannot be played"),
        (BadRequestError(400, "tube.example", detail="Incorrect request parameters: id"), "Not found"),
    ],
)
async def test_what_cannot_be_played_says_so(things: Things, error: Exception, words: str) -> None:
    player = Stuck(things.connections, things.preferences, things.history, things.root)
    async with make_stage(things, player) as stage:
        player.facts = (PlayerState.FAILED, error, RelayState())
        player.state_changed.emit()
        assert words in said(stage)


@pytest.mark.parametrize("percent", [100, 140])
async def test_long_words_are_whole_at_any_width(things: Things, percent: int) -> None:
    things.theme.choose("dark", percent)
    player = Stuck(things.connections, things.preferences, things.history, things.root)
    async with make_stage(things, player) as stage:
        player.facts = (PlayerState.FAILED, LibraryMissingError(), RelayState())
        player.state_changed.emit()
        text = stage.window.findChild(QWidget, "playerMessageText")
        assert isinstance(text, QLabel)
        for width in (960, 500, 320):
            stage.watch.slot.setFixedSize(width, width * 9 // 16)
            stage.view.setGeometry(stage.watch.slot.rect())
            assert text.height() >= text.heightForWidth(text.width())
