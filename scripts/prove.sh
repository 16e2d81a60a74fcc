#!/usr/bin/env bash
# Builds reckon and proves the claims of all strategies on every schedule of every small scenario.
#
#   scripts/prove.sh [OPTION...]      options of prove_claims, such as --strategies deps,vector
#
# Exit 0 if every claim holds, 1 if one is broken, 3 if a bound cut schedules off. The tables go to
# stdout, all else to stderr.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")")

"$root/scripts/build.sh" release
exec "$root/build/release/tests/proof/prove_claims" "$@"
