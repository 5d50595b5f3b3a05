"""The instance one is on: the top bar's menu, the sidebar's status line, and moving to another."""

from __future__ import annotations

from PySide6.QtCore import QObject

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.instances import InstanceError, InstanceInfo, Instances
from peertube_desktop.services.links import netloc_of, without_user
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.router import Route, Router
from peertube_desktop.ui.widgets.top_bar import KnownInstance
from peertube_desktop.ui.window import Window

# Pages that are about this program rather than about an instance.
_OWN = frozenset({"settings", "about", "history", "instances"})


class InstanceSwitch(QObject):
    """Ties the window's controls to the instances."""

    def __init__(
        self, window: Window, router: Router, instances: Instances, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._router = router
        self._instances = instances
        self._asking = QObject(self)
        """Owns the question to an address: nobody waits for it any more after a move to another instance."""
        instances.changed.connect(self.refresh)
        instances.current_changed.connect(self._moved)
        window.top_bar.instance_chosen.connect(instances.switch)
        window.top_bar.add_instance.connect(lambda: router.go(Route.of("instances")))
        window.top_bar.about_instance.connect(
            lambda: router.go(Route.of("instance", instances.current)) if instances.current else None
        )
        window.nav_chosen.connect(self._nav)

    def refresh(self) -> None:
        """Show what is known now."""
        current = self._instances.current
        known = [KnownInstance(i.origin, netloc_of(i.origin), i.name) for i in self._instances.known]
        if current and current not in {entry.origin for entry in known}:
            known.insert(0, KnownInstance(current, netloc_of(current)))
        self._window.top_bar.set_instances(known, current)
        host = netloc_of(current)
        text = _("Browsing {host}").format(host=host) if host else _("No instance chosen")
        self._window.sidebar.set_status(text, "ok" if host else "faint")

    def open_address(self, text: str) -> None:
        """Browse the instance at `text`; the page of instances says what is wrong with it otherwise."""
        spawn(self._asking, self._probe(text), on_error=lambda error: self._failed(text, error))

    async def _probe(self, text: str) -> None:
        spawn(self, self._use(await self._instances.probe(text)))

    async def _use(self, info: InstanceInfo) -> None:
        try:
            await self._instances.use(info)
        except StoreError:
            self._window.tell_settings_not_kept()

    def _failed(self, text: str, error: BaseException) -> None:
        if not isinstance(error, (InstanceError, ApiError)):
            raise error
        # The place may be kept on the disk: no password in it.
        self._router.go(Route.of("instances", address=without_user(text)[:500]))

    def _moved(self, origin: str) -> None:
        cancel_tasks(self._asking)
        self.refresh()
        self._router.go(Route.of("discover", origin) if origin else Route.of("instances"))

    def _nav(self, page: str) -> None:
        origin = self._instances.current
        if page in _OWN:
            self._router.go(Route.of(page))
        elif origin:
            self._router.go(Route.of(page, origin))
        else:
            self._router.go(Route.of("instances"))
