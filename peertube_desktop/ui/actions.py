"""What clicks on cards do, the same on every page."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from peertube_desktop.api.models.video import Video
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import Card, person_of
from peertube_desktop.ui.router import PageState, Route, Router
from peertube_desktop.ui.widgets.card_view import CardView


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
    """Opens, queues, copies. `play_next` and `add_to_queue` carry (Video, origin); `notice` a sentence."""

    play_next = Signal(object, str)
    add_to_queue = Signal(object, str)
    notice = Signal(str)

    def __init__(self, router: Router, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._router = router

    def attach(self, view: CardView) -> None:
        """Do what `view`'s signals ask for."""
        view.opened.connect(lambda card: self.open(card, view))
        view.play_next.connect(lambda card: self._queue(card, view, True))
        view.add_to_queue.connect(lambda card: self._queue(card, view, False))
        view.copy_link.connect(lambda card: self.copy_link(card.video, _origin(view)))
        view.open_in_browser.connect(lambda card: self.browse(card.video, _origin(view)))
        view.go_to_channel.connect(lambda card: self._channel(card, view))

    def open(self, card: Card, view: CardView) -> None:
        """Show the watch page with what the list knows already."""
        self.open_video(card.video, _origin(view))

    def open_video(self, video: Video, origin: str) -> None:
        """Show the watch page of `video` as `origin` has it."""
        # What the list knew is shown until the details are there.
        self._router.go(Route.of("watch", origin, id=video.uuid), PageState(held={"video": video}))

    def copy_link(self, video: Video, origin: str) -> None:
        """Put the video's address on the clipboard."""
        QGuiApplication.clipboard().setText(web_url(video, origin))
        self.notice.emit(_("Link copied"))

    def browse(self, video: Video, origin: str) -> None:
        """Open the video's page in the browser."""
        if not open_in_browser(web_url(video, origin)):
            self.notice.emit(_("The browser could not be opened"))

    def _queue(self, card: Card, view: CardView, next_: bool) -> None:
        (self.play_next if next_ else self.add_to_queue).emit(card.video, _origin(view))
        self.notice.emit(_("Plays next") if next_ else _("Added to the queue"))

    def _channel(self, card: Card, view: CardView) -> None:
        video = card.video
        person = person_of(video)
        if person is not None:
            page = "channel" if video.channel is not None else "account"
            self._router.go(Route.of(page, _origin(view), handle=person.handle))


def _origin(view: CardView) -> str:
    model = view.videos
    return model.origin if model is not None else ""
