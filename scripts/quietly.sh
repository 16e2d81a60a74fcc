# shellcheck shell=bash
# To be sourced. What scripts run on the way to a result goes to stderr, and only if it matters.

# quietly COMMAND...: its output is shown if it fails.
quietly() {
    local output status=0
    output=$("$@" 2>&1) || status=$?
    if ((status != 0)); then printf '%s\n' "$output" >&2; fi
    return "$status"
}

# with_progress COMMAND...: its output is shown on a terminal; elsewhere, if it fails.
with_progress() {
    if [[ -t 2 ]]; then "$@" >&2; else quietly "$@"; fi
}
