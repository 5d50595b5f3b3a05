"""The list of comments: links, folding, menus, keys, more as it is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextDocument,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from peertube_desktop.ui.actions import open_in_browser
from peertube_desktop.ui.comments.delegate import CommentDelegate, Hit, Part
from peertube_desktop.ui.comments.model import CommentListModel, Row
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.rich_document import SEEK
from peertube_desktop.ui.text import clean_line, escape_mnemonic, plain_tip
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
MENU_LINKS = 8


class CommentView(QListView):
    """`link(href)` for a click on a link; `author(handle)` for one on a name."""

    link = Signal(str)
    author = Signal(str)
    notice = Signal(str)

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commentList")
        self.setAccessibleName(_("Comments"))
        self._pictures = pictures
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._lay_out_again)
        self._delegate = CommentDelegate(
            theme, pictures, lambda place: self.comments.row(place), self._again.start, self
        )
        self._pressed: Hit | None = None
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._theme_changed)

    @property
    def comments(self) -> CommentListModel:
        """The model."""
        model = self.model()
        assert isinstance(model, CommentListModel)
        return model

    def reset(self) -> None:
        self._delegate.forget()
        super().reset()

    # Layout

    def _theme_changed(self) -> None:
        for row in self.comments.rows:
            row.measured = None
        self._again.start()

    def doItemsLayout(self) -> None:
        self._delegate.width = self.viewport().width()
        self._delegate.begin_turn()
        super().doItemsLayout()
        self._scrolled()

    def _lay_out_again(self) -> None:
        # The row at the top stays there while heights above it become exact.
        top = self.indexAt(QPoint(4, 4))
        offset = self.visualRect(top).top() if top.isValid() else 0
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        if top.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(top).top() - offset)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._again.start()

    def _scrolled(self) -> None:
        if self.model() is None or not self.isVisible():
            return
        model = self.comments
        bar = self.verticalScrollBar()
        if bar.maximum() - bar.value() < self.viewport().height() and model.canFetchMore():
            model.fetchMore()
        ratio = self.devicePixelRatioF()
        wants = [self._delegate.wants(model.row(place), ratio) for place in reversed(self._seen())]
        self._pictures.set_wanted(self, [want for want in wants if want is not None])

    def _seen(self) -> range:
        first = self.indexAt(QPoint(4, 4)).row()
        last = self.indexAt(QPoint(4, self.viewport().height() - 4)).row()
        count = self.comments.rowCount()
        return range(max(0, first), (last if last >= 0 else count - 1) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current = self.currentIndex().row() if self.hasFocus() and self._keyboard else -1
        for place in self._seen():
            index = self.model().index(place, 0)
            rect = self.visualRect(index)
            if rect.intersects(event.rect()):
                self._delegate.paint_row(painter, rect, self.comments.row(place), place == current)
        painter.end()

    _keyboard = False

    # Hands

    def _hit(self, place: QPoint) -> tuple[int, Hit | None]:
        index = self.indexAt(place)
        if not index.isValid():
            return -1, None
        return index.row(), self._delegate.hit(self.comments.row(index.row()), self.visualRect(index), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        _row, hit = self._hit(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if hit is not None else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        tip = hit.href if hit is not None and hit.href.startswith(("http://", "https://")) else ""
        self.viewport().setToolTip(plain_tip(tip))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyboard = False
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        row, self._pressed = self._hit(event.position().toPoint())
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        row, hit = self._hit(event.position().toPoint())
        if hit is None or hit != pressed or event.button() is not Qt.MouseButton.LeftButton:
            return
        if hit.part is Part.FOLDING:
            self.comments.toggle(row)
        elif hit.part is Part.AUTHOR:
            self.author.emit(self.comments.row(row).handle)
        else:
            self.link.emit(hit.href)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.comments.toggle(self.currentIndex().row())
            return
        if event.text() and event.text().isprintable() and not event.modifiers():
            # No type-ahead: a single letter is the player's.
            event.ignore()
            return
        super().keyPressEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = (
                self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
            )
            self.menu_for(self.comments.row(index.row())).popup(place)

    def menu_for(self, row: Row) -> QMenu:
        """What can be done with a comment, its links among it: the keyboard reaches them here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()

        def copy(text: str, said: str) -> None:
            clipboard.setText(text)
            self.notice.emit(said)

        document = self._delegate.document(row)
        menu.addAction(_("Copy text")).triggered.connect(
            lambda: copy(document.toPlainText(), _("Text copied"))
        )
        url = row.comment.url
        if url.startswith(("https://", "http://")):
            menu.addAction(_("Copy link")).triggered.connect(lambda: copy(url, _("Link copied")))
            menu.addAction(_("Open in browser")).triggered.connect(lambda: open_in_browser(url))
        if row.handle:
            menu.addAction(_("Go to {name}").format(name=escape_mnemonic(row.name))).triggered.connect(
                lambda: self.author.emit(row.handle)
            )
        links = links_of(document)[:MENU_LINKS]
        if links:
            menu.addSeparator()
        for label, href in links:
            action = menu.addAction(escape_mnemonic(clean_line(label, 60)))
            action.triggered.connect(lambda _checked=False, href=href: self.link.emit(href))
        return menu


def links_of(document: QTextDocument) -> list[tuple[str, str]]:
    """The links of a text as (label, target), without places in the video."""
    found: list[tuple[str, str]] = []
    block: QTextBlock = document.firstBlock()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            href = fragment.charFormat().anchorHref()
            if href and not href.startswith(SEEK):
                found.append((fragment.text(), href))
            at += 1
        block = block.next()
    return found
