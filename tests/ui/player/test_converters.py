"""Every way there is to make colours of planes gives the same ones, at any size."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from peertube_desktop.media.frames import ColourMatrix, Frame, FrameStore, PictureFormat
from peertube_desktop.ui.player.picture import PADDING, Converter, fit
from peertube_desktop.ui.player.picture_worker import PictureWorker
from peertube_desktop.ui.player.qt_convert import QtConverter
from peertube_desktop.ui.player.swscale import Swscale

COLOURS = [(r, g, b) for r in (0, 255) for g in (0, 255) for b in (0, 255)]
COLOURS += [(128, 128, 128), (200, 60, 90), (17, 120, 240)]
CLOSE = 3
PATIENCE = 10


def planes_of(rgb: tuple[int, int, int], matrix: ColourMatrix) -> tuple[int, int, int]:
    """Y, Cb and Cr of a colour, in limited range."""
    kr, kb = (0.2126, 0.0722) if matrix is ColourMatrix.BT709 else (0.299, 0.114)
    red, green, blue = (part / 255 for part in rgb)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    return (
        round(16 + 219 * luma),
        round(128 + 112 * (blue - luma) / (1 - kb)),
        round(128 + 112 * (red - luma) / (1 - kr)),
    )


def make_frame(
    rgb: tuple[int, int, int], matrix: ColourMatrix = ColourMatrix.BT709, size: tuple[int, int] = (64, 48)
) -> Frame:
    """A picture of one colour."""
    store = FrameStore(lambda: None)
    writer = store.new_writer()
    writer.set_format(PictureFormat(*size, (1, 1), matrix))
    for plane, value in zip(writer.begin(), planes_of(rgb, matrix), strict=True):
        ctypes.memset(plane.address, value, plane.stride * plane.height)
    writer.publish()
    frame = store.take()
    assert frame is not None
    return frame


def swscale() -> Converter:
    """Skips where FFmpeg's library is not there."""
    try:
        return Swscale()
    except OSError as error:
        pytest.skip(str(error))


@pytest.fixture(params=[QtConverter, swscale], ids=["qt", "swscale"])
def converter(request: pytest.FixtureRequest) -> Converter:
    """Each converter."""
    make: Callable[[], Converter] = request.param
    return make()


@pytest.mark.parametrize("matrix", list(ColourMatrix))
@pytest.mark.parametrize("size", [(64, 48), (33, 27), (500, 280), (80, 301)])
def test_colours_are_right(
    qapp: object, converter: Converter, matrix: ColourMatrix, size: tuple[int, int]
) -> None:
    wanted = QSize(*size)
    image = QImage(wanted.width() + 2 * PADDING, wanted.height() + PADDING, QImage.Format.Format_RGB32)
    for rgb in COLOURS:
        with make_frame(rgb, matrix, (63, 47)) as frame:
            assert converter.convert(frame, image, wanted)
        for x, y in ((0, 0), (size[0] // 2, size[1] // 2), (size[0] - 1, size[1] - 1)):
            found = image.pixelColor(x, y)
            parts = (found.red(), found.green(), found.blue())
            assert all(abs(a - b) <= CLOSE for a, b in zip(parts, rgb, strict=True)), (rgb, parts, x, y)


SIDE = st.integers(1, 4000)


@given(SIDE, SIDE, SIDE, SIDE)
def test_a_picture_fills_its_room_in_one_direction_and_keeps_its_shape(
    width: int, height: int, room_width: int, room_height: int
) -> None:
    place = fit((width, height), QSize(room_width, room_height))
    assert place.left() >= 0
    assert place.top() >= 0
    assert place.right() < room_width
    assert place.bottom() < room_height
    assert place.width() == room_width or place.height() == room_height
    # To two pixels or a hundredth, which nobody sees, instead of a hair of a black bar.
    exact = place.height() * width / height
    assert abs(place.width() - exact) <= max(2 * max(1, width / height), exact / 100)


def test_rounded_sizes_leave_no_hair_of_black() -> None:
    for level in ((426, 240), (640, 360), (854, 480), (1280, 720)):
        for width, height in ((1022, 572), (318, 178), (706, 397), (960, 540)):
            assert fit(level, QSize(width, height)).size() == QSize(width, height)


class Heard:
    """Notes that the worker has something."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.worker = PictureWorker(self.event.set, QtConverter)

    def next(self) -> tuple[int, int, int]:
        """The colour of the next picture."""
        assert self.event.wait(PATIENCE)
        self.event.clear()
        picture = self.worker.take()
        assert picture is not None
        colour = picture.image.pixelColor(5, 5)
        return colour.red(), colour.green(), colour.blue()


@pytest.fixture
def heard(qapp: object) -> Heard:
    """A worker, ended by its test."""
    return Heard()


def test_the_last_picture_is_made_again_in_another_size(heard: Heard) -> None:
    heard.worker.submit(make_frame((255, 0, 0)), QSize(64, 48))
    first = heard.next()
    heard.worker.resize(QSize(200, 150))
    second = heard.next()
    heard.worker.close()
    assert [abs(a - b) <= CLOSE for a, b in zip(first, second, strict=True)] == [True] * 3


def test_frames_that_nobody_saw_are_given_back(heard: Heard) -> None:
    given_back: list[int] = []

    def frame(number: int) -> Frame:
        made = make_frame((0, 0, number))
        return Frame(made.format, made.planes, number, lambda: given_back.append(number))

    for number in range(1, 20):
        heard.worker.submit(frame(number), QSize(64, 48))
    heard.next()
    heard.worker.clear()
    heard.worker.close()
    assert sorted(set(given_back)) == list(range(1, 20))


def test_nothing_is_told_after_the_end(heard: Heard) -> None:
    heard.worker.submit(make_frame((255, 0, 0)), QSize(64, 48))
    heard.worker.close()
    heard.event.clear()
    frame = make_frame((0, 255, 0))
    heard.worker.submit(frame, QSize(64, 48))
    assert heard.worker.take() is None
    assert not heard.event.is_set()
