#!/bin/bash
# Runs once, as root, when Gradescope builds the autograder.
set -euo pipefail
source=/autograder/source

sh "$source/grader/install.sh" /opt/@name@
chown -R 0:0 "$source"
chmod -R go= "$source"
