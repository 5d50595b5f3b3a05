"""Keeps PySide from reading the source of every module that is imported after it."""

from __future__ import annotations

import builtins
import importlib


def use_plain_imports() -> None:
    """Import PySide, then give Python its own `import` back.

    PySide puts another in its place, for `from __feature__ import …`, which is not used here. That one looks for
    "PySide6" in the source of each module, and Python's linecache keeps all of it: 50 ms at the start, and 10 MB.
    """
    importlib.import_module("PySide6.QtCore")
    plain = vars(builtins).get("__orig_import__")
    if plain is not None:
        builtins.__import__ = plain
