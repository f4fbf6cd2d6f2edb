#!/bin/sh
# sh grade.sh PLATFORM KEY SUBMISSION [FILE [METADATA]]: grades what lies in SUBMISSION, and writes the FILE that the
# platform reads. METADATA is the platform's file that says whose work it is.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
platform=$1 key=$2 submission=$3 into=${4:-} metadata=${5:-}

# As root, the process that runs a student's code becomes nobody: what is closed here is closed to it.
[ "$(id -u)" != 0 ] || chown -R 0:0 "$here" "$key"
chmod -R go= "$here" "$key"

is_ready() {
    "$1" -P -c 'from autograder.distribution import own_version as v; raise SystemExit(v() != "@version@")' 2>/dev/null
}

python=/opt/@name@/bin/python
if ! is_ready "$python"; then
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    PIP_NO_COMPILE=1 sh "$here/install.sh" "$made/environment"
    python=$made/environment/bin/python
fi

# Nothing of the environment counts, and nothing is imported from where the submission lies (-P).
env -i PATH="$PATH" HOME=/tmp LANG=C.UTF-8 ${LD_LIBRARY_PATH:+LD_LIBRARY_PATH="$LD_LIBRARY_PATH"} \
    "$python" -P -m autograder.bundles "$platform" --key "$key" --submission "$submission" ${into:+--into "$into"} \
    ${metadata:+--metadata "$metadata"}
