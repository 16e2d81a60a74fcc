#!/usr/bin/env python3
"""Makes one HTML page of a folder of results.

    scripts/report.py DIR [-o report.html]           of what is in DIR
    scripts/report.py --make DIR [OPTION...]         fills DIR first; other options are those of
                                                     `reckon matrix`, such as --runs 5 --rounds 4

DIR holds matrix.json, as `reckon matrix --json` writes it; beside it may lie results of
`reckon run --json`, one after the other, or of a bench; cases (NAME.case.json) and recordings
(NAME.reckon) of failing runs. --make runs the matrix, and adds a failing case for each cell that is
less than faithful: one of tests/schedules, or one that is searched for and shrunk, in at most
5 s.

The page needs no other file and no network: the matrix, cost, plots if scripts/plot.py can draw
them, and each failing run, to be gone through step by step beside its replay. The path of the
page goes to stdout.

Exit 0 if the page was written; with --make, that of the matrix; 2 for wrong options or input that
cannot be read; 4 if the page cannot be written.
"""

import argparse
import os
import shlex
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from report_page import failures, filling, page, plots, results
from report_page.reckon import Reckon, Refused

ROOT = Path(__file__).resolve().parent.parent
RECKON = Path(os.environ.get("RECKON", ROOT / "build" / "release" / "cli" / "reckon"))
PLOT_BYTES_MOST = 700_000


def arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description="Makes one HTML page of a folder of results.",
                                     epilog=__doc__.split("\n\n", 2)[2], allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--make", action="store_true", help="fill DIR first")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help="the page; DIR/report.html, if not given")
    parser.add_argument("--reckon", type=Path, default=RECKON, metavar="BINARY",
                        help="build/release/cli/reckon, or RECKON of the environment, if not given")
    options, rest = parser.parse_known_args()
    if rest and not options.make:
        parser.error(f"unknown: {shlex.join(rest)}; options of `reckon matrix` go with --make")
    return options, rest


def write_page(options: argparse.Namespace, command: str) -> Path:
    found = results.read(options.folder)
    reckon = Reckon(options.reckon)
    roles = {}
    told = failures.Failures()
    if options.reckon.exists():
        roles = {each["strategy"]: each["role"] for each in reckon.strategies()}
        told = failures.tell_all(found, reckon)
    elif found.cases or found.recordings:
        raise results.BadInput(f"{options.reckon}: no such file; cases are told by reckon: run "
                               "scripts/build.sh, or say by --reckon where it is")
    drawn = plots.draw(found.plotted, PLOT_BYTES_MOST)
    text = page.page(found, told, drawn, roles, command)
    output = options.output or options.folder / "report.html"
    # Beside and then in its place: no reader sees half a page.
    beside = output.with_name(f".{output.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(output)
    return output


def main() -> int:
    options, matrix_options = arguments()
    command = shlex.join(["scripts/report.py", *sys.argv[1:]])
    try:
        code = 0
        if options.make:
            code = filling.fill(options.folder, Reckon(options.reckon), matrix_options,
                                ["scripts/report.py", *sys.argv[1:]])
        print(write_page(options, command))
        return code
    except (results.BadInput, Refused, page.TooLarge) as error:
        print(f"report: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"report: {error.filename}: {error.strerror}", file=sys.stderr)
        return 4


if __name__ == "__main__":
    sys.exit(main())
