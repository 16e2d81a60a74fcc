#!/usr/bin/env python3
"""Compares two result files: first what the logs were worth, then what recording them cost.

    scripts/compare.py A B [--fail-above 5%] [--least-effect 2%] [--measure NAME] [--force]
                           [--format text|markdown|json]

A and B are both of one kind: Google Benchmark's JSON with repetitions, `reckon matrix --json`, or
results of `reckon run --json`, one after the other. Rows are paired by name, runs by cell; those
of one side are named. A row is worse if it costs more with p < 0.05, by more than --least-effect,
with at least 9 repetitions on each side. scripts/measured/README.md says what that means.

Exit code 0 if all is well; 1 if a grade fell, a check that held fails, or a row is worse by more
than --fail-above; 2 for wrong options or input, and for results of different machines, builds or
settings without --force.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from measured.debian_python import require

require("numpy", "scipy.stats")
from measured.comparison import Comparison, compared, slower
from measured.comparison_text import as_json, as_markdown, as_text
from measured.documents import BadInput, plain
from measured.result_file import ResultFile, read_results

ROOT = Path(__file__).resolve().parents[1]


def percent(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text)
    if not found or not math.isfinite(float(found[1])):
        raise argparse.ArgumentTypeError(f"{text!r}: expected a percentage, such as 5%")
    return float(found[1]) / 100


def version() -> str:
    lists = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(reckon VERSION ([\d.]+)", lists)[1]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Compares two result files.", epilog=__doc__.split("\n\n", 2)[2],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a", type=Path, metavar="A", help="results before")
    parser.add_argument("b", type=Path, metavar="B", help="results after")
    parser.add_argument("--fail-above", type=percent, metavar="PERCENT",
                        help="exit 1 if a row is worse by more")
    parser.add_argument("--least-effect", type=percent, metavar="PERCENT", default=percent("2%"),
                        help="the effect up to which a row is undecided (2%%)")
    parser.add_argument("--measure", metavar="NAME", help="what to compare instead of "
                        "ns_per_event, or real_time where there is none; bytes_per_event, say")
    parser.add_argument("--force", action="store_true",
                        help="compare what other machines, builds or settings have made")
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text")
    return parser.parse_args()


def failures(found: Comparison, fail_above: float | None) -> list[str]:
    fails = [f"{each.name} fell" for each in found.fallen()]
    return fails + [f"{row.name} is worse by {slower(row):.1%}, above {100 * fail_above:g}%"
                    for row in found.worse_than(fail_above)]


def tell(text: str):
    print(plain(f"compare: {text}"), file=sys.stderr)


def warn_of_commits(result: ResultFile):
    if len(result.commits) > 1:
        tell(f"warning: {result.file} has results of several commits: "
             f"{', '.join(result.commits)}")


def may_compare(found: Comparison, force: bool) -> bool:
    warn_of_commits(found.a)
    warn_of_commits(found.b)
    for line in found.differences:
        tell(f"not the same: {line}")
    if found.differences and not force:
        tell("such results say nothing about the code; --force compares them")
        return False
    if found.differences:
        tell("warning: forced; a difference may be the machine's or the build's")
    return True


def output(found: Comparison, fails: list[str], options: argparse.Namespace) -> str:
    if options.format == "json":
        settings = {"fail_above": options.fail_above, "least_effect": options.least_effect,
                    "forced": options.force and bool(found.differences)}
        # NaN is no JSON: better to stop than to write it.
        return json.dumps(as_json(found, fails, version(), settings), indent=1,
                          ensure_ascii=False, allow_nan=False) + "\n"
    return (as_text if options.format == "text" else as_markdown)(found, fails)


def main() -> int:
    options = arguments()
    try:
        found = compared(read_results(options.a), read_results(options.b), options.measure,
                         options.least_effect)
    except BadInput as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    if not may_compare(found, options.force):
        return 2
    fails = failures(found, options.fail_above)
    text = output(found, fails, options)
    try:
        # Whatever the locale; half a character of a name becomes its escape, as JSON has it.
        with open(1, "wb", closefd=False) as out:
            out.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        # Not 1, which would say that something fell.
        tell(f"standard output: {error.strerror}: expected to write to it")
        return 2
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main())
