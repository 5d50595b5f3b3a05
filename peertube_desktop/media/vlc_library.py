"""Finds and loads libVLC, and declares what python-vlc cannot: callbacks that set the chroma, and tracks."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peertube_desktop.media.status import LibraryMissingError

OPTIONS = (
    "--quiet",
    "--ignore-config",
    "--no-video-title-show",
    "--no-osd",
    "--no-spu",
    "--no-sub-autodetect-file",
    "--no-auto-preparse",
    "--no-metadata-network-access",
    "--no-lua",
    "--no-xlib",
    "--stats",
    # What a file (not HLS) has decoded ahead: a change of the rate waits for it.
    "--network-caching=500",
)
_LINUX_NAME = "libvlc.so.5"

Setup = ctypes.CFUNCTYPE(
    ctypes.c_uint,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_char * 4),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint * 3),
    ctypes.POINTER(ctypes.c_uint * 3),
)
Lock = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p * 3))
Unlock = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
Display = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class _EventValue(ctypes.Union):
    _fields_ = (("cache", ctypes.c_float), ("time", ctypes.c_int64), ("flag", ctypes.c_int))


class Event(ctypes.Structure):
    """libvlc_event_t, as far as it is of use here."""

    _fields_ = (("type", ctypes.c_int), ("object", ctypes.c_void_p), ("value", _EventValue))


EventHandler = ctypes.CFUNCTYPE(None, ctypes.POINTER(Event), ctypes.c_void_p)


class _VideoTrack(ctypes.Structure):
    _fields_ = (
        ("height", ctypes.c_uint),
        ("width", ctypes.c_uint),
        ("sar_num", ctypes.c_uint),
        ("sar_den", ctypes.c_uint),
        ("rate_num", ctypes.c_uint),
        ("rate_den", ctypes.c_uint),
        ("orientation", ctypes.c_int),
    )


class _Track(ctypes.Structure):
    _fields_ = (
        ("codec", ctypes.c_uint32),
        ("original_fourcc", ctypes.c_uint32),
        ("id", ctypes.c_int),
        ("type", ctypes.c_int),
        ("profile", ctypes.c_int),
        ("level", ctypes.c_int),
        # A union of three pointers; python-vlc lays it out as three fields.
        ("video", ctypes.POINTER(_VideoTrack)),
    )


_VIDEO = 1
_TURNED = 4
"""From this orientation on, width and height change places."""


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """One video track as it is shown: turned the right way. `sar` (0, 0) and `fps` 0 are unknown."""

    width: int
    height: int
    sar: tuple[int, int]
    fps: float


class VlcLibrary:
    """libVLC with one instance. Loading takes some 0.2 s: not for the GUI thread."""

    def __init__(self, options: Sequence[str] = ()) -> None:
        """`options` come from the program alone, never from outside. Raises `LibraryMissingError`."""
        vlc = import_vlc()
        try:
            version: bytes = vlc.libvlc_get_version()
            if not version.startswith(b"3."):
                raise LibraryMissingError(f"version {version[:20]!r}")
            instance = vlc.Instance([*OPTIONS, *options])
            if instance is None:
                raise LibraryMissingError("no instance")
            vlc.libvlc_log_unset(instance)
        except (AttributeError, NameError, OSError) as error:
            raise LibraryMissingError(type(error).__name__) from error
        self.vlc = vlc
        self.instance = instance
        self.set_callbacks = self._declared("libvlc_video_set_callbacks", 5)
        self.set_format_callbacks = self._declared("libvlc_video_set_format_callbacks", 3)
        self.event_attach = self._declared("libvlc_event_attach", 4, {1: ctypes.c_int})
        self._tracks_get = self._declared("libvlc_media_tracks_get", 2)
        self._tracks_get.restype = ctypes.c_uint
        self._tracks_release = self._declared("libvlc_media_tracks_release", 2, {1: ctypes.c_uint})

    def _declared(self, name: str, arguments: int, other: dict[int, Any] | None = None) -> Any:
        function = getattr(self.vlc.dll, name)
        function.argtypes = [(other or {}).get(index, ctypes.c_void_p) for index in range(arguments)]
        return function

    def video_tracks(self, media: Any) -> list[VideoTrack]:
        """The video tracks that are known of a media by now. Any thread."""
        array = ctypes.POINTER(ctypes.POINTER(_Track))()
        count = self._tracks_get(media, ctypes.byref(array))
        try:
            found = []
            for index in range(count):
                track = array[index].contents
                if track.type != _VIDEO or not track.video:
                    continue
                video = track.video.contents
                size, sar = (video.width, video.height), (video.sar_num, video.sar_den)
                if video.orientation >= _TURNED:
                    size, sar = size[::-1], sar[::-1]
                fps = video.rate_num / video.rate_den if video.rate_den else 0.0
                found.append(VideoTrack(*size, sar, fps))
            return found
        finally:
            if count:
                self._tracks_release(array, count)


def import_vlc() -> Any:
    """python-vlc with libVLC behind it. Raises `LibraryMissingError`."""
    if sys.platform.startswith("linux") and "PYTHON_VLC_LIB_PATH" not in os.environ:
        # python-vlc would run ldconfig and a compiler to find it.
        try:
            ctypes.CDLL(_LINUX_NAME)
        except OSError as error:
            raise LibraryMissingError(_LINUX_NAME) from error
        os.environ["PYTHON_VLC_LIB_PATH"] = _LINUX_NAME
    try:
        vlc = importlib.import_module("vlc")
    # It ends the process, or names what it did not find, when the library cannot be loaded.
    except (ImportError, OSError, NameError, AttributeError, NotImplementedError, SystemExit) as error:
        raise LibraryMissingError(type(error).__name__) from error
    return vlc
