"""Pictures that are none, or far too much of one: left out or bounded, and the next one comes all the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory
from PySide6.QtGui import QImage, QImageWriter

from peertube_desktop.logs import QT_RULES
from peertube_desktop.services.thumbnails import MAX_BYTES, MAX_SIDE, ImageKey, decode
from tests.api.servers import LocalServer, Request, answering, reply
from tests.ui.conftest import Until
from tests.ui.things import Things

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/hostname"/></svg>'
)
GIF_FRAME = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A black PNG which says it has that size; with so many rows of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + width)
    data = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    """A small good one."""
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"jpg")).write(image)
    return bytes(data.data())


def gif(frames: int) -> bytes:
    """An animation of one pixel."""
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff"
    return head + (b"\x21\xf9\x04\x04\x00\x00\x00\x00" + GIF_FRAME) * frames + b"\x3b"


REFUSED = {
    "nothing": b"",
    "a web page": b"<!DOCTYPE html><img src=file:///etc/hostname>",
    "a drawing": SVG,
    "a drawing, packed": zlib.compress(SVG),
    "a bomb": png(60_000, 60_000, 3),
    "half the memory": png(MAX_SIDE * 2, MAX_SIDE * 2, 3),
    "no size": png(0, 0, 1),
    "random": bytes(range(256)) * 20,
    "a film": b"\x00\x00\x00\x20ftypisom" + bytes(500),
    "an icon": b"\x00\x00\x01\x00\x01\x00\x10\x10" + bytes(400),
    "a bitmap": b"BM" + bytes(400),
    "XPM, which Qt reads": b'/* XPM */ static char *a[] = {"1 1 1 1", "a c #ffffff", "a"};',
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_for_us(name: str) -> None:
    assert decode(REFUSED[name], ImageKey("", 320, 180, True)) is None


@pytest.mark.parametrize("crop", [True, False])
@pytest.mark.parametrize("size", [(100_000, 1), (1, 100_000), (1, 1), (4000, 4000)])
def test_odd_shapes_stay_within_their_cell(size: tuple[int, int], crop: bool) -> None:
    image = decode(png(*size), ImageKey("", 320, 180, crop))
    assert image is not None
    assert image.width() <= 320
    assert image.height() <= 180


def test_an_animation_is_its_first_picture() -> None:
    image = decode(gif(5000), ImageKey("", 32, 32, True))
    assert image is not None
    assert (image.width(), image.height()) == (32, 32)


@pytest.fixture
def rules() -> Iterator[None]:
    """What Qt may say, as in the program."""
    QLoggingCategory.setFilterRules(QT_RULES)
    yield
    QLoggingCategory.setFilterRules("")


def test_a_picture_cut_off_is_half_a_picture_or_none_and_nothing_is_said(rules: None) -> None:
    whole = jpeg()
    for length in range(0, len(whole), 97):
        image = decode(whole[:length], ImageKey("", 64, 36, True))
        assert image is None or (image.width(), image.height()) == (64, 36)


async def test_bad_ones_hold_up_no_good_one(things: Things, until: Until) -> None:
    good = jpeg()
    answers = {f"/{name.replace(' ', '-')}": reply(body) for name, body in REFUSED.items()}
    answers |= {
        "/huge": reply(b"\xff\xd8" + bytes(MAX_BYTES + 1)),
        "/round": reply(status=302, location="/round"),
        "/file": reply(status=302, location="file:///etc/hostname"),
        "/gone": reply(status=404),
        "/good": reply(good, content_type="text/html"),
    }

    def answer(request: Request) -> bytes:
        return answers[request.target]

    ready: list[ImageKey] = []
    failed: list[ImageKey] = []
    things.thumbnails.ready.connect(lambda key, _image: ready.append(key))
    things.thumbnails.failed.connect(failed.append)
    with LocalServer(answering(answer)) as server:
        keys = [ImageKey(f"{server.url}{path}", 64, 36, True) for path in answers]
        for key in keys:
            things.thumbnails.request(key)
        await until(lambda: len(ready) + len(failed) == len(keys))
    assert [key.url.rpartition("/")[2] for key in ready] == ["good"]
