"""Makes the demo instance's clips: `python make_media.py [CLIP ...]` (numpy, Pillow and ffmpeg needed; only here).

What is written beside this file, and committed, so that the program itself needs none of them:

    clips/NAME/RES-fragmented.mp4 + RES.m3u8   one level of an HLS playlist: fragmented mp4 in a single file, its
                                               fragments named by byte ranges, as PeerTube writes it
    clips/NAME/RES.mp4                         the same samples as a plain mp4, its index at the front
    clips/NAME/0.mp4, 0-fragmented.mp4         sound alone
    clips/NAME/storyboard.jpg                  a sheet of small pictures, one each `spriteDuration` seconds
    clips/live/L-NNNNNN.ts                     four second pieces which the demo plays over and over as a live
    clips/manifest.json                        sizes, durations, rates of all that, as ffprobe tells them

Everything is drawn and composed by scenes.py and music.py: no foreign material.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import music
import scenes
from PIL import Image

HERE = Path(__file__).parent / "clips"
FPS = 25
COLOURS = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"]


@dataclass(frozen=True)
class Clip:
    """One clip: what is drawn, how large, how long (seconds), which levels and plain files are made of it."""

    scene: scenes.Scene
    draw: tuple[int, int]
    seconds: int
    piece: int
    # resolution id -> (width, height, quality (x264 CRF))
    levels: dict[int, tuple[int, int, int]]
    web: tuple[int, ...]
    hls: tuple[int, ...]
    split: bool = False
    sar: Fraction = Fraction(1)
    sheet: tuple[int, int] = (192, 108)


WIDE = {240: (426, 240, 37), 360: (640, 360, 38), 720: (1280, 720, 39)}
SMALL = {240: (426, 240, 40), 360: (640, 360, 41)}
CLIPS = {
    "hills": Clip(scenes.hills, (854, 480), 34, 0, WIDE, (360,), (720, 360, 240)),
    "aurora": Clip(scenes.aurora, (1280, 720), 28, 1, WIDE, (), (720, 360)),
    "galaxy": Clip(scenes.galaxy, (640, 360), 24, 2, SMALL, (240,), (360, 240)),
    "life": Clip(scenes.life, (640, 360), 24, 3, {360: (640, 360, 44)}, (360,), ()),
    "julia": Clip(scenes.julia, (640, 360), 28, 4, SMALL, (), (360, 240), split=True),
    "lanterns": Clip(scenes.lanterns, (360, 640), 16, 5, {360: (360, 640, 43), 240: (240, 428, 42)}, (360,),
                     (360, 240), sheet=(61, 108)),
    "ripples": Clip(scenes.ripples, (512, 288), 12, 6, {288: (360, 288, 38)}, (288,), (288,), sar=Fraction(64, 45)),
    "chart": Clip(scenes.chart, (640, 360), 10, 7, {360: (640, 360, 18)}, (360,), (360,)),
    "slider": Clip(scenes.chart, (640, 360), 16, 3, {360: (640, 360, 30)}, (360,), (360,), split=True),
    "cover": Clip(scenes.cover, (640, 360), 18, 8, {360: (640, 360, 30)}, (360,), (360,)),
}  # fmt: skip


def run(*command: object, feed: subprocess.Popen[bytes] | None = None) -> None:
    """Runs ffmpeg quietly and stops the script if it fails."""
    subprocess.run(["ffmpeg", "-y", "-v", "error", *map(str, command)], check=True)


def encode(clip: Clip, work: Path) -> None:
    """Draws the frames once and encodes each level as WORK/RES.mp4, without sound."""
    width, height = clip.draw
    command: list[str] = ["ffmpeg", "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{width}x{height}", "-r", str(FPS), "-i", "-"]
    for level, (w, h, crf) in clip.levels.items():
        scale = f"scale={w}:{h}:flags=lanczos:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar={clip.sar}"
        command += ["-map", "0:v", "-vf", scale]
        command += ["-c:v", "libx264", "-preset", "slow", "-profile:v", "high", "-crf", str(crf), "-bf", "2"]
        command += ["-g", str(FPS * 2), "-keyint_min", str(FPS * 2), "-sc_threshold", "0", *COLOURS]
        command += ["-video_track_timescale", "12800", str(work / f"{level}.mp4")]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for frame in clip.scene(width, height, clip.seconds * FPS, FPS):
            encoder.stdin.write(frame.tobytes())
        encoder.stdin.close()
        if encoder.wait():
            raise SystemExit("ffmpeg failed")


def sound(clip: Clip, work: Path) -> Path:
    """Composes and encodes the clip's music; gives the m4a's path."""
    music.write(work / "music.wav", clip.seconds, clip.piece)
    run("-i", work / "music.wav", "-c:a", "aac", "-b:a", "28k", work / "music.m4a")
    return work / "music.m4a"


def package(source: list[object], target: Path, name: str) -> None:
    """Writes TARGET/NAME-fragmented.mp4 and TARGET/NAME.m3u8 from ready streams."""
    run(*source, "-c", "copy", "-f", "hls", "-hls_time", 4, "-hls_list_size", 0, "-hls_playlist_type", "vod",
        "-hls_segment_type", "fmp4", "-hls_flags", "single_file", "-hls_segment_filename",
        target / f"{name}-fragmented.mp4", target / f"{name}.m3u8")  # fmt: skip


def storyboard(clip: Clip, source: Path, target: Path) -> dict[str, int]:
    """Makes the sheet of small pictures and tells its measures, in the API's words."""
    width, height = clip.sheet
    every = 1 if clip.seconds <= 60 else 2
    columns = min(10, clip.seconds)
    rows = -(-clip.seconds // columns)
    run("-i", source, "-vf", f"fps=1/{every},scale={width}:{height},tile={columns}x{rows}", "-frames:v", 1,
        "-q:v", 18, target / "storyboard.jpg")  # fmt: skip
    with Image.open(target / "storyboard.jpg") as sheet:
        total = sheet.size
    return {"totalWidth": total[0], "totalHeight": total[1], "spriteWidth": width, "spriteHeight": height,
            "spriteDuration": every}  # fmt: skip


def probe(path: Path) -> dict[str, Any]:
    """What ffprobe tells about a file."""
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def facts(path: Path) -> dict[str, Any]:
    """The line of the manifest for one media file."""
    found = probe(path)
    picture = next((s for s in found["streams"] if s["codec_type"] == "video"), None)
    heard = any(s["codec_type"] == "audio" for s in found["streams"])
    return {
        "size": path.stat().st_size,
        "width": picture["width"] if picture else 0,
        "height": picture["height"] if picture else 0,
        "fps": FPS if picture else 0,
        "hasAudio": heard,
        "hasVideo": picture is not None,
        "level": picture["level"] if picture else 0,
        "duration": round(float(found["format"]["duration"]), 3),
    }


def make(name: str, clip: Clip) -> dict[str, Any]:
    """Makes every file of one clip; gives its part of the manifest."""
    target = HERE / name
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        encode(clip, work)
        track = sound(clip, work)
        for level in clip.hls:
            both: list[object] = ["-i", work / f"{level}.mp4"]
            package(both if clip.split else [*both, "-i", track], target, str(level))
        if clip.split:
            package(["-i", track], target, "0")
        for level in clip.web:
            run(
                "-i",
                work / f"{level}.mp4",
                "-i",
                track,
                "-c",
                "copy",
                "-movflags",
                "+faststart",
                target / f"{level}.mp4",
            )
        if name == "cover":
            run("-i", track, "-c", "copy", "-movflags", "+faststart", target / "0.mp4")
        sheet = storyboard(clip, work / f"{max(clip.levels)}.mp4", target)
    width, height, _ = clip.levels[max(clip.levels)]
    return {
        "duration": clip.seconds,
        "aspectRatio": round(width * clip.sar.numerator / clip.sar.denominator / height, 4),
        "split": clip.split,
        "web": {path.stem: facts(path) for path in sorted(target.glob("*.mp4")) if "-" not in path.stem},
        "hls": {path.stem.split("-")[0]: facts(path) for path in sorted(target.glob("*-fragmented.mp4"))},
        "storyboard": sheet,
    }


def make_live() -> dict[str, Any]:
    """Cuts the galaxy into four second MPEG-TS pieces: 0 is sound, 1 is 240p, 2 is 360p, as a live is sent."""
    target = HERE / "live"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    clip = Clip(scenes.galaxy, (640, 360), 24, 2, {240: (426, 240, 43), 360: (640, 360, 44)}, (), ())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        encode(clip, work)
        track = sound(clip, work)
        for number, source in enumerate((track, work / "240.mp4", work / "360.mp4")):
            run("-i", source, "-c", "copy", "-pes_payload_size", 1400, "-f", "segment",
                "-segment_time", 4, "-segment_format", "mpegts", target / f"{number}-%06d.ts")  # fmt: skip
    return {"pieces": len(list(target.glob("1-*.ts"))), "seconds": 4}


def main(wanted: list[str]) -> None:
    """Makes the clips named, or all, and writes the manifest anew for those."""
    HERE.mkdir(parents=True, exist_ok=True)
    listing = HERE / "manifest.json"
    manifest = json.loads(listing.read_text()) if listing.exists() else {}
    for name in wanted or [*CLIPS, "live"]:
        manifest[name] = make_live() if name == "live" else make(name, CLIPS[name])
        total = sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file())
        print(f"{name}: all clips are {total / 1e6:.2f} MB now", flush=True)
        listing.write_text(json.dumps(dict(sorted(manifest.items())), indent=1) + "\n")


if __name__ == "__main__":
    main(list(itertools.islice(sys.argv, 1, None)))
