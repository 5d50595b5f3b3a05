"""A picture that can be chosen, looked at, put in use, and removed: an avatar or a banner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from peertube_desktop.api.models.instance import PictureConfig
from peertube_desktop.services.chosen_picture import (
    ChosenPicture,
    PictureError,
    PictureProblem,
    choose_picture,
)
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.theme import RADIUS, Theme
from peertube_desktop.ui.widgets.form import Said
from peertube_desktop.ui.widgets.pill import PillButton

Limits = Callable[[], Coroutine[Any, Any, PictureConfig]]


class _Preview(QWidget):
    """A picture from disk in the shape it will have."""

    def __init__(self, theme: Theme, size: QSize, is_round: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._round = is_round
        self._image: QImage | None = None
        self._pixmap: QPixmap | None = None
        theme.changed.connect(self._fit)
        self._fit()

    def show_image(self, image: QImage | None) -> None:
        """Show this one."""
        self._image = image
        self._pixmap = None
        self.update()

    def _fit(self) -> None:
        self.setFixedSize(self._theme.px(self._size.width()), self._theme.px(self._size.height()))
        self._pixmap = None

    def _made(self, image: QImage) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        scaled = image.scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        x, y = (scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2
        pixmap = QPixmap.fromImage(scaled.copy(QRect(x, y, size.width(), size.height())))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        if self._pixmap is None:
            self._pixmap = self._made(self._image)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(self._pixmap))
        if self._round:
            painter.drawEllipse(self.rect())
        else:
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()


class PictureChoice(QWidget):
    """`present` is the widget that shows the picture in use. `chosen(ChosenPicture)` when one is to be used,
    `removed` when none is. With `at_once` off, what is chosen is `waiting` until the form around it is saved.
    """

    chosen = Signal(object)
    removed = Signal()

    def __init__(
        self,
        name: str,
        present: QWidget,
        size: tuple[int, int],
        limits: Limits,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        is_round: bool = True,
        at_once: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._present = present
        self._limits = limits
        self._at_once = at_once
        self._waiting: ChosenPicture | None = None
        self._has_one = False
        self._preview = _Preview(theme, QSize(*size), is_round, self)
        self._preview.hide()
        self._said = Said(f"{name}-error", self)
        self._choose = self._button(f"{name}-choose", _("Choose…"), self._ask)
        self._remove = self._button(f"{name}-remove", _("Remove"), self._take_away)
        self._use = self._button(f"{name}-use", _("Use this picture"), self._put_in_use, "primary")
        self._back = self._button(f"{name}-back", _("Rather not"), self.let_go)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._use, self._choose, self._remove, self._back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addLayout(buttons)
        words.addWidget(self._said)
        outer: QHBoxLayout | QVBoxLayout
        if size[0] > 2 * size[1]:
            outer = QVBoxLayout(self)
            outer.setSpacing(8)
            aligned = Qt.AlignmentFlag.AlignLeft
        else:
            outer = QHBoxLayout(self)
            outer.setSpacing(14)
            words.insertStretch(0, 1)
            words.addStretch(1)
            aligned = Qt.AlignmentFlag.AlignTop
        outer.setContentsMargins(0, 0, 0, 0)
        present.setParent(self)
        outer.addWidget(present, 0, aligned)
        outer.addWidget(self._preview, 0, aligned)
        outer.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._show()

    def _button(self, name: str, text: str, act: Callable[[], object], kind: str = "") -> PillButton:
        button = PillButton(text, None, kind, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    @property
    def waiting(self) -> ChosenPicture | None:
        """What was chosen and is not in use yet."""
        return self._waiting

    def set_has_one(self, has_one: bool) -> None:
        """Whether there is a picture that can be removed."""
        self._has_one = has_one
        self._show()

    def set_error(self, text: str) -> None:
        """Why it did not work, or ""."""
        self._said.say(text)

    def set_busy(self, busy: bool) -> None:
        """It is being sent."""
        for button in (self._use, self._choose, self._remove, self._back):
            button.setEnabled(not busy)

    def let_go(self) -> None:
        """Show what is in use again; what was chosen is dropped."""
        waiting, self._waiting = self._waiting, None
        self.set_busy(False)
        self._said.say("")
        self._show()
        if waiting is not None and waiting.temporary:
            spawn(self, asyncio.to_thread(waiting.discard))

    def take(self, path: Path) -> None:
        """Look at the file `path` as if it had been chosen."""
        cancel_tasks(self)
        self.let_go()
        self.set_busy(True)
        spawn(self, self._take(path), on_error=self._failed)

    async def _take(self, path: Path) -> None:
        self._waiting = await choose_picture(path, await self._limits())
        self.set_busy(False)
        self._preview.show_image(self._waiting.image)
        self._show()

    def _failed(self, error: BaseException) -> None:
        self.set_busy(False)
        if not isinstance(error, PictureError):
            self._said.say(_("This could not be done. Try again."))
            raise error
        self._said.say(
            {
                PictureProblem.UNREADABLE: _("This file cannot be read."),
                PictureProblem.NO_PICTURE: _("This is not a picture, or one of an unknown kind."),
                PictureProblem.TOO_LARGE: _("This picture is too large."),
            }[error.problem]
        )

    def _ask(self) -> None:
        chooser = QFileDialog(self, _("Choose a picture"))
        chooser.setObjectName("pictureChooser")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters(
            [_("Pictures ({kinds})").format(kinds="*.png *.jpg *.jpeg *.gif *.webp"), _("All files (*)")]
        )
        chooser.fileSelected.connect(lambda path: self.take(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _put_in_use(self) -> None:
        if self._waiting is not None:
            self.set_busy(True)
            self.chosen.emit(self._waiting)

    def _take_away(self) -> None:
        self._said.say("")
        self.set_busy(True)
        self.removed.emit()

    def _show(self) -> None:
        waits = self._waiting is not None
        self._present.setVisible(not waits)
        self._preview.setVisible(waits)
        self._use.setVisible(waits and self._at_once)
        self._back.setVisible(waits)
        self._remove.setVisible(self._has_one and not waits)
