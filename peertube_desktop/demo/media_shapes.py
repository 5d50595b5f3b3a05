"""What the API tells of a video's media: its files and HLS playlists, and the names these have on the
server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .clips import MediaFile
from .ids import Kind

if TYPE_CHECKING:
    from .library import Video
    from .shapes import Shapes

Shape = dict[str, Any]
# The detail of a media file's id: what it is (added to the resolution) within one video.
WEB, HLS, MASTER, SHA = 0, 1300, 2601, 2602


def label(resolution: int) -> str:
    """What the API calls a resolution."""
    return f"{resolution}p" if resolution else "Audio only"


def resolutions(names: dict[str, MediaFile]) -> list[int]:
    """The resolution ids, the largest first, sound alone last."""
    return sorted((int(name) for name in names), reverse=True)


def media_name(shapes: Shapes, video: Video, what: int, resolution: int) -> str:
    """The name a media file starts with: an identifier and the resolution."""
    return f"{shapes.ids.make(Kind.MEDIA, video.index, what + resolution)}-{resolution}"


def _file(shapes: Shapes, video: Video, fact: MediaFile, resolution: int, hls: bool) -> Shape:
    base = shapes.base
    guarded = "private/" if video.guarded else ""
    name = media_name(shapes, video, HLS if hls else WEB, resolution)
    if hls:
        url = f"{base}/static/streaming-playlists/hls/{guarded}{video.uuid}/{name}-fragmented.mp4"
        download = f"{base}/download/streaming-playlists/hls/videos/{video.uuid}-{resolution}-fragmented.mp4"
        torrent = f"{name}-hls.torrent"
    else:
        url = f"{base}/static/web-videos/{guarded}{name}.mp4"
        download = f"{base}/download/web-videos/{video.uuid}-{resolution}.mp4"
        torrent = f"{name}.torrent"
    number = video.id * 20 + resolution // 100 + (10 if hls else 0)
    magnet = (
        f"magnet:?xs={quote(f'{base}/lazy-static/torrents/{torrent}', safe='')}"
        f"&xt=urn:btih:{number:040x}&dn={quote(video.name)}&ws={quote(url, safe='')}"
    )
    shape: Shape = {
        "id": number,
        "resolution": {"id": resolution, "label": label(resolution)},
        "width": fact.width,
        "height": fact.height,
        "magnetUri": magnet,
        "size": fact.size,
        "fps": fact.fps,
        "torrentUrl": f"{base}/lazy-static/torrents/{torrent}",
        "torrentDownloadUrl": f"{base}/download/torrents/{torrent}",
        "fileUrl": url,
        "fileDownloadUrl": download,
        "metadataUrl": f"{base}/api/v1/videos/{video.uuid}/metadata/{number}",
        "hasAudio": fact.hasAudio,
        "hasVideo": fact.hasVideo,
    }
    if hls and shapes.new:
        shape["playlistUrl"] = f"{base}/static/streaming-playlists/hls/{guarded}{video.uuid}/{name}.m3u8"
    shape["storage"] = 0
    return shape


def files(shapes: Shapes, video: Video) -> list[Shape]:
    """The plain files of a video. Sound alone is only told by the 8 line, and comes last there."""
    clip = shapes.clip(video)
    if clip is None:
        return []
    return [
        _file(shapes, video, clip.web[str(r)], r, hls=False) for r in resolutions(clip.web) if r or shapes.new
    ]


def playlists(shapes: Shapes, video: Video) -> list[Shape]:
    """The HLS playlist of a video, or nothing."""
    guarded = "private/" if video.guarded else ""
    folder = f"{shapes.base}/static/streaming-playlists/hls/{guarded}{video.uuid}"
    shape: Shape = {"id": video.id, "type": 1}
    if "live" in video.flags:
        shape["playlistUrl"] = f"{folder}/master.m3u8"
        shape.update(segmentsSha256Url=f"{folder}/segments-sha256.json", redundancies=[], files=[])
        return [shape]
    clip = shapes.clip(video)
    if clip is None or not clip.hls or "no-hls" in video.flags:
        return []
    shape["playlistUrl"] = f"{folder}/{shapes.ids.make(Kind.MEDIA, video.index, MASTER)}-master.m3u8"
    shape["segmentsSha256Url"] = (
        f"{folder}/{shapes.ids.make(Kind.MEDIA, video.index, SHA)}-segments-sha256.json"
    )
    shape["redundancies"] = []
    shape["files"] = [_file(shapes, video, clip.hls[str(r)], r, hls=True) for r in resolutions(clip.hls)]
    return [shape]
