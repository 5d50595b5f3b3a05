"""Run on a screen: paints single colours by shader, in two windows, and tells as JSON what came out."""

from __future__ import annotations

import asyncio
import json
import sys

from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from peertube_desktop.media.frames import ColourMatrix
from peertube_desktop.ui.player.surface import PlayerSurface
from tests.ui.player.test_converters import make_frame

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (200, 60, 90)]
PATIENCE = 100


def window() -> QWidget:
    """An empty one."""
    made = QWidget()
    made.resize(320, 240)
    made.show()
    return made


def centre(place: QWidget) -> list[int]:
    """The colour in the middle, and that of the bar above."""
    image = place.grab().toImage()
    middle, bar = image.pixelColor(160, 120), image.pixelColor(160, 5)
    return [middle.red(), middle.green(), middle.blue(), bar.lightness()]


async def paint() -> dict[str, object]:
    """Everything that is told."""
    first = window()
    surface = PlayerSurface(first)
    surface.setGeometry(first.rect())
    surface.show()
    found = []
    for matrix in ColourMatrix:
        for rgb in COLOURS:
            surface.show_frame(make_frame(rgb, matrix, (640, 360)))
            await asyncio.sleep(0.05)
            found.append([matrix.value, list(rgb), centre(first)])
    # Another window has another context, and the picture is still there.
    second = window()
    surface.setParent(second)
    surface.show()
    await asyncio.sleep(0.1)
    moved = centre(second)
    images: list[object] = []
    surface.snapshot_taken.connect(images.append)
    surface.take_snapshot()
    for _ in range(PATIENCE):
        if images:
            break
        await asyncio.sleep(0.05)
    name = surface.painter_name
    surface.close_down()
    return {"painter": name, "found": found, "moved": moved, "snapshots": len(images)}


def main() -> None:
    """One run."""
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    loop = QEventLoop(app)
    with loop:
        print(json.dumps(loop.run_until_complete(paint())))


if __name__ == "__main__":
    main()
