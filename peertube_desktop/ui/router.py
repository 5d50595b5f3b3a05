"""Where the window is, where it was, and how it gets back there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from PySide6.QtCore import QObject, Signal

from peertube_desktop.services.links import netloc_of

MAX_HISTORY = 50
"""Places remembered."""
MAX_HELD = 8
"""Places on either side whose rows are kept: a hundred videos are a megabyte."""


@dataclass(frozen=True)
class Route:
    """A place: a page's name, the instance it is about ("" for none), and what the page wants to know."""

    page: str
    origin: str = ""
    args: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, page: str, origin: str = "", **args: str) -> Route:
        """A route with `args` by name; empty ones are left out, so equal places are equal routes."""
        return cls(page, origin, tuple(sorted((key, value) for key, value in args.items() if value)))

    def arg(self, name: str, default: str = "") -> str:
        """The argument `name`, or `default`."""
        return next((value for key, value in self.args if key == name), default)

    def with_args(self, **args: str) -> Route:
        """This place with some arguments changed; an empty value takes one away."""
        merged = {**dict(self.args), **args}
        return replace(self, args=tuple(sorted((key, value) for key, value in merged.items() if value)))

    def to_text(self) -> str:
        """One line, for the session."""
        return urlencode(
            [("page", self.page), ("origin", self.origin), *(("." + k, v) for k, v in self.args)]
        )

    @classmethod
    def from_text(cls, text: str) -> Route | None:
        """What `to_text` wrote; None for anything else."""
        pairs = parse_qsl(text, keep_blank_values=True)
        named = dict(pairs)
        if not named.get("page"):
            return None
        if named.get("origin") and not netloc_of(named["origin"]):
            return None
        args = {key[1:]: value for key, value in pairs if key.startswith(".") and value}
        return cls(named["page"], named.get("origin", ""), tuple(sorted(args.items())))


@dataclass(frozen=True)
class PageState:
    """What a page wants back when the person comes back: where it was scrolled to, and its own things.

    `held` lives in memory only (rows, feeds): a page must do without it, as after a restart.
    """

    scroll: int = 0
    held: Mapping[str, object] = field(default_factory=dict)


@dataclass
class _Entry:
    route: Route
    state: PageState | None = None


class Router(QObject):
    """The history. `moved(route, state)` asks the window to show a place.

    Before leaving a place its state is asked for with `save` (set by the window) and kept with the entry.
    """

    moved = Signal(object, object)
    history_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[_Entry] = []
        self._at = -1
        self.save: Callable[[], PageState | None] = lambda: None

    @property
    def current(self) -> Route | None:
        """The place that is shown."""
        return self._entries[self._at].route if self._at >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at < len(self._entries) - 1

    def go(self, route: Route, hint: PageState | None = None) -> None:
        """Show a new place; what was ahead is forgotten. The place that is shown already is not repeated.

        `hint` is a first state: what the place one comes from knows about it already.
        """
        if route == self.current:
            return
        self._leave()
        del self._entries[self._at + 1 :]
        self._entries.append(_Entry(route, hint))
        if len(self._entries) > MAX_HISTORY:
            del self._entries[0]
        self._at = len(self._entries) - 1
        self._arrive()

    def replace(self, route: Route) -> None:
        """Show a place instead of the present one: the way back stays what it was."""
        if self._at < 0:
            self.go(route)
            return
        self._entries[self._at] = _Entry(route)
        self._arrive()

    def reload(self) -> None:
        """Show the present place as if for the first time."""
        if self._at >= 0:
            self._entries[self._at].state = None
            self._arrive()

    def forget(self) -> None:
        """Forget every place, the present one too: there is no way back to what was."""
        self._entries.clear()
        self._at = -1
        self.history_changed.emit()

    def let_go(self) -> None:
        """Forget what pages hold of their places: another account may not see it. The places stay."""
        for entry in self._entries:
            if entry.state is not None:
                entry.state = PageState(entry.state.scroll)

    def back(self) -> None:
        """One place back, if there is one."""
        if self.can_go_back:
            self._leave()
            self._at -= 1
            self._arrive()

    def forward(self) -> None:
        """One place forward, if there is one."""
        if self.can_go_forward:
            self._leave()
            self._at += 1
            self._arrive()

    def _leave(self) -> None:
        if self._at < 0:
            return
        self._entries[self._at].state = self.save()
        for place, entry in enumerate(self._entries):
            if abs(place - self._at) >= MAX_HELD and entry.state is not None and entry.state.held:
                entry.state = PageState(entry.state.scroll)

    def _arrive(self) -> None:
        entry = self._entries[self._at]
        self.history_changed.emit()
        self.moved.emit(entry.route, entry.state)
