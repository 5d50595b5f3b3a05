"""Pictures as files, links to a place, captions in any script."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from peertube_desktop.ui.player import snapshot
from peertube_desktop.ui.player.captions import Captions
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage
from tests.ui.things import Things


@given(st.text(max_size=300), st.floats(0, 1e6))
def test_a_picture_has_a_name_any_system_takes(title: str, seconds: float) -> None:
    name = snapshot.file_name(title, seconds)
    assert name.endswith(".png")
    assert not set(name) & set('\\/:*?"<>|\n\r\t\0')
    assert not name.startswith((".", " ", "-"))
    assert len(name) < 120
    stem = name.removesuffix(".png").rsplit(" ", 1)[0]
    assert stem.lower() not in ("con", "nul", "aux", "prn", "com1", "lpt1", "")


async def test_a_picture_is_saved_in_its_own_size(
    stage: Stage, demo_82: DemoProcess, until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    stage.view.extras.perform("snapshot")
    assert stage.things.notices == ["There is no picture yet"]
    stage.player.open(video_of(demo_82, Special.CHART), paused=True)
    await until(lambda: stage.view.surface.has_picture)
    for _ in range(2):
        stage.view.extras.perform("snapshot")
        await until(lambda: stage.things.notices[-1].startswith("Picture saved"))
        stage.things.notices.append("")
    found = sorted((tmp_path / "Pictures").iterdir())
    assert [path.name for path in found] == [
        "Colour chart, BT.709 0.00 (2).png",
        "Colour chart, BT.709 0.00.png",
    ]
    image = QImage(str(found[0]))
    assert (image.width(), image.height()) == (640, 360)
    colour = image.pixelColor(240, 180)
    assert colour.red() >= 252
    assert max(colour.green(), colour.blue()) <= 3


async def test_a_link_at_this_time_is_copied(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.player.open(video_of(demo_82, Special.RIDGE), paused=True)
    await until(lambda: stage.player.details is not None)
    stage.player.seek(12)
    stage.view.extras.perform("copy_link")
    assert QGuiApplication.clipboard().text().endswith("?start=12s")
    assert stage.things.notices == ["Link copied: at 0:12"]


async def test_figures_are_shown_and_hidden(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.player.open(video_of(demo_82, Special.CHART), paused=True)
    await until(lambda: stage.view.surface.has_picture)
    stage.view.extras.perform("statistics")
    figures = stage.window.findChild(QWidget, "playerStatistics")
    assert figures is not None
    assert figures.isVisible()
    # They would be most of a small picture, and come back with the large one.
    whole = stage.view.size()
    stage.view.resize(300, 170)
    assert not figures.isVisible()
    stage.view.resize(whole)
    assert figures.isVisible()
    stage.view.extras.perform("statistics")
    assert not figures.isVisible()


CUES = {
    "latin": "We begin in silence, and end in it.",
    "arabic": "نبدأ في صمت، وننتهي فيه.",
    "japanese": "静けさから始まり、静けさに終わります。",
    "lines": "One line\nand another",
    "long": "word " * 100,
    "unbroken": "x" * 2000,
    "control": "a\u202eb\u0000c",
}


@pytest.mark.parametrize("name", list(CUES))
@pytest.mark.parametrize("outline", [False, True])
async def test_captions_are_painted_inside_the_picture(things: Things, name: str, outline: bool) -> None:
    over = QWidget()
    over.resize(800, 450)
    captions = Captions(things.theme, over)
    captions.setGeometry(over.rect())
    captions.set_place(450, 60)
    captions.set_look(100, outline)
    captions.set_cues([CUES[name]])
    assert not set(captions.text) & set("\u202e\0")
    left, top, right, bottom = inked(captions)
    assert left > 20
    assert right < 780
    assert abs((left + right) / 2 - 400) < 12
    assert top > 100
    assert 330 < bottom < 450 - 60
    captions.set_look(200, outline)
    if name == "latin":
        assert inked(captions)[1] < top
    captions.set_cues([])
    assert captions.isHidden()


def inked(captions: Captions) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is painted."""
    image = captions.grab().toImage()
    points = [
        (x, y)
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
        if image.pixelColor(x, y).lightness() > 200
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
