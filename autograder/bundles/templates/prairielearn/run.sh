#!/bin/sh
# The entry point of every question. Without results.json, PrairieLearn says that the job failed.
set -eu
mkdir -p /grade/results
[ "$(id -u)" != 0 ] || chmod go= /grade/results /grade/tests
exec sh /grade/serverFilesCourse/proofgrade/grade.sh prairielearn \
    /grade/tests/grader.key /grade/student /grade/results/results.json
