"""What clicks on cards do, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.history import History
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue, QueueItem
from peertube_desktop.services.tasks import spawn
from peertube_desktop.store.errors import StoreError
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.marks import Marks
from peertube_desktop.ui.models.card import Card, person_of
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.widgets.item_view import Entry, ItemView


def web_url(video: Video, origin: str) -> str:
    """The address of a video's page in a browser: its own where it says one, else on `origin`."""
    if video.url.startswith(("https://", "http://")):
        return video.url
    return f"{origin}/w/{video.short_uuid or video.uuid}"


def open_in_browser(url: str) -> bool:
    """Hand `url` to the person's browser; nothing but http and https."""
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    return parsed.scheme() in ("http", "https") and bool(parsed.host()) and QDesktopServices.openUrl(parsed)


class VideoActions(QObject):
    """Opens, queues, copies, marks. `play_next` and `add_to_queue` carry (Video, origin); `notice` a sentence.

    `about_to_watch`, once: a hand is near videos, so that what playing needs can be made ready.
    `play_items(list[QueueItem], place)`: these in this order, from that place on; its video is opened after
    the signal.
    """

    play_next = Signal(object, str)
    add_to_queue = Signal(object, str)
    play_items = Signal(object, int)
    about_to_watch = Signal()
    notice = Signal(str)

    def __init__(
        self, router: Router, parent: QObject | None = None, *, history: History | None = None
    ) -> None:
        super().__init__(parent)
        self._router = router
        self._history = history
        self._watched_for: list[QWidget] | None = []
        """Where a hand may come near; None once it did."""

    def attach(self, view: ItemView, *, opens: bool = True) -> None:
        """Do what `view`, one of Cards, asks for, and mark what was watched. It has its model already.

        Not `opens`: what a click on a card does is up to whoever made the view.
        """
        model = view.feed_model
        if self._history is not None and model is not None:
            Marks(model, self._history)
        if opens:
            view.opened.connect(self.open)
        view.entries_for = self.entries_for
        view.middle_clicked = lambda card: self.queue(card, next_=False)
        if self._watched_for is not None:
            for widget in (view, view.viewport()):
                widget.installEventFilter(self)
                self._watched_for.append(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key or a move, not the pointer that is there already when the window comes up.
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.KeyPress) and self._watched_for is not None:
            near, self._watched_for = self._watched_for, None
            for widget in near:
                with suppress(RuntimeError):  # it may be gone
                    widget.removeEventFilter(self)
            self.about_to_watch.emit()
        return False

    def entries_for(self, card: Card, *, can_queue: bool = True) -> list[Entry]:
        """The menu of a video."""
        entries = []
        if can_queue:
            entries += [
                Entry("play-next", _("Play next"), lambda: self.queue(card, next_=True)),
                Entry("queue-add", _("Add to queue"), lambda: self.queue(card, next_=False)),
            ]
        entries += [
            Entry("link", _("Copy link"), lambda: self.copy_link(card.video, card.origin)),
            Entry("external", _("Open in browser"), lambda: self.browse(card.video, card.origin)),
        ]
        if person_of(card.video) is not None:
            entries.append(Entry("channel", _("Go to channel"), lambda: self.go_to_channel(card)))
        if self._history is not None and not card.video.is_live:
            label = _("Mark as not watched") if card.watched else _("Mark as watched")
            wanted = not card.watched
            entries.append(
                Entry("eye" if wanted else "eye-off", label, lambda: self.mark(card.video.uuid, wanted))
            )
        return entries

    def open(self, card: Card) -> None:
        """Show the watch page with what the list knows already."""
        self.open_video(card.video, card.origin)

    def open_video(
        self, video: Video, origin: str, start: float | None = None, stop: float | None = None
    ) -> None:
        """Show the watch page of `video` as `origin` has it, from `start` on and up to `stop` (seconds)."""
        # What the list knew is shown until the details are there.
        route = Route.of("watch", origin, id=video.uuid, start=f"{start:g}" if start else "")
        self._router.go(route, PageState(held={"video": video, "stop": stop}))

    def play_playlist(self, items: Sequence[QueueItem], place: int = 0) -> None:
        """Watch these, in this order, from item number `place` on."""
        item = items[place]
        self.play_items.emit(list(items), place)
        self.open_video(item.video, item.ref.origin, item.start, item.stop)

    def mark(self, uuid: str, watched: bool) -> None:
        """Mark a video as watched or not."""
        if self._history is not None:
            spawn(self, self._history.mark(uuid, watched), on_error=self._not_kept)

    def _not_kept(self, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.emit(_("This could not be saved: is the disk full?"))

    def copy_link(self, video: Video, origin: str) -> None:
        """Put the video's address on the clipboard."""
        QGuiApplication.clipboard().setText(web_url(video, origin))
        self.notice.emit(_("Link copied"))

    def browse(self, video: Video, origin: str) -> None:
        """Open the video's page in the browser."""
        if not open_in_browser(web_url(video, origin)):
            self.notice.emit(_("The browser could not be opened"))

    def queue(self, card: Card, *, next_: bool) -> None:
        """Put the video at the beginning or end of what plays next."""
        (self.play_next if next_ else self.add_to_queue).emit(card.video, card.origin)
        self.notice.emit(_("Plays next") if next_ else _("Added to the queue"))

    def go_to_channel(self, card: Card) -> None:
        """Show who published the video."""
        person = person_of(card.video)
        if person is not None:
            page = "channel" if card.video.channel is not None else "account"
            self._router.go(Route.of(page, card.origin, handle=person.handle))


def fill_queue(queue: PlayQueue, actions: VideoActions) -> None:
    """What is chosen anywhere to play later, or in a row, goes there."""
    actions.play_next.connect(lambda video, origin: queue.play_next(VideoRef(origin, video.uuid), video))
    actions.add_to_queue.connect(lambda video, origin: queue.add(VideoRef(origin, video.uuid), video))
    actions.play_items.connect(queue.set_playlist)
