"""A hand on the program: orders from a local socket, carried out in its GUI thread.

`become_program(find)` starts a thread that takes the orders, then runs `python -m peertube_desktop` with the
arguments after the socket. The program knows nothing of it.
"""

from __future__ import annotations

import json
import os
import queue
import runpy
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

Answer = queue.Queue[dict[str, Any]]
Find = Callable[[str], Callable[..., Any]]
"""Gives the action of a name; KeyError where there is none."""


class Hand(QObject):
    """Carries orders out. Made in the GUI thread, so its slot runs there; orders come queued."""

    ordered = Signal(object, object)

    def __init__(self, find: Find) -> None:
        super().__init__()
        self._find = find
        self.ordered.connect(self._carry_out, Qt.ConnectionType.QueuedConnection)

    def _carry_out(self, order: list[Any], answer: Answer) -> None:
        try:
            answer.put({"value": self._find(order[0])(*order[1:])})
        except Exception:  # the test shall see it, whatever it is
            answer.put({"error": traceback.format_exc(limit=4)})


def _take_orders(connection: socket.socket, hand: Hand) -> None:
    """Answers each line, a JSON list, with a line. A test that dies takes its program with it."""
    with connection, connection.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            answer: Answer = queue.Queue()
            try:
                hand.ordered.emit(json.loads(line), answer)
            except RuntimeError:  # the program is on its way out
                return
            lines.write(json.dumps(answer.get()) + "\n")
            lines.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def become_program(find: Find) -> None:
    """Connects to the test, then becomes the program."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    hand = Hand(find)
    threading.Thread(target=_take_orders, args=(connection, hand), daemon=True).start()
    sys.argv = ["peertube-desktop", *sys.argv[2:]]
    runpy.run_module("peertube_desktop", run_name="__main__", alter_sys=True)
