"""Where a running instance keeps its files: in a folder that was named, or in one that goes when it ends."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

PREFIX = "peertube-demo-"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sweep(folder: Path) -> None:
    """Removes what instances have left there that were killed."""
    for path in folder.glob(f"{PREFIX}*"):
        match = re.fullmatch(rf"{PREFIX}(\d+)-\w+", path.name)
        if match and not _alive(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)


class Workplace:
    """The folder of one instance; `close` removes it if it is a temporary one."""

    def __init__(self, named: str) -> None:
        self._temporary = not named
        if named:
            self.path = Path(named)
            self.path.mkdir(parents=True, exist_ok=True)
            return
        sweep(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))

    def close(self) -> None:
        """To be called at the end."""
        if self._temporary:
            shutil.rmtree(self.path, ignore_errors=True)
