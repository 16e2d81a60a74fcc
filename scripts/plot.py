#!/usr/bin/env python3
"""Draws result files: cost against fidelity, scaling, failing runs, bytes.

    scripts/plot.py RESULTS... -o DIR

RESULTS are Google Benchmark's JSON, `reckon matrix --json`, or results of `reckon run --json`, one
after the other, in any mixture. Into DIR goes each chart that they hold enough for, as SVG and PNG:

    fidelity         ns/event against the grade of the log, by class of scenario
    scaling-ships    ns/event against ships
    scaling-workers  ns/event against workers or producers
    failing-work     share of runs not replayed faithfully, against the work of an order
    failing-workers  the same, against workers
    bytes            bytes/event by strategy

Says which were made, and why others were not. Exit code 0 if one was made, 2 if none was, or for
wrong options or input. The same input gives the same bytes.
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from measured.debian_python import require

require("numpy", "scipy.stats", "matplotlib")
from measured import charts, drawing
from measured.documents import BadInput
from measured.result_file import CONDITIONS, ResultFile, read_results
from measured.samples import BENCHES, Sample, repeated, samples, strategies_of

QUARTILES = "Medians; bars of error are quartiles. Marks stand a little aside of each other."
WILSON = ("Bars of error: 95 % interval of a share (Wilson's). Marks stand a little aside of each "
          "other.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Draws result files.", epilog=__doc__.split("\n\n", 2)[2],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, nargs="+", metavar="RESULTS")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                        help="where the charts go; made if it is not there")
    return parser.parse_args()


def time_label(panel: charts.LinePanel) -> str:
    """Benches count the time of each core that a row could use, runs the wall's."""
    bench = panel.group.removesuffix("_bench") in BENCHES
    return "ns/event, of one core" if bench else "ns/event, wall time"


def failing_label(_: charts.LinePanel) -> str:
    return "runs not replayed faithfully, %"


def chart(name: str, found: list[Sample]) -> tuple[list, object]:
    """The panels of a chart, and what draws them."""
    if name == "fidelity":
        return charts.fidelity(found), drawing.draw_fidelity
    if name == "bytes":
        return charts.sizes(found), drawing.draw_bars
    if name.startswith("scaling"):
        axes = ["ships"] if name == "scaling-ships" else ["workers", "producers"]
        return charts.scaling(found, axes), lambda panels, looks: drawing.draw_lines(
            panels, looks, time_label, QUARTILES, logarithmic=True)
    axis = "work_ns" if name == "failing-work" else "workers"
    return charts.failing(found, axis), lambda panels, looks: drawing.draw_lines(
        panels, looks, failing_label, WILSON, logarithmic=False)


CHARTS = ["fidelity", "scaling-ships", "scaling-workers", "failing-work", "failing-workers",
          "bytes"]


def mixed(results: list[ResultFile]) -> list[str]:
    """In what the results do not agree that one chart may show beside each other."""
    found = []
    for name in CONDITIONS:
        values = {value for result in results for value in result.conditions[name]}
        if name != "build_type" and len(values - {"not known"}) > 1:
            found.append(f"{name} is {' and '.join(sorted(values))}")
    return found


def main() -> int:
    options = arguments()
    try:
        results = [read_results(file) for file in options.results]
        found = samples(results)
        options.output.mkdir(parents=True, exist_ok=True)
        for line in mixed(results):
            print(f"plot: warning: not the same in all results: {line}", file=sys.stderr)
        if repeated(found):
            print(f"plot: warning: {repeated(found)} rows repeat what another before is of; the "
                  "first is shown", file=sys.stderr)
        made = 0
        looks = drawing.looks_of(strategies_of(found))
        for name in CHARTS:
            try:
                panels, draw = chart(name, found)
            except charts.Missing as reason:
                print(f"not made: {name}: {reason}")
                continue
            shown = charts.fullest(panels)
            files = drawing.save(draw(shown, looks), options.output, name)
            print(f"made: {' '.join(map(str, files))}")
            for panel in panels:
                if panel not in shown:
                    print(f"  left out: {' '.join(panel.title.split())}")
            made += 1
    except BadInput as error:
        print(f"plot: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        print("plot: standard output: broken pipe: expected to write to it", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"plot: {error.filename or options.output}: {error.strerror}: expected a folder to "
              "write to", file=sys.stderr)
        return 2
    if not made:
        print("plot: no chart can be made of these results", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
