"""Controls go away while nobody needs them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

AFTER_MS = 2500
KEYBOARD_AFTER_MS = 8000
"""While the keyboard is in the controls: whoever tabs through them needs time."""


class AutoHide(QObject):
    """`awake` until `stir` was not called for a while and `may_sleep()`; `changed()` after each change."""

    def __init__(
        self,
        view: QWidget,
        controls: QWidget,
        may_sleep: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._controls = controls
        self._may_sleep = may_sleep
        self._changed = changed
        self.awake = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._sleep)

    def stir(self) -> None:
        """The person does something."""
        inside = self._controls.isAncestorOf(self._view.focusWidget() or self._view)
        self._timer.start(KEYBOARD_AFTER_MS if inside else AFTER_MS)
        if not self.awake:
            self.awake = True
            self._changed()

    def update(self) -> None:
        """The player does something: what must not be hidden comes back."""
        if not self._may_sleep():
            self.awake = True
        elif self.awake and not self._timer.isActive():
            self._timer.start(AFTER_MS)
        self._changed()

    def _sleep(self) -> None:
        if self._may_sleep():
            self.awake = False
            self._changed()
