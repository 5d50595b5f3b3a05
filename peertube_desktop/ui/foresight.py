"""Makes ready what the first video needs, once a hand is near the videos: the start does without all of it."""

from __future__ import annotations

import asyncio
import importlib

from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.catalogue import Parts
from peertube_desktop.ui.window import Window

MODULES = (
    "peertube_desktop.services.player",
    "peertube_desktop.services.recommending",
    "peertube_desktop.services.awake",
    "peertube_desktop.ui.player.host",
    "peertube_desktop.ui.comments.pane",
    "peertube_desktop.ui.watch.up_next",
    "peertube_desktop.ui.pages.watch",
)


def prepare_watching(window: Window, parts: Parts) -> None:
    """Import, load libVLC and make the watch page when the time comes, so that no click waits for them."""

    async def prepare() -> None:
        for name in MODULES:
            await asyncio.to_thread(importlib.import_module, name)
        parts.player.prepare()
        window.prepare("watch")

    parts.actions.about_to_watch.connect(lambda: spawn(window, prepare()))
