"""Things done with the video now and then: a picture of it, a link to this place, figures."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QWidget

from peertube_desktop.services.links import link_at
from peertube_desktop.services.player import Player
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.actions import web_url
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.player import snapshot
from peertube_desktop.ui.player.key_actions import rate_text
from peertube_desktop.ui.player.over import OVER
from peertube_desktop.ui.player.surface import PlayerSurface
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme


class Extras(QObject):
    """Performs `snapshot`, `copy_link`, `statistics`. `notice(str)` says what came of it."""

    notice = Signal(str)

    def __init__(self, player: Player, surface: PlayerSurface, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._player = player
        self._surface = surface
        self._theme = theme
        self._view = view
        self._wanted: tuple[str, float] = ("", 0.0)
        self._figures = QLabel(view)
        self._figures.setObjectName("playerStatistics")
        self._figures.setAccessibleName(_("Statistics"))
        self._figures.setTextFormat(Qt.TextFormat.PlainText)
        self._figures.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._figures.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self._show_figures)
        surface.snapshot_taken.connect(self._taken, Qt.ConnectionType.QueuedConnection)
        theme.changed.connect(self._restyle)
        self._restyle()

    def perform(self, action: str) -> bool:
        """Do it; False for what is none of these."""
        match action:
            case "snapshot":
                video = self._player.video
                self._wanted = (video.name if video is not None else "", self._player.position)
                if not self._surface.take_snapshot():
                    self.notice.emit(_("There is no picture yet"))
            case "copy_link":
                self._copy_link()
            case "statistics":
                self._toggle_figures()
            case _:
                return False
        return True

    def _copy_link(self) -> None:
        video, ref = self._player.video, self._player.ref
        if video is not None and ref is not None:
            seconds = 0.0 if self._player.live else self._player.position
            QGuiApplication.clipboard().setText(link_at(web_url(video, ref.origin), seconds))
            self.notice.emit(_("Link copied: at {time}").format(time=fmt.duration(seconds)))

    def _taken(self, image: QImage) -> None:
        spawn(self, self._save(image, *self._wanted))

    async def _save(self, image: QImage, title: str, seconds: float) -> None:
        path = await snapshot.save(image, title, seconds)
        if path is None:
            self.notice.emit(_("The picture could not be saved"))
        else:
            self.notice.emit(_("Picture saved: {name}").format(name=path.name))

    # Figures

    def _toggle_figures(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
            self._figures.hide()
        else:
            self._clock.start()
            self._show_figures()
            self._figures.raise_()

    def _restyle(self) -> None:
        px = self._theme.px
        self._figures.setStyleSheet(
            f"color: {OVER.text}; font-size: {px(12)}px; background: rgba(0, 0, 0, 190);"
            f" border-radius: {px(8)}px; padding: {px(8)}px {px(12)}px;"
        )

    def _show_figures(self) -> None:
        self._figures.setText("\n".join(f"{name}: {value}" for name, value in self._lines()))
        self.place()

    def _lines(self) -> list[tuple[str, str]]:
        player, surface = self._player, self._surface
        ref = player.ref
        shape = surface.shape
        shown = surface.picture_rect()
        return [
            (_("Video"), clean_line(ref.uuid) if ref is not None else "–"),
            (_("From"), clean_line(ref.origin, 80) if ref is not None else "–"),
            (_("Picture"), f"{shape[0]} × {shape[1]}" if shape else "–"),
            (_("Shown"), f"{shown.width()} × {shown.height()}"),
            (_("Painted by"), surface.painter_name or "–"),
            (_("Pictures so far"), str(surface.frame_index)),
            (_("Speed"), rate_text(player.rate)),
            (_("State"), str(player.state)),
        ]

    def place(self) -> None:
        """In the upper left corner, unless that were most of a small picture."""
        self._figures.adjustSize()
        fits = 2 * self._figures.width() <= self._view.width()
        self._figures.setVisible(fits and self._clock.isActive())
        self._figures.move(self._theme.px(10), self._theme.px(10))
