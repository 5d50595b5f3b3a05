"""Starts and ends the program: the application, one window per profile, the event loop."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

import qasync
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from peertube_desktop import __version__
from peertube_desktop.api.names import NameLookups
from peertube_desktop.app import Program
from peertube_desktop.logs import begin_logging, log_uncaught, loop_error
from peertube_desktop.options import Options
from peertube_desktop.paths import Paths
from peertube_desktop.services.collector import Collector
from peertube_desktop.services.tasks import end_tasks
from peertube_desktop.store.settings import SettingsFile


def start(options: Options) -> int:
    """Run the program until its window is closed; the exit status."""
    begin_logging()
    paths = Paths.of(options.profile_dir)
    try:
        paths.create()
    except OSError as error:
        sys.stderr.write(f"peertube-desktop: cannot use {error.filename}: {error.strerror}\n")
        return 1
    QApplication.setApplicationName("peertube-desktop")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("org.peertube_desktop.PeerTubeDesktop")
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    # The end is ours: tasks are cancelled and awaited before the loop stops.
    app.setQuitOnLastWindowClosed(False)
    collector = Collector(app)
    name = ""
    if options.tour is None:
        from peertube_desktop.ui.instance_name import may_be_running, socket_name

        name = socket_name(paths.config)
        if may_be_running(name):
            from peertube_desktop.ui.single_instance import hand_over

            if hand_over(name, list(options.things)):
                return 0
    file = SettingsFile(paths.config / "settings.json")
    settings = file.read()
    QLocale.setDefault(QLocale.system())
    with qasync.QEventLoop(app) as loop:
        loop.getaddrinfo = NameLookups().getaddrinfo
        program = Program(app, options, paths, file, settings, name)
        loop.set_exception_handler(loop_error(program.tell_of_a_problem))
        log_uncaught(program.tell_of_a_problem)
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError, ValueError):
                loop.add_signal_handler(number, program.end)
        status: int = loop.run_until_complete(_run_to_the_end(program))
        loop.run_until_complete(loop.shutdown_asyncgens())
    collector.end()
    return status


async def _run_to_the_end(program: Program) -> int:
    """Run, then cancel what still runs and wait for it: nothing is destroyed while pending.

    All inside the loop: when it stops, qasync handles Qt's last events outside of it, where a task cannot go on.
    """
    try:
        return await program.run()
    finally:
        await end_tasks(2)
