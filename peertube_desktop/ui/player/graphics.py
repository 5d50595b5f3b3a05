"""Whether there is a graphics card that paints pictures."""

from __future__ import annotations

import logging
import os
import sys
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

log = logging.getLogger(__name__)

CHOICE = "PEERTUBE_DESKTOP_PICTURE"
"""Environment: `gl` or `cpu` leaves no choice."""
SOFTWARE = (
    "llvmpipe",
    "softpipe",
    "swrast",
    "software",
    "swiftshader",
    "gdi generic",
    "basic render",
)
DEVICES = ("dri/renderD128", "dri/renderD129", "nvidia0", "dxg")
RENDERER = 0x1F01
"""GL_RENDERER."""


@lru_cache(maxsize=1)
def has_graphics_card() -> bool:
    """Whether a shader would run on hardware. Without a device no driver is loaded to find out."""
    choice = os.environ.get(CHOICE, "")
    if choice:
        return choice == "gl"
    if QGuiApplication.platformName() in ("offscreen", "minimal", "vnc", "linuxfb"):
        return False
    if sys.platform.startswith("linux") and not any(Path("/dev", name).exists() for name in DEVICES):
        return False
    renderer = _renderer().lower()
    log.info("Graphics: %s", renderer or "none")
    return bool(renderer) and not any(name in renderer for name in SOFTWARE)


def suits(context: QOpenGLContext) -> bool:
    """Whether it has what the shader needs: textures of one channel, rows with a stride.

    Since version 3, and on the old profile of macOS.
    """
    extension = b"GL_ARB_texture_rg"
    return context.format().majorVersion() >= 3 or (
        not context.isOpenGLES() and context.hasExtension(extension)
    )


def _renderer() -> str:
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        return ""
    try:
        if not suits(context):
            return ""
        return str(context.functions().glGetString(RENDERER) or "")
    finally:
        context.doneCurrent()
