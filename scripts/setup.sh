#!/usr/bin/env bash
# Installs what is missing of the Debian packages that a stage needs.
#
#   scripts/setup.sh [STAGE...]      the stages of scripts/packages.txt; build, if none is named
set -euo pipefail
scripts=$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/quietly.sh
source "$scripts/quietly.sh"

# packages_of STAGE: one a line; fails if there is no such stage.
packages_of() {
    local line section='' found=1
    while read -r line; do
        line=${line%%#*}
        line=${line%"${line##*[![:space:]]}"}
        case $line in
            '') ;;
            '['*']')
                section=${line:1:-1}
                if [[ $section == "$1" ]]; then found=0; fi
                ;;
            *) if [[ $section == "$1" ]]; then printf '%s\n' "$line"; fi ;;
        esac
    done <"$scripts/packages.txt"
    return "$found"
}

# missing_of PACKAGE...: those that are not installed, one a line.
missing_of() {
    local installed
    # dpkg-query fails for a package that it does not know; such a one is missing.
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" \
        2>/dev/null) || true
    local package
    for package in "$@"; do
        if ! grep -qxF -- "installed $package" <<<"$installed"; then printf '%s\n' "$package"; fi
    done
}

# Where there is no apt, the tools may have come another way; CMake looks for the libraries.
without_apt() {
    local tool absent=()
    for tool in c++ cmake ninja git python3; do
        if ! command -v "$tool" >/dev/null; then absent+=("$tool"); fi
    done
    if ((${#absent[@]} == 0)); then return 0; fi
    {
        echo "setup: this is not Debian, and these tools are not here: ${absent[*]}"
        echo "Install by your system's own means what Debian calls:"
        printf '    %s\n' "$@"
    } >&2
    return 1
}

install_all() {
    local as_root=(env)
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "setup: these packages are missing: $*" >&2
            echo "setup: you are not root, and there is no sudo; have root run" >&2
            echo "    apt-get install --no-install-recommends $*" >&2
            return 1
        fi
        as_root=(sudo env)
    fi
    as_root+=(DEBIAN_FRONTEND=noninteractive)
    local wait_for_others=(-o DPkg::Lock::Timeout=300)
    echo "setup: installing $*" >&2
    if ! with_progress "${as_root[@]}" apt-get "${wait_for_others[@]}" -qq update; then
        echo "setup: the package lists could not be updated; trying with the old ones" >&2
    fi
    with_progress "${as_root[@]}" apt-get "${wait_for_others[@]}" -qq install -y \
        --no-install-recommends "$@"
}

if (($# == 0)); then set -- build; fi
wanted=()
for stage in "$@"; do
    if ! list=$(packages_of "$stage"); then
        echo "setup: no stage '$stage' in scripts/packages.txt" >&2
        exit 2
    fi
    mapfile -t -O "${#wanted[@]}" wanted <<<"$list"
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    without_apt "${wanted[@]}"
    exit
fi
mapfile -t missing < <(missing_of "${wanted[@]}")
if ((${#missing[@]} > 0)); then install_all "${missing[@]}"; fi
