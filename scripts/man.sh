#!/usr/bin/env bash
# Makes the manual pages reckon.1 and reckon-COMMAND.1 of what --help says.
#
#   scripts/man.sh [-o DIR]      to DIR, or build/man
#
# Takes the reckon that RECKON names, else that of build/release, which is built if it is missing.
# Needs help2man. To read one: man -l build/man/reckon-run.1
set -euo pipefail
called_from=$PWD
cd -- "$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")/.."

usage() {
    echo "usage: scripts/man.sh [-o DIR]"
}

if [[ ${1-} == -h || ${1-} == --help ]]; then
    usage
    exit
fi

output=build/man
while getopts o: option; do
    case $option in
        o)
            output=$OPTARG
            if [[ $output != /* && -n $output ]]; then output=$called_from/$output; fi
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
done
shift $((OPTIND - 1))
if (($# > 0)) || [[ -z $output ]]; then
    usage >&2
    exit 2
fi

if ! command -v help2man >/dev/null; then
    echo "man: help2man is not installed: install the package help2man" >&2
    exit 1
fi
reckon=${RECKON:-build/release/cli/reckon}
if [[ -z ${RECKON-} && ! -x $reckon ]]; then scripts/build.sh release; fi
reckon=$(realpath -- "$reckon")
mkdir -p -- "$output"
# Pages of one commit are the same whenever they are made.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
version=$("$reckon" --version)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# help_of [COMMAND]: as help2man reads it: both names of an option apart, groups of options as
# headings, and their options no deeper than others. What comes first is the page's name.
help_of() {
    "$reckon" "$@" --help | sed -E -e '1d' \
        -e 's/^( *-[a-z]),--/\1, --/' \
        -e '/^\[Option Group: /{N;s/^\[Option Group: (.*)\]\n *(.*[^ ]) *$/\n\1:\n\n\2.\n/}' \
        -e '/^  \[Exactly 1 of/d; /^  Options:$/d; s/^    (-|  +[A-Z])/  \1/'
}

# commands: their names, one a line.
commands() {
    "$reckon" --help | sed -nE '1,/^Subcommands:$/d; /^$/q; s/^  ([a-z]+) .*$/\1/p'
}

# summary_of COMMAND: whole, as its own help begins; in the list of all it may be folded.
summary_of() {
    "$reckon" "$1" --help | sed -n 1p
}

# page NAME SUMMARY OTHERS [COMMAND]: help2man asks a program of that name.
page() {
    local name=$1 summary=$2 others=$3
    shift 3
    help_of "$@" >"$work/help"
    # Names are not to be broken at the end of a line.
    printf '[SEE ALSO]\n.nh\n%s\n' "${others//-/\\-}" >"$work/more"
    printf '#!/bin/sh\ncat "%s"\n' "$work/help" >"$work/$name"
    chmod +x "$work/$name"
    help2man --no-info --section 1 --manual reckon --name "$summary" \
        --version-string "${version/reckon/$name}" --source "${version% (*}" \
        --include "$work/more" "$work/$name" |
        # Examples are lines, not a paragraph.
        sed -e '/^\.SH EXAMPLES$/,/^\.PP$/{s/^\.IP$/.IP\n.nf/;s/^\.PP$/.fi\n.PP/}' \
            >"$output/$name.1"
}

mapfile -t names < <(commands)
others=$(printf 'reckon-%s(1), ' "${names[@]}")
first=$("$reckon" --help | head -n 1)
page reckon "${first#reckon: }" "${others%, }"
for name in "${names[@]}"; do
    page "reckon-$name" "$(summary_of "$name")" 'reckon(1)' "$name"
done
echo "man: $((${#names[@]} + 1)) pages in $output"
