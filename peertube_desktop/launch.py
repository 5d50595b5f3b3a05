"""Starts and ends the program: the application, one window per profile, the event loop."""

from __future__ import annotations

import os
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
    claim = None
    if options.tour is None:
        from peertube_desktop.ui.instance_name import Claim, socket_name

        name = socket_name(paths.config)
        claim = Claim(paths.state)
        if not claim.take():
            from peertube_desktop.ui.single_instance import hand_over_or_follow

            things = [*options.things, options.instance] if options.instance else [*options.things]
            followed = hand_over_or_follow(name, things, claim.take)
            if followed is None:
                sys.stderr.write("peertube-desktop: runs already on this profile, and does not answer\n")
                return 1
            if not followed:
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
        run = loop.create_task(_run_to_the_end(program))
        try:
            status: int = loop.run_until_complete(run)
        except RuntimeError:
            if run.done():
                raise
            # Qt ended its loop by itself, as it does when the screen is gone, and takes no further part: what is to
            # outlive the run is on the disk already, as for a process that is killed.
            sys.stderr.write("peertube-desktop: the screen is gone\n")
            sys.stderr.flush()
            os._exit(1)
        loop.run_until_complete(loop.shutdown_asyncgens())
    collector.end()
    if claim is not None:
        claim.give_back()
    return status


async def _run_to_the_end(program: Program) -> int:
    """Run, then cancel what still runs and wait for it: nothing is destroyed while pending.

    All inside the loop: when it stops, qasync handles Qt's last events outside of it, where a task cannot go on.
    """
    try:
        return await program.run()
    finally:
        await end_tasks(2)
