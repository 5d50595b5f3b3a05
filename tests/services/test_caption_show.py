"""Captions between two videos."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from peertube_desktop.api import captions
from peertube_desktop.services.caption_show import CaptionShow
from peertube_desktop.services.connections import Connections
from peertube_desktop.services.moment import Pace
from tests.demo_process import DemoProcess
from tests.services.demo_videos import Special, video_of


async def test_captions_that_come_too_late_are_not_shown(
    connections: Connections, demo_82: DemoProcess
) -> None:
    ref = video_of(demo_82, Special.RIDGE)
    client = connections.client(ref.origin)
    found = await captions.list_captions(client, ref.uuid)
    owner = QObject()
    show = CaptionShow(lambda: Pace(1.0, 1.0, False), owner)
    show.set_captions(client, found, "")
    here = asyncio.all_tasks()
    show.choose("en")
    (fetching,) = asyncio.all_tasks() - here
    await asyncio.wait([fetching])
    assert show.lines == ("We begin in silence.",)

    show.choose("fr")
    (fetching,) = asyncio.all_tasks() - here
    show.clear()
    # As the next video does where captions are off.
    show.choose("")
    await asyncio.wait([fetching])
    assert not show.lines
    owner.deleteLater()
