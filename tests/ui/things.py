"""What pages and widgets are made of, put together for tests as app.py does it: all of it real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.comments import Comments
from peertube_desktop.services.connections import Connections, make_pool
from peertube_desktop.services.history import History
from peertube_desktop.services.instances import Instances
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.searching import Searching
from peertube_desktop.services.session_keeper import SessionKeeper
from peertube_desktop.services.sign_in import SignIn
from peertube_desktop.services.tasks import end_tasks
from peertube_desktop.services.thumbnails import Thumbnails
from peertube_desktop.store.accounts import AccountStore
from peertube_desktop.store.db import Db
from peertube_desktop.store.image_cache import ImageCache
from peertube_desktop.store.library import Library
from peertube_desktop.store.secrets import MemorySecrets, Secrets
from peertube_desktop.store.settings import Settings, SettingsFile
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.opening import Opening
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures


@dataclass
class Things:
    """The parts by name. `routes` holds every place the router was sent to; `notices` every sentence."""

    root: QObject
    theme: Theme
    icons: Icons
    router: Router
    connections: Connections
    preferences: Preferences
    library: Library
    thumbnails: Thumbnails
    pictures: Pictures
    browsing: Browsing
    searching: Searching
    instances: Instances
    accounts: Accounts
    account_settings: AccountSettings
    sign_in: SignIn
    history: History
    comments: Comments
    opening: Opening
    links: LinkOpener
    actions: VideoActions
    routes: list[Route]
    notices: list[str]


@asynccontextmanager
async def make_things(
    app: QApplication, folder: Path, settings: Settings | None = None, keyring: Secrets | None = None
) -> AsyncIterator[Things]:
    """All parts, in `folder`, on the running Qt loop; ended in good order. The keyring is never the machine's."""
    root = QObject()
    settings = settings or Settings()
    font = app.font()
    theme = Theme(app)
    theme.choose("dark", 100)
    router = Router(root)
    preferences = Preferences(SettingsFile(folder / "settings.json"), settings, root)
    database = Db(folder / "library.sqlite")
    await database.open()
    library = Library(database)
    connections = Connections(await make_pool(settings), root)
    thumbnails = Thumbnails(connections, ImageCache(folder / "pictures", 50_000_000), root)
    searching = Searching(connections, library, preferences)
    opening = Opening(router, searching, root)
    history = History(library, preferences, root)
    keeper = SessionKeeper(preferences, folder, keyring or MemorySecrets())
    accounts = Accounts(connections, AccountStore(database), keeper, preferences, root)
    things = Things(
        root=root,
        theme=theme,
        icons=Icons(theme),
        router=router,
        connections=connections,
        preferences=preferences,
        library=library,
        thumbnails=thumbnails,
        pictures=Pictures(thumbnails, root),
        browsing=Browsing(connections),
        searching=searching,
        instances=Instances(connections, library, preferences, root),
        accounts=accounts,
        account_settings=AccountSettings(accounts),
        sign_in=SignIn(connections),
        history=history,
        comments=Comments(connections),
        opening=opening,
        links=LinkOpener(router, opening, root),
        actions=VideoActions(router, root, history=history),
        routes=[],
        notices=[],
    )
    router.moved.connect(lambda route, _state: things.routes.append(route))
    for speaker in (things.actions, things.opening, things.links):
        speaker.notice.connect(things.notices.append)
    try:
        yield things
    finally:
        # Widgets of the test may outlive the loop: what they wait for ends here.
        await things.accounts.aclose()
        await end_tasks(10)
        await preferences.flush()
        await connections.aclose()
        await database.close()
        root.deleteLater()
        theme.deleteLater()
        app.setStyleSheet("")
        app.setFont(font)
