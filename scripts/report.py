#!/usr/bin/env python3
"""Makes one HTML page of a folder of results.

    scripts/report.py DIR [-o report.html]             of what is in DIR
    scripts/report.py --make DIR [-- OPTION...]        fills DIR first; behind -- are options of
                                                       `reckon matrix`, such as --runs 5 --rounds 4

DIR holds matrix.json, as `reckon matrix --json` writes it; beside it may lie results of
`reckon run --json`, one after the other, or of a bench; cases (NAME.case.json) and recordings
(NAME.reckon) of failing runs. --make runs the matrix, and adds a failing case for each cell that is
less than faithful: one of tests/schedules, or one that is searched for and shrunk, in at most
5 s.

The page needs no other file and no network: the matrix, cost, plots if scripts/plot.py can draw
them, and each failing run, to be gone through step by step beside its replay. The path of the
page goes to stdout; with --show the matrix does, and the path after it, or, if the matrix is to be
JSON (-- --json), to stderr.

Exit 0 if the page was written; with --make, as `reckon matrix`; 2 for wrong options or input that
cannot be read; 4 if the page cannot be written.
"""

import argparse
import json
import os
import shlex
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from measured.documents import BadInput
from report_page import failures, filling, page, plots, results, terminal
from report_page.reckon import Reckon, Refused

ROOT = Path(__file__).resolve().parent.parent
RECKON = Path(os.environ.get("RECKON", ROOT / "build" / "release" / "cli" / "reckon"))
PLOT_BYTES_MOST = 700_000
JUDGED = (0, 1, 3)  # Exit codes of a matrix that has a result.


def arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description="Makes one HTML page of a folder of results.",
                                     epilog=__doc__.split("\n\n", 2)[2], allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--make", action="store_true", help="fill DIR first")
    parser.add_argument("--show", action="store_true", help="print the matrix that --make runs")
    parser.add_argument("--no-plots", action="store_true", help="leave out the plots")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help="the page; DIR/report.html, if not given")
    parser.add_argument("--reckon", type=Path, default=RECKON, metavar="BINARY",
                        help="build/release/cli/reckon, or RECKON of the environment, if not given")
    given = sys.argv[1:]
    ours = given[:given.index("--")] if "--" in given else given
    options = parser.parse_args(ours)
    behind = given[len(ours) + 1:]
    if (behind or options.show) and not options.make:
        parser.error("--show, and options of `reckon matrix` behind --, go with --make")
    return options, behind


def roles_of(reckon: Reckon) -> dict[str, str]:
    return {each["strategy"]: each["role"] for each in reckon.strategies()}


def write_page(options: argparse.Namespace, command: str) -> Path:
    found = results.read(options.folder)
    reckon = Reckon(options.reckon)
    roles = {}
    told = failures.Failures()
    if options.reckon.exists():
        roles = roles_of(reckon)
        told = failures.tell_all(found, reckon)
    elif found.cases or found.recordings:
        raise BadInput(options.reckon, "no such file", "reckon, which tells cases: run "
                       "scripts/build.sh, or say by --reckon where it is")
    drawn = (plots.Plots(missing=["Left out, as --no-plots asked for."]) if options.no_plots
             else plots.draw(found.plotted, PLOT_BYTES_MOST))
    text = page.page(found, told, drawn, roles, command)
    output = options.output or options.folder / "report.html"
    # Beside and then in its place: no reader sees half a page.
    beside = output.with_name(f".{output.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(output)
    return output


def show(matrix: str, as_json: bool, reckon: Reckon, output: Path) -> None:
    if as_json:
        print(matrix, end="", flush=True)
        print(f"report: the page is {output}", file=sys.stderr)
    else:
        print(terminal.matrix_text(json.loads(matrix), roles_of(reckon), str(output)), flush=True)


def main() -> int:
    options, matrix_options = arguments()
    command = shlex.join(["scripts/report.py", *sys.argv[1:]])
    if not options.make:
        return attempt(lambda: print(write_page(options, command)))
    reckon = Reckon(options.reckon)
    made: list[filling.Made] = []
    failed = attempt(lambda: made.append(filling.run_matrix(
        options.folder, reckon, matrix_options, command)))
    if failed or made[0].code not in JUDGED or made[0].matrix is None:
        print(made[0].out if made else "", end="")
        return failed or made[0].code
    output = options.output or options.folder / "report.html"
    output.unlink(missing_ok=True)  # If none is made, no old one stands for it.
    # Shown before the page is made: whatever comes of that, the matrix was run.
    unseen = options.show and attempt(
        lambda: show(made[0].out, "--json" in matrix_options, reckon, output))
    failed = attempt(lambda: filling.add_cases(options.folder, reckon, made[0].matrix)) or attempt(
        lambda: write_page(options, command))
    if not options.show and not failed:
        print(output)
    return unseen or made[0].code if options.show else failed or made[0].code


def attempt(work) -> int:
    """The exit code of what goes wrong, which is said; 0 if nothing does."""
    try:
        work()
    except (BadInput, Refused, page.TooLarge) as error:
        print(f"report: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"report: {error.filename or 'stdout'}: {error.strerror}", file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
