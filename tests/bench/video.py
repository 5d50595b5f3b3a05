"""The player: from the click to the first picture, and what playing costs.

hd.mp4 was made of the demo instance's hills, 20 s in 1080p30, small enough to be kept here:
ffmpeg -i 720-fragmented.mp4 -t 20 -vf setpts=PTS/1.2,scale=1920:1080,fps=30 -af atempo=1.2 -c:v libx264
-preset slow -crf 27 -g 60 -pix_fmt yuv420p -c:a aac -b:a 32k -movflags +faststart hd.mp4
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from tests.bench.figures import Figure, samples
from tests.bench.readings import cpu_seconds
from tests.bench.setting import Setting, floor, running
from tests.demo.places import sign_in
from tests.e2e.screen import virtual_screen

CLIP = Path(__file__).with_name("hd.mp4")
WIDTH, HEIGHT, FPS = 1920, 1080, 30
PAINTED = (1280, 720)
WARM_UP = 4.0


def _played(url: str, uuid: str) -> tuple[str, int, int]:
    """What the program plays of a video: its address, width and height."""
    details: dict[str, Any] = httpx.get(f"{url}/api/v1/videos/{uuid}", trust_env=False).json()
    playlists = details["streamingPlaylists"]
    files = [file for file in (playlists[0]["files"] if playlists else details["files"]) if file["height"]]
    best = max(files, key=lambda file: int(file["height"]))
    return (playlists[0]["playlistUrl"] if playlists else best["fileUrl"]), best["width"], best["height"]


def click(setting: Setting) -> list[Figure]:
    """From a click on a card to the first picture that is painted, once a video was watched before."""
    listed = httpx.get(
        f"{setting.url}/api/v1/videos?start=0&count=25&sort=-publishedAt&nsfw=false", trust_env=False
    ).json()["data"]
    rows = [row for row, video in enumerate(listed[:8]) if not video["isLive"] and video["duration"]]
    rows = rows[: setting.times(8, 4)]
    took: list[float] = []
    cold: list[float] = []
    bare = []
    for _ in range(setting.times(3, 1)):
        with running(setting) as run:
            run.first_grid()
            time.sleep(1)
            for place, row in enumerate(rows):
                run.program.do("click_video", "videoGrid", row)
                (took if place else cold).append(run.first_picture())
                run.program.do("press", "Alt+Left")
                run.program.wait_widget("videoGrid")
                time.sleep(0.5)
        for row in rows[1:]:
            url, width, height = _played(setting.url, listed[row]["uuid"])
            with floor(setting, "floor_video", url, str(width), str(height), "0") as other:
                bare.append(other.line()["first"])
    note = f"the first of all: {samples(cold).middle:.2f} s"
    return [Figure("click to the first picture", "s", samples(took), samples(bare), "more", 0.15, note)]


def _upload(url: str) -> str:
    """Gives the demo instance a video in 1080p30; its uuid."""
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        headers = {"Authorization": f"Bearer {sign_in(client, 'alice')}"}
        me = client.get("/api/v1/users/me", headers=headers).json()
        fields = {"name": "1080p30", "channelId": str(me["videoChannels"][0]["id"]), "privacy": "1"}
        with CLIP.open("rb") as file:
            answer = client.post(
                "/api/v1/videos/upload",
                data=fields,
                files={"videofile": ("hd.mp4", file, "video/mp4")},
                headers=headers,
            )
        answer.raise_for_status()
        uuid: str = answer.json()["video"]["uuid"]
    return uuid


def playing(setting: Setting) -> list[Figure]:
    """Processor time of 1080p30 painted at 1280×720, and whether each picture is seen."""
    uuid = _upload(setting.url)
    url, width, height = _played(setting.url, uuid)
    assert (width, height) == (WIDTH, HEIGHT)
    seconds = 10
    used, bare, missed = [], [], []
    with virtual_screen(f"{PAINTED[0]}x{PAINTED[1]}x24") as screen:
        small = replace(setting, screen=screen)
        for _ in range(setting.times(3, 1)):
            with running(small, things=[f"{setting.url}/w/{uuid}"]) as run:
                run.program.wait_playing()
                run.program.do("press", "F")
                time.sleep(WARM_UP)
                size = run.program.do("look", "playerSurface")["size"]
                assert tuple(size) == PAINTED, size
                before, work, since = run.program.do("pictures"), cpu_seconds(run.pid), time.monotonic()
                time.sleep(seconds)
                took = time.monotonic() - since
                used.append((cpu_seconds(run.pid) - work) / took * 100)
                after = run.program.do("pictures")
                painted = after["painted"] - before["painted"]
                missed.append(max(0.0, round(FPS * took) - painted) + after["lost"] - before["lost"])
            with floor(small, "floor_video", url, str(width), str(height), str(seconds)) as other:
                other.line()
                bare.append(other.line()["core"] * 100)
    return [
        Figure("1080p30 painted at 720p", "% of a core", samples(used), samples(bare), "ratio", 1.6),
        Figure("… pictures not seen", "", samples(missed), None, "value", 1, f"of {FPS * seconds}"),
    ]
