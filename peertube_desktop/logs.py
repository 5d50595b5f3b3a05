"""The program's own messages: warnings go to the standard error, all of note to a file that rotates."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import re
import sys
from collections.abc import Callable
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

FILE_NAME = "log.txt"
FILE_BYTES = 1_000_000
FILES = 3
QT_RULES = "qt.gui.imageio*=false\nqt.gui.icc*=false"
"""What others' pictures lack is no fault of ours: a page of broken ones would fill the log."""
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_SECRETS = (
    # Who one is on a server: `https://name:password@host`.
    (re.compile(r"([a-z][a-z0-9+.-]*://)[^\s/@'\"]+@", re.IGNORECASE), r"\1…@"),
    # The relay's first step is its secret.
    (re.compile(r"(https?://(?:127\.0\.0\.1|\[::1\]|localhost):\d+/)[\w-]{16,}"), r"\1…"),
    # Queries hold tokens (`?videoFileToken=…`), searches and handles: none of them helps to mend anything.
    (re.compile(r"\?[\w.\[\]%-]+=[^\s'\"<>]*"), "?…"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s'\",]+", re.IGNORECASE), r"\1 …"),
    (
        re.compile(
            r"([\w-]*(?:token|password|passwd|secret|authorization|otp|cookie)[\w-]*['\"]?\s*[=:]\s*)"
            r"(?!…)(?:b?'[^']*'|b?\"[^\"]*\"|(?:Bearer |Basic )?[^\s'\",;&)}\]]+)",
            re.IGNORECASE,
        ),
        r"\1…",
    ),
)


def without_secrets(text: str) -> str:
    """`text` with passwords, tokens, the relay's secret and the queries of addresses left out."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class _File(RotatingFileHandler):
    """A disk that takes no more is no reason to fill the standard error."""

    def handleError(self, record: logging.LogRecord) -> None:
        return


class _Discreet(logging.Formatter):
    """The last thing that happens to a record, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def begin_logging() -> None:
    """Warnings and worse to the standard error, Qt's among them; a crash of the process prints its stacks."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    if sys.stderr is not None:
        faulthandler.enable()
    QLoggingCategory.setFilterRules(QT_RULES)
    qInstallMessageHandler(_qt_message)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    category = getattr(context, "category", None) or "default"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


class LogFile:
    """Also writes to `log.txt` in `folder`, from INFO on, in a thread of its own: no caller waits for a disk."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        # Opened with the first record, in the thread.
        self._file = _File(
            self.path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
        )
        self._file.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
        self._handler = QueueHandler(queue)
        self._listener = QueueListener(queue, self._file)

    def begin(self) -> None:
        """Keep what is logged from now on."""
        for other in logging.getLogger().handlers:
            other.setLevel(max(other.level, logging.WARNING))
        logging.getLogger("peertube_desktop").setLevel(logging.INFO)
        logging.getLogger().addHandler(self._handler)
        self._listener.start()

    def clear(self) -> None:
        """Delete what was written so far. Blocking: for a thread."""
        with contextlib.suppress(OSError):
            self._file.acquire()
            try:
                self._file.close()
                for path in self.path.parent.glob(f"{FILE_NAME}*"):
                    path.unlink(missing_ok=True)
            finally:
                self._file.release()

    def end(self) -> None:
        """Write what is left, and close. Blocking, briefly."""
        logging.getLogger().removeHandler(self._handler)
        self._listener.stop()
        # A full disk takes the last lines no more than those before.
        with contextlib.suppress(OSError):
            self._file.close()


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
