"""The tab "About": the whole description, and facts one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.grid_view import MARGIN
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.widgets.scroll_column import ScrollColumn

WIDEST = 860
"""Of the text, in pixels at 100 %: longer lines are hard to read."""


class AboutColumn(ScrollColumn):
    """`show_about` fills it."""

    def __init__(self, theme: Theme, links: LinkOpener, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutTab")
        self._theme = theme
        self._body = QWidget(self)
        self._description = RichText(theme, links, name=_("Description"), parent=self._body)
        self._none = QLabel(_("There is no description."), self._body)
        self._none.setProperty("kind", "muted")
        self._support_title = QLabel(_("Support"), self._body)
        self._support_title.setProperty("kind", "h3")
        self._support = RichText(theme, links, name=_("Support"), parent=self._body)
        self._facts_title = QLabel(_("Details"), self._body)
        self._facts_title.setProperty("kind", "h3")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(6)
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(MARGIN, 6, MARGIN, 24)
        column.setSpacing(10)
        column.addWidget(self._description)
        column.addWidget(self._none)
        column.addSpacing(6)
        column.addWidget(self._support_title)
        column.addWidget(self._support)
        column.addSpacing(6)
        column.addWidget(self._facts_title)
        column.addLayout(self._facts)
        column.addStretch(1)
        self.add(self._body, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._body.setMaximumWidth(self._theme.px(WIDEST))

    def show_nothing(self) -> None:
        """Nothing is known yet."""
        self._body.hide()

    def show_about(
        self, description: str, support: str, facts: Sequence[tuple[str, str]], origin: str
    ) -> None:
        """Show texts that `origin` gave, and facts (label, value), of which empty ones are left out."""
        self._body.show()
        self._description.show_markdown(description, origin)
        self._description.setVisible(bool(description.strip()))
        self._none.setVisible(not description.strip())
        self._support.show_markdown(support, origin)
        self._support.setVisible(bool(support.strip()))
        self._support_title.setVisible(bool(support.strip()))
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for label, value in facts:
            if not value:
                continue
            name = QLabel(label, self._body)
            name.setProperty("kind", "muted")
            shown = QLabel(value, self._body)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            # One endless word is cut off. It may not push the page apart, nor be copied with breaks in it.
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self._facts.addRow(name, shown)
