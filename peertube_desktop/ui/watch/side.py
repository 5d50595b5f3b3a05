"""Beside the picture: up next, chapters, comments, one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peertube_desktop.api.models.video import Chapter
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.comments.pane import CommentPane
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.watch.chapters import ChapterList
from peertube_desktop.ui.watch.up_next import UpNext
from peertube_desktop.ui.widgets.chips import ChipBar


class SideColumn(QWidget):
    """Chips above, what they name below."""

    def __init__(
        self, icons: Icons, up_next: UpNext, comments: CommentPane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.up_next = up_next
        self.comments = comments
        self.chapters = ChapterList(self)
        self._chapters: Sequence[Chapter] = ()
        self._comment_count: int | None = None
        self._tabs = ChipBar(icons, self)
        self._tabs.setObjectName("watchTabs")
        self._tabs.chosen.connect(self._show)
        self._stack = QStackedWidget(self)
        self._pages: dict[str, QWidget] = {"next": up_next, "chapters": self.chapters, "comments": comments}
        for page in self._pages.values():
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)
        self._label()

    @property
    def tab(self) -> str:
        """Which one is shown: next, chapters or comments."""
        return self._tabs.current

    def choose(self, tab: str) -> None:
        """Show that one."""
        self._tabs.choose(tab)
        self._show(tab)

    def show_chapters(self, chapters: Sequence[Chapter]) -> None:
        """The chapters of the video; their chip is there only where there are some."""
        self._chapters = tuple(chapters)
        self.chapters.show_chapters(self._chapters)
        self._label()

    def show_comment_count(self, count: int | None) -> None:
        """How many comments the instance counts; None where it does not tell."""
        self._comment_count = count
        self._label()

    def _label(self) -> None:
        comments = _("Comments")
        if self._comment_count is not None:
            comments = _("Comments {n}").format(n=fmt.short_number(self._comment_count))
        items = [("next", _("Up next")), ("comments", comments)]
        if self._chapters:
            items.insert(1, ("chapters", _("Chapters")))
        chosen = self._tabs.current if self._tabs.current in dict(items) else "next"
        self._tabs.set_items(items, chosen)
        self._show(chosen)

    def _show(self, tab: str) -> None:
        self._stack.setCurrentWidget(self._pages[tab])
