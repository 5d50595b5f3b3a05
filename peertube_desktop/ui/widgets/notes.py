"""Lines below the top bar that stay until they are dismissed: what a person must not miss."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.widgets.states import Banner
from peertube_desktop.ui.words import Words

MOST = 4
"""More at once would leave no room for the page: the oldest goes."""


class Notes(QWidget):
    """`add` a note; the person dismisses it."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes")
        self._icons = icons
        self._banners: list[Banner] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 10, 16, 0)
        self._layout.setSpacing(6)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the notes say, the oldest first."""
        return [banner.text for banner in self._banners]

    def add(self, words: Words, act: Callable[[], object] | None = None) -> None:
        """Show `words`; its button does `act` and takes the note away. The same words are not repeated."""
        banner = Banner(self._icons, self)
        banner.show_words(words)
        if banner.text in self.texts:
            banner.deleteLater()
            return
        if act is not None:
            banner.acted.connect(act)
        banner.acted.connect(lambda: self._remove(banner))
        banner.dismissed.connect(lambda: self._remove(banner))
        self._banners.append(banner)
        self._layout.addWidget(banner)
        while len(self._banners) > MOST:
            self._remove(self._banners[0])
        self.show()

    def _remove(self, banner: Banner) -> None:
        if banner in self._banners:
            self._banners.remove(banner)
            self._layout.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._banners))
