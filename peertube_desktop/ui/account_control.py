"""Who one is: the top bar's account button, signing in and out, and what is shown then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.accounts import AccountInfo, Accounts
from peertube_desktop.services.instances import InstanceError, Instances
from peertube_desktop.services.sign_in import SignIn
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.account_menu import AccountMenu
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener, typed_address
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.window import Window
from peertube_desktop.ui.words import keyring_words

# Dialogs are imported when they are opened: a start does without.
if TYPE_CHECKING:
    from peertube_desktop.ui.dialogs.sign_in import SignInDialog

OWN_PAGES = frozenset({"account-settings", "my-channels"})
"""Pages about the account that is used, wherever it is."""


class AccountControl(QObject):
    """Ties the window's controls to the accounts."""

    def __init__(
        self,
        window: Window,
        router: Router,
        accounts: Accounts,
        instances: Instances,
        helper: SignIn,
        links: LinkOpener,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._router = router
        self._accounts = accounts
        self._instances = instances
        self._helper = helper
        self._links = links
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._dialog: SignInDialog | None = None
        self._asking: list[str] = []
        self._was = accounts.current
        self._moving = False
        self._menu = AccountMenu(window.top_bar.account.menu(), theme, icons, pictures)
        self._menu.chosen.connect(self._choose)
        self._menu.sign_in.connect(lambda: self.sign_in())
        self._menu.register.connect(lambda: self._register(instances.current))
        self._menu.settings.connect(lambda: router.go(Route.of("account-settings")))
        self._menu.channels.connect(lambda: router.go(Route.of("my-channels")))
        self._menu.sign_out.connect(self._ask_sign_out)
        accounts.changed.connect(self.refresh)
        accounts.current_changed.connect(self._current_changed)
        accounts.ended.connect(self._ended)
        accounts.keeping_changed.connect(self._keeping_changed)
        instances.current_changed.connect(self._instance_changed)
        self.refresh()
        self._keeping_changed()

    def refresh(self) -> None:
        """Show what is known now."""
        current = self._accounts.current
        wanting = frozenset(
            info.id for info in self._accounts.known if self._accounts.needs_password(info.id)
        )
        self._menu.fill(self._accounts.known, current, wanting)
        self._window.top_bar.show_account(
            current, self._pictures, password_wanted=current is not None and current.id in wanting
        )

    # Who one is

    def _choose(self, account_id: str) -> None:
        if not account_id:
            self._accounts.switch(None)
            return
        info = self._accounts.info(account_id)
        if self._accounts.needs_password(account_id):
            self._open(again=info)
        else:
            self._use(info)

    def _use(self, info: AccountInfo) -> None:
        """Be somebody, on that one's instance; what is shown of it stays."""
        self._moving = info.origin not in (self._instances.current, self._shown_origin())
        self._accounts.switch(info.id)
        moving, self._moving = self._moving, False
        if not moving:
            return
        if any(known.origin == info.origin for known in self._instances.known):
            self._instances.switch(info.origin)
        else:
            spawn(self, self._visit(info), on_error=self._not_visited)

    def _shown_origin(self) -> str:
        """Of the instance that the page is about, or ""."""
        route = self._router.current
        return route.origin if route is not None else ""

    async def _visit(self, info: AccountInfo) -> None:
        found = await self._instances.probe(info.origin)
        try:
            await self._instances.use(found)
        except StoreError:
            self._window.tell_settings_not_kept()

    def _not_visited(self, error: BaseException) -> None:
        if not isinstance(error, (InstanceError, ApiError)):
            raise error
        # Its pages say what is wrong, and offer to try again.
        current = self._accounts.current
        if current is not None:
            self._instances.visit(current.origin)

    def _current_changed(self) -> None:
        before, self._was = self._was, self._accounts.current
        self.refresh()
        self._router.let_go()
        route = self._router.current
        if route is None or self._moving:
            return
        origins = {info.origin for info in (before, self._was) if info is not None}
        if route.page in OWN_PAGES or route.origin in origins:
            self._router.reload()

    def _instance_changed(self, origin: str) -> None:
        """One is on each instance who one is there, unless one is nobody."""
        current = self._accounts.current
        if current is None or current.origin == origin or self._moving:
            return
        there = next((info for info in self._accounts.known if info.origin == origin), None)
        if there is not None:
            self._accounts.switch(there.id)

    # Signing in

    def sign_in(self, origin: str = "") -> None:
        """Ask who one is: on the instance of what is shown, unless `origin` names another."""
        self._open(origin=origin or self._shown_origin() or self._instances.current)

    def _open(self, *, origin: str = "", again: AccountInfo | None = None) -> None:
        from peertube_desktop.ui.dialogs.sign_in import SignInDialog

        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        dialog = SignInDialog(
            self._accounts,
            self._instances,
            self._helper,
            self._theme,
            self._icons,
            self._window,
            origin=origin,
            again=again,
        )
        self._dialog = dialog
        dialog.signed_in.connect(self._signed_in)
        dialog.register_wanted.connect(self._register_instead)
        dialog.reset_wanted.connect(self._reset)
        dialog.finished.connect(lambda _result: self._closed(again))
        dialog.open()

    def _closed(self, again: AccountInfo | None) -> None:
        self._dialog = None
        if again is not None and self._accounts.needs_password(again.id):
            self._accounts.decline(again.id)
        if self._asking:
            self._ended(self._accounts.info(self._asking.pop(0)))

    def _signed_in(self, info: AccountInfo) -> None:
        self._window.toast.show_text(_("Signed in as {handle}").format(handle=info.handle))
        self._use(info)
        if self._accounts.problem is not None:
            self._ask_where_to_keep()

    def _ended(self, info: AccountInfo) -> None:
        if self._dialog is None:
            self._open(again=info)
        elif info.id not in self._asking:
            self._asking.append(info.id)

    def _register_instead(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._register(text)

    def _register(self, text: str) -> None:
        from peertube_desktop.ui.dialogs.register import RegisterDialog

        dialog = RegisterDialog(
            self._accounts,
            self._instances,
            self._helper,
            self._links,
            self._theme,
            self._icons,
            self._window,
            address=typed_address(text),
        )
        dialog.signed_in.connect(self._signed_in)
        dialog.registered.connect(self._registered)
        dialog.open()

    def _registered(self, origin: str, username: str) -> None:
        self._open(origin=origin)
        if self._dialog is not None:
            self._dialog.fill_name(username)

    def _reset(self, text: str, username: str) -> None:
        from peertube_desktop.ui.dialogs.forgot import ForgotDialog

        email = username if "@" in username else ""
        ForgotDialog(
            self._instances, self._helper, self._theme, self._dialog or self._window, text, email
        ).open()

    # Signing out

    def _ask_sign_out(self, account_id: str) -> None:
        from peertube_desktop.ui.dialogs.confirm import ConfirmDialog

        info = self._accounts.info(account_id)
        dialog = ConfirmDialog(
            _("Sign out of {handle}?").format(handle=info.handle),
            _("This program forgets the account. Your videos and settings stay on the instance."),
            _("Sign out"),
            (),
            self._window,
        )
        dialog.accepted.connect(lambda: spawn(self, self._sign_out(info)))
        dialog.open()

    async def _sign_out(self, info: AccountInfo) -> None:
        told = await self._accounts.sign_out(info.id)
        text = _("Signed out of {handle}") if told else _("Signed out here. {host} could not be told.")
        self._window.toast.show_text(text.format(handle=info.handle, host=info.host))

    # Where sessions are kept

    def _keeping_changed(self) -> None:
        """What could not be read at the start is said below the top bar; what one signs in with is asked for."""
        problem = self._accounts.problem
        if problem is not None and self._dialog is None:
            self._window.notes.add(keyring_words(problem), self._ask_where_to_keep)

    def _ask_where_to_keep(self) -> None:
        from peertube_desktop.ui.dialogs.keep_sessions import KeepSessionsDialog

        problem = self._accounts.problem
        if problem is not None:
            KeepSessionsDialog(self._accounts, problem, self._theme, self._window).open()
