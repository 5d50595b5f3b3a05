"""The buttons above a list of videos: its order, and its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.listing import active_filters
from peertube_desktop.ui.router import Route
from peertube_desktop.ui.text import escape_mnemonic
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.filters import FiltersPopover
from peertube_desktop.ui.widgets.pill import PillButton

Labels = Mapping[str, str]


class SortButton(PillButton):
    """A menu of orders. `chosen(sort)` when the person chose one."""

    chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__("", icons.get("sort"), "pill", parent)
        self.setObjectName("sortButton")
        self.setMenu(QMenu(self))

    def set_sorts(self, sorts: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these (the API's word and a label); `current` is in effect."""
        menu = self.menu()
        menu.clear()
        for sort, name in sorts:
            action = menu.addAction(escape_mnemonic(name))
            action.setCheckable(True)
            action.setChecked(sort == current)
            action.triggered.connect(lambda _c=False, sort=sort: self.chosen.emit(sort))
            if sort == current:
                self.set_label(_("Sort: {name}").format(name=name))


class FiltersButton(PillButton):
    """Opens the filters of a route. `applied(dict)` with every filter's value, "" where it is off."""

    applied = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(_("Filters"), icons.get("filter"), "pill", parent)
        self.setObjectName("filtersButton")
        self._theme = theme
        self._route = Route("")
        self._popover: FiltersPopover | None = None
        self._constants: tuple[Labels, Labels, Labels] = ({}, {}, {})
        self.clicked.connect(self._open)

    def set_constants(self, categories: Labels, licences: Labels, languages: Labels) -> None:
        """The instance's own categories, licences and languages, by id."""
        self._constants = (categories, licences, languages)
        if self._popover is not None:
            self._popover.set_constants(*self._constants)

    def show_route(self, route: Route, count: int | None = None) -> None:
        """Show how many of the route's filters are in effect; `count` where more than those are meant."""
        self._route = route
        count = active_filters(route) if count is None else count
        label = ngettext("Filters · {n}", "Filters · {n}", count).format(n=count) if count else _("Filters")
        self.set_label(label)
        self.set_active(bool(count))

    def close_popover(self) -> None:
        """The page is left."""
        if self._popover is not None:
            self._popover.hide()

    def _open(self) -> None:
        if self._popover is None:
            self._popover = FiltersPopover(self._theme, self)
            self._popover.set_constants(*self._constants)
            self._popover.applied.connect(self.applied)
        corner = self.mapToGlobal(QPoint(self.width(), self.height() + 6))
        self._popover.open_at(corner, self._route)
