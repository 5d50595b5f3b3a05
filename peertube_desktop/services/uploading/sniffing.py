"""What a file is, by its content; and which files of some folders are worth a look. Blocking: for threads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HEAD = 4096
MOST_FOUND = 5000
"""Files out of folders: a disk dropped by mistake is no queue."""


class Kind(NamedTuple):
    """A container's media type, and the extension that is usual for it."""

    mime: str
    extension: str


_MP4 = Kind("video/mp4", ".mp4")
_MOV = Kind("video/quicktime", ".mov")
_MPEG = Kind("video/mpeg", ".mpg")
_TS = Kind("video/mp2t", ".mts")
_BRANDS = {
    b"qt  ": _MOV,
    b"M4A ": Kind("audio/mp4", ".m4a"),
    b"M4B ": Kind("audio/mp4", ".m4a"),
    b"M4V ": Kind("video/x-m4v", ".m4v"),
    b"M4VH": Kind("video/x-m4v", ".m4v"),
    b"M4VP": Kind("video/x-m4v", ".m4v"),
    b"f4v ": Kind("video/x-f4v", ".f4v"),
}
_PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis", b"crx ", b"jp2 ")
_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_BEGINNINGS = (
    (b"FLV\x01", Kind("video/x-flv", ".flv")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind("video/x-ms-wmv", ".wmv")),
    (b"\x00\x00\x01\xba", _MPEG),
    (b"\x00\x00\x01\xb3", _MPEG),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01", Kind("application/mxf", ".mxf")),
    (b"nut/multimedia container\x00", Kind("application/x-nut", ".nut")),
    (b"fLaC", Kind("audio/flac", ".flac")),
    (b"ID3", Kind("audio/mpeg", ".mp3")),
    (b"\xff\xfb", Kind("audio/mpeg", ".mp3")),
    (b"\xff\xf3", Kind("audio/mpeg", ".mp3")),
    (b"\xff\xf1", Kind("audio/aac", ".aac")),
    (b"\xff\xf9", Kind("audio/aac", ".aac")),
    (b"\x0b\x77", Kind("audio/ac3", ".ac3")),
)


def kind_of(head: bytes) -> Kind | None:
    """What begins with `head`, or None for what is neither video nor sound."""
    box = head[4:8]
    if box == b"ftyp":
        brand = head[8:12]
        if brand in _PICTURES:
            return None
        if brand[:3] in (b"3gp", b"3g2"):
            return Kind("video/3gpp2", ".3g2") if brand[:3] == b"3g2" else Kind("video/3gpp", ".3gp")
        return _BRANDS.get(brand, _MP4)
    if box in _ATOMS:
        return _MOV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        webm = b"webm" in head[:64]
        return Kind("video/webm", ".webm") if webm else Kind("video/x-matroska", ".mkv")
    if head.startswith(b"RIFF"):
        return {b"AVI ": Kind("video/x-msvideo", ".avi"), b"WAVE": Kind("audio/wav", ".wav")}.get(head[8:12])
    if head.startswith(b"OggS"):
        sound = b"theora" not in head[:512] and b"\x01video" not in head[:512]
        return Kind("audio/ogg", ".ogg") if sound else Kind("video/ogg", ".ogv")
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if _is_transport_stream(head):
        return _TS
    return None


def _is_transport_stream(head: bytes) -> bool:
    """Packets of 188 bytes, or of 192 with a time before each, that all begin alike."""
    return any(
        len(head) > first + 4 * step and all(head[first + number * step] == 0x47 for number in range(5))
        for first, step in ((0, 188), (4, 192))
    )


def read_kind(path: Path) -> Kind | None:
    """What the file is. Raises OSError."""
    with path.open("rb") as file:
        return kind_of(file.read(HEAD))


def files_below(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """The files among `paths` and in the folders among them; True for those that were named themselves.

    Hidden files and folders in folders are left out, and links to folders are not followed.
    """
    found = 0
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith("."):
                    continue
                found += 1
                if found > MOST_FOUND:
                    return
                yield Path(folder, name), False
