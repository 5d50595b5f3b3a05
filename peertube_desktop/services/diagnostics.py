"""A report about this program and machine that a person can paste into a bug report: facts, no secrets."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QSysInfo

from peertube_desktop import __version__

_PACKAGES = (
    "PySide6-Essentials",
    "httpx",
    "python-vlc",
    "qasync",
    "msgspec",
    "nh3",
    "babel",
    "platformdirs",
    "keyring",
)


@dataclass(frozen=True)
class Report:
    """`facts` in the order to show them: (key, value). Keys are stable English identifiers, not prose."""

    facts: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """One `key: value` a line, for the clipboard."""
        return "\n".join(f"{key}: {value}" for key, value in self.facts)


def _package_version(name: str) -> str:
    # Not at the start of the program: it brings much along.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _without_home(path: Path) -> str:
    """The person's name is often in the path to the home folder, and is nobody's business."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)


class Diagnostics:
    """Collects the report.

    `vlc_version` asks libVLC (it may load the library, so it is called in a thread); `folders` are the
    profile's folders; `servers` tells the instances' host names and versions known so far.
    """

    def __init__(
        self,
        folders: Sequence[tuple[str, Path]],
        vlc_version: Callable[[], str],
        servers: Callable[[], Sequence[tuple[str, str]]],
    ) -> None:
        self._folders = folders
        self._vlc_version = vlc_version
        self._servers = servers

    @property
    def log_folder(self) -> Path:
        """Where the log is."""
        return dict(self._folders)["state"]

    async def report(self) -> Report:
        """Gather everything off the GUI thread. Never raises: what can't be found out is said so."""
        return await asyncio.to_thread(self._gather)

    def _gather(self) -> Report:
        facts = [
            ("peertube-desktop", __version__),
            ("python", f"{platform.python_version()} ({sys.implementation.name})"),
            ("qt", QLibraryInfo.version().toString()),
            ("libvlc", self._vlc_version() or "not found"),
            *((name.lower(), _package_version(name)) for name in _PACKAGES),
            ("system", QSysInfo.prettyProductName()),
            ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
            ("desktop", os.environ.get("XDG_CURRENT_DESKTOP", "unknown")),
            ("session", os.environ.get("XDG_SESSION_TYPE", "unknown")),
            ("locale", os.environ.get("LANG", "unknown")),
            *((f"folder {name}", _without_home(folder)) for name, folder in self._folders),
            *((f"instance {host}", server_version) for host, server_version in self._servers()),
        ]
        return Report(tuple(facts))
