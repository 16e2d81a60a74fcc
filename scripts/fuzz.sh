#!/usr/bin/env bash
# Builds the fuzz targets by the preset `asan` and runs each for some time on the kept corpus.
#
#   scripts/fuzz.sh [SECONDS]        of each target; 30 if not given
#
# Fails with the first input that a target does not survive, and leaves it in build/fuzz.
set -euo pipefail
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."

seconds=${1:-30}
cmake --preset asan
cmake --build --preset asan --target recording_fuzz scenario_fuzz case_fuzz

for target in recording scenario case; do
    found=build/fuzz/corpus/$target
    mkdir -p -- "$found"
    # What is new goes to the first folder; the kept corpus is only read.
    "build/asan/tests/fuzz/${target}_fuzz" "$found" "tests/fuzz/corpus/$target" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 \
        -artifact_prefix="build/fuzz/$target-" -print_final_stats=1
done
