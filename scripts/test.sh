#!/usr/bin/env bash
# Builds reckon as scripts/run.sh does and tests it, and the scripts beside it.
#
#   scripts/test.sh [OPTION...]      options of ctest, such as -R NAME or -j8
#
# Passes only if a test ran and none failed.
set -euo pipefail
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."

scripts/setup.sh build results
scripts/build.sh release

# What comes later on the command line counts.
options=(-j "${CTEST_PARALLEL_LEVEL:-2}" "$@")
results=$PWD/build/release/Testing/results.xml
rm -f -- "$results"
ctest --preset release "${options[@]}" --output-junit "$results"

# To ctest, nothing but skipped tests is a success.
if ! grep -qs 'status="run"' "$results"; then
    echo "test: no test ran" >&2
    exit 1
fi
