"""What a start does without."""

from __future__ import annotations

import subprocess
import sys

LATER = (
    "PySide6.QtNetwork",
    "PySide6.QtOpenGLWidgets",
    "babel",
    "html",
    "httpcore",
    "httpx",
    "keyring",
    "nh3",
    "peertube_desktop.media",
    "peertube_desktop.services.player",
    "peertube_desktop.ui.player",
    "peertube_desktop.ui.rich_document",
    "vlc",
)
"""Imported when they are first needed, or beside the window: each takes milliseconds from every start."""


def test_what_comes_later_is_not_imported_at_the_start() -> None:
    code = "import sys, peertube_desktop.launch; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    early = set(done.stdout.split())
    assert not early.intersection(LATER)


def test_imports_are_pythons_own() -> None:
    code = (
        "from peertube_desktop.plain_imports import use_plain_imports; use_plain_imports();"
        "print(__builtins__.__import__.__name__); import linecache, json; print(*linecache.cache)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    name, _, read = done.stdout.partition("\n")
    assert name != "__feature_import__"
    assert "json" not in read
