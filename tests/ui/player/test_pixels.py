"""The picture's colours, shape and place, on the demo instance's own clips."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of
from tests.ui.conftest import Until
from tests.ui.player.stage import Stage

NON_SQUARE = 24
# Four columns and three rows of the chart.
CHART = {
    (0, 0): (255, 255, 255),
    (1, 0): (255, 255, 0),
    (2, 0): (0, 255, 255),
    (3, 0): (0, 255, 0),
    (0, 1): (255, 0, 255),
    (1, 1): (255, 0, 0),
    (2, 1): (0, 0, 255),
    (3, 1): (0, 0, 0),
}
CLOSE = 3


def near(found: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    """Whether two colours are the same to the eye."""
    return all(abs(a - b) <= CLOSE for a, b in zip(found, wanted, strict=True))


async def test_pure_colours_are_pure(stage: Stage, demo_82: DemoProcess, until: Until) -> None:
    stage.player.open(video_of(demo_82, Special.CHART), paused=True)
    await until(lambda: stage.view.surface.has_picture)
    found = {cell: stage.pixel((cell[0] + 0.5) / 4, (cell[1] + 0.5) / 3) for cell in CHART}
    assert all(near(found[cell], CHART[cell]) for cell in CHART), found


async def test_it_is_black_before_the_first_picture(stage: Stage) -> None:
    assert not stage.view.surface.has_picture
    assert stage.pixel(0.5, 0.5) == (0, 0, 0)


async def test_a_paused_picture_stays_when_its_place_changes_size(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.player.open(video_of(demo_82, Special.CHART), paused=True)
    surface = stage.view.surface
    await until(lambda: surface.has_picture)
    for size in (QSize(480, 270), QSize(1000, 300), QSize(123, 457)):
        stage.watch.slot.setFixedSize(size)
        stage.view.setGeometry(stage.watch.slot.rect())
        assert surface.size() == size
        assert near(stage.pixel(1.5 / 4, 0.5), (255, 0, 0))
        # The picture in that size comes a moment later, and looks the same.
        await until(lambda: surface.is_sharp)
        assert near(stage.pixel(1.5 / 4, 0.5), (255, 0, 0))


async def test_an_upright_video_stands_between_black_bars(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.player.open(video_of(demo_82, Special.UPRIGHT), paused=True)
    surface = stage.view.surface
    await until(lambda: surface.has_picture)
    shown = surface.picture_rect()
    assert shown.height() == surface.height()
    assert abs(shown.width() / shown.height() - 9 / 16) < 0.01
    image = surface.grab().toImage()
    middle = surface.height() // 2
    assert image.pixelColor(shown.left() - 3, middle) == QColor(0, 0, 0)
    assert image.pixelColor(shown.right() + 3, middle) == QColor(0, 0, 0)
    assert any(image.pixelColor(surface.width() // 2, y).lightness() > 10 for y in range(0, 500, 20))


async def test_samples_that_are_not_square_are_shown_in_their_shape(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.player.open(video_of(demo_82, NON_SQUARE), paused=True)
    await until(lambda: stage.view.surface.has_picture)
    wide, high = ring(stage.view.surface.grab().toImage())
    assert wide > 100
    assert abs(wide / high - 1) < 0.03


def ring(image: QImage) -> tuple[int, int]:
    """Width and height of the white ring in the middle of the clip."""
    middle = (image.width() // 2, image.height() // 2)
    row = [x for x in range(image.width()) if image.pixelColor(x, middle[1]).lightness() > 200]
    column = [y for y in range(image.height()) if image.pixelColor(middle[0], y).lightness() > 200]
    return row[-1] - row[0], column[-1] - column[0]


async def test_the_next_video_does_not_begin_with_a_picture_of_the_last(
    stage: Stage, demo_82: DemoProcess, until: Until
) -> None:
    stage.player.open(video_of(demo_82, Special.CHART))
    await until(stage.played)
    stage.player.open(video_of(demo_82, Special.UPRIGHT))
    assert stage.pixel(1.5 / 4, 0.5) == (0, 0, 0)
    await until(lambda: stage.view.surface.has_picture)
    shape = stage.view.surface.shape
    assert shape is not None
    assert shape[0] < shape[1]
