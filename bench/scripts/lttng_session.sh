#!/usr/bin/env bash
set -euo pipefail

usage() {
    cat <<'HELP'
bench/scripts/lttng_session.sh COMMAND [ARGUMENT...]

Runs COMMAND while an LTTng session records the tracepoints of reckon (bench/peers), as a flight
recorder: the newest records are kept in memory, a ring for each core, and none goes to disk. Starts
a session daemon where there is none, and ends the one it started. Without LTTng, or where it does
not start, says so and runs COMMAND all the same; its exit code is that of COMMAND.
HELP
}

case ${1:-} in
    -h | --help)
        usage
        exit
        ;;
    '')
        usage >&2
        exit 2
        ;;
esac

session=reckon-bench-$$
daemon=''
folder=''

# A step of the set-up: what it says matters if it fails.
step() {
    local said
    if ! said=$(timeout 60 "$@" 2>&1 </dev/null); then
        printf 'lttng_session: without LTTng: %s: %s\n' "$*" "$said" >&2
        return 1
    fi
}

stop() {
    if [[ -n $folder ]]; then
        timeout 60 lttng --no-sessiond destroy "$session" >/dev/null 2>&1 </dev/null || true
    fi
    if [[ -n $daemon ]]; then
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    fi
    if [[ -n $folder ]]; then rm -rf -- "$folder"; fi
}
trap stop EXIT

answers() { timeout 5 lttng --no-sessiond list >/dev/null 2>&1 </dev/null; }

# start_daemon: as a child of ours, so that it is ours to end.
start_daemon() {
    lttng-sessiond --no-kernel >/dev/null 2>&1 </dev/null &
    daemon=$!
    for _ in {1..50}; do
        if answers; then return 0; fi
        sleep 0.1
    done
    echo "lttng_session: without LTTng: its daemon does not answer" >&2
    return 1
}

start() {
    if ! command -v lttng >/dev/null || ! command -v lttng-sessiond >/dev/null; then
        echo "lttng_session: without LTTng: lttng-tools is not installed" >&2
        return 1
    fi
    if ! answers; then start_daemon || return 1; fi
    folder=$(mktemp -d)
    local lttng=(lttng --no-sessiond)
    step "${lttng[@]}" create "$session" --snapshot --output="$folder" &&
        step "${lttng[@]}" enable-channel --userspace --session="$session" --overwrite \
            --subbuf-size=1M --num-subbuf=4 ring &&
        step "${lttng[@]}" enable-event --userspace --session="$session" --channel=ring \
            'reckon:*' &&
        step "${lttng[@]}" start "$session"
}

start || true
status=0
"$@" || status=$?
exit "$status"
