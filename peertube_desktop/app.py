"""The composition root: everything is made here, once, and handed on by constructor."""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication

from peertube_desktop.logs import LogFile
from peertube_desktop.options import Options
from peertube_desktop.paths import Paths
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.comments import Comments
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.diagnostics import Diagnostics
from peertube_desktop.services.history import History
from peertube_desktop.services.instances import Instances
from peertube_desktop.services.network import Network
from peertube_desktop.services.play_queue import PlayQueue
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.searching import Searching
from peertube_desktop.services.storage import Storage
from peertube_desktop.services.tasks import spawn
from peertube_desktop.services.thumbnails import Thumbnails
from peertube_desktop.store.db import Db
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.image_cache import ImageCache
from peertube_desktop.store.library import Library
from peertube_desktop.store.settings import Settings, SettingsFile
from peertube_desktop.ui.actions import VideoActions, fill_queue
from peertube_desktop.ui.catalogue import Parts, register_pages
from peertube_desktop.ui.foresight import prepare_watching
from peertube_desktop.ui.i18n import use_languages
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.instance_switch import InstanceSwitch
from peertube_desktop.ui.item_actions import ItemActions
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.opening import Opening
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.search_control import SearchControl
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.window import Window
from peertube_desktop.ui.words import why_awake

if TYPE_CHECKING:
    from peertube_desktop.services.accounts import Accounts
    from peertube_desktop.services.player import Player
    from peertube_desktop.ui.dialogs.keys_help import KeysHelp

log = logging.getLogger(__name__)

LISTEN_MS = 500
"""When to listen for further starts: what that needs is imported after the first pictures."""


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
        self._file = file
        self._log_file = LogFile(paths.state)
        self._options = options
        self._paths = paths
        self._instance_name = instance_name
        self._settings = settings
        self._ended = asyncio.Event()
        use_languages(_languages(settings))
        self.theme = Theme(app)
        self.theme.choose(settings.theme, settings.text_size)
        self.icons = Icons(self.theme)
        self.router = Router(self)
        self.window = Window(self.theme, self.icons, self.router)
        self.window.closing.connect(self.end)
        self.window.private_toggled.connect(self._toggle_private)
        self.window.help_wanted.connect(self._show_keys)
        self._keys_help: KeysHelp | None = None
        self._player: Player | None = None
        self._accounts: Accounts | None = None
        self.preferences = Preferences(file, settings, self)
        self.preferences.changed.connect(self._preferences_changed)
        self.preferences.write_failed.connect(self.window.tell_settings_not_kept)
        self.window.set_private(settings.private_mode)
        self._db = Db(paths.data / "library.sqlite")
        self.library = Library(self._db)
        self.status = 0

    def end(self) -> None:
        """Close the program in good order."""
        self._ended.set()

    def tell_of_a_problem(self) -> None:
        """Something failed that nobody foresaw: say so, calmly."""
        self.window.tell_of_a_problem()

    async def run(self) -> int:
        """The whole run."""
        self._log_file.begin()
        pool, opened = await asyncio.gather(
            make_pool(self._settings), self._db.open(), return_exceptions=True
        )
        session: dict[str, str] = {}
        if isinstance(opened, BaseException):
            self._database_unusable(opened)
        else:
            # What cannot be read is not come back to: the rest says so where it matters.
            with suppress(StoreError):
                session = await self.library.session()
        if isinstance(pool, BaseException):
            if not isinstance(pool, (ValueError, OSError)):
                raise pool
            # Nothing goes out past a proxy or without the trust that was asked for, but the settings can be mended.
            pool = await make_pool(Settings(proxy_mode="manual", proxy_url="http://127.0.0.1:9"))
            self.window.tell_network_settings_unusable()
        if self._file.set_aside_as is not None:
            self.window.tell_settings_set_aside(self._file.set_aside_as)
        self.window.restore_place(
            _geometry(session.get("geometry", "")), session.get("whole_screen", "") == "1"
        )
        self.window.show()
        parts = self._compose(Connections(pool, self))
        register_pages(self.window, parts)
        prepare_watching(self.window, parts)
        demo = None
        try:
            if self._options.demo:
                from peertube_desktop.ui.demo_process import DemoProcess

                self.window.tell_demo_starts()
                demo = await DemoProcess.start()
                # The demo instance plays the indexes too: nothing of such a run leaves this machine.
                parts.instances.index_address = parts.searching.index_address = demo.origin
                parts.instances.visit(demo.origin)
            if self.preferences.current.account:
                # The first page shows what the account may see.
                await self._begin_accounts(parts)
            self._begin(parts, session)
            if self._accounts is None:
                QTimer.singleShot(0, self, lambda: spawn(self, self._begin_accounts(parts)))
            if isinstance(opened, BaseException):
                log.info("Running without the library")
            else:
                spawn(self, self._load(parts))
            if self._options.tour is not None:
                spawn(self, self._walk(parts, self._options.tour))
            await self._ended.wait()
            await self._finish(parts)
        finally:
            if demo is not None:
                await demo.stop()
            await asyncio.to_thread(self._log_file.end)
        return self.status

    def _compose(self, connections: Connections) -> Parts:
        cache = ImageCache(self._paths.cache / "pictures", self._settings.image_cache_mb * 1_000_000)
        thumbnails = Thumbnails(connections, cache, self)
        searching = Searching(connections, self.library, self.preferences)
        history = History(self.library, self.preferences, self)
        actions = VideoActions(self.router, self, history=history)
        actions.notice.connect(self.window.toast.show_text)
        item_actions = ItemActions(self.router, self)
        item_actions.notice.connect(self.window.toast.show_text)
        self.opening = Opening(self.router, searching, self)
        self.opening.notice.connect(self.window.toast.show_text)
        instances = Instances(connections, self.library, self.preferences, self)
        storage = Storage(
            cache,
            self.library,
            history,
            instances,
            self.preferences,
            self._log_file.clear,
            self,
            sign_out=self._sign_out_everywhere,
        )
        storage.cleared.connect(self.router.forget)
        folders = [(name, getattr(self._paths, name)) for name in ("config", "data", "cache", "state")]
        links = LinkOpener(self.router, self.opening, self)
        links.notice.connect(self.window.toast.show_text)
        queue = PlayQueue(self)
        fill_queue(queue, actions)
        return Parts(
            theme=self.theme,
            icons=self.icons,
            router=self.router,
            actions=actions,
            links=links,
            item_actions=item_actions,
            pictures=Pictures(thumbnails, self),
            thumbnails=thumbnails,
            preferences=self.preferences,
            connections=connections,
            browsing=Browsing(connections),
            searching=searching,
            instances=instances,
            make_accounts=partial(self._make_accounts, connections),
            history=history,
            make_player=partial(self._make_player, connections, history, queue),
            queue=queue,
            comments=Comments(connections),
            storage=storage,
            network=Network(connections, self.preferences),
            diagnostics=Diagnostics(
                folders,
                _libvlc_version,
                lambda: [(urlsplit(known.origin).netloc, known.version) for known in instances.known],
            ),
        )

    def _make_player(self, connections: Connections, history: History, queue: PlayQueue) -> Player:
        # Imported with the first video: a start does without all that plays.
        from peertube_desktop.services.awake import Awake, system_keeper
        from peertube_desktop.services.player import Player
        from peertube_desktop.services.recommending import Recommending, UpNext

        awake = Awake(system_keeper("PeerTube Desktop", why_awake()), self)
        self._player = Player(connections, self.preferences, history, self, awake=awake)
        UpNext(self._player, queue, Recommending(connections, self.preferences), self)
        return self._player

    def _make_accounts(self, connections: Connections) -> Accounts:
        from peertube_desktop.services.accounts import Accounts
        from peertube_desktop.services.session_keeper import SessionKeeper
        from peertube_desktop.store.accounts import AccountStore

        keeper = SessionKeeper(self.preferences, self._paths.config)
        self._accounts = Accounts(connections, AccountStore(self._db), keeper, self.preferences, self)
        return self._accounts

    async def _begin_accounts(self, parts: Parts) -> None:
        """Who is signed in, from the library. What they sign in with is read meanwhile, in a thread."""
        from peertube_desktop.ui.account_control import AccountControl

        try:
            await parts.accounts.load()
        except StoreError as error:
            log.info("The accounts could not be read: %s", type(error).__name__)
        AccountControl(
            self.window,
            self.router,
            parts.accounts,
            parts.instances,
            parts.sign_in,
            parts.links,
            self.theme,
            self.icons,
            parts.pictures,
            self,
        )

    async def _sign_out_everywhere(self) -> None:
        if self._accounts is not None:
            await self._accounts.sign_out_everywhere()

    def _begin(self, parts: Parts, session: dict[str, str]) -> None:
        """To the first page, and ready for links."""
        switch = InstanceSwitch(self.window, self.router, parts.instances, self)
        switch.refresh()
        self.opening.instance_wanted.connect(switch.open_address)
        SearchControl(self.window, self.router, parts.searching, self.opening, parts.instances, self)
        if self._instance_name:
            QTimer.singleShot(LISTEN_MS, self, self._listen)
        restored = (
            Route.from_text(session.get("route", "")) if self.preferences.current.restore_session else None
        )
        opened = [self.opening.open_text(thing) for thing in self._options.things]
        if any(opened):
            return
        if self._options.things:
            self.window.tell_not_a_link(self._options.things[0])
        if self._options.instance:
            switch.open_address(self._options.instance)
        elif not parts.instances.current:
            self.router.go(Route.of("instances"))
        elif restored is not None and not self._options.demo and restored.page in self.window.page_names:
            self.router.go(restored)
        else:
            self.router.go(Route.of("discover", parts.instances.current))

    def _listen(self) -> None:
        from peertube_desktop.ui.single_instance import InstanceServer

        server = InstanceServer(self._instance_name, self)
        server.handed.connect(self._handed)

    def _handed(self, things: list[str]) -> None:
        self.window.raise_to_front()
        for thing in things:
            if not self.opening.open_text(thing):
                self.window.tell_not_a_link(thing)

    async def _load(self, parts: Parts) -> None:
        if self._db.set_aside_as is not None:
            self.window.tell_library_set_aside(self._db.set_aside_as)
        await parts.instances.load()
        await parts.history.load()

    async def _walk(self, parts: Parts, folder: Path) -> None:
        """The tour, then the end; the exit status tells whether every step went well."""
        from peertube_desktop.ui.tour.guide import Guide

        self.status = 1
        try:
            self.status = min(1, await Guide(self.window, parts, folder).run())
        except OSError as error:
            sys.stderr.write(f"peertube-desktop: cannot write to {error.filename}: {error.strerror}\n")
        finally:
            self.end()

    def _database_unusable(self, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            raise error
        log.info("The library cannot be used: %s", type(error).__name__)
        self.window.tell_library_unusable(error)

    def _preferences_changed(self) -> None:
        now = self.preferences.current
        if (now.theme, now.text_size) != (self._settings.theme, self._settings.text_size):
            self.theme.choose(now.theme, now.text_size)
        if now.private_mode != self._settings.private_mode:
            self.window.set_private(now.private_mode)
        self._settings = now

    def _toggle_private(self) -> None:
        private = not self.preferences.current.private_mode
        self.preferences.update(private_mode=private)
        self.window.tell_private(private)

    def _show_keys(self) -> None:
        if self._keys_help is None:
            from peertube_desktop.ui.dialogs.keys_help import KeysHelp

            self._keys_help = KeysHelp(self.theme, self.window)
        self._keys_help.show_over(self.window)

    async def _finish(self, parts: Parts) -> None:
        values = {"geometry": base64.b64encode(self.window.place()).decode()}
        route = self.router.current
        # What is watched in private mode is not written down, and a demo instance is gone the next time.
        kept = route is not None and not self._options.demo and not self.preferences.current.private_mode
        values["route"] = route.to_text() if route is not None and kept else ""
        values["whole_screen"] = "1" if self.window.has_whole_screen else ""
        self.window.hide()
        if self._player is not None:
            await self._player.aclose()
        with suppress(StoreError):
            await self.library.set_session(values)
        await self.preferences.flush()
        if self._accounts is not None:
            await self._accounts.aclose()
        await parts.connections.aclose()
        await self._db.close()


def _geometry(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _libvlc_version() -> str:
    from peertube_desktop.media.libvlc import libvlc_version

    return libvlc_version()


def _languages(settings: Settings) -> list[str]:
    if settings.language:
        return [settings.language]
    return [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
