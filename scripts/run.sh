#!/usr/bin/env bash
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")")

case ${1:-} in
    -h | --help)
        cat <<'HELP'
scripts/run.sh [OPTION...]

Compares all strategies: what each one's log is worth on each class of scenario, against what it
claims, and what it costs. Installs what the build needs (Debian packages, by apt), builds
reckon, and runs

    build/release/cli/reckon matrix OPTION...

The options are those of `reckon matrix`, which lists them with --help, and so is the exit code:
0 if every claim held, 1 if one failed, 3 if one is undecided. Results go to stdout, all else to
stderr. They are kept in build/report, and report.html there shows them with a failing run for each
cell that is less than faithful, to be gone through step by step; its path is the last line, of
stderr with --json.
HELP
        exit
        ;;
esac

"$root/scripts/build.sh" release
exec "$root/scripts/report.py" --make "$root/build/report" --show \
    --reckon "$root/build/release/cli/reckon" -- "$@"
