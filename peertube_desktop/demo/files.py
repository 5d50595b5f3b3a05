"""The files of the demo instance: pictures, captions, web videos and HLS, and who may have them.

Nothing a request says is ever used as a file's name: names are recognised by the identifiers in them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from .captions import caption_vtt
from .errors import Problems
from .http import Answer, Request, answer_file, answer_text, encode
from .ids import Kind
from .library import Library, Video
from .live import LiveStream
from .media_shapes import HLS, MASTER, SHA, WEB, media_name, resolutions
from .shapes import Shapes

MINUTES = "public, max-age=7200"
NOW = "public, max-age=0"
MP4 = "video/mp4"
M3U8 = "application/vnd.apple.mpegurl"
VTT = "text/vtt; charset=UTF-8"

PICTURE = re.compile(
    r"/lazy-static/(thumbnails|previews|storyboards|avatars|banners|video-captions)/(playlist-)?([0-9a-f-]{36})"
    r"(?:-(\w{2,3}))?\.(jpg|png|vtt)"
)
WEB_VIDEO = re.compile(r"/static/(?:web-videos|webseed)/(private/)?([0-9a-f-]{36})-(\d+)\.mp4")
HLS_FILE = re.compile(r"/static/streaming-playlists/hls/(private/)?([0-9a-f-]{36})/([\w.-]+)")
DOWNLOAD = re.compile(
    r"/download/(web-videos|streaming-playlists/hls/videos)/([0-9a-f-]{36})-(\d+)(-fragmented)?\.mp4"
)
OWN_NAME = re.compile(r"([0-9a-f-]{36})-(\d+)(-fragmented\.mp4|\.m3u8)")
Allowed = Callable[[Request, Video], Answer | None]


class Files:
    """Answers requests for files. `allowed` says who may have a guarded video's files: None, or the
    refusal."""

    def __init__(self, shapes: Shapes, problems: Problems, allowed: Allowed, live: LiveStream) -> None:
        self.shapes, self.problems, self.allowed, self.live = shapes, problems, allowed, live
        self.shelf = shapes.shelf
        self.ids = shapes.ids
        self.library: Library = shapes.library

    def answer(self, request: Request) -> Answer:
        """The answer for a path under /lazy-static, /static or /download."""
        path = request.path
        if match := PICTURE.fullmatch(path):
            return self._picture(request, *match.groups())
        if match := WEB_VIDEO.fullmatch(path):
            return self._web_video(request, *match.groups())
        if match := HLS_FILE.fullmatch(path):
            return self._hls(request, *match.groups())
        if match := DOWNLOAD.fullmatch(path):
            return self._download(request, *match.groups())
        return self._missing(request)

    def _missing(self, request: Request) -> Answer:
        return Answer(404)

    def _video(self, uuid: str, kind: Kind) -> tuple[Video, int] | None:
        found = self.ids.read(uuid, kind)
        video = self.library.get(found[0]) if found else None
        return (video, found[1]) if found and video is not None else None

    def _picture(
        self, request: Request, folder: str, playlist: str | None, uuid: str, language: str | None, kind: str
    ) -> Answer:
        name, blob = None, None
        if folder in ("thumbnails", "previews"):
            if playlist and (place := self.ids.read(uuid, Kind.PLAYLIST)):
                blob = self.shelf.playlist_pictures.get(place[0])
                name = f"pictures/{(place[0] * 11 + 5) % 40:02}-{'280' if place[1] == 0 else '850'}.jpg"
            elif found := self._video(uuid, Kind.PICTURE):
                size = {0: "280", 3: "square"}.get(found[1] % 8, "850")
                drawn = found[0].picture
                blob = self.shelf.album.get(drawn)
                name = f"pictures/{drawn % 40:02}-{size}.jpg"
        elif folder == "avatars" and (place := self.ids.read(uuid, Kind.AVATAR)):
            blob = self.shelf.album.get(place[0])
            name = f"avatars/{place[0] % 100:02}-{'120' if place[1] <= 120 else '600'}.png"
        elif folder == "banners" and (place := self.ids.read(uuid, Kind.BANNER)):
            blob = self.shelf.album.get(place[0])
            name = f"banners/{place[0] % 100:02}.jpg"
        elif folder == "storyboards" and (found := self._video(uuid, Kind.STORYBOARD)):
            name = f"clips/{found[0].clip}/storyboard.jpg"
        elif folder == "video-captions" and (found := self._video(uuid, Kind.CAPTION)) and language:
            if language not in found[0].captions:
                return self._missing(request)
            data = found[0].own.texts.get(language) or caption_vtt(found[0], language).encode()
            return answer_file(request, VTT, found[0].published, MINUTES, data=data)
        if name is None:
            return self._missing(request)
        blob = blob or self.shelf.blob(name)
        mime = blob.kind or ("image/png" if kind == "png" else "image/jpeg")
        return answer_file(request, mime, blob.modified, MINUTES, data=blob.data)

    def _refused(self, request: Request, video: Video, private: str | None) -> Answer | None:
        if not private:
            return self._missing(request) if video.guarded else None
        return self.allowed(request, video) if video.guarded else None

    def _media(self, request: Request, path: Path) -> Answer:
        return answer_file(request, MP4, path.stat().st_mtime, NOW, path=path)

    def _web_video(self, request: Request, private: str | None, uuid: str, resolution: str) -> Answer:
        found = self._video(uuid, Kind.MEDIA)
        if not found or found[1] != WEB + int(resolution):
            return self._missing(request)
        video = found[0]
        clip = self.shapes.clip(video)
        if clip is None or resolution not in clip.web:
            return self._missing(request)
        if (refusal := self._refused(request, video, private)) is not None:
            return refusal
        return self._media(request, self.shapes.web_path(video, resolution))

    def _hls(self, request: Request, private: str | None, uuid: str, name: str) -> Answer:
        found = self._video(uuid, Kind.VIDEO)
        if not found:
            return self._missing(request)
        video = found[0]
        if (refusal := self._refused(request, video, private)) is not None:
            return refusal
        if "live" in video.flags:
            return self.live.answer(request, name) or self._missing(request)
        clip = self.shapes.clip(video)
        if clip is None or not clip.hls or "no-hls" in video.flags:
            return self._missing(request)
        if name == f"{self.ids.make(Kind.MEDIA, video.index, MASTER)}-master.m3u8":
            return self._text(request, video, self.master(video))
        if name == f"{self.ids.make(Kind.MEDIA, video.index, SHA)}-segments-sha256.json":
            return answer_file(
                request, "application/json; charset=UTF-8", video.published, NOW, data=self._sums(video)
            )
        if match := re.fullmatch(r"([0-9a-f-]{36})-(\w{2,3})\.m3u8", name):
            place = self.ids.read(match[1], Kind.CAPTION)
            if place and place[0] == video.index and match[2] in video.captions:
                return self._text(request, video, self._caption_playlist(video, match[1], match[2]))
        match = OWN_NAME.fullmatch(name)
        if (
            not match
            or match[2] not in clip.hls
            or match[1] != self.ids.make(Kind.MEDIA, video.index, HLS + int(match[2]))
        ):
            return self._missing(request)
        if match[3] == ".m3u8":
            return self._text(request, video, self._level(video, int(match[2])))
        return self._media(request, self.shelf.path(f"clips/{video.clip}/{match[2]}-fragmented.mp4"))

    def _text(self, request: Request, video: Video, text: str) -> Answer:
        # A token in the address is handed on to the addresses inside, if asked for.
        query = request.query
        token = query.get("videoFileToken", [""])[0]
        if token and query.get("reinjectVideoFileToken", [""])[0] == "true":
            suffix = f"?videoFileToken={token}"
            text = re.sub(
                r"(\.mp4|\.m3u8)(?=\"|$)",
                lambda m: m[1] + suffix + ("&reinjectVideoFileToken=true" if m[1] == ".m3u8" else ""),
                text,
                flags=re.M,
            )
        if video.guarded:
            # These are written anew for each asker on the real server, and have no ranges.
            old = "application/vnd.apple.mpegurl; charset=utf-8"
            return answer_text(text, old if self.problems.old else "application/x-mpegurl; charset=utf-8")
        return answer_file(request, M3U8, video.published, NOW, data=text.encode())

    def master(self, video: Video) -> str:
        """The master playlist of a video."""
        clip = self.shelf.clips[video.clip]
        captions = self.shapes.new and video.captions and not video.guarded
        lines = ["#EXTM3U", "#EXT-X-VERSION:3", ""]
        if captions:
            for language in video.captions:
                name = f"{self.ids.make(Kind.CAPTION, video.index)}-{language}.m3u8"
                lines.append(
                    f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="'
                    f'{self.shapes.tables.language(language)}",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,'
                    f'LANGUAGE="{language}",URI="{name}"'
                )
        if clip.split:
            sound = media_name(self.shapes, video, HLS, 0)
            lines.append(
                '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",AUTOSELECT=YES,DEFAULT=YES,'
                f'URI="{sound}.m3u8"'
            )
        lines.append("")
        for resolution in reversed(resolutions(clip.hls)):
            fact = clip.hls[str(resolution)]
            if not resolution:
                continue
            rate = int(fact.size * 8 / clip.duration * 1.15)
            line = (
                f"#EXT-X-STREAM-INF:BANDWIDTH={rate},RESOLUTION={fact.width}x{fact.height},FRAME-RATE={fact.fps},"
                f'CODECS="avc1.6400{fact.level:02x},mp4a.40.2"'
            )
            line += ',AUDIO="audio"' if clip.split else ""
            line += ',SUBTITLES="subtitles"' if captions else ""
            lines += [line, f"{media_name(self.shapes, video, HLS, resolution)}.m3u8"]
        return "\n".join(lines) + "\n"

    def _level(self, video: Video, resolution: int) -> str:
        text = self.shelf.blob(f"clips/{video.clip}/{resolution}.m3u8").data.decode()
        return text.replace(
            f"{resolution}-fragmented.mp4",
            f"{media_name(self.shapes, video, HLS, resolution)}-fragmented.mp4",
        )

    def _caption_playlist(self, video: Video, uuid: str, language: str) -> str:
        address = f"{self.shapes.base}/lazy-static/video-captions/{uuid}-{language}.vtt"
        return (
            f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:{video.duration}\n#EXT-X-MEDIA-SEQUENCE:0\n"
            f"#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:{video.duration},\n{address}\n#EXT-X-ENDLIST\n"
        )

    def _sums(self, video: Video) -> bytes:
        sums: dict[str, dict[str, str]] = {}
        for resolution in resolutions(self.shelf.clips[video.clip].hls):
            data = self.shelf.path(f"clips/{video.clip}/{resolution}-fragmented.mp4").read_bytes()
            parts = {}
            for length, start in re.findall(r"BYTERANGE:(\d+)@(\d+)", self._level(video, resolution)):
                piece = data[int(start) : int(start) + int(length)]
                parts[f"{start}-{int(start) + int(length) - 1}"] = hashlib.sha256(piece).hexdigest()
            sums[f"{media_name(self.shapes, video, HLS, resolution)}-fragmented.mp4"] = parts
        return encode(sums)

    def _download(
        self, request: Request, where: str, uuid: str, resolution: str, fragmented: str | None
    ) -> Answer:
        found = self._video(uuid, Kind.VIDEO)
        clip = self.shapes.clip(found[0]) if found else None
        if not found or clip is None:
            return self._missing(request)
        video = found[0]
        if video.guarded and (refusal := self.allowed(request, video)) is not None:
            return refusal
        hls = where != "web-videos"
        if resolution not in (clip.hls if hls else clip.web):
            return self._missing(request)
        path = self.shapes.web_path(video, resolution)
        if hls:
            path = self.shelf.path(f"clips/{video.clip}/{resolution}-fragmented.mp4")
        answer = self._media(request, path)
        answer.headers["Content-Disposition"] = f'attachment; filename="{video.short_uuid}-{resolution}p.mp4"'
        return answer
