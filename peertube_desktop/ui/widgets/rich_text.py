"""Text from others in a page: as high as it needs to be, or a few lines of it with "Show more"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.rich_document import ACTOR, SEEK, TAG, Style, comment_document, markdown_document
from peertube_desktop.ui.text import plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pill import PillButton

Make = Callable[[str, Style], QTextDocument]


class _View(QTextBrowser):
    """The text itself. It never scrolls and never looks anything up."""

    reached_hidden = Signal()
    """The keyboard came to a link below what is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = 0
        """How many lines are shown; 0 for all."""
        self._heights: dict[int, tuple[int, int]] = {}
        self.setObjectName("richText")
        self.setStyleSheet("#richText { background: transparent; border: none; padding: 0; }")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(lambda value: bar.setValue(0) if value else None)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def show_document(self, document: QTextDocument) -> None:
        """Show this one from now on."""
        # Qt deletes the old one, of which this is the parent.
        document.setParent(self)
        self.setDocument(document)
        self.changed()

    def changed(self) -> None:
        """The height has to be worked out anew."""
        self._heights = {}
        self.updateGeometry()

    # Size

    def measure(self, width: int) -> tuple[int, int]:
        """The whole height at `width`, and that of what is shown."""
        width = max(40, width)
        known = self._heights.get(width)
        if known is None:
            document = self.document()
            document.setTextWidth(width)
            whole = -int(-document.size().height() // 1)
            known = self._heights[width] = (whole, self._cut(whole))
            document.setTextWidth(max(40, self.viewport().width()))
        return known

    def _cut(self, whole: int) -> int:
        if not self.lines:
            return whole
        layout = self.document().documentLayout()
        left = self.lines
        block = self.document().firstBlock()
        while block.isValid():
            text = block.layout()
            count = text.lineCount()
            if count >= left:
                line = text.lineAt(left - 1)
                bottom = layout.blockBoundingRect(block).top() + line.y() + line.height()
                # One line more is shown rather than a button that shows one line more.
                rest = whole - bottom
                return whole if rest < line.height() * 1.7 else -int(-bottom // 1)
            left -= count
            block = block.next()
        return whole

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.measure(width)[1]

    def sizeHint(self) -> QSize:
        width = self.width()
        return QSize(width, self.measure(width)[1])

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.measure(self.width())[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # Hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls, not the text in it.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        scrolls = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.key() in scrolls and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)
        if (
            event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.text()
            and not event.modifiers()
        ):
            # A single letter is the window's shortcut.
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        inside = super().focusNextPrevChild(forward)
        if inside and self.lines and self.cursorRect().bottom() > self.height():
            self.reached_hidden.emit()
        return inside

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        href = self.anchorAt(event.pos())
        if href.startswith(("http://", "https://")):
            copy_link = menu.addAction(_("Copy link"))
            copy_link.triggered.connect(lambda: QGuiApplication.clipboard().setText(href))
        copy = menu.addAction(_("Copy"))
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        menu.addAction(_("Select all")).triggered.connect(self.selectAll)
        menu.popup(event.globalPos())


class RichText(QWidget):
    """A description, comment or the like. `seek(seconds)` for a click on a time code, where `seeks` is on.

    `lines` is how many are shown before the person asks for all; 0 shows all.
    """

    seek = Signal(float)

    def __init__(
        self,
        theme: Theme,
        links: LinkOpener,
        *,
        lines: int = 0,
        seeks: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._links = links
        self._lines = lines
        self._seeks = seeks
        self._text = ""
        self._origin = ""
        self._make: Make = markdown_document
        self._expanded = False
        self._view = _View(self)
        self._view.setAccessibleName(name)
        self._view.anchorClicked.connect(self._clicked)
        self._view.highlighted.connect(self._hovered)
        self._view.reached_hidden.connect(lambda: self.set_expanded(True))
        self._more = PillButton("", None, "link", self)
        self._more.setObjectName("moreButton")
        # In line with the text above it.
        self._more.setStyleSheet("QPushButton { padding: 2px 4px 2px 0; margin-left: -1px; }")
        self._more.clicked.connect(lambda: self.set_expanded(not self._expanded))
        self._more.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._view)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show_lines()
        theme.changed.connect(self._rebuild)

    @property
    def view(self) -> QTextBrowser:
        """The widget with the text, for what hangs on its focus."""
        return self._view

    @property
    def plain(self) -> str:
        """What is shown, as plain text."""
        return self._view.toPlainText()

    @property
    def expanded(self) -> bool:
        """Whether all lines are shown."""
        return self._expanded

    def show_markdown(self, text: str | None, origin: str) -> None:
        """Show a description or the like that `origin` gave."""
        self._show(text, origin, markdown_document)

    def show_comment(self, text: str | None, origin: str) -> None:
        """Show a comment, which may be HTML where it comes from another platform."""
        self._show(text, origin, comment_document)

    def set_expanded(self, expanded: bool) -> None:
        """Show all lines, or only the first ones."""
        self._expanded = expanded
        self._show_lines()

    def _show(self, text: str | None, origin: str, make: Make) -> None:
        if (text or "", origin, make) == (self._text, self._origin, self._make):
            return
        self._text, self._origin, self._make = text or "", origin, make
        self._expanded = False
        self._rebuild()

    def _rebuild(self) -> None:
        theme = self._theme
        style = Style(
            theme.font(13),
            QColor(theme.colour.accent),
            QColor(theme.colour.muted),
            self._seeks,
            self._make is comment_document,
        )
        self._view.show_document(self._make(self._text, style))
        self._show_lines()

    def _show_lines(self) -> None:
        self._view.lines = 0 if self._expanded else self._lines
        self._view.changed()
        self._more.set_label(_("Show less") if self._expanded else _("Show more"))
        self._fit()

    def _fit(self) -> None:
        """Offer the rest where there is one."""
        if not self._lines:
            return
        whole, shown = self._view.measure(self.width())
        wanted = self._expanded or shown < whole
        if self._more.isHidden() == wanted:
            self._more.setVisible(wanted)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole, shown = self._view.measure(width)
        if self._lines and (self._expanded or shown < whole):
            return shown + 2 + self._more.sizeHint().height()
        return shown

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._view.changed()

    def _clicked(self, url: QUrl) -> None:
        href = url.toString()
        if href.startswith(SEEK):
            self.seek.emit(float(href.removeprefix(SEEK)))
        else:
            self._links.follow(href, self._origin, self)

    def _hovered(self, url: QUrl) -> None:
        href = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        own = href.startswith((SEEK, TAG, ACTOR))
        self._view.setToolTip(plain_tip("" if own else href))

    def link_at(self, place: QPoint) -> str:
        """The target of the link at `place`, in the view's coordinates; "" where there is none."""
        return self._view.anchorAt(place)
