"""The bar at the lower edge of the picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.player import Player, PlayerState
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player import menus
from peertube_desktop.ui.player.key_actions import rate_text
from peertube_desktop.ui.player.mode import ViewMode
from peertube_desktop.ui.player.more_menu import MoreMenu
from peertube_desktop.ui.player.over import OVER, OverButton, veil
from peertube_desktop.ui.player.seek_bar import SeekBar
from peertube_desktop.ui.player.volume import VolumeControl
from peertube_desktop.ui.text import clean_line, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.elided import ElidedLabel

SHADE = 36
"""Height of the shade above the controls at 100 % text."""
BEGUN = (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED, PlayerState.LOADING)


class Controls(QWidget):
    """`asked(action)` by the names of `ui.keys`; `menu_shown` when one opens or closes."""

    asked = Signal(str)
    menu_shown = Signal()

    def __init__(
        self, player: Player, queue: PlayQueue, theme: Theme, more: MoreMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("playerControls")
        self.setAccessibleName(_("Player controls"))
        self.setMouseTracking(True)
        self._player = player
        self._queue = queue
        self._theme = theme
        self._mode = ViewMode.PAGE
        self._remaining = False
        self._menu: QMenu | None = None
        self._more_menu = more
        self.seek_bar = SeekBar(theme, self)
        self.play = self._button("playButton", "play", _("Play"), player.toggle)
        self.next = self._button("nextButton", "next", _("Next video"), lambda: self.asked.emit("next"))
        self.next.set_name(_("Next video"), "N")
        self.volume = VolumeControl(player, theme, self)
        self.time = self._button("timeButton", "", _("Show the time left"), self._toggle_time)
        self.live = self._button("liveButton", "", _("Jump to live"), player.jump_to_live)
        self.chapter = ElidedLabel(self)
        self.chapter.setObjectName("chapterLabel")
        self.chapter.setMouseTracking(True)
        self.chapter.setStyleSheet(f"color: {OVER.text};")
        self.speed = self._menu_button("speedButton", "", _("Speed"), menus.fill_speed)
        self.captions = self._menu_button("subtitleButton", "subtitles", _("Captions"), menus.fill_captions)
        self.quality = self._menu_button("qualityButton", "", _("Quality"), menus.fill_quality)
        self.more = self._button(
            "moreButton", "settings", _("More"), lambda: self._open(self.more, more.fill)
        )
        self.mini = self._place("miniButton", "mini", _("Mini player"), "mini", "I")
        self.pip = self._place("pipButton", "pip", _("Picture in picture"), "pip", "Shift+I")
        self.theatre = self._place("theatreButton", "theatre", _("Theatre"), "theatre", "T")
        self.fullscreen = self._place("fullscreenButton", "fullscreen", _("Full screen"), "fullscreen", "F")
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        for widget in (self.play, self.next, self.volume, self.time, self.live):
            self._row.addWidget(widget)
        self._row.addWidget(self.chapter, 1)
        for widget in (self.speed, self.captions, self.quality, self.more):
            self._row.addWidget(widget)
        for widget in (self.mini, self.pip, self.theatre, self.fullscreen):
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._column.addWidget(self.seek_bar)
        self._column.addLayout(self._row)
        self.seek_bar.sought.connect(player.seek)
        player.state_changed.connect(self._follow)
        player.details_changed.connect(self._follow)
        player.video_changed.connect(self._follow)
        player.controls_changed.connect(self._follow)
        player.position_changed.connect(self._follow_place)
        queue.changed.connect(self._follow)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._follow()

    # Parts

    def _button(self, name: str, icon: str, label: str, act: Callable[[], object]) -> OverButton:
        button = OverButton(self._theme, icon, label, parent=self)
        button.setObjectName(name)
        button.clicked.connect(lambda: act())
        return button

    def _place(self, name: str, icon: str, label: str, action: str, key: str) -> OverButton:
        button = self._button(name, icon, label, lambda: self.asked.emit(action))
        button.set_name(label, key)
        return button

    def _menu_button(
        self, name: str, icon: str, label: str, fill: Callable[[QMenu, Player], None]
    ) -> OverButton:
        button = OverButton(self._theme, icon, label, parent=self)
        button.setObjectName(name)
        button.clicked.connect(lambda: self._open(button, lambda menu: fill(menu, self._player)))
        return button

    @property
    def has_open_menu(self) -> bool:
        """Whether a menu is open: the controls must not go away under it."""
        return self._menu is not None

    @property
    def menu(self) -> QMenu | None:
        """The menu that is open."""
        return self._menu

    def _open(self, button: OverButton, fill: Callable[[QMenu], None], at: QPoint | None = None) -> None:
        if self._menu is not None:
            return
        menu = QMenu(self)
        menu.setAccessibleName(button.accessibleName())
        fill(menu)
        menu.aboutToHide.connect(self._menu_closed)
        self._menu = menu
        size = menu.sizeHint()
        above = button.mapToGlobal(QPoint(button.width() - size.width(), -size.height() - 6))
        menu.popup(above if at is None else at)
        self.menu_shown.emit()

    def open_more(self, at: QPoint) -> None:
        """The menu behind the gear, at a point of the screen."""
        self._open(self.more, self._more_menu.fill, at)

    def close_menu(self) -> None:
        """Close the menu that is open, if there is one."""
        if self._menu is not None:
            self._menu.close()

    def _menu_closed(self) -> None:
        menu, self._menu = self._menu, None
        if menu is not None:
            # Its action is triggered after this.
            menu.deleteLater()
        self.menu_shown.emit()

    # Following the player

    def _follow(self) -> None:
        player = self._player
        begun = player.state in BEGUN
        loading = player.state is PlayerState.LOADING and player.waiting
        playing = loading or player.state is PlayerState.PLAYING
        again = player.state is PlayerState.ENDED
        self.play.set_icon("pause" if playing else "reload" if again else "play")
        self.play.set_name(_("Pause") if playing else _("Play again") if again else _("Play"), "K")
        self.play.setEnabled(begun)
        self.next.setEnabled(self._queue.up_next is not None)
        following = self._queue.up_next
        if following is not None:
            self.next.set_name(_("Next: {title}").format(title=clean_line(following.video.name, 80)), "N")
        self.live.setVisible(player.live)
        self.live.set_icon("live")
        self.live.set_text(_("LIVE"))
        self.live.setCheckable(True)
        self.live.setChecked(player.live and player.at_live_edge)
        self.seek_bar.setVisible(not player.live)
        self.seek_bar.setEnabled(begun and player.seekable)
        self.seek_bar.set_chapters(player.chapters)
        self.seek_bar.set_loop(player.loop)
        self.speed.set_text(rate_text(player.rate))
        self.captions.setCheckable(True)
        self.captions.setChecked(bool(player.caption))
        self.captions.setEnabled(bool(player.captions))
        height = player.shown_height or player.quality
        self.quality.set_text(menus.quality_label(player, height) if height else _("Auto"))
        self._follow_place(player.position)
        self._fit()

    def _follow_place(self, position: float) -> None:
        player = self._player
        self.seek_bar.set_place(position, player.duration)
        whole = player.duration
        if whole <= 0:
            text = fmt.duration(position)
        elif self._remaining:
            text = f"−{fmt.duration(whole - position)} / {fmt.duration(whole)}"
        else:
            text = f"{fmt.duration(position)} / {fmt.duration(whole)}"
        if len(text) != len(self.time.text()):
            self.time.set_text(text)
            self._fit()
        self.time.set_text(text)
        chapter = player.chapter
        title = f"· {clean_line(chapter.title)}" if chapter is not None and chapter.title else ""
        if title != self.chapter.text():
            self.chapter.setText(title)
            self.chapter.setToolTip(plain_tip(title[2:]))

    def _toggle_time(self) -> None:
        self._remaining = not self._remaining
        self.time.set_name(_("Show the time played") if self._remaining else _("Show the time left"))
        self._follow_place(self._player.position)

    # Room

    def set_mode(self, mode: ViewMode) -> None:
        """The view is somewhere else: other buttons make sense there."""
        self._mode = mode
        whole = mode is ViewMode.FULLSCREEN
        self.fullscreen.set_icon("fullscreen-exit" if whole else "fullscreen")
        self.fullscreen.set_name(_("Leave full screen") if whole else _("Full screen"), "F")
        self.pip.set_name(
            _("Back to the page") if mode is ViewMode.FLOATING else _("Picture in picture"), "Shift+I"
        )
        self._fit()

    def _restyle(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(8), 0, px(8), px(6))
        self._column.setContentsMargins(px(8), 0, px(8), 0)
        self.chapter.setFont(self._theme.font(13))
        self._fit()

    def bar_height(self) -> int:
        """Of the buttons and the seek bar alone."""
        return self._column.sizeHint().height()

    def wanted_height(self) -> int:
        """Of the bar with the shade above it."""
        return self.bar_height() + self._theme.px(SHADE)

    def _fit(self) -> None:
        """Leave out, from the least important on, what has no room; `More` holds it all."""
        in_page = self._mode in (ViewMode.PAGE, ViewMode.FULLSCREEN)
        # The least important first.
        ranked: list[tuple[QWidget, bool]] = [
            (self.mini, self._mode is ViewMode.PAGE),
            (self.volume.slider, True),
            (self.theatre, self._mode is ViewMode.PAGE),
            (self.speed, self._mode is not ViewMode.FLOATING),
            (self.next, self._queue.up_next is not None),
            (self.quality, bool(self._player.qualities) and in_page),
            (self.captions, bool(self._player.captions)),
            (self.pip, True),
            (self.live, self._player.live),
            (self.time, not self._player.live),
            (self.more, True),
            (self.volume.button, True),
        ]
        always = self.play.sizeHint().width() + self.fullscreen.sizeHint().width()
        room = self.width() - always - 4 * self._theme.px(8) - self.chapter.minimumSizeHint().width()
        used = 0
        for widget, wanted in reversed(ranked):
            used += self._width(widget) if wanted else 0
            widget.setVisible(wanted and used <= room)

    def _width(self, widget: QWidget) -> int:
        return widget.width() + 4 if widget is self.volume.slider else widget.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QLinearGradient(0, 0, 0, self.height())
        shade.setColorAt(0, veil(0))
        shade.setColorAt(0.45, veil(110))
        shade.setColorAt(1, veil(200))
        painter.fillRect(self.rect(), shade)
        painter.end()
