"""What a server tells of a file that was sent, in the words of ffprobe; made up from the little that is known."""

from __future__ import annotations

from typing import Any

from .clips import MediaFile
from .library import Video
from .shapes import Shapes, stamp

DISPOSITIONS = (
    "dub",
    "forced",
    "lyrics",
    "comment",
    "default",
    "karaoke",
    "captions",
    "metadata",
    "original",
    "dependent",
    "still_image",
    "attached_pic",
    "descriptions",
    "clean_effects",
    "visual_impaired",
    "hearing_impaired",
    "timed_thumbnails",
)
VIDEO = {
    "refs": 1,
    "is_avc": "true",
    "pix_fmt": "yuv420p",
    "profile": "High",
    "codec_tag": "0x31637661",
    "time_base": "1/12800",
    "codec_name": "h264",
    "film_grain": 0,
    "color_range": "unknown",
    "color_space": "unknown",
    "field_order": "progressive",
    "has_b_frames": 0,
    "color_transfer": "unknown",
    "extradata_size": 40,
    "chroma_location": "left",
    "closed_captions": 0,
    "codec_long_name": "H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10",
    "color_primaries": "unknown",
    "nal_length_size": 4,
    "codec_tag_string": "avc1",
    "bits_per_raw_sample": "8",
    "sample_aspect_ratio": "1:1",
    "display_aspect_ratio": "16:9",
}
SOUND = {
    "profile": "LC",
    "channels": 1,
    "codec_tag": "0x6134706d",
    "time_base": "1/44100",
    "codec_name": "aac",
    "sample_fmt": "fltp",
    "sample_rate": 44100,
    "channel_layout": "mono",
    "extradata_size": 5,
    "bits_per_sample": 0,
    "codec_long_name": "AAC (Advanced Audio Coding)",
    "codec_tag_string": "mp4a",
    "bits_per_raw_sample": "N/A",
}


def metadata(fact: MediaFile, size: int) -> dict[str, Any]:
    """Format and streams of a file."""
    seconds = fact.duration
    rate = round(size * 8 / max(seconds, 0.1))

    def stream(index: int, kind: str, more: dict[str, Any], frames: int, per_second: str) -> dict[str, Any]:
        return {
            "id": f"0x{index + 1}",
            "index": index,
            "codec_type": kind,
            "bit_rate": rate // 2,
            "duration": seconds,
            "nb_frames": frames,
            "start_pts": 0,
            "start_time": 0,
            "duration_ts": round(seconds * 12800),
            "max_bit_rate": "N/A",
            "r_frame_rate": per_second,
            "avg_frame_rate": per_second,
            "nb_read_frames": "N/A",
            "nb_read_packets": "N/A",
            "tags": {"language": "und", "encoder": "Lavc", "vendor_id": "[0][0][0][0]", "handler_name": kind},
            "disposition": {name: int(name == "default") for name in DISPOSITIONS},
            **more,
        }

    sizes = {"width": fact.width, "height": fact.height, "level": fact.level}
    sizes.update(coded_width=fact.width, coded_height=fact.height)
    pictures = stream(0, "video", {**VIDEO, **sizes}, round(seconds * fact.fps), f"{fact.fps}/1")
    sound = stream(1, "audio", SOUND, round(seconds * 43), "0/0")
    tags = {"encoder": "Lavf59.27.100", "major_brand": "isom", "minor_version": "512"}
    return {
        "format": {
            "size": size,
            "tags": {**tags, "compatible_brands": "isomiso2avc1mp41"},
            "bit_rate": rate,
            "duration": seconds,
            "nb_streams": 2,
            "start_time": 0,
            "format_name": "mov,mp4,m4a,3gp,3g2,mj2",
            "nb_programs": 0,
            "probe_score": 100,
            "format_long_name": "QuickTime / MOV",
        },
        "streams": [pictures, sound],
        "chapters": [],
    }


def source_shape(shapes: Shapes, video: Video) -> dict[str, Any]:
    """The file a video was made of, as the API shows it; the video has media."""
    clip = shapes.clip(video)
    if clip is None:
        return {}
    resolution, fact = max(clip.web.items(), key=lambda pair: int(pair[0]))
    name, size = video.own.source or (f"{video.clip}.mp4", fact.size)
    shape: dict[str, Any] = {"inputFilename": name}
    if not shapes.new:
        shape = {"filename": name, "inputFilename": name, "fileUrl": None}
    shape.update(
        fileDownloadUrl=None,
        resolution={"id": int(resolution), "label": f"{resolution}p"},
        size=size,
        width=fact.width,
        height=fact.height,
        fps=fact.fps,
        metadata=metadata(fact, size),
        createdAt=stamp(video.own.replaced or video.created),
    )
    return shape
