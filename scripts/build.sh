#!/usr/bin/env bash
# Installs what the build needs, and builds a preset, in silence if all goes well.
#
#   scripts/build.sh [PRESET]      release, if none is named
set -euo pipefail
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."
# shellcheck source=scripts/quietly.sh
source scripts/quietly.sh

preset=${1:-release}
scripts/setup.sh build
quietly cmake --preset "$preset"
with_progress cmake --build --preset "$preset"
