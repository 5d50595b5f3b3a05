"""From links to places in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.errors import ApiError, NotFoundError
from peertube_desktop.services.links import Target, TargetKind, parse_link
from peertube_desktop.services.searching import Searching
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.words import sentence


def route_of(target: Target) -> Route:
    """The place that shows `target`, whose kind is known (not ACTOR)."""
    match target.kind:
        case TargetKind.VIDEO:
            start = f"{target.start:g}" if target.start else ""
            return Route.of("watch", target.origin, id=target.id, start=start)
        case TargetKind.CHANNEL:
            return Route.of("channel", target.origin, handle=target.id)
        case TargetKind.ACCOUNT:
            return Route.of("account", target.origin, handle=target.id)
        case TargetKind.PLAYLIST:
            return Route.of("playlist", target.origin, id=target.id)
        case _:
            return Route.of("discover", target.origin)


class Opening(QObject):
    """Opens links and handles. `notice(sentence)` for what cannot be opened.

    `instance_wanted(address)`: the link names an instance and nothing on it: that one is to be browsed.
    """

    notice = Signal(str)
    instance_wanted = Signal(str)

    def __init__(self, router: Router, searching: Searching, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._router = router
        self._searching = searching

    def open_text(self, text: str) -> bool:
        """Open what `text` names; False if it is no link and no handle."""
        target = parse_link(text)
        if target is None:
            return False
        cancel_tasks(self)
        if target.kind is TargetKind.INSTANCE:
            self.instance_wanted.emit(target.origin)
            return True
        if target.kind is not TargetKind.ACTOR:
            self._router.go(route_of(target))
            return True
        spawn(self, self._open_actor(target), on_error=lambda error: self._failed(target, error))
        return True

    async def _open_actor(self, target: Target) -> None:
        self._router.go(route_of(await self._searching.resolve(target)))

    def _failed(self, target: Target, error: BaseException) -> None:
        if isinstance(error, NotFoundError):
            name = clean_line(target.id, 80)
            self.notice.emit(_("There is no channel or account {name}").format(name=name))
        elif isinstance(error, ApiError):
            self.notice.emit(sentence(error).text)
        else:
            raise error
