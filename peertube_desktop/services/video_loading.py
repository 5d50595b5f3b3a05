"""A video's details and what hangs on them, fetched for the player."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from peertube_desktop.api import captions, chapters, storyboards, videos
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError, ForbiddenError, UnauthorizedError
from peertube_desktop.api.models.video import Caption, Chapter, Storyboard, VideoDetails
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.links import VideoRef
from peertube_desktop.services.sources import Credentials, is_guarded

log = logging.getLogger(__name__)

T = TypeVar("T")

TOKEN_SECONDS = 15.0
MOST_EXTRAS = 500
"""Captions, chapters or storyboards of one video: each becomes a row of a menu or a mark on the seek bar."""


@dataclass(frozen=True)
class Extras:
    """What is nice to have. Empty where the server does not give it."""

    captions: Sequence[Caption] = ()
    chapters: Sequence[Chapter] = ()
    storyboards: Sequence[Storyboard] = ()


class VideoLoading:
    """Fetches, and remembers until the program ends which passwords were given."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._passwords: dict[VideoRef, str] = {}

    def set_password(self, ref: VideoRef, password: str) -> None:
        """What opens `ref`; "" forgets."""
        if password:
            self._passwords[ref] = password
        else:
            self._passwords.pop(ref, None)

    def password(self, ref: VideoRef) -> str:
        """What was given for `ref`, or ""."""
        return self._passwords.get(ref, "")

    async def details(self, ref: VideoRef) -> VideoDetails:
        """Raises ApiError; see `wants_password`."""
        client = self._connections.client(ref.origin)
        return await videos.get_video(client, ref.uuid, self.password(ref) or None)

    async def extras(self, ref: VideoRef) -> Extras:
        """Captions, chapters, storyboards, asked for at once. Raises nothing."""
        client = self._connections.client(ref.origin)
        password = self.password(ref) or None
        found = await asyncio.gather(
            _or_nothing(captions.list_captions, client, ref.uuid, password),
            _or_nothing(chapters.list_chapters, client, ref.uuid, password),
            _or_nothing(storyboards.list_storyboards, client, ref.uuid, password),
        )
        return Extras(*found)

    def credentials(self, ref: VideoRef, details: VideoDetails) -> Credentials | None:
        """What opens the files; None for a video that is open to all. For the running loop."""
        if not is_guarded(details):
            return None
        return Credentials(self.password(ref), self._token_asker(ref, asyncio.get_running_loop()))

    def _token_asker(self, ref: VideoRef, loop: asyncio.AbstractEventLoop) -> Callable[[], str]:
        async def ask() -> str:
            client = self._connections.client(ref.origin)
            found = await videos.create_file_token(client, ref.uuid, self.password(ref) or None)
            return found.token

        def ask_from_thread() -> str:
            future = asyncio.run_coroutine_threadsafe(ask(), loop)
            try:
                return future.result(TOKEN_SECONDS)
            finally:
                future.cancel()

        return ask_from_thread


def wants_password(error: ApiError) -> bool:
    """Whether a password would help: none was given, or a wrong one."""
    codes = ("video_requires_password", "incorrect_video_password")
    return isinstance(error, UnauthorizedError | ForbiddenError) and error.code in codes


async def _or_nothing(
    ask: Callable[[Client, str, str | None], Awaitable[list[T]]],
    client: Client,
    video_id: str,
    password: str | None,
) -> Sequence[T]:
    try:
        return (await ask(client, video_id, password))[:MOST_EXTRAS]
    except ApiError as error:
        log.info("Not all of a video came: %s", type(error).__name__)
        return ()
