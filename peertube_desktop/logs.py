"""The program's own messages: warnings go to the standard error, all of note to a file that rotates."""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

FILE_BYTES = 1_000_000
FILES = 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def begin_logging() -> None:
    """Warnings and worse to the standard error, Qt's among them; a crash of the process prints its stacks."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if sys.stderr is not None:
        faulthandler.enable()
    qInstallMessageHandler(_qt_message)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    category = getattr(context, "category", None) or "default"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def keep_log_file(folder: Path) -> Path | None:
    """Also write to `log.txt` in `folder`, from INFO on; None where that can't be done. Blocking, briefly."""
    from logging.handlers import RotatingFileHandler

    path = folder / "log.txt"
    try:
        handler = RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for other in root.handlers:
        other.setLevel(logging.WARNING)
    logging.getLogger("peertube_desktop").setLevel(logging.INFO)
    root.addHandler(handler)
    return path


def log_uncaught(tell: Callable[[], None]) -> None:
    """Exceptions nobody caught are logged with their traceback, and `tell` says so to the person."""

    def hook(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        log.error("Uncaught", exc_info=(kind, error, traceback))
        tell()

    sys.excepthook = hook


def loop_error(tell: Callable[[], None]) -> Callable[[Any, dict[str, Any]], None]:
    """An exception handler for the event loop, of the same kind."""

    def handler(_loop: Any, context: dict[str, Any]) -> None:
        log.error(
            "%s", context.get("message", "Uncaught in the event loop"), exc_info=context.get("exception")
        )
        tell()

    return handler
