"""The window: sidebar, top bar, one page at a time, and what floats above them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.services.links import without_user
from peertube_desktop.store.errors import DatabaseTooNewError, StoreError
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.keys import browsing_keys
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.notes import Notes
from peertube_desktop.ui.widgets.sidebar import Sidebar
from peertube_desktop.ui.widgets.toast import Toast
from peertube_desktop.ui.widgets.top_bar import TopBar
from peertube_desktop.ui.words import Words

NARROW_BELOW = 1000
"""Window width, in pixels at 100 % text, under which the sidebar shows icons alone."""
MINIMUM = (760, 520)
START = (1280, 800)

PageFactory = Callable[[], Page]


class Window(QMainWindow):
    """`closing` when the person closes it. Pages are made by the factories given to `register`."""

    closing = Signal()
    nav_chosen = Signal(str)
    private_toggled = Signal()
    help_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, router: Router) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAccessibleName(_("PeerTube Desktop"))
        self.setMinimumSize(*MINIMUM)
        self.setWindowTitle(_("PeerTube Desktop"))
        self.setWindowIcon(icons.get("app"))
        self._theme = theme
        self._router = router
        self._factories: dict[str, PageFactory] = {}
        self._pages: dict[str, Page] = {}
        self._page: Page | None = None
        self.sidebar = Sidebar(icons, theme, self)
        self.top_bar = TopBar(icons, theme, self)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("pages")
        content = QWidget(self)
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notes = Notes(icons, content)
        column.addWidget(self.top_bar)
        column.addWidget(self.notes)
        column.addWidget(self._stack, 1)
        central = QWidget(self)
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(content, 1)
        self.setCentralWidget(central)
        self.toast = Toast(theme, content)
        self._content = content
        self.resize(*START)
        router.moved.connect(self._show)
        router.history_changed.connect(self._history_changed)
        router.save = self._state
        self.top_bar.back.connect(router.back)
        self.top_bar.forward.connect(router.forward)
        self.sidebar.chosen.connect(self.nav_chosen)
        self.top_bar.search.edit.left.connect(self._leave_search)
        self.top_bar.leave_private.connect(self.private_toggled)
        self._add_shortcuts()

    # Pages

    def register(self, name: str, factory: PageFactory) -> None:
        """The page `name` is made by `factory` when it is first shown."""
        self._factories[name] = factory

    @property
    def page_names(self) -> list[str]:
        """All registered pages."""
        return list(self._factories)

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def prepare(self, name: str) -> Page | None:
        """The page `name`, made now if it was not before; None where there is no such page."""
        page = self._pages.get(name)
        factory = self._factories.get(name)
        if page is None and factory is not None:
            page = factory()
            page.go.connect(self._router.go)
            page.titled.connect(self.set_title)
            page.notice.connect(self.toast.show_text)
            self._pages[name] = page
            self._stack.addWidget(page)
        return page

    def _show(self, route: Route, state: PageState | None) -> None:
        page = self.prepare(route.page)
        if page is None:
            # A session of another version may name a page this one does not have.
            return
        old = self._page
        if old is not None and old is not page:
            old.leave()
        self._page = page
        self._stack.setCurrentWidget(page)
        self.sidebar.mark(route.page)
        page.open(route, state)
        if not self.top_bar.search.edit.hasFocus():
            # The keyboard goes along: to the page, not to a button of the one before.
            page.focus_first()

    def _state(self) -> PageState | None:
        return self._page.state() if self._page is not None else None

    def _history_changed(self) -> None:
        self.top_bar.set_history(self._router.can_go_back, self._router.can_go_forward)

    def set_title(self, title: str) -> None:
        """Name the window after what it shows."""
        name = _("PeerTube Desktop")
        self.setWindowTitle(f"{clean_line(title, 120)} · {name}" if title else name)

    # Saying things

    def tell_of_a_problem(self) -> None:
        """Something failed that nobody foresaw."""
        self.toast.show_text(_("Something went wrong. It is written down in the log."))

    def tell_settings_not_kept(self) -> None:
        """A change is in force, but was not written to disk."""
        self.toast.show_text(
            _("This could not be saved: is the disk full? It holds until the program is closed.")
        )

    def tell_network_settings_unusable(self) -> None:
        """Proxy or certificate file make no sense: nothing is sent past them."""
        self._note(
            _("The proxy or certificate cannot be used"),
            _("Nothing is sent until that is mended in the settings."),
            _("Open settings"),
            partial(self.nav_chosen.emit, "settings"),
        )

    def tell_settings_set_aside(self, path: Path) -> None:
        """The settings could not be read: the program begins with the defaults."""
        self._note(
            _("The settings could not be read"),
            _("They were put aside as {name}. Everything is set as at the first start now.").format(
                name=path.name
            ),
        )

    def _note(self, title: str, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        self.notes.add(Words(title, text, action), act)

    def tell_private(self, private: bool) -> None:
        """Private mode was turned on or off."""
        self.toast.show_text(
            _("Private mode is on: no views are sent, no history is kept.")
            if private
            else _("Private mode is off.")
        )

    def tell_demo_starts(self) -> None:
        """The demo instance takes a moment."""
        self.toast.show_text(_("Starting the demo instance…"))

    def tell_not_a_link(self, text: str) -> None:
        """The command line, or another start of the program, brought something strange."""
        self.toast.show_text(
            _("Not a PeerTube address: {text}").format(text=clean_line(without_user(text), 80))
        )

    def tell_library_set_aside(self, path: Path) -> None:
        """History and known instances could not be read and begin anew."""
        self._note(
            _("The library was damaged"),
            _("It was put aside as {name}. History and known instances begin anew.").format(name=path.name),
        )

    def tell_library_unusable(self, error: StoreError) -> None:
        """This run does without history and known instances; nothing of them is touched."""
        if isinstance(error, DatabaseTooNewError):
            title = _("The library belongs to a newer version of this program")
        else:
            title = _("The library could not be opened")
        self._note(title, _("It is left alone. History and known instances are not kept in this run."))

    # Floating

    def set_chrome_visible(self, visible: bool) -> None:
        """Show or hide sidebar and top bar, as for a video in full screen."""
        self.sidebar.setVisible(visible)
        self.top_bar.setVisible(visible)
        self.notes.setVisible(visible and bool(self.notes.texts))

    @property
    def overlay_parent(self) -> QWidget:
        """The widget that small things float above the pages in, such as the mini player."""
        return self._content

    # Keys and mouse

    def _add_shortcuts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "search": self.focus_search,
            "back": self._router.back,
            "forward": self._router.forward,
            "reload": self._router.reload,
            "private": self.private_toggled.emit,
            "help": self.help_wanted.emit,
            "whole_screen": self._toggle_whole_screen,
            "close": self.close,
        }
        for known in browsing_keys():
            page = known.action.removeprefix("go_")
            act = partial(self.nav_chosen.emit, page) if page != known.action else acts[known.action]
            for key in known.keys:
                QShortcut(QKeySequence(key), self).activated.connect(act)

    def _toggle_whole_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def set_private(self, private: bool) -> None:
        """Show, or not, that private mode is on."""
        self.top_bar.set_private(private)

    def focus_search(self) -> None:
        """Into the search field, its text selected."""
        edit = self.top_bar.search.edit
        edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        edit.selectAll()

    def _leave_search(self) -> None:
        if self._page is not None:
            self._page.focus_first()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.BackButton:
            self._router.back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self._router.forward()
        else:
            super().mousePressEvent(event)

    # Size and place

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.sidebar.set_narrow(self.width() < self._theme.px(NARROW_BELOW))
        self.toast.place()

    def restore_place(self, geometry: bytes, whole_screen: bool = False) -> None:
        """Where the window was, if a screen is still there; else a good size in the middle.

        The whole screen is taken again only where the window had it, rather than a video in it.
        """
        if geometry and self.restoreGeometry(QByteArray(geometry)):
            if self.isFullScreen() and not whole_screen:
                self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            centre = self.frameGeometry().center()
            if QGuiApplication.screenAt(centre) is not None:
                return
        screen = QApplication.primaryScreen()
        if screen is None:
            return
        room = screen.availableGeometry()
        self.resize(min(START[0], room.width()), min(START[1], room.height()))
        corner = room.center() - QPoint(self.width() // 2, self.height() // 2)
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))

    def place(self) -> bytes:
        """What `restore_place` wants."""
        return bytes(self.saveGeometry().data())

    @property
    def has_whole_screen(self) -> bool:
        """Whether the window, its bars shown, has the whole screen."""
        return self.isFullScreen() and self.top_bar.isVisibleTo(self)

    def raise_to_front(self) -> None:
        """Bring the window before the person."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closing.emit()
