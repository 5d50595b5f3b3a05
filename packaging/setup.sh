# Read by run.sh and test.sh (`. setup.sh`): makes sure that the program can run from this checkout.
#
#   setup demo|test    sets up what is missing, then defines
#     ROOT             the checkout
#     PYTHON           the Python of the virtual environment
#     SCRATCH          a folder for what tools keep between runs
#
# Debian and its relatives: what is missing is installed with apt-get, as root or through sudo. Elsewhere, and
# without either, a sentence says what is missing. What was set up once is not looked at again until the project's
# needs change, so that a second start takes no time.

say() { printf '%s\n' "peertube-desktop: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

# Shared library, then the Debian package that has it. The list is what ldd says of PySide6's platform plugins
# beyond what the packages themselves bring along.
LIBRARIES='
libvlc.so.5 libvlc5
libEGL.so.1 libegl1
libGL.so.1 libgl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgssapi_krb5.so.2 libgssapi-krb5-2
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
'

# Language or script, then the Debian package with a font for it: titles come in all of them.
FONTS='
en fonts-dejavu-core
hi fonts-noto-core
ja fonts-wqy-microhei
und-zsye fonts-noto-color-emoji
'

has() { command -v "$1" >/dev/null 2>&1; }

# Can a window be opened? A DISPLAY that nobody answers counts for nothing.
has_screen() {
    [ -n "${WAYLAND_DISPLAY:-}" ] && return 0
    [ -n "${DISPLAY:-}" ] || return 1
    python3 - <<'END'
import os, re, socket, sys
local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", os.environ["DISPLAY"])
if not local:
    sys.exit(0)
address = f"/tmp/.X11-unix/X{local[1]}"
for name in (address, "\0" + address):
    with socket.socket(socket.AF_UNIX) as screen:
        if screen.connect_ex(name) == 0:
            sys.exit(0)
sys.exit(1)
END
}

missing_packages() { # $1: demo or test
    # Several seconds of looking are spared by asking one Python for all libraries.
    printf '%s' "$LIBRARIES" | python3 -c '
import ctypes, sys
for line in sys.stdin:
    if line.strip():
        library, package = line.split()
        try:
            ctypes.CDLL(library)
        except OSError:
            print(package)
'
    set -- "$1" /usr/lib/vlc/plugins /usr/lib/*/vlc/plugins /usr/lib64/vlc/plugins /usr/local/lib/vlc/plugins \
        "${VLC_PLUGIN_PATH:-/nowhere}"
    want=$1
    shift
    for folder in "$@"; do
        [ -e "$folder/codec/libavcodec_plugin.so" ] && [ -e "$folder/demux/libadaptive_plugin.so" ] && break
        folder=
    done
    [ -n "$folder" ] || echo vlc-plugin-base
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    if has fc-list; then
        printf '%s' "$FONTS" | while read -r language package; do
            [ -z "$language" ] || fc-list ":lang=$language" 2>/dev/null | grep -q . || echo "$package"
        done
    else
        echo fontconfig
        printf '%s' "$FONTS" | while read -r language package; do echo "$package"; done
    fi
    if [ "$want" = test ] || ! has_screen; then
        has Xvfb && has xvfb-run || echo xvfb
        has xauth || echo xauth
    fi
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -d /etc/pki ] || [ -d /etc/ssl/certs ] || echo ca-certificates
}

install_packages() {
    packages=$(missing_packages "$1" | sort -u | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    if ! has apt-get; then
        fail "this system lacks what Debian calls: ${packages}- please install it with the system's package manager."
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif has sudo; then
        as_root=sudo
    else
        fail "please install as root, then start again: apt-get install ${packages}"
    fi
    say "installing with apt-get: $packages"
    # A source that is down must not matter when the others have what is needed.
    $as_root apt-get update -q >/dev/null 2>&1 || say "apt-get update complained; going on"
    # shellcheck disable=SC2086 # one word per package is meant
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $packages </dev/null >"$SCRATCH/apt.log" 2>&1 || {
        tail -n 20 "$SCRATCH/apt.log" >&2
        fail "apt-get could not install: $packages"
    }
}

make_environment() { # $1: demo or test
    if ! "$PYTHON" -c 'import pip' 2>/dev/null; then
        say "making a virtual environment in $VENV"
        python3 -m venv --clear "$VENV" || fail "python3 -m venv did not work."
    fi
    say "installing the Python packages (a minute or two, once)"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --editable "$ROOT[$1]" ||
        fail "pip could not install the Python packages; is there a network?"
}

setup() { # $1: demo or test
    has python3 || fail "python3 is needed, 3.11 or newer."
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "python3 is $(python3 -V 2>&1); 3.11 or newer is needed."
    ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
    name=$(printf '%s' "$ROOT" | cksum | cut -d ' ' -f 1)
    SCRATCH=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/peertube-desktop/checkout-$name
    mkdir -p "$SCRATCH" || fail "cannot write to $SCRATCH."
    if [ -w "$ROOT" ]; then
        VENV=$ROOT/.venv
    else # a checkout that is not ours: leave no trace in it
        VENV=$SCRATCH/venv
        PYTHONPYCACHEPREFIX=$SCRATCH/pycache MYPY_CACHE_DIR=$SCRATCH/mypy RUFF_CACHE_DIR=$SCRATCH/ruff
        PYTEST_ADDOPTS="-o cache_dir=$SCRATCH/pytest ${PYTEST_ADDOPTS:-}"
        export PYTHONPYCACHEPREFIX MYPY_CACHE_DIR RUFF_CACHE_DIR PYTEST_ADDOPTS
    fi
    PYTHON=$VENV/bin/python

    screen=yes
    has_screen || screen=no
    needs=$(cat "$ROOT/pyproject.toml" "$ROOT/packaging/setup.sh" | cksum)
    stamp="$needs $(python3 -V) $ROOT screen=$screen"
    # The tests' needs include the demo's; the system's part is kept beside the system, not in the checkout.
    if [ "$1" = demo ] && [ "$(cat "$VENV/.ready-test" 2>/dev/null)" = "$stamp" ]; then
        ready=test
    else
        ready=$1
    fi
    [ "$(cat "$VENV/.ready-$ready" 2>/dev/null)" = "$stamp" ] &&
        [ "$(cat "$SCRATCH/system-$ready" 2>/dev/null)" = "$stamp" ] &&
        "$PYTHON" -c '' 2>/dev/null && return 0
    install_packages "$1"
    printf '%s\n' "$stamp" >"$SCRATCH/system-$1"
    make_environment "$1"
    printf '%s\n' "$stamp" >"$VENV/.ready-$1"
}
