"""What there is of libVLC."""

from __future__ import annotations

from peertube_desktop.media.status import LibraryMissingError
from peertube_desktop.media.vlc_library import import_vlc


def libvlc_version() -> str:
    """Its version as it tells it, "" where it cannot be loaded. Loads the library: for a thread."""
    try:
        version: bytes | None = import_vlc().libvlc_get_version()
    except (LibraryMissingError, NameError):
        return ""
    return version.decode("utf-8", "replace") if version else ""
