"""The speaker button and its slider."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from peertube_desktop.services.player import Player
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player.over import OVER, OverButton
from peertube_desktop.ui.theme import Theme

SLIDER = 64
STEP = 5


class _Slider(QSlider):
    """Left and right are the player's keys; up and down mean the same to both."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)


class VolumeControl(QWidget):
    """Mute and volume of `player`."""

    def __init__(self, player: Player, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._theme = theme
        self.setMouseTracking(True)
        self.button = OverButton(theme, "volume", _("Sound off"), parent=self)
        self.button.setObjectName("muteButton")
        self.button.clicked.connect(lambda: player.set_muted(not player.muted))
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("volumeSlider")
        self.slider.setAccessibleName(_("Volume"))
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(10)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setMouseTracking(True)
        self.slider.setCursor(Qt.CursorShape.PointingHandCursor)
        self.slider.valueChanged.connect(self._moved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.slider)
        player.controls_changed.connect(self._follow)
        theme.changed.connect(self._restyle)
        self._following = False
        self._restyle()
        self._follow()

    def _restyle(self) -> None:
        px = self._theme.px
        self.slider.setFixedWidth(px(SLIDER))
        knob = px(10)
        self.slider.setStyleSheet(
            f"QSlider::groove:horizontal {{ background: rgba(255,255,255,90); height: {px(3)}px; }}"
            f"QSlider::sub-page:horizontal {{ background: {OVER.text}; }}"
            f"QSlider::handle:horizontal {{ background: {OVER.text}; width: {knob}px; height: {knob}px;"
            f" margin: -{(knob - px(3)) // 2 + 1}px 0; border-radius: {knob // 2}px; border: none; }}"
            f"QSlider::handle:horizontal:focus {{ background: {OVER.accent_hover}; border: none;"
            f" width: {knob}px; height: {knob}px; }}"
        )

    def _moved(self, value: int) -> None:
        if not self._following:
            self._player.set_volume(value)

    def _follow(self) -> None:
        volume = 0 if self._player.muted else self._player.volume
        self._following = True
        self.slider.setValue(volume)
        self._following = False
        self.button.set_icon("muted" if volume == 0 else "volume-low" if volume < 50 else "volume")
        self.button.set_name(_("Sound on") if self._player.muted else _("Sound off"), "M")
