#!/usr/bin/env bash
set -euo pipefail
called_from=$PWD
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."
# shellcheck source=scripts/quietly.sh
source scripts/quietly.sh

usage() {
    cat <<'HELP'
scripts/bench.sh [--quick] [-o DIR] [NAME...]

Builds the benches and runs them: those named, such as record_bench, or all, and after them
`original` (the same fleet in Clojure) and `attribution` (where instructions go). Installs what they
need (Debian packages, by apt). Takes some 15 minutes on two cores; leave the machine alone while it
runs.

    --quick     small inputs, in two minutes: to see that all works, not to quote
    -o DIR      where results go, build/bench-results if not given: NAME.json each, as Google
                Benchmark has it

Then makes the tables of bench/README.md anew of what was measured, by bench/scripts/tables.py; with
--quick or -o it prints them instead. Exit 0 if all ran, whether goals were reached or not; 2 for a
wrong option; 1 if one failed.
HELP
}

quick=''
results=build/bench-results
to_readme=yes
only=()
while (($# > 0)); do
    case $1 in
        -h | --help)
            usage
            exit
            ;;
        --quick)
            quick=yes
            to_readme=''
            ;;
        -o)
            if (($# < 2)); then
                echo "bench: -o: expected a folder" >&2
                exit 2
            fi
            results=$(realpath -m -- "$called_from/$2")
            if [[ $2 == /* ]]; then results=$2; fi
            to_readme=''
            shift
            ;;
        -*)
            echo "bench: unknown option '$1': see --help" >&2
            exit 2
            ;;
        *) only+=("$1") ;;
    esac
    shift
done

benches() {
    local source name
    for source in bench/*_bench.cpp; do
        name=${source##*/}
        printf '%s\n' "${name%.cpp}"
    done
    printf 'original\nattribution\n'
}
mapfile -t all < <(benches)
for name in "${only[@]}"; do
    if ! printf '%s\n' "${all[@]}" | grep -qxF -- "$name"; then
        echo "bench: no bench '$name': there are ${all[*]}" >&2
        exit 2
    fi
done
if ((${#only[@]} == 0)); then only=("${all[@]}"); fi

# arguments NAME: what a bench is run with. Rows are long enough for threads to overlap.
arguments() {
    local repetitions=5 more=()
    case $1 in
        record_bench) more=(--events=2097152 --memory=1610612736) ;;
        peer_bench) more=(--events=1048576) ;;
        fleet_bench) more=(--events=1048576) ;;
        recording_bench) ;;
        clock_bench) repetitions=2 ;;
        *) repetitions=3 ;;
    esac
    if [[ -n $quick ]]; then
        repetitions=3
        case $1 in
            record_bench | peer_bench | fleet_bench | recording_bench) more=(--events=65536) ;;
            clock_bench) more=(--events=16384) ;;
            scale_bench) more=(--events=1000000) ;;
            *)
                repetitions=1
                more=(--benchmark_min_time=0.01)
                ;;
        esac
    fi
    printf '%s\n' "--benchmark_repetitions=$repetitions" "${more[@]}"
}

# google_bench NAME
google_bench() {
    local before=() with
    mapfile -t with < <(arguments "$1")
    if [[ $1 == peer_bench ]]; then before=(bench/scripts/lttng_session.sh); fi
    quietly "${before[@]}" "build/release/bench/$1" "${with[@]}" \
        --benchmark_enable_random_interleaving=true \
        --benchmark_out="$results/$1.json" --benchmark_out_format=json
}

run_one() {
    case $1 in
        original)
            local small=()
            if [[ -n $quick ]]; then small=(--orders 2000 --rounds 3 --warm-up 2); fi
            quietly bench/scripts/original.py "${small[@]}" -o "$results/original.json"
            ;;
        attribution)
            local few=()
            if [[ -n $quick ]]; then few=(deps lamport); fi
            quietly bench/scripts/attribution.py "${few[@]}" -o "$results/attribution.json"
            ;;
        *) google_bench "$1" ;;
    esac
}

scripts/setup.sh build bench
quietly cmake --preset release
with_progress cmake --build --preset release --target bench/all reckon
mkdir -p -- "$results"
for name in "${only[@]}"; do
    rm -f -- "$results/$name.json"
    start=$SECONDS
    if ! run_one "$name"; then
        echo "bench: $name failed" >&2
        exit 1
    fi
    printf 'bench: %-14s %4d s\n' "$name" $((SECONDS - start)) >&2
done

if [[ -n $to_readme ]]; then
    for document in bench/README.md FINDINGS.md; do
        bench/scripts/tables.py "$results" --readme "$document"
    done
    echo "bench: results in $results, tables in bench/README.md and FINDINGS.md" >&2
else
    bench/scripts/tables.py "$results"
    echo "bench: results in $results" >&2
fi
