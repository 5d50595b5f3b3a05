"""What is there of libVLC."""

from __future__ import annotations

import importlib
from typing import Any


def libvlc_version() -> str:
    """Its version as it tells it, "" where it cannot be loaded. Loads the library: for a thread."""
    try:
        # Its functions have no types.
        vlc: Any = importlib.import_module("vlc")
        version: bytes | None = vlc.libvlc_get_version()
    except (ImportError, OSError, NameError, NotImplementedError):
        return ""
    return version.decode("utf-8", "replace") if version else ""
