"""Where the tour goes: every pane, in its states, in both themes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from peertube_desktop.api.models.video import Video
from peertube_desktop.services.player import PlayerState
from peertube_desktop.services.searching import Scope
from peertube_desktop.ui.catalogue import Parts
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.feed_list import Role
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.tour.walk import Walk
from peertube_desktop.ui.window import Window

SIZE = (1280, 800)
NOWHERE = "http://127.0.0.1:9"
"""Port 9 discards what it gets, where it is open at all: an instance that is down."""


class Guide:
    """Walks through `window` and leaves pictures in `folder`."""

    def __init__(self, window: Window, parts: Parts, folder: Path) -> None:
        self._parts = parts
        self._player = parts.player
        self._walk = Walk(window, folder)
        self._window = window
        self._video: Video | None = None

    async def run(self) -> int:
        """The whole tour; how many steps failed."""
        walk = self._walk
        await walk.begin()
        self._window.resize(*SIZE)
        self._parts.preferences.update(theme="dark", nsfw_policy="blur", muted=True)
        for name, act in (*self._browsing(), *self._watching(), *self._around()):
            await walk.step(name, act)
        await walk.step("keys", self._keys, picture=False)
        for name, act in self._bad_days():
            await walk.step(name, act)
        self._player.stop()
        self._parts.preferences.update(theme="light")
        for name, act in self._light():
            await walk.step(name, act)
        self._player.stop()
        return walk.failed

    @property
    def _origin(self) -> str:
        return self._parts.instances.current

    def _go(self, page: str, origin: str | None = None, **args: str) -> None:
        self._parts.router.go(Route.of(page, self._origin if origin is None else origin, **args))

    def _to_rows(self, page: str, view: str = "videoGrid", **args: str) -> Callable[[], Awaitable[object]]:
        async def act() -> None:
            self._go(page, **args)
            await self._walk.see_rows(view, pictures=True)

        return act

    # Finding

    def _browsing(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [
            ("instances", self._instances),
            ("discover", self._discover),
            ("trending", self._to_rows("trending")),
            ("recent", self._to_rows("recent")),
            ("local", self._to_rows("local")),
            ("filtered", self._to_rows("discover", duration="short")),
            ("search", self._search),
            ("channel", self._channel),
            ("account", self._account),
            ("playlist", self._playlist),
        ]

    async def _instances(self) -> None:
        router = self._parts.router
        await self._walk.until(lambda: self._origin and router.current, "an instance to browse")
        self._go("instances", "")
        await self._walk.until(lambda: self._walk.find("toast") is None, "the first message to go")
        # Without a network the page says so, which is as good.
        await self._walk.until(
            lambda: self._walk.has_rows("instanceList") or self._walk.find("retryButton"), "the instances"
        )

    async def _discover(self) -> None:
        self._go("discover")
        view = await self._walk.see_rows("videoGrid", pictures=True)
        videos = [view.model().index(row, 0).data(Role.ITEM) for row in range(view.model().rowCount())]
        known = [v for v in videos if isinstance(v, Video) and not v.is_live and not v.nsfw]
        # One with comments to show, where there is one.
        self._video = max(known, key=lambda video: video.comments or 0)

    async def _search(self) -> None:
        words = (self._video.name if self._video is not None else "a").split()
        self._go("search", text=max(words, key=len))
        await self._walk.see_rows("videoGrid", pictures=True)

    def _needed(self) -> Video:
        if self._video is None:
            raise LookupError("no video was found on the way")
        return self._video

    async def _channel(self) -> None:
        channel = self._needed().channel
        assert channel is not None
        self._go("channel", handle=channel.handle)
        await self._walk.see_rows("videoGrid", pictures=True)

    async def _account(self) -> None:
        account = self._needed().account
        assert account is not None
        self._go("account", handle=account.handle)
        await self._walk.see_rows("videoGrid", pictures=True)

    async def _playlist(self) -> None:
        feed = self._parts.searching.playlists(self._origin, Scope.INSTANCE, "")
        found = await feed.next_page()
        if not found:
            raise LookupError("the instance has no playlist")
        best = max(found, key=lambda playlist: playlist.videos_length)
        self._go("playlist", id=best.uuid)
        await self._walk.see("playlistElements")

    # Watching

    def _watching(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [
            ("watch", self._watch),
            ("watch-comments", self._comments),
            ("watch-theatre", self._theatre),
            ("mini-player", self._mini),
            ("history", self._to_rows("history")),
        ]

    async def _watch(self) -> None:
        video = self._needed()
        self._parts.router.go(
            Route.of("watch", self._origin, id=video.uuid), PageState(held={"video": video})
        )
        await self._walk.see_motion("playerSurface")
        await self._walk.until(lambda: self._player.position > 0.5, "the place to move on")
        await self._walk.see_rows("upNextList", pictures=True)

    async def _comments(self) -> None:
        tabs = await self._walk.see("watchTabs")
        for button in tabs.findChildren(QAbstractButton):
            if button.text().startswith(_("Comments")):
                button.click()
        await self._walk.see_rows("commentList")

    async def _theatre(self) -> None:
        await self._walk.click("theatreButton")
        await self._walk.see_motion("playerSurface")

    async def _mini(self) -> None:
        await self._walk.click("theatreButton")
        self._go("discover")
        await self._walk.see_motion("playerSurface")

    # Around it

    def _around(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [
            ("settings", self._page("settings")),
            ("instance-about", self._page("instance", own=False)),
            ("about", self._page("about")),
            ("text-150", self._large),
        ]

    def _page(self, page: str, own: bool = True) -> Callable[[], Awaitable[object]]:
        async def act() -> None:
            self._player.stop()
            self._go(page, "" if own else None)
            await self._walk.until(
                lambda: self._parts.router.current is not None and self._parts.router.current.page == page,
                page,
            )
            await self._walk.see("pages")

        return act

    async def _keys(self) -> None:
        self._parts.preferences.update(text_size=100)
        self._window.help_wanted.emit()
        sheet = await self._walk.see("keysHelp")
        await self._walk.save("keys", sheet)
        sheet.close()

    async def _large(self) -> None:
        self._parts.preferences.update(text_size=150)
        self._go("discover")
        await self._walk.see_rows("videoGrid", pictures=True)

    # Bad days

    def _bad_days(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [("nothing-found", self._nothing), ("instance-down", self._down), ("video-gone", self._gone)]

    async def _nothing(self) -> None:
        self._go("discover", tags="there-is-no-such-tag-anywhere")
        await self._walk.see("stateView")

    async def _down(self) -> None:
        self._go("recent", NOWHERE)
        await self._walk.see("retryButton")

    async def _gone(self) -> None:
        self._go("watch", id="00000000-0000-4000-8000-000000000000")
        await self._walk.until(lambda: self._player.state is PlayerState.FAILED, "the player to give up")

    # In the light

    def _light(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [
            ("light-discover", self._to_rows("discover")),
            ("light-channel", self._channel),
            ("light-watch", self._watch),
            ("light-settings", self._page("settings")),
        ]
