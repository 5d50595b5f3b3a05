"""Frames between libVLC's thread and the painter, and the colours they have."""

from __future__ import annotations

import ctypes
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.media import colour
from peertube_desktop.media.frames import (
    MAX_BUFFERS,
    ColourMatrix,
    Frame,
    FrameStore,
    FrameWriter,
    PictureFormat,
    layout,
)
from tests.demo_process import ROOT

CLIPS = ROOT / "resources/demo/clips"


def write(writer: FrameWriter, value: int) -> None:
    """What libVLC does for each picture."""
    luma = writer.begin()[0]
    ctypes.memset(luma.address, value, luma.stride * luma.height)
    writer.publish()


def value_of(frame: Frame | None) -> int | None:
    """What was written, None without a frame."""
    if frame is None:
        return None
    with frame:
        return frame.planes[0].view[0]


class Box:
    """A store, a writer, and how often the painter was told."""

    def __init__(self) -> None:
        self.told = 0
        self.store = FrameStore(self._tell)
        self.writer = self.store.new_writer()
        self.writer.set_format(PictureFormat(16, 8))

    def _tell(self) -> None:
        self.told += 1


def test_the_newest_picture_is_taken_once_and_told_once() -> None:
    box = Box()
    for value in (1, 2, 3):
        write(box.writer, value)
    assert box.told == 1
    assert value_of(box.store.take()) == 3
    assert box.store.take() is None
    write(box.writer, 4)
    assert box.told == 2
    assert box.store.counts.displayed == 4


def test_a_held_picture_is_never_written_to() -> None:
    box = Box()
    held = []
    for value in range(1, 4):
        write(box.writer, value)
        held.append(box.store.take())
    for value in range(10, 30):
        write(box.writer, value)
    assert [value_of(frame) for frame in held] == [1, 2, 3]
    assert box.store.counts.dropped == 0


def test_hoarding_costs_memory_and_no_picture() -> None:
    box = Box()
    held = []
    for value in range(MAX_BUFFERS * 2):
        write(box.writer, value)
        held.append(box.store.take())
    assert [value_of(frame) for frame in held] == list(range(MAX_BUFFERS * 2))
    assert box.store.counts.dropped > 0


def test_pictures_of_another_writer_do_not_count_any_more() -> None:
    box = Box()
    write(box.writer, 1)
    other = box.store.new_writer()
    box.store.clear()
    write(box.writer, 2)
    assert box.store.take() is None
    other.set_format(PictureFormat(32, 8))
    write(other, 3)
    frame = box.store.take()
    assert frame is not None
    assert (frame.width, value_of(frame)) == (32, 3)


def test_hidden_pictures_come_out_when_they_are_right() -> None:
    box = Box()
    write(box.writer, 1)
    assert value_of(box.store.take()) == 1
    box.writer.hide()
    for value in (2, 2, 2, 3):
        write(box.writer, value)
    assert box.store.take() is None
    assert box.writer.different == 2
    box.writer.show()
    assert value_of(box.store.take()) == 3
    write(box.writer, 4)
    assert value_of(box.store.take()) == 4


def test_a_picture_is_released_by_whoever_forgets_it() -> None:
    box = Box()
    for value in range(50):
        write(box.writer, value)
        frame = box.store.take()
        assert frame is not None
        del frame
    assert box.store.counts.dropped == 0


def test_the_size_may_change_between_two_pictures() -> None:
    box = Box()
    write(box.writer, 1)
    before = box.store.take()
    box.writer.set_format(PictureFormat(64, 32))
    write(box.writer, 2)
    after = box.store.take()
    assert before is not None
    assert after is not None
    assert (before.width, after.width) == (16, 64)
    assert (value_of(before), value_of(after)) == (1, 2)


@given(st.integers(1, 8192), st.integers(1, 4320))
def test_rows_are_long_enough_and_aligned(width: int, height: int) -> None:
    luma, chroma, lines, chroma_lines = layout(width, height)
    assert luma >= width
    assert chroma >= (width + 1) // 2
    assert lines >= height
    assert chroma_lines >= (height + 1) // 2
    assert luma % 32 == chroma % 32 == 0


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        (PictureFormat(640, 360), (640, 360)),
        (PictureFormat(360, 288, (64, 45)), (512, 288)),
        (PictureFormat(720, 576, (16, 15)), (768, 576)),
        (PictureFormat(640, 360, (1, 2)), (640, 720)),
    ],
)
def test_the_shape_on_the_screen(picture: PictureFormat, shown: tuple[int, int]) -> None:
    assert picture.display_size == shown


def test_a_file_tells_its_matrix() -> None:
    for path in (CLIPS / "chart/360.mp4", CLIPS / "chart/360-fragmented.mp4", CLIPS / "lanterns/360.mp4"):
        assert colour.matrix_in(path.read_bytes()[: colour.HEAD]) is ColourMatrix.BT709
    assert colour.matrix_in((CLIPS / "cover/0.mp4").read_bytes()[: colour.HEAD]) is None
    assert colour.matrix_in((CLIPS / "live/1-000000.ts").read_bytes()[: colour.HEAD]) is None


def test_a_colour_box_tells_before_the_stream() -> None:
    head = (CLIPS / "chart/360.mp4").read_bytes()[: colour.HEAD]
    box = b"colrnclx" + struct.pack(">HHHB", 6, 6, 6, 0)
    assert colour.matrix_in(box + head) is ColourMatrix.BT601
    assert colour.matrix_in(b"colrnclx\0\1") is None
    assert colour.matrix_in(b"colrnclx" + struct.pack(">HHHB", 2, 2, 2, 0) + head) is ColourMatrix.BT709


@given(st.binary(max_size=300))
def test_no_file_is_too_strange(head: bytes) -> None:
    colour.matrix_in(head)
    colour.matrix_in(b"avcC" + head)
    colour.matrix_in(b"avcC" + bytes(6) + struct.pack(">H", len(head)) + head)
    sequence = b"\x67\x64" + head
    colour.matrix_in(b"avcC" + bytes(6) + struct.pack(">H", len(sequence)) + sequence)


def test_old_small_videos_are_taken_for_bt601() -> None:
    assert colour.guess(576) is ColourMatrix.BT601
    assert colour.guess(720) is ColourMatrix.BT709
