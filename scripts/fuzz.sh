#!/usr/bin/env bash
# Builds the fuzz targets by the preset `asan` and runs them side by side on the kept corpus.
#
#   scripts/fuzz.sh [SECONDS]        of each target; 30 if not given
#
# Fails if a target does not survive an input, and leaves that in build/fuzz, beside what each said.
set -euo pipefail
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."

seconds=${1:-30}
cmake --preset asan
cmake --build --preset asan --target recording_fuzz scenario_fuzz case_fuzz

# fuzz TARGET: what is new goes to the first folder; the kept corpus is only read.
fuzz() {
    local found=build/fuzz/corpus/$1
    mkdir -p -- "$found"
    "build/asan/tests/fuzz/$1_fuzz" "$found" "tests/fuzz/corpus/$1" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 \
        -artifact_prefix="build/fuzz/$1-" -print_final_stats=1
}

declare -A started=()
mkdir -p build/fuzz
for target in recording scenario case; do
    fuzz "$target" >"build/fuzz/$target.log" 2>&1 &
    started[$target]=$!
done
status=0
for target in "${!started[@]}"; do
    wait "${started[$target]}" || status=1
    tail -n 12 "build/fuzz/$target.log"
done
exit "$status"
