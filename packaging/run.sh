#!/bin/sh
# Sets up what is missing and opens PeerTube Desktop, on its demo instance unless the arguments name another.
# Without a screen the program is walked through its panes under a virtual one (--tour); the exit status is not
# zero when a step failed. All arguments are handed on: --instance URL, --profile-dir DIR, a video's address…
set -eu
# shellcheck source=packaging/setup.sh
. "$(dirname -- "$0")/setup.sh"
setup demo

place=no tour=no profile=no
for argument in "$@"; do
    case $argument in
    --demo | --instance | --instance=* | http://* | https://* | peertube://* | -h | --help | --version) place=yes ;;
    --tour | --tour=*) tour=yes ;;
    --profile-dir | --profile-dir=*) profile=yes ;;
    esac
done
[ $place = yes ] || set -- --demo "$@"

if has_screen || [ -n "${QT_QPA_PLATFORM:-}" ]; then
    exec "$PYTHON" -m peertube_desktop "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ $tour = no ]; then
    pictures=$ROOT/build/tour
    mkdir -p "$pictures" 2>/dev/null || pictures=$SCRATCH/tour
    say "no screen here: walking the panes under a virtual one; pictures go to $pictures"
    set -- "$@" --tour "$pictures"
fi
# The walk is a visit: it neither finds nor leaves anything in the profile of whoever runs it.
[ $profile = yes ] || set -- "$@" --profile-dir "$work/profile"
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    XDG_RUNTIME_DIR=$work/runtime
    export XDG_RUNTIME_DIR
    mkdir -m 700 "$XDG_RUNTIME_DIR"
fi
status=0
xvfb-run -a -s "-screen 0 1600x1000x24 -nolisten tcp" "$PYTHON" -m peertube_desktop "$@" || status=$?
exit $status
