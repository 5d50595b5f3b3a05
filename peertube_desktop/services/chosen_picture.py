"""A picture the person chose from disk: read, judged, and made fit to be sent, off the GUI thread."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from peertube_desktop.api.models.instance import PictureConfig

MAX_FILE = 200 * 1024 * 1024
MAX_PIXELS = 100_000_000
"""More is not decoded: a few kilobytes can claim to be gigabytes."""
SHOWN_SIDE = 1600
SENT_SIDE = 1500
"""Larger ones gain nothing: the instance makes its own sizes of them."""
QUALITIES = (92, 80, 60)
EXTENSIONS = (".png", ".jpeg", ".jpg", ".gif", ".webp")


class PictureProblem(StrEnum):
    """Why a file is not taken."""

    UNREADABLE = "unreadable"
    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"


class PictureError(Exception):
    """The file cannot be used as a picture."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class ChosenPicture:
    """What to send, and what it looks like. `temporary` files go with `discard`."""

    path: Path
    image: QImage
    temporary: bool = False

    def discard(self) -> None:
        """Remove what was made for sending. Blocking."""
        if self.temporary:
            self.path.unlink(missing_ok=True)


async def choose_picture(path: Path, limits: PictureConfig) -> ChosenPicture:
    """Read `path`; what is too large for `limits`, or of a kind the instance does not take, is made anew.

    Raises PictureError.
    """
    return await asyncio.to_thread(_choose, path, limits)


def _choose(path: Path, limits: PictureConfig) -> ChosenPicture:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError:
        raise PictureError(PictureProblem.UNREADABLE) from None
    if size > MAX_FILE:
        raise PictureError(PictureProblem.TOO_LARGE)
    image = _read(path)
    allowed: Sequence[str] = limits.file.extensions or EXTENSIONS
    if size <= limits.file.size.max and path.suffix.lower() in allowed:
        return ChosenPicture(path, image)
    return ChosenPicture(_made_anew(image, limits.file.size.max), image, temporary=True)


def _read(path: Path) -> QImage:
    reader = QImageReader(str(path))
    # By what is in it, not by its name.
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not reader.canRead() or reader.format().data() == b"svg":
        raise PictureError(PictureProblem.NO_PICTURE)
    if size.width() * size.height() > MAX_PIXELS:
        raise PictureError(PictureProblem.TOO_LARGE)
    if max(size.width(), size.height()) > SHOWN_SIDE:
        reader.setScaledSize(size.scaled(QSize(SHOWN_SIDE, SHOWN_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise PictureError(PictureProblem.NO_PICTURE)
    return image


def _made_anew(image: QImage, most: int) -> Path:
    smaller = image
    if max(image.width(), image.height()) > SENT_SIDE:
        smaller = image.scaled(
            SENT_SIDE,
            SENT_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    kinds = [("png", -1)] if image.hasAlphaChannel() else []
    for kind, quality in (*kinds, *(("jpg", quality) for quality in QUALITIES)):
        number, name = tempfile.mkstemp(f".{kind}", "peertube-desktop-")
        os.close(number)
        path = Path(name)
        if smaller.save(name, kind.encode(), quality) and path.stat().st_size <= most:
            return path
        path.unlink(missing_ok=True)
    raise PictureError(PictureProblem.TOO_LARGE)
