"""About this program: version, licence, links, and a report to paste where help is asked for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop import __version__
from peertube_desktop.services.diagnostics import Diagnostics, Report
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.actions import open_in_browser
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.page_column import PageColumn
from peertube_desktop.ui.widgets.pill import PillButton

LOGO = 64


class AboutPage(Page):
    """`help_wanted`: show the keys."""

    help_wanted = Signal()

    def __init__(
        self, *, theme: Theme, icons: Icons, diagnostics: Diagnostics, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("aboutPage")
        self._theme = theme
        self._icons = icons
        self._diagnostics = diagnostics
        self._report: Report | None = None
        self._copy = PillButton(_("Copy the report"), icons.get("copy"), "", self)
        self._copy.setObjectName("copyReport")
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._copy_report)
        folder = PillButton(_("Open the log folder"), icons.get("disk"), "", self)
        folder.setObjectName("openLogFolder")
        folder.clicked.connect(self._open_folder)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(16, 12, 16, 12)
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        box = QFrame(self)
        box.setProperty("kind", "box")
        box.setLayout(self._facts)
        heading = QLabel(_("Report"), self)
        heading.setProperty("kind", "h3")
        hint = QLabel(
            _("Facts about this program and this computer, for when you ask for help. It holds no secrets."),
            self,
        )
        hint.setProperty("kind", "small")
        hint.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._copy)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        self._scroll = PageColumn(self._theme, _("About"), 12, self)
        column = self._scroll.column
        column.addLayout(self._head())
        column.addSpacing(8)
        column.addLayout(self._links())
        column.addSpacing(12)
        column.addWidget(heading)
        column.addWidget(hint)
        column.addWidget(box)
        column.addLayout(buttons)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _head(self) -> QHBoxLayout:
        logo = QLabel(self)
        logo.setPixmap(self._icons.get("app").pixmap(QSize(LOGO, LOGO), self.devicePixelRatioF()))
        name = QLabel(_("PeerTube Desktop"), self)
        name.setProperty("kind", "h1")
        version = QLabel(_("Version {version}").format(version=__version__), self)
        version.setObjectName("aboutVersion")
        version.setProperty("kind", "muted")
        licence = QLabel(
            _("Free software under the GNU General Public License, version 3 or later. No warranty."), self
        )
        licence.setProperty("kind", "muted")
        licence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(name)
        words.addWidget(version)
        words.addWidget(licence)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        keys = PillButton(_("Keys"), self._icons.get("keyboard"), "pill", self)
        keys.setObjectName("keysButton")
        keys.clicked.connect(self.help_wanted)
        row.addWidget(keys)
        for name, label, url in (
            ("link-peertube", _("About PeerTube"), "https://joinpeertube.org"),
            ("link-documentation", _("Documentation of PeerTube"), "https://docs.joinpeertube.org"),
            ("link-licence", _("The licence"), "https://www.gnu.org/licenses/gpl-3.0.html"),
        ):
            button = PillButton(label, self._icons.get("external"), "pill", self)
            button.setObjectName(name)
            button.setToolTip(plain_tip(url))
            button.clicked.connect(lambda _checked=False, url=url: self._browse(url))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def open(self, route: Route, state: PageState | None) -> None:
        self.titled.emit(_("About"))
        cancel_tasks(self)
        spawn(self, self._gather())
        if state is not None:
            self._scroll.go_to(state.scroll)

    def state(self) -> PageState:
        return PageState(self._scroll.place)

    def focus_first(self) -> None:
        self._scroll.setFocus()

    async def _gather(self) -> None:
        self._report = await self._diagnostics.report()
        while (item := self._facts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for row, (key, value) in enumerate(self._report.facts):
            for column, text in enumerate((key, value)):
                label = QLabel(text, self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                if column:
                    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                else:
                    label.setProperty("kind", "muted")
                self._facts.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._copy.setEnabled(True)

    def _copy_report(self) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(self._report.as_text())
            self.notice.emit(_("Report copied"))

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._diagnostics.log_folder))):
            self.notice.emit(
                _("The folder could not be opened: {path}").format(path=self._diagnostics.log_folder)
            )

    def _browse(self, url: str) -> None:
        if not open_in_browser(url):
            self.notice.emit(_("The browser could not be opened"))
