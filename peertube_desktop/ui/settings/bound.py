"""Controls that show a setting and change it at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from peertube_desktop.services.preferences import Preferences
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox, Choices, NumberBox, Switch


class Bound(QObject):
    """Makes controls for settings by name. Each is named `setting-NAME` and follows changes from elsewhere."""

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self._refresh: list[Callable[[], object]] = []
        preferences.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is set now."""
        for refresh in self._refresh:
            refresh()

    def follow(self, refresh: Callable[[], object]) -> None:
        """Also do this at every change, and now."""
        self._refresh.append(refresh)
        refresh()

    def _value(self, name: str) -> object:
        return getattr(self.preferences.current, name)

    def switch(self, name: str) -> Switch:
        """For a truth value."""
        control = Switch(f"setting-{name}")
        control.chosen.connect(lambda value: self.preferences.update(**{name: value}))
        self.follow(lambda: control.show_value(bool(self._value(name))))
        return control

    def choice(self, name: str, choices: Choices) -> ChoiceBox:
        """For one of several values."""
        control = ChoiceBox(choices, f"setting-{name}")
        control.chosen.connect(lambda value: self.preferences.update(**{name: value}))
        self.follow(lambda: control.show_value(self._value(name)))
        return control

    def number(self, name: str, bounds: tuple[int, int], step: int, suffix: str) -> NumberBox:
        """For a whole number."""
        control = NumberBox(bounds, step, suffix, f"setting-{name}")
        control.chosen.connect(lambda value: self.preferences.update(**{name: value}))
        self.follow(lambda: control.show_value(int(str(self._value(name)))))
        return control
