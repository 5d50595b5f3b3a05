"""`python -m peertube_desktop`: reads the command line and starts the program."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from peertube_desktop import __version__
from peertube_desktop.options import Options


def parse(argv: list[str]) -> Options:
    """The command line. Exits with status 2 for one that makes no sense, as argparse does."""
    parser = argparse.ArgumentParser(
        prog="peertube-desktop", description="Browse and watch PeerTube instances from a desktop window."
    )
    parser.add_argument(
        "--profile-dir",
        type=Path,
        metavar="DIR",
        help="keep settings, library and caches in DIR (default: the system's places)",
    )
    parser.add_argument("--instance", metavar="URL", default="", help="open this instance")
    parser.add_argument(
        "--demo", action="store_true", help="start a demo instance on this machine and open it"
    )
    parser.add_argument(
        "--tour",
        type=Path,
        metavar="DIR",
        help="walk through the program by itself, save a picture of each place in DIR, and end",
    )
    parser.add_argument("--version", action="version", version=f"PeerTube Desktop {__version__}")
    parser.add_argument("things", nargs="*", metavar="URL", help="a video, channel or instance to open")
    found = parser.parse_args(argv)
    return Options(
        profile_dir=found.profile_dir.expanduser().absolute() if found.profile_dir else None,
        instance=found.instance,
        demo=found.demo,
        tour=found.tour.expanduser().absolute() if found.tour else None,
        things=tuple(found.things),
    )


def main(argv: list[str] | None = None) -> int:
    """Run the program; its exit status."""
    options = parse(sys.argv[1:] if argv is None else argv)
    # There is no garbage yet: the collector that comes with the window looks for it from then on.
    gc.disable()
    # Imported here: --help and --version need no Qt.
    from peertube_desktop.heap import share_heaps
    from peertube_desktop.plain_imports import use_plain_imports

    share_heaps()
    use_plain_imports()
    from peertube_desktop.launch import start

    return start(options)


if __name__ == "__main__":
    sys.exit(main())
