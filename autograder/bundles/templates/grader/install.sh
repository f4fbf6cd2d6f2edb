#!/bin/sh
# sh install.sh TARGET: makes an environment with the grader in it, from the wheels beside this file.
# It needs a Python @python@ and no network. Where there is no such Python, root has apt-get fetch one.
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
target=$1

python_here() {
    for each in python@python@ python3 python; do
        if "$each" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@python@")' 2>/dev/null; then
            command -v "$each"
            return
        fi
    done
}

fetch() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2
}

python=$(python_here)
if [ -z "$python" ]; then
    fetch python@python@ || {
        echo "This image has no Python @python@, and none could be fetched: choose another image, or make the bundle" >&2
        echo "for the Python that it has: autograder bundle … --python VERSION" >&2
        exit 2
    }
    python=$(python_here)
fi
"$python" -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null || fetch libseccomp2 || {
    echo "This image has no libseccomp2, without which no student's code is run: install it." >&2
    exit 2
}

"$python" -m venv --without-pip --clear "$target"
"$target/bin/python" "$(echo "$here"/wheels/pip-*.whl)/pip" --disable-pip-version-check --no-cache-dir \
    install --quiet --no-index --no-deps --root-user-action=ignore "$here"/wheels/*.whl
