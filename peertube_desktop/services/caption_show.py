"""The captions of the video that is on: which languages, which one, and the lines to show now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api import captions
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.video import Caption
from peertube_desktop.services import webvtt
from peertube_desktop.services.moment import Moment, Pace
from peertube_desktop.services.playing import CaptionTrack
from peertube_desktop.services.tasks import cancel_tasks, spawn

log = logging.getLogger(__name__)


class CaptionShow(QObject):
    """`changed` when `lines` are others."""

    changed = Signal()

    def __init__(self, pace: Callable[[], Pace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pace = pace
        self._captions: dict[str, Caption] = {}
        self._client: Client | None = None
        self._password = ""
        self._cues = webvtt.Cues()
        self.tracks: Sequence[CaptionTrack] = ()
        self.language = ""
        """Whose lines are shown, "" for none."""
        self.lines: tuple[str, ...] = ()
        """What is to be read now."""
        self._next = Moment(pace, self)
        self._next.reached.connect(self.moved)

    def clear(self) -> None:
        """There is no video."""
        self.set_captions(None, (), "")

    def set_captions(self, client: Client | None, found: Sequence[Caption], password: str) -> None:
        """The captions of another video; none is shown yet, nor are those of the one before that are on their way."""
        cancel_tasks(self)
        self._client, self._password = client, password
        self._captions = {
            caption.language.id: caption for caption in found if caption.language.id and caption.ref
        }
        self.tracks = tuple(
            CaptionTrack(language, caption.language.label or language, caption.automatically_generated)
            for language, caption in self._captions.items()
        )
        self.language = ""
        self._take(webvtt.Cues())

    def choose(self, wanted: str) -> None:
        """Show the lines of a language, "" for none; its nearest kin where there is just that (pt-BR for pt)."""
        language = self._nearest(wanted)
        if language == self.language:
            return
        self.language = language
        cancel_tasks(self)
        self._take(webvtt.Cues())
        if language and self._client is not None:
            spawn(self, self._load(self._client, self._captions[language]))

    def moved(self) -> None:
        """The place or pace is another: after a seek, a pause, and by itself at each change of lines."""
        pace = self._pace()
        # The timer may come a little before the picture does.
        lines = self._cues.at(pace.position + 0.01)
        self._next.aim(self._cues.next_change(pace.position + 0.01))
        if lines != self.lines:
            self.lines = lines
            self.changed.emit()

    async def _load(self, client: Client, caption: Caption) -> None:
        try:
            text = await captions.get_caption(client, caption, self._password or None)
        except ApiError as error:
            log.info("No captions: %s", type(error).__name__)
            return
        self._take(await asyncio.to_thread(webvtt.parse, text))

    def _take(self, cues: webvtt.Cues) -> None:
        self._cues = cues
        self.moved()

    def _nearest(self, wanted: str) -> str:
        if not wanted or wanted in self._captions:
            return wanted
        base = wanted.partition("-")[0]
        return next((known for known in self._captions if known.partition("-")[0] == base), "")
