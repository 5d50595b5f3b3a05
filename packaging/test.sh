#!/bin/sh
# Sets up what is missing, checks style and types, then runs the whole suite; arguments are handed to pytest.
# Needs no screen. PEERTUBE_TEST_URL=https://… runs the same tests against that instance.
set -eu
# shellcheck source=packaging/setup.sh
. "$(dirname -- "$0")/setup.sh"
setup test
cd "$ROOT"

QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
export QT_QPA_PLATFORM
failed=
check() {
    name=$1
    shift
    "$@" || failed="$failed $name"
}
check 'ruff check' "$PYTHON" -m ruff check .
check 'ruff format' "$PYTHON" -m ruff format --check .
check mypy "$PYTHON" -m mypy
[ -z "$failed" ] || say "these checks failed, the tests follow:$failed"
status=0
"$PYTHON" -m pytest "$@" || status=$?
# pytest's closing line stays the last one; the exit status tells of the checks too.
[ -z "$failed" ] || [ $status != 0 ] || status=1
exit $status
