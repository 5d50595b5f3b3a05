"""`python -m tests.e2e.led SOCKET [arguments…]`: the program with a hand on it that also leads it to places.

Waits that are long for people are short here: what a silent server, or one that passes for broken, leads to.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.bench.probe import when_imported
from tests.e2e.actions import ACTIONS
from tests.e2e.hand import become_program

SECONDS = 1.5


def _short_waits(calls: Any) -> None:
    calls.FIRST_PAUSE = 0.01


def _short_calls(client: Any) -> None:
    client.CALL_SECONDS = SECONDS


def go(page: str, origin: str, args: dict[str, str]) -> None:
    """Leads to a place."""
    from peertube_desktop.app import Program
    from peertube_desktop.ui.router import Route

    application = QApplication.instance()
    assert application is not None
    program = next(child for child in application.children() if isinstance(child, Program))
    program.router.go(Route.of(page, origin, **args))


def activate(name: str) -> None:
    """Presses a button, wherever it is scrolled to."""
    button = next(one for one in QApplication.allWidgets() if one.objectName() == name and one.isVisible())
    assert isinstance(button, QAbstractButton)
    button.click()


def remote_marks(word: str) -> list[str]:
    """What would be taken for marks of ours in texts that hold `word`, which came from a server."""
    found = []
    for widget in QApplication.allWidgets():
        where = f"{type(widget).__name__} {widget.objectName()}"
        tip = widget.toolTip()
        if word in tip and Qt.mightBeRichText(tip) and "<img" in tip:
            found.append(f"{where}, tooltip: {tip}")
        texts = [action.text() for action in widget.actions()]
        if isinstance(widget, QLabel):
            text, kind = widget.text(), widget.textFormat()
            rich = kind is Qt.TextFormat.RichText or (
                kind is not Qt.TextFormat.PlainText and Qt.mightBeRichText(text)
            )
            if word in text and rich and "<img" in text:
                found.append(f"{where}: {text}")
        elif isinstance(widget, QAbstractButton) and "Over" not in type(widget).__name__:
            # Those over the picture draw their text themselves.
            texts.append(widget.text())
        found += [f"{where}, &: {text}" for text in texts if word in text and "&" in text.replace("&&", "")]
    return found


def widest() -> list[int]:
    """The least size the main window takes, and the length of the longest text shown in a label."""
    window = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "mainWindow")
    least: QSize = window.minimumSizeHint()
    labels: list[QWidget] = list(window.findChildren(QLabel))
    longest = max((len(label.text()) for label in labels if isinstance(label, QLabel)), default=0)
    return [least.width(), longest]


OWN: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (go, activate, remote_marks, widest)
}

if __name__ == "__main__":
    if limit := os.environ.get("LED_FILE_BYTES"):
        # What a full disk does to whoever writes.
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    when_imported("peertube_desktop.api.calls", _short_waits)
    when_imported("peertube_desktop.api.client", _short_calls)
    become_program(lambda name: OWN[name] if name in OWN else ACTIONS[name])
