"""One walk: steps that wait for what they want to see, a picture of each, a line for each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

T = TypeVar("T")
Step = Callable[[], Awaitable[object]]
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.05
SETTLE_SECONDS = 0.35


class StepFailedError(Exception):
    """What a step waited for did not come."""


class Walk:
    """Takes steps in `window` and saves pictures of it in `folder`. `failed` counts the steps that failed."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.window = window
        self._folder = folder
        self._number = 0
        self.failed = 0

    async def begin(self) -> None:
        """Make the folder. Raises OSError."""
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)

    async def step(self, name: str, act: Step, *, picture: bool = True) -> bool:
        """Do `act`, then save a picture called after `name`. False where it failed: the walk goes on."""
        self._number += 1
        try:
            await asyncio.wait_for(_awaitable(act), PATIENCE_SECONDS)
            if picture:
                await asyncio.sleep(SETTLE_SECONDS)
                await self.save(name)
        except (StepFailedError, TimeoutError, OSError, LookupError) as error:
            self.failed += 1
            _say(f"FAILED {name}: {str(error) or type(error).__name__}")
            await self.save(f"failed-{name}")
            return False
        _say(f"ok     {name}")
        return True

    async def save(self, name: str, widget: QWidget | None = None) -> None:
        """A picture of the window with what floats over it, or of `widget`."""
        image = (widget or self.window).grab().toImage()
        path = self._folder / f"{self._number:02}-{name}.png"
        if not await asyncio.to_thread(_write, image, path):
            raise StepFailedError(f"{path} could not be written")

    async def until(self, fact: Callable[[], T | None], what: str) -> T:
        """Wait until `fact()` is true, and give what it gave."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS * 0.8
        while not (found := fact()):
            if asyncio.get_running_loop().time() > end:
                raise StepFailedError(f"waited in vain for {what}")
            await asyncio.sleep(LOOK_SECONDS)
        return found

    def find(self, name: str) -> QWidget | None:
        """The visible widget of that object name."""
        for top in QApplication.topLevelWidgets():
            found = [top] if top.objectName() == name else top.findChildren(QWidget, name)
            for widget in found:
                if widget.isVisible():
                    return widget
        return None

    async def see(self, name: str) -> QWidget:
        """Wait for a visible widget of that name."""
        return await self.until(lambda: self.find(name), f"{name} to be seen")

    async def click(self, name: str) -> None:
        """Press a button, whether or not it hides at the moment."""
        button = next(
            (b for top in QApplication.topLevelWidgets() for b in top.findChildren(QAbstractButton, name)),
            None,
        )
        if button is None:
            raise LookupError(f"there is no {name}")
        button.click()

    def has_rows(self, name: str) -> bool:
        """Whether a list of that name is seen and has any rows."""
        view = self.find(name)
        return (
            isinstance(view, QAbstractItemView) and view.model() is not None and view.model().rowCount() > 0
        )

    async def see_rows(self, name: str, *, pictures: bool = False) -> QAbstractItemView:
        """Wait for a list with rows, and for the pictures of those that are seen."""

        def look() -> QAbstractItemView | None:
            view = self.find(name)
            if not isinstance(view, QAbstractItemView) or not view.model() or not view.model().rowCount():
                return None
            return view if not pictures or _all_pictured(view) else None

        return await self.until(look, f"rows in {name}" + (" with pictures" if pictures else ""))

    async def see_motion(self, name: str) -> None:
        """Wait until a widget shows moving pictures that are not black."""
        prints: set[int] = set()

        def look() -> bool:
            surface = self.find(name)
            if surface is None:
                return False
            small = surface.grab().toImage().scaled(48, 27).convertToFormat(QImage.Format.Format_RGB888)
            data = bytes(small.constBits())
            if max(data) > 40:
                prints.add(hash(data))
            return len(prints) >= 4

        await self.until(look, "moving pictures")


async def _awaitable(act: Step) -> None:
    await act()


def _all_pictured(view: QAbstractItemView) -> bool:
    model, around = view.model(), view.viewport().rect()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        rect = view.visualRect(index)
        if rect.top() > around.bottom():
            break
        if rect.intersects(around) and index.data(Qt.ItemDataRole.DecorationRole) is None:
            return False
    return True


def _write(image: QImage, path: Path) -> bool:
    return image.save(str(path))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
