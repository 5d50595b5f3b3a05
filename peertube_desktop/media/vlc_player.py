"""One libVLC player: one start of one media, its callbacks, its end."""

from __future__ import annotations

import ctypes
import enum
import threading
from collections.abc import Callable
from typing import Any

from peertube_desktop.media import colour, sound
from peertube_desktop.media.frames import FrameWriter, PictureFormat, layout
from peertube_desktop.media.orders import Wishes
from peertube_desktop.media.relay_media import RelayMedia
from peertube_desktop.media.status import AudioDevice, PlayCounts
from peertube_desktop.media.vlc_library import (
    Display,
    EventHandler,
    Lock,
    Setup,
    VideoTrack,
    VlcLibrary,
)

LIVE_DELAY_MS = 4000
# Never what reads a list of further addresses: libVLC would open those itself, past the relay.
_FILE_DEMUXERS = "mp4,mkv,ogg,avi,ts,ps,flac,mpga,wav,asf,h264,hevc"
_MOST_PADDING = 80


class Happening(enum.Enum):
    """What a player tells, on threads of libVLC."""

    PICTURE = enum.auto()
    """One that `tell_next_picture` asked for."""
    BUFFERING = enum.auto()
    TIME = enum.auto()
    LENGTH = enum.auto()
    SEEKABLE = enum.auto()
    OVER = enum.auto()
    """There is no more, for whatever reason."""


Listener = Callable[[Happening, float], None]


class VlcPlayer:
    """Made and used on the engine's thread. What libVLC calls stays alive until `dispose` is through."""

    def __init__(
        self,
        library: VlcLibrary,
        media: RelayMedia,
        writer: FrameWriter,
        tell: Listener,
        wishes: Wishes,
    ) -> None:
        self._vlc = library.vlc
        self._library = library
        self._relay_media = media
        self._writer = writer
        self._tell = tell
        self._asked_for_picture = False
        self.left = False
        """Whether it does not count any more."""
        self.disposed = threading.Event()
        self._media: Any = self._vlc.libvlc_media_new_location(library.instance, media.url.encode())
        for option in _media_options(media, wishes):
            self._vlc.libvlc_media_add_option(self._media, option.encode())
        self._player: Any = self._vlc.libvlc_media_player_new_from_media(self._media)
        self._setup_callback = Setup(self._setup)
        self._lock_callback = Lock(self._lock)
        self._display_callback = Display(self._display)
        self._event_handler = EventHandler(self._event)
        library.set_callbacks(
            self._player,
            ctypes.cast(self._lock_callback, ctypes.c_void_p),
            None,
            ctypes.cast(self._display_callback, ctypes.c_void_p),
            None,
        )
        library.set_format_callbacks(self._player, ctypes.cast(self._setup_callback, ctypes.c_void_p), None)
        kinds = self._vlc.EventType
        self._kinds = {
            int(kinds.MediaPlayerBuffering.value): Happening.BUFFERING,
            int(kinds.MediaPlayerTimeChanged.value): Happening.TIME,
            int(kinds.MediaPlayerLengthChanged.value): Happening.LENGTH,
            int(kinds.MediaPlayerSeekableChanged.value): Happening.SEEKABLE,
            int(kinds.MediaPlayerEndReached.value): Happening.OVER,
            int(kinds.MediaPlayerEncounteredError.value): Happening.OVER,
        }
        manager = self._vlc.libvlc_media_player_event_manager(self._player)
        for kind in self._kinds:
            library.event_attach(manager, kind, ctypes.cast(self._event_handler, ctypes.c_void_p), None)
        if not sound.has_output():
            self._vlc.libvlc_audio_output_set(self._player, sound.SILENT_OUTPUT)
        self.set_volume(wishes.volume)
        self.set_muted(wishes.muted)
        if wishes.device:
            self.set_device(wishes.device)

    # -- orders; none of them waits for the network

    def play(self) -> None:
        """Starts."""
        self._vlc.libvlc_media_player_play(self._player)

    def set_paused(self, paused: bool) -> None:
        """Stands still, or goes on."""
        self._vlc.libvlc_media_player_set_pause(self._player, int(paused))

    def seek(self, seconds: float) -> None:
        """Goes there, to the picture."""
        self._vlc.libvlc_media_player_set_time(self._player, round(seconds * 1000))

    def next_picture(self) -> None:
        """Shows the next picture and stands still."""
        self._vlc.libvlc_media_player_next_frame(self._player)

    def set_rate(self, rate: float) -> None:
        """Seconds of video in one second; the pitch stays."""
        self._vlc.libvlc_media_player_set_rate(self._player, rate)

    def set_volume(self, volume: int) -> None:
        """0..100."""
        self._vlc.libvlc_audio_set_volume(self._player, volume)

    def set_muted(self, muted: bool) -> None:
        """Without sound."""
        self._vlc.libvlc_audio_set_mute(self._player, int(muted))

    def set_device(self, device: str) -> None:
        """Where sound goes; "" is the system's choice."""
        self._vlc.libvlc_audio_output_device_set(self._player, None, device.encode())

    def devices(self) -> list[AudioDevice]:
        """Where sound could go."""
        found = []
        first = item = self._vlc.libvlc_audio_output_device_enum(self._player)
        while item:
            entry = item.contents
            name = (entry.description or b"").decode("utf-8", "replace")
            found.append(AudioDevice((entry.device or b"").decode("utf-8", "replace"), name))
            item = entry.next
        if first:
            self._vlc.libvlc_audio_output_device_list_release(first)
        return found

    def tell_next_picture(self) -> None:
        """`Happening.PICTURE` for the next picture that comes."""
        self._asked_for_picture = True

    # -- facts

    @property
    def written(self) -> int:
        """Pictures so far."""
        return self._writer.written

    def tracks(self) -> list[VideoTrack]:
        """What video there is; empty for sound alone, or as long as nothing is known."""
        return self._library.video_tracks(self._media)

    @property
    def loudness(self) -> tuple[int, bool]:
        """Volume and mute as libVLC has them; meaningless for an output that has neither."""
        volume: int = self._vlc.libvlc_audio_get_volume(self._player)
        return volume, self._vlc.libvlc_audio_get_mute(self._player) == 1

    def counts(self) -> PlayCounts:
        """What it decoded and played."""
        stats = self._vlc.MediaStats()
        if not self._vlc.libvlc_media_get_stats(self._media, ctypes.byref(stats)):
            return PlayCounts()
        return PlayCounts(
            decoded_pictures=stats.decoded_video,
            lost_pictures=stats.lost_pictures,
            decoded_sound=stats.decoded_audio,
            played_sound=stats.played_abuffers,
            lost_sound=stats.lost_abuffers,
        )

    # -- the end

    def leave(self) -> None:
        """What it still says and shows does not count any more."""
        self.left = True

    def dispose(self) -> None:
        """Stops and frees everything. May take as long as libVLC likes: never on a thread that matters."""
        self._vlc.libvlc_media_player_stop(self._player)
        self._vlc.libvlc_media_player_release(self._player)
        self._vlc.libvlc_media_release(self._media)
        self.disposed.set()

    # -- called by libVLC, on its threads

    def _setup(self, _opaque: Any, chroma: Any, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        picture = self._picture_format(width[0], height[0])
        self._writer.set_format(picture)
        luma, half, luma_lines, half_lines = layout(picture.width, picture.height)
        chroma[0][:] = b"I420"
        width[0], height[0] = picture.width, picture.height
        pitches[0][:] = (luma, half, half)
        lines[0][:] = (luma_lines, half_lines, half_lines)
        return 1

    def _lock(self, _opaque: Any, planes: Any) -> None:
        y, u, v = self._writer.begin()
        target = planes[0]
        target[0], target[1], target[2] = y.address, u.address, v.address

    def _display(self, _opaque: Any, _picture: Any) -> None:
        self._writer.publish()
        if self._asked_for_picture and not self.left:
            self._asked_for_picture = False
            self._tell(Happening.PICTURE, 0.0)

    def _event(self, event: Any, _data: Any) -> None:
        told = event[0]
        kind = self._kinds[told.type]
        if kind is Happening.BUFFERING:
            value = told.value.cache
            if 0.0 < value < 100.0:
                return
        elif kind is Happening.SEEKABLE:
            value = float(told.value.flag)
        elif kind is Happening.OVER:
            value = 0.0
        else:
            value = told.value.time / 1000
        if not self.left:
            self._tell(kind, value)

    def _picture_format(self, width: int, height: int) -> PictureFormat:
        """libVLC tells the size with its padding; the tracks, or the playlist, tell what of it is seen."""
        best: tuple[int, int, tuple[int, int]] | None = None
        waste = _MOST_PADDING
        levels = [(w, h, (0, 0)) for w, h in self._relay_media.levels]
        for w, h, sar in [(t.width, t.height, t.sar) for t in self.tracks()] + levels:
            padding = max(width - w, height - h)
            if w <= width and h <= height and w and h and padding <= waste:
                if best is not None and (w, h) == best[:2] and not all(sar):
                    continue
                best, waste = (w, h, sar), padding
        shown = (best[0], best[1]) if best else (width, height)
        sar = best[2] if best and all(best[2]) else (1, 1)
        matrix = self._relay_media.matrix or colour.guess(self._relay_media.tallest or min(shown))
        return PictureFormat(*shown, sar, matrix)


def _media_options(media: RelayMedia, wishes: Wishes) -> list[str]:
    options = []
    if media.is_playlist:
        options.append(":demux=adaptive")
        if wishes.height:
            options += [":adaptive-logic=highest", f":adaptive-maxheight={wishes.height}"]
        if media.live:
            options.append(f":adaptive-livedelay={LIVE_DELAY_MS}")
    else:
        options.append(f":demux={_FILE_DEMUXERS}")
    if wishes.start > 0 and not media.live:
        options.append(f":start-time={wishes.start:.3f}")
    return options
