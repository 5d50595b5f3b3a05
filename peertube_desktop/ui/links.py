"""What a click on a link in somebody's text does: inside where it is PeerTube's, and out only when asked."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from peertube_desktop.services.links import TargetKind, netloc_of, parse_link
from peertube_desktop.ui.actions import open_in_browser
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.router import Route, Router


def opens_inside(address: str, origin: str) -> bool:
    """Whether `address` is surely a place of a PeerTube.

    Videos and playlists have ids nobody else uses. Channels and accounts look like many sites' paths
    (`/c/name`): they count on the instance the text is from, or with a host in their name.
    """
    target = parse_link(address)
    if target is None:
        return False
    if target.kind in (TargetKind.VIDEO, TargetKind.PLAYLIST):
        return not target.id.isdecimal() or target.origin == origin
    if target.kind in (TargetKind.CHANNEL, TargetKind.ACCOUNT):
        return "@" in target.id or target.origin == origin
    return target.kind is TargetKind.ACTOR


def typed_address(origin: str) -> str:
    """An origin as a person would type it."""
    return origin.removeprefix("https://")


class OpensText(Protocol):
    """Opens links and handles of PeerTube inside: `ui.opening.Opening`."""

    def open_text(self, text: str) -> bool: ...


class LinkOpener(QObject):
    """Follows links. `notice(sentence)` for what cannot be opened."""

    notice = Signal(str)

    def __init__(self, router: Router, opening: OpensText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._router = router
        self._opening = opening

    def follow(self, href: str, origin: str, over: QWidget) -> None:
        """Open `href` of a text that `origin` gave; `over` is the widget that was clicked."""
        # There was no text before, so a start does without what shows one.
        from peertube_desktop.ui.rich_document import ACTOR, TAG

        if href.startswith(TAG):
            self._router.go(Route.of("discover", origin, tags=href.removeprefix(TAG)))
        elif href.startswith(ACTOR):
            self._open_handle(href.removeprefix(ACTOR), origin)
        elif opens_inside(href, origin):
            self._opening.open_text(href)
        else:
            self._ask(href, over)

    def _open_handle(self, handle: str, origin: str) -> None:
        name = handle.lstrip("@!")
        if "@" not in name:
            name = f"{name}@{netloc_of(origin)}"
        if not self._opening.open_text(name):
            self.notice.emit(_("That is no address of a channel or account"))

    def _ask(self, href: str, over: QWidget) -> None:
        from peertube_desktop.ui.dialogs.leave import LeaveDialog
        from peertube_desktop.ui.rich_document import web_address

        address = web_address(href)
        if not address:
            self.notice.emit(_("This kind of link is not opened"))
            return
        target = parse_link(address)
        dialog = LeaveDialog(address, inside=target is not None, parent=over.window())
        dialog.leave.connect(lambda: self._browse(address))
        dialog.stay.connect(lambda: self._opening.open_text(address))
        dialog.copied.connect(lambda: self.notice.emit(_("Link copied")))
        dialog.open()

    def _browse(self, address: str) -> None:
        if not open_in_browser(address):
            self.notice.emit(_("The browser could not be opened"))
