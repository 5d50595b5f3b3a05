"""Whether this machine can make a sound at all.

Without any output libVLC asks ALSA for one again and again, which complains on the standard error each time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SILENT_OUTPUT = b"adummy"
"""libVLC's module that takes sound at its pace and makes none."""


def has_output() -> bool:
    """A sound server that listens, or a sound card. Always true where it can't be told."""
    if not sys.platform.startswith("linux") or "PULSE_SERVER" in os.environ:
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and any(Path(runtime, name).exists() for name in ("pulse/native", "pipewire-0")):
        return True
    try:
        cards = Path("/proc/asound/cards").read_text("utf-8", "replace")
    except OSError:
        return Path("/dev/dsp").exists()
    return any(line.strip()[:1].isdigit() for line in cards.splitlines())
