"""The composition root: everything is made here, once, and handed on by constructor."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from peertube_desktop.options import Options
from peertube_desktop.paths import Paths
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.thumbnails import Thumbnails
from peertube_desktop.store.image_cache import ImageCache
from peertube_desktop.store.settings import Settings, SettingsFile
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.i18n import _, use_languages
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.window import Window

log = logging.getLogger(__name__)


class Program(QObject):
    """One run. `await run()` shows the window and returns the exit status when it was closed."""

    def __init__(
        self,
        app: QApplication,
        options: Options,
        paths: Paths,
        file: SettingsFile,
        settings: Settings,
        instance_name: str,
    ) -> None:
        super().__init__(app)
        self._options = options
        self._paths = paths
        self._file = file
        self._instance_name = instance_name
        self._ended = asyncio.Event()
        use_languages(_languages(settings))
        self.theme = Theme(app)
        self.theme.choose(settings.theme, settings.text_size)
        self.icons = Icons(self.theme)
        self.router = Router(self)
        self.window = Window(self.theme, self.icons, self.router)
        self.window.closing.connect(self.end)
        self.window.restore_place(b"")
        self._settings = settings

    def end(self) -> None:
        """Close the program in good order."""
        self._ended.set()

    def tell_of_a_problem(self) -> None:
        """Something failed that nobody foresaw: say so, calmly."""
        self.window.toast.show_text(_("Something went wrong. It is written down in the log."))

    async def run(self) -> int:
        """The whole run."""
        self.window.show()
        pool = await make_pool(self._settings)
        connections = Connections(pool, self)
        preferences = Preferences(self._file, self._settings, self)
        cache = ImageCache(self._paths.cache / "pictures", self._settings.image_cache_mb * 1_000_000)
        thumbnails = Thumbnails(connections, cache, self)
        pictures = Pictures(thumbnails, self)
        browsing = Browsing(connections)
        actions = VideoActions(self.router, self)
        actions.notice.connect(self.window.toast.show_text)
        self._register(browsing, preferences, pictures, actions)
        self.window.nav_chosen.connect(self._nav)
        self._origin = self._options.instance.rstrip("/")
        self._nav("discover")
        await self._ended.wait()
        self.window.hide()
        await preferences.flush()
        await connections.aclose()
        return 0

    def _nav(self, page: str) -> None:
        self.router.go(Route.of(page, self._origin))

    def _register(
        self, browsing: Browsing, preferences: Preferences, pictures: Pictures, actions: VideoActions
    ) -> None:
        from peertube_desktop.ui import listing
        from peertube_desktop.ui.pages.videos import VideosPage

        for kind, title in (
            (listing.DISCOVER, _("Discover")),
            (listing.TRENDING, _("Trending")),
            (listing.RECENT, _("Recently added")),
            (listing.LOCAL, _("Local videos")),
        ):
            self.window.register(
                kind.page,
                partial(
                    VideosPage,
                    kind,
                    title,
                    theme=self.theme,
                    icons=self.icons,
                    pictures=pictures,
                    browsing=browsing,
                    preferences=preferences,
                    actions=actions,
                ),
            )


def _languages(settings: Settings) -> list[str]:
    from PySide6.QtCore import QLocale

    if settings.language:
        return [settings.language]
    return [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
