"""The watch page: the player's place, and what there is to know of the video."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.video import Video, VideoDetails
from peertube_desktop.services.browsing import Browsing
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.play_queue import PlayQueue, QueueItem
from peertube_desktop.services.player import Player
from peertube_desktop.services.preferences import Preferences
from peertube_desktop.services.tasks import may_fail, spawn
from peertube_desktop.ui.actions import VideoActions
from peertube_desktop.ui.comments.pane import CommentPane
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.links import LinkOpener
from peertube_desktop.ui.models.card import person_of
from peertube_desktop.ui.pages.page import Page
from peertube_desktop.ui.player.host import PlayerHost
from peertube_desktop.ui.rich_document import ACTOR, SEEK
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.watch.about import VideoAbout
from peertube_desktop.ui.watch.layout import WatchLayout
from peertube_desktop.ui.watch.side import SideColumn
from peertube_desktop.ui.watch.up_next import UpNext
from peertube_desktop.ui.widgets.pictures import Pictures


class WatchPage(Page):
    """One video. Its route has `id`, and perhaps `start` in seconds."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        player: Player,
        queue: PlayQueue,
        host: PlayerHost,
        browsing: Browsing,
        comments: CommentPane,
        up_next: UpNext,
        actions: VideoActions,
        links: LinkOpener,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("watchPage")
        self._player = player
        self._queue = queue
        self._host = host
        self._browsing = browsing
        self._actions = actions
        self._links = links
        self._preferences = preferences
        self._route = Route("watch")
        self._open = False
        self._shown: tuple[Video | None, str] | None = None
        self._about = VideoAbout(theme, icons, pictures, links, self)
        self._side = SideColumn(icons, up_next, comments, self)
        self._layout = WatchLayout(theme, self._about, self._side, self)
        self._layout.set_theatre(preferences.current.theatre)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._layout)
        about = self._about
        about.seek.connect(self._seek)
        about.tag.connect(lambda tag: self.go.emit(Route.of("discover", self._route.origin, tags=tag)))
        about.person.connect(self._go_to_person)
        about.copy_link.connect(self._copy_link)
        about.copy_link_at_time.connect(lambda: host.view.extras.perform("copy_link"))
        about.open_in_browser.connect(self._browse)
        comments.link.connect(self._follow)
        comments.author.connect(lambda handle: links.follow(ACTOR + handle, self._route.origin, self))
        comments.notice.connect(self.notice)
        up_next.chosen.connect(self._chosen)
        self._side.chapters.seek.connect(self._seek)
        host.toggle_theatre.connect(self._toggle_theatre)
        player.video_changed.connect(self._show_video)
        player.details_changed.connect(self._show_video)
        player.position_changed.connect(lambda _seconds: self._side.chapters.mark(player.chapter))

    # The place

    def open(self, route: Route, state: PageState | None) -> None:
        self._route = route
        self._open = True
        held = state.held if state is not None else {}
        video = held.get("video")
        ref = VideoRef(route.origin, route.arg("id"))
        self._host.attach(self._layout.slot)
        # What could not be shown may be now: somebody signed in, or the page is loaded anew.
        if not self._is_on(ref) or self._player.error is not None:
            self._player.open(
                ref,
                video if isinstance(video, Video) else None,
                start=_held_seconds(held.get("start", _seconds(route.arg("start")))),
                stop=_held_seconds(held.get("stop")),
            )
        self._show_video()
        self._layout.area.verticalScrollBar().setValue(state.scroll if state is not None else 0)
        tab = held.get("tab")
        self._side.choose(tab if isinstance(tab, str) else "next")
        self.focus_first()

    def _is_on(self, ref: VideoRef) -> bool:
        """Whether the player has this video already: by any of its names."""
        now, video = self._player.ref, self._player.video
        if now is None or now.origin != ref.origin:
            return False
        names = {now.uuid}
        if video is not None:
            names |= {video.uuid, video.short_uuid, str(video.id)}
        return ref.uuid in names

    def state(self) -> PageState:
        held: dict[str, object] = {"tab": self._side.tab}
        if self._player.video is not None:
            held["video"] = self._player.video
        return PageState(self._layout.area.verticalScrollBar().value(), held)

    def leave(self) -> None:
        self._open = False
        self._host.detach()

    def focus_first(self) -> None:
        self._host.view.setFocus()

    # What is shown

    def _show_video(self) -> None:
        if not self._open:
            return
        video, origin = self._player.video, self._route.origin
        self.titled.emit(clean_line(video.name) if video is not None else "")
        self._side.show_chapters(self._player.chapters)
        if self._shown == (video, origin):
            # Chapters or small pictures came: what the person has unfolded meanwhile stays so.
            return
        self._shown = (video, origin)
        self._about.show_video(video, origin)
        details = self._player.details
        ref = self._player.ref
        if details is None or ref is None:
            self._side.show_comment_count(None)
            self._side.comments.clear()
            return
        self._side.show_comment_count(details.comments)
        self._side.comments.show_video(ref, details, self._player.password)
        if details.is_description_cut:
            spawn(self._about, self._load_description(origin, details), on_error=may_fail(ApiError))

    async def _load_description(self, origin: str, details: VideoDetails) -> None:
        text = await self._browsing.description(origin, details, self._player.password)
        if self._player.details is details:
            self._about.show_description(text, origin)

    def _toggle_theatre(self) -> None:
        self._preferences.update(theatre=not self._layout.theatre)
        self._layout.set_theatre(self._preferences.current.theatre)

    # What is asked for

    def _seek(self, seconds: float) -> None:
        self._player.seek(seconds)
        self._layout.area.verticalScrollBar().setValue(0)

    def _follow(self, href: str) -> None:
        if href.startswith(SEEK):
            self._seek(float(href.removeprefix(SEEK)))
        else:
            self._links.follow(href, self._route.origin, self)

    def _chosen(self, item: QueueItem) -> None:
        found = self._queue.jump(item.key)
        if found is not None:
            self._host.play_item(found)

    def _go_to_person(self) -> None:
        video = self._player.video
        person = person_of(video) if video is not None else None
        if video is not None and person is not None:
            page = "channel" if video.channel is not None else "account"
            self.go.emit(Route.of(page, self._route.origin, handle=person.handle))

    def _copy_link(self) -> None:
        if self._player.video is not None:
            self._actions.copy_link(self._player.video, self._route.origin)

    def _browse(self) -> None:
        if self._player.video is not None:
            self._actions.browse(self._player.video, self._route.origin)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 2_000_000 else None


def _held_seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
