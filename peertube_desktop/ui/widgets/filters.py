"""The filters popover of the list pages."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.listing import FILTERS
from peertube_desktop.ui.router import Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton

Choices = list[tuple[str, str]]


class FiltersPopover(QFrame):
    """Choices for a route's filters. `applied(dict)` with every filter's value, "" where it is off."""

    applied = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setObjectName("filters")
        self.setAccessibleName(_("Filters"))
        self._theme = theme
        box = QFrame(self)
        box.setProperty("kind", "popover")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        title = QLabel(_("Filters"), box)
        title.setProperty("kind", "h3")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self._combos: dict[str, QComboBox] = {}
        any_ = ("", _("Any"))
        for name, label, choices in (
            ("category", _("Category"), [any_]),
            ("language", _("Language"), [any_]),
            ("licence", _("Licence"), [any_]),
            ("live", _("Live"), [any_, ("yes", _("Live now")), ("no", _("No lives"))]),
            (
                "duration",
                _("Duration"),
                [
                    any_,
                    ("short", _("Under 4 minutes")),
                    ("medium", _("4 to 20 minutes")),
                    ("long", _("Over 20 minutes")),
                ],
            ),
            (
                "since",
                _("Published"),
                [
                    any_,
                    ("day", _("In the last day")),
                    ("week", _("In the last week")),
                    ("month", _("In the last month")),
                    ("year", _("In the last year")),
                ],
            ),
            (
                "nsfw",
                _("Sensitive videos"),
                [
                    ("", _("As in the settings")),
                    ("hide", _("Hide")),
                    ("blur", _("Blur")),
                    ("show", _("Show")),
                ],
            ),
        ):
            combo = QComboBox(box)
            combo.setObjectName(f"filter-{name}")
            combo.setAccessibleName(label)
            combo.setMaxVisibleItems(14)
            self._combos[name] = combo
            self._fill(combo, choices)
            self._row(grid, label, combo)
        self._tags = QLineEdit(box)
        self._tags.setObjectName("filter-tags")
        self._tags.setPlaceholderText(_("music, linux"))
        self._tags.setAccessibleName(_("Tags"))
        self._tags.setMaxLength(200)
        self._tags.returnPressed.connect(self._apply)
        self._row(grid, _("Tags"), self._tags)
        reset = PillButton(_("Reset"), None, "", box)
        reset.clicked.connect(self._reset)
        apply = PillButton(_("Show videos"), None, "primary", box)
        apply.setObjectName("filtersApply")
        apply.clicked.connect(self._apply)
        for button in (reset, apply):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(reset)
        buttons.addWidget(apply)
        inner = QVBoxLayout(box)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.setSpacing(12)
        inner.addWidget(title)
        inner.addLayout(grid)
        inner.addLayout(buttons)

    def _row(self, grid: QGridLayout, label: str, field: QWidget) -> None:
        row = grid.rowCount()
        name = QLabel(label, self)
        name.setProperty("kind", "muted")
        name.setBuddy(field)
        field.setMinimumWidth(self._theme.px(190))
        grid.addWidget(name, row, 0)
        grid.addWidget(field, row, 1)

    @staticmethod
    def _fill(combo: QComboBox, choices: Choices) -> None:
        chosen = combo.currentData()
        combo.clear()
        for value, label in choices:
            combo.addItem(clean_line(label, 60), value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def set_constants(
        self, categories: Mapping[str, str], licences: Mapping[str, str], languages: Mapping[str, str]
    ) -> None:
        """The instance's own categories, licences and languages, by id."""
        for name, labels in (("category", categories), ("licence", licences), ("language", languages)):
            found = sorted(labels.items(), key=lambda pair: pair[1].casefold())
            self._fill(self._combos[name], [("", _("Any")), *found])

    def open_at(self, place: QPoint, route: Route) -> None:
        """Show what is in effect in `route`, the popover's top right corner at `place` (global)."""
        for name, combo in self._combos.items():
            value = route.arg(name)
            if value and combo.findData(value) < 0:
                combo.addItem(clean_line(value, 60), value)
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self._tags.setText(route.arg("tags"))
        size: QSize = self.sizeHint()
        self.resize(size)
        self.move(place - QPoint(size.width(), 0))
        self.show()
        self._combos["category"].setFocus()

    def values(self) -> dict[str, str]:
        """Every filter's value."""
        found = {name: str(combo.currentData() or "") for name, combo in self._combos.items()}
        found["tags"] = ", ".join(part.strip() for part in self._tags.text().split(",") if part.strip())
        return found

    def _apply(self) -> None:
        self.hide()
        self.applied.emit(self.values())

    def _reset(self) -> None:
        self.hide()
        self.applied.emit(dict.fromkeys((*FILTERS, "category"), ""))
