"""A picture of the video as a file."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QImage

from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.text import clean_line

MAX_TITLE = 80
# What some file system or shell does not take, and dots and spaces at the ends, which Windows drops.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f%$`~]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def file_name(title: str, seconds: float) -> str:
    """`Concert in the barn 18.22.png`: a name any system takes."""
    name = _UNSAFE.sub(" ", clean_line(title, MAX_TITLE))
    name = re.sub(r"\s+", " ", name).strip(" .-")
    if not name or _RESERVED.fullmatch(name):
        name = f"PeerTube {name}".strip()
    return f"{name} {fmt.duration(seconds).replace(':', '.')}.png"


async def save(image: QImage, title: str, seconds: float) -> Path | None:
    """Write `image` to the person's Pictures folder; where it is, None where that failed."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    if not place:
        return None
    return await asyncio.to_thread(_write, image, Path(place), file_name(title, seconds))


def _write(image: QImage, folder: Path, name: str) -> Path | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    path = folder / name
    for number in range(2, 100):
        if not path.exists():
            break
        path = folder / f"{name.removesuffix('.png')} ({number}).png"
    return path if image.save(str(path)) else None
