"""The video's title at the upper edge, where no page shows it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.player import Player
from peertube_desktop.ui.models.card import person_of
from peertube_desktop.ui.player.over import OVER, veil
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme

HEIGHT = 72


class TitleBar(QWidget):
    """Title and channel of the player's video."""

    def __init__(self, player: Player, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("playerTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._player = player
        self._title = self._who = ""
        player.video_changed.connect(self._follow)
        player.details_changed.connect(self._follow)
        self._follow()
        self.hide()

    def wanted_height(self) -> int:
        """At the present text size."""
        return self._theme.px(HEIGHT)

    def _follow(self) -> None:
        video = self._player.video
        person = person_of(video) if video is not None else None
        self._title = clean_line(video.name) if video is not None else ""
        self._who = clean_line(person.handle, 120) if person is not None else ""
        self.setAccessibleName(self._title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QLinearGradient(0, 0, 0, self.height())
        shade.setColorAt(0, veil(190))
        shade.setColorAt(1, veil(0))
        painter.fillRect(self.rect(), shade)
        px = self._theme.px
        room = QRect(px(16), px(8), self.width() - px(32), px(26))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(QColor(OVER.text))
        painter.setFont(self._theme.font(17, bold=True))
        elide = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(self._title, elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(QColor(OVER.muted))
        painter.setFont(self._theme.font(12))
        who = painter.fontMetrics().elidedText(self._who, elide, room.width())
        painter.drawText(room.translated(0, px(24)), Qt.AlignmentFlag.AlignVCenter, who)
        painter.end()
