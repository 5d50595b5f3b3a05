"""Where one starts: type an instance's address, open one known already, or pick one from the public list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peertube_desktop.services.instances import InstanceError, InstanceInfo, Instances, read_address
from peertube_desktop.services.links import netloc_of
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.delegates.instance_row import InstanceRowDelegate
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.instance_words import instance_words
from peertube_desktop.ui.models.instance_list import InstanceCard, InstanceListModel
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.address_field import AddressField
from peertube_desktop.ui.widgets.grid_view import GridView
from peertube_desktop.ui.widgets.known_instances import KnownInstances
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.widgets.states import Banner
from peertube_desktop.ui.words import Words, sentence

COLUMN = 760
TYPING_MS = 350
"""Nothing typed for so long: the list is searched."""


class InstanceList(GridView):
    """Instances below each other, in the middle of the page."""

    min_cell = COLUMN
    max_width = COLUMN
    gap_y = 9

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, pictures, parent)
        self.setObjectName("instanceList")
        self.setAccessibleName(_("Instances of the public list"))

    def make_delegate(self) -> InstanceRowDelegate:
        return InstanceRowDelegate(self._theme, self._pictures, self)


class InstancesPage(Page):
    """The route's argument `address` is a text that could not be opened: it is tried again, to say why."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        instances: Instances,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._instances = instances
        self._pictures = pictures
        self._language = ""
        self._searched: tuple[str, str] | None = None
        self._tried = ""
        self._found: InstanceInfo | None = None
        """An instance that answered in another's place, while the person is asked."""
        self._asking = QObject(self)
        """Owns the question to an instance: cancelled with it."""
        self._list = InstanceList(theme, icons, pictures, self)
        self._model = InstanceListModel(pictures, self)
        self._list.setModel(self._model)
        self._list.opened.connect(self._open_card)
        self._field = AddressField(theme, icons)
        self._known = KnownInstances(theme, icons, pictures)
        self._banner = Banner(icons)
        self._list.set_header(self._make_header())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._search)
        self._field.typed.connect(self._typed)
        self._field.entered.connect(self._entered)
        self._field.language_chosen.connect(self._language_chosen)
        self._field.cancelled.connect(self._cancel)
        self._field.acted.connect(self._acted)
        self._field.edit.descended.connect(self._descend)
        self._known.opened.connect(self._instances.switch)
        self._known.removed.connect(lambda origin: spawn(self, self._forget(origin)))
        self._banner.acted.connect(self._retry)
        self._model.failed.connect(self._failed)
        self._model.page_arrived.connect(self._arrived)
        instances.changed.connect(self._show_known)
        theme.changed.connect(self._fit)

    def _make_header(self) -> QWidget:
        header = QWidget()
        self._title = QLabel(header)
        self._title.setProperty("kind", "h1")
        about = QLabel(
            _("PeerTube is thousands of sites that talk to each other. Pick one; change at any time."), header
        )
        about.setProperty("kind", "muted")
        about.setWordWrap(True)
        self._known_title = QLabel(_("Your instances"), header)
        self._public_title = QLabel(_("The public list"), header)
        for label in (self._known_title, self._public_title):
            label.setProperty("kind", "h3")
        self._nothing = QLabel(header)
        self._nothing.setObjectName("instanceListEmpty")
        self._nothing.setProperty("kind", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 22, 0, 5)
        column.setSpacing(9)
        for widget in (
            self._title,
            about,
            self._field,
            self._known_title,
            self._known,
            self._public_title,
            self._banner,
            self._nothing,
        ):
            column.addWidget(widget)
        for label in (self._known_title, self._public_title):
            label.setContentsMargins(0, 8, 0, 0)
        column.insertSpacing(2, 4)
        self._row = QHBoxLayout(header)
        self._row.setSpacing(0)
        self._row.addLayout(column)
        return header

    # The place

    def open(self, route: Route, state: PageState | None) -> None:
        self._title.setText(
            _("Instances")
            if self._instances.current or self._instances.known
            else _("Where do you want to start?")
        )
        self.titled.emit(_("Instances"))
        self._show_known()
        self._fit()
        address = route.arg("address")
        if address and state is None:
            self._field.edit.setText(clean_line(address, 500))
            self._ask(address)
        if self._searched is None or self._model.error is not None or state is None:
            self._search(anew=True)
        if not self._field.asking:
            self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> PageState:
        return PageState()

    def leave(self) -> None:
        self._cancel()
        self._timer.stop()

    def focus_first(self) -> None:
        self._field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.edit.selectAll()

    def _show_known(self) -> None:
        known = self._instances.known
        self._known.show_known(known, self._instances.current)
        self._known.setVisible(bool(known))
        self._known_title.setVisible(bool(known))
        self._list.header_resized()

    def _fit(self) -> None:
        margin = self._list.margin
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._list.header_resized()

    def resizeEvent(self, event: object) -> None:
        QTimer.singleShot(0, self, self._fit)

    # An address

    def _entered(self, text: str) -> None:
        text = text.strip()
        if not text:
            return
        if _is_address(text) or not (" " in text or self._model.rowCount()):
            self._ask(text)
        else:
            # Words rather than an address: on to what they found.
            self._search()
            self._descend()

    def _ask(self, text: str) -> None:
        self._cancel()
        self._tried = text
        self._field.show_asking(clean_line(netloc_of(text) or text, 80))
        spawn(self._asking, self._probe(text), on_error=lambda error: self._problem(error))

    async def _probe(self, text: str) -> None:
        info = await self._instances.probe(text)
        asked, final = info.redirected_from, netloc_of(info.origin)
        if asked and asked.removeprefix("www.") != final.removeprefix("www."):
            self._found = info
            self._field.show_question(
                Words(
                    _("{asked} leads to {final}").format(asked=asked, final=final),
                    _("There is {name}. Open it?").format(name=clean_line(info.name, 80)),
                    _("Open {final}").format(final=final),
                    "external",
                )
            )
        else:
            self._use(info)

    def _use(self, info: InstanceInfo) -> None:
        self._field.clear_outcome()
        self._field.edit.clear()
        spawn(self, self._instances.use(info), on_error=self._not_kept)

    def _problem(self, error: BaseException) -> None:
        self._field.show_failure(instance_words(error))

    def _not_kept(self, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.emit(_("The list of your instances could not be saved"))

    def _cancel(self) -> None:
        cancel_tasks(self._asking)
        self._found = None
        self._field.clear_outcome()

    def _acted(self) -> None:
        if self._found is not None:
            info, self._found = self._found, None
            self._use(info)
        else:
            self._ask(self._tried)

    async def _forget(self, origin: str) -> None:
        try:
            await self._instances.forget(origin)
        except StoreError as error:
            self._not_kept(error)

    # The list

    def _typed(self, text: str) -> None:
        if not self._field.asking:
            self._field.clear_outcome()
        self._timer.start()

    def _language_chosen(self, code: str) -> None:
        self._language = code
        self._search()

    def _search(self, anew: bool = False) -> None:
        self._timer.stop()
        wanted = (" ".join(self._field.edit.text().split()), self._language)
        if wanted == self._searched and not anew:
            return
        keep = wanted == self._searched and self._model.rowCount() > 0
        self._searched = wanted
        self._banner.hide()
        self._nothing.hide()
        feed = self._instances.index(*wanted)
        ratio = self.devicePixelRatioF()
        if keep:
            self._model.refresh(feed, "", ratio=ratio)
        else:
            self._model.show_feed(feed, "", ratio=ratio)

    def _arrived(self) -> None:
        self._banner.hide()
        self._nothing.setVisible(not self._model.rowCount())
        text = clean_line(self._searched[0], 80) if self._searched else ""
        if not text:
            self._nothing.setText(_("The list is empty."))
        elif _is_address(text):
            self._nothing.setText(
                _("{text} is not in the list. Press Enter to open it all the same.").format(text=text)
            )
        else:
            self._nothing.setText(_("The list has nothing for “{text}”.").format(text=text))
        self._list.updateGeometries()

    def _failed(self, error: Exception) -> None:
        words = sentence(error)
        text = _("The public list cannot be shown. An address can still be typed above.")
        self._banner.show_words(Words(words.title, text, words.action or _("Try again"), words.icon))

    def _retry(self) -> None:
        self._banner.hide()
        self._pictures.retry_failed()
        self._model.retry()

    def _descend(self) -> None:
        if self._model.rowCount():
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_card(self, card: InstanceCard) -> None:
        self._list.verticalScrollBar().setValue(0)
        self._field.edit.setText(card.instance.host)
        self._ask(card.instance.host)


def _is_address(text: str) -> bool:
    try:
        read_address(text)
    except InstanceError:
        return False
    return True
