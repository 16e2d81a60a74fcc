#!/usr/bin/env python3
"""Makes the tables of bench/README.md and FINDINGS.md from the results of scripts/bench.sh.

    bench/scripts/tables.py [DIR] [--readme FILE]     DIR holds NAME_bench.json and the like,
                                                      build/bench-results if not given

A table stands between <!-- table NAME --> and <!-- end -->, and is replaced. Without --readme the
tables go to stdout. Exit code 2 if there is nothing to read, or no such place.
"""

import argparse
import re
import sys
from collections.abc import Callable
from functools import cache
from math import isclose
from pathlib import Path

sys.dont_write_bytecode = True
from goals import Outcome, outcomes
from results import Figure, Results, Row, Unreadable, ratio, short

ROOT = Path(__file__).resolve().parents[2]

Find = Callable[[str], Results]


def table(head: list[str], rows: list[list[object]]) -> str:
    if not rows:
        return "Not measured."
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
    lines += [["" if cell is None else str(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def numbers(rows: list[Row], key: str) -> list[str]:
    return sorted({row[key] for row in rows}, key=lambda text: (len(text), text))


def second_parts(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row.name.split("/")[1] for row in rows))


def cell(results: Results, name: str, count: str = "ns_per_event") -> object:
    row = results.get(name)
    if row is None:
        return ""
    return f"({row.error})" if row.error else row.figure(count)


def machine(find: Find) -> str:
    lines = []
    for name in ("record_bench", "peer_bench", "fleet_bench", "scale_bench", "clock_bench",
                 "replay_bench", "check_bench", "recording_bench", "explore_bench", "original"):
        results = find(name)
        known = results.context
        if not known:
            continue
        hand_overs = results.hand_overs()
        load = known.get("load_avg")
        repetitions = max((len(row.repetitions) for row in results.rows.values()), default=0)
        lines.append([f"`{name}`", str(known.get("date", ""))[:10], f"`{known.get('commit')}`",
                      f"{known.get('compiler')} {str(known.get('flags')).strip()}",
                      f"{known.get('cpu')}, {known.get('num_cpus')} cores",
                      f"{load[0]:.1f}" if load else "", repetitions,
                      f"{min(hand_overs):.0f}–{max(hand_overs):.0f}" if hand_overs else ""])
    return table(["bench", "date", "commit", "compiler", "machine", "load before",
                  "repetitions", "hand-over, ns"], lines)


def with_spread(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{short(figure.median)} ±{figure.spread / 2:.0%}" + ("†" if figure.moved else "")


def goal_table(find: Find) -> str:
    def line(result: Outcome) -> list[object]:
        return [result.goal.text, with_spread(result.figure),
                with_spread(result.by_cpu), result.word]
    found = outcomes(find)
    if all(result.figure is None for result in found):
        return "Not measured."
    reached = sum(result.word == "reached" for result in found)
    missed = sum(result.word == "missed" for result in found)
    return (f"{reached} reached, {missed} missed, {len(found) - reached - missed} not measured.\n\n"
            + table(["goal", "by wall time", "by processor time", ""], [line(r) for r in found]))


def floor_of(results: Results, name: str, producers: str) -> str:
    """The private copy of as many bytes: with a stamp each, or else that with reads."""
    def log(of: str) -> float:
        row = results.get(f"record/{of}/ships:16/producers:{producers}")
        figure = row.figure("bytes_per_event") if row else None
        return figure.median if figure else 0.0
    stamped = log("copy-stamp")
    alike = stamped > 0 and isclose(log(name), stamped, rel_tol=0.01)
    return "copy-stamp" if alike else "copy-reads"


def recording_cpu(find: Find) -> str:
    """By processor time, which other work on the machine hardly changes."""
    results = find("record_bench")
    rows = results.matching(r"record/.*/ships:16/.*")
    producers = numbers(rows, "producers")
    count = "cpu_ns_per_event"
    lines = []
    for name in second_parts(rows):
        first = f"record/{name}/ships:16/producers:"
        floor = f"record/{floor_of(results, name, producers[0])}/ships:16/producers:"
        pairs = [(results.get(first + n), results.get(floor + n)) for n in producers]
        lines.append([f"`{name}`", *(cell(results, first + n, count) for n in producers),
                      *(ratio(a, b, count) if a and b else "" for a, b in pairs)])
    return table(["processor ns an event, by producers:", *producers,
                  *(f"× floor, {n}" for n in producers)], lines)


def recording(find: Find) -> str:
    results = find("record_bench")
    rows = results.matching(r"record/.*/ships:16/.*")
    producers = numbers(rows, "producers")
    lines = []
    for name in second_parts(rows):
        first = f"record/{name}/ships:16/producers:"
        floor = f"record/{floor_of(results, name, producers[0])}/ships:16/producers:"
        line: list[object] = [f"`{name}`"]
        line += [cell(results, first + count) for count in producers]
        for count in producers:
            over, under = results.get(first + count), results.get(floor + count)
            line.append(ratio(over, under) if over and under else "")
        line += [cell(results, first + producers[-1], count)
                 for count in ("finish_ns_per_event", "bytes_per_event", "held_bytes_per_event")]
        lines.append(line)
    return table(["ns an event, by producers:", *producers, *(f"× floor, {n}" for n in producers),
                  "finish, ns", "log, bytes", "held, bytes"], lines)


def recording_ships(find: Find) -> str:
    results = find("record_bench")
    rows = results.matching(r"record/.*/producers:2")
    ships = numbers(rows, "ships")
    return table(["ns an event, 2 producers, by ships:", *ships, *(f"finish, {n}" for n in ships)],
                 [[f"`{name}`"]
                  + [cell(results, f"record/{name}/ships:{n}/producers:2") for n in ships]
                  + [cell(results, f"record/{name}/ships:{n}/producers:2", "finish_ns_per_event")
                     for n in ships] for name in second_parts(rows)])


def fleet(find: Find) -> str:
    results = find("fleet_bench")
    rows = results.matching(r"fleet/.*/work:\d+/history:\w+/workers:2")
    kinds = [(work, history) for work in numbers(rows, "work") for history in ("off", "on")]
    lines = []
    for name in second_parts(rows):
        line: list[object] = [f"`{name}`"]
        for work, history in kinds:
            kind = f"/work:{work}/history:{history}/workers:2"
            row, none = results.get(f"fleet/{name}{kind}"), results.get(f"fleet/none{kind}")
            line += [row.figure() if row else "", ratio(row, none) if row and none else ""]
        lines.append(line)
    head = [text for work, history in kinds
            for text in (f"{work} ns of work, history {history}: ns", "× none")]
    return table(["2 workers", *head], lines)


def costs(find: Find) -> str:
    """Of each strategy one figure of each kind, for those who do not want all."""
    recorded, whole = find("record_bench"), find("fleet_bench")
    kind = "/work:50/history:off/workers:2"
    lines = []
    for name in second_parts(whole.matching(rf"fleet/[^/]*{kind}")):
        two = f"record/{name}/ships:16/producers:2"
        row, copy = recorded.get(two), floor_of(recorded, name, "1")
        floor = recorded.get(f"record/{copy}/ships:16/producers:2")
        run, none = whole.get(f"fleet/{name}{kind}"), whole.get(f"fleet/none{kind}")
        if row and floor and run and none:
            lines.append([f"`{name}`", row.figure(), ratio(row, floor),
                          cell(recorded, two, "bytes_per_event"), ratio(run, none)])
    return table(["", "ns an event", "× private copy", "log, bytes", "a whole run, × `none`"],
                 lines)


def crowd(find: Find) -> str:
    results = find("fleet_bench")
    rows = results.matching(r"fleet/.*/work:0/history:off/workers:\d+")
    workers = numbers(rows, "workers")
    lines = []
    for name in second_parts(rows):
        first = f"fleet/{name}/work:0/history:off/workers:"
        line: list[object] = [f"`{name}`"] + [cell(results, first + n) for n in workers]
        two = results.get(first + "2")
        for count in workers[1:]:
            many = results.get(first + count)
            line.append(ratio(many, two) if many and two else "")
        lines.append(line)
    return table(["ns an event, by workers:", *workers, *(f"{n} by 2" for n in workers[1:])], lines)


def grid(find: Find, bench: str, pattern: str, key: str, head: str,
         count: str = "ns_per_event") -> str:
    """Rows by all of their name but one key, by which the columns go."""
    rows = find(bench).matching(pattern)
    columns = numbers(rows, key)
    lines: dict[str, list[object]] = {}
    for row in rows:
        _, name, *rest = row.name.split("/")
        rest = " ".join(part.replace(":", " ") for part in rest if not part.startswith(key + ":"))
        line = lines.setdefault(f"`{name}`{', ' if rest else ''}{rest}", [""] * len(columns))
        line[columns.index(row[key])] = f"({row.error})" if row.error else row.figure(count)
    return table([head, *(f"{int(text):,}" for text in columns)],
                 [[name, *line] for name, line in lines.items()])


def peers(find: Find) -> str:
    results = find("peer_bench")
    rows = results.matching(r"peer/.*")
    producers = numbers(rows, "producers")
    sizes = numbers(rows, "bytes")
    lines = []
    for name in second_parts(rows):
        ours = [row for row in rows if row.name.split("/")[1] == name]
        if all(row.error for row in ours):
            lines.append([f"`{name}`", ours[0].error])
            continue
        line: list[object] = [f"`{name}`", ours[0].label]
        for size in sizes:
            line += [cell(results, f"peer/{name}/bytes:{size}/producers:{n}") for n in producers]
        lines.append(line + [cell(results, f"peer/{name}/bytes:20/producers:{producers[-1]}",
                                  "drain_ns_per_event")])
    head = ["", "version", *(f"{size} bytes, {n}" for size in sizes for n in producers),
            "drain, ns"]
    return table(head, [line + [""] * (len(head) - len(line)) for line in lines])


def original(find: Find) -> str:
    results = find("original")
    first = results.get("original/clojure")
    lines = [[row.label or row.name, row.figure("events_per_s"),
              ratio(row, first, "events_per_s") if first else ""] for row in results.rows.values()]
    return table(["", "events a second", "× the original"], lines)


def attribution(find: Find) -> str:
    results = find("attribution")
    strategies = second_parts(list(results.rows.values()))
    parts = list(dict.fromkeys(name.split("/")[2] for name in results.rows))
    return table(["instructions an event", *parts],
                 [[f"`{name}`", *(cell(results, f"attribution/{name}/{part}",
                                       "instructions_per_event") for part in parts)]
                  for name in strategies])


def plain(find: Find, bench: str) -> str:
    """For benches that need no layout of their own."""
    def time(row: Row) -> object:
        if row.error:
            return f"({row.error})"
        unit = row.repetitions[0].get("time_unit", "ns")
        figure = row.figure("real_time")
        return f"{figure} {unit}" if figure else ""
    return table(["row", "time", "items a second"],
                 [[f"`{row.name}`", time(row), row.figure("items_per_second")]
                  for row in find(bench).rows.values()])


def rates(find: Find, bench: str, counts: dict[str, str]) -> str:
    """Millions a second, and the counts under their headings."""
    def rate(row: Row) -> object:
        if row.error:
            return f"({row.error})"
        values = [value / 1e6 for value in row.values("items_per_second")]
        return Figure.of(values) if values else ""
    return table(["row", "million events a second", *counts.values()],
                 [[f"`{row.name}`", rate(row), *(row.figure(count) or "" for count in counts)]
                  for row in find(bench).rows.values()])


def against_plain(find: Find, pattern: str, ours: str, plain: str, what: str) -> str:
    """Rows of ours and of the plain loop with the same name but for who; the ratio is of speeds."""
    results = find("recording_bench")
    lines = []
    for row in results.matching(pattern):
        _, who, *rest = row.name.split("/")
        floor = results.get(row.name.replace(f"/{who}/", f"/{plain}/", 1))
        if who == plain or who not in ours.split() or floor is None:
            continue
        told = " ".join(part.replace(":", " ") for part in rest)
        counts = ("ns_per_event", "cpu_ns_per_event")
        lines.append([f"`{who}`, {told}"]
                     + [cell(results, a.name, count) for count in counts for a in (row, floor)]
                     + [ratio(floor, row, count) for count in counts])
    return table([what, "ns an event", "plain", "processor ns", "plain", "× plain's speed",
                  "by processor time"], lines)


def on_disk(find: Find) -> str:
    results = find("recording_bench")
    rows = results.matching(r"bytes/.*")
    kinds = list(dict.fromkeys(row.name.split("/", 2)[2] for row in rows))

    def whole_and_log(name: str) -> str:
        whole, log = (cell(results, name, count)
                      for count in ("bytes_per_event", "log_bytes_per_event"))
        return f"{whole} ({log})"
    return table(["bytes an event: file (log)",
                  *(kind.replace("/", ", ").replace(":", " ") for kind in kinds)],
                 [[f"`{name}`", *(whole_and_log(f"bytes/{name}/{kind}") for kind in kinds)]
                  for name in second_parts(rows)])


def kept_runs(find: Find) -> str:
    results = find("recording_bench")
    lines = []
    for row in results.matching(r"run/.*"):
        none = results.get(re.sub("kept:.*", "kept:no", row.name))
        line: list[object] = [f"{row['work']} ns of work, kept: {row['kept']}"]
        for count in ("ns_per_event", "cpu_ns_per_event", "whole_ns_per_event"):
            line += [cell(results, row.name, count), ratio(row, none, count) if none else ""]
        lines.append(line)
    return table(["`deps`, 2 workers", "ns an event", "× not kept", "processor ns", "× not kept",
                  "until the file is whole", "× not kept"], lines)


TABLES: dict[str, Callable[[Find], str]] = {
    "machine": machine,
    "goals": goal_table,
    "record": recording,
    "record-cpu": recording_cpu,
    "record-ships": recording_ships,
    "fleet": fleet,
    "crowd": crowd,
    "costs": costs,
    "scale-ships": lambda find: grid(find, "scale_bench", r"scale/[^/]*/ships:(?!16/).*", "ships",
                                     "ns an event, by ships:"),
    "scale-events": lambda find: grid(find, "scale_bench", r"scale/.*/ships:16/.*", "events",
                                      "ns an event, by events:"),
    "scale-finish": lambda find: grid(find, "scale_bench", r"scale/.*/ships:16/.*", "events",
                                      "finish, ns an event, by events:", "finish_ns_per_event"),
    "clock": lambda find: grid(find, "clock_bench", r"clock/.*", "ships",
                               "ns an event, by ships:"),
    "clock-bytes": lambda find: grid(find, "clock_bench", r"clock/.*", "ships",
                                     "bytes an event held, by ships:", "held_bytes_per_event"),
    "peers": peers,
    "original": original,
    "attribution": attribution,
    "explore": lambda find: plain(find, "explore_bench"),
    "replay": lambda find: rates(find, "replay_bench", {
        "bytes_per_event": "bytes an event", "changes_per_event": "changes an event"}),
    "append": lambda find: against_plain(find, r"append/.*", "recorder", "plain", ""),
    "commit": lambda find: against_plain(find, r"commit/.*", "recorder", "plain", ""),
    "scan": lambda find: against_plain(find, r"scan/.*", "stored-run log-stream plain-entries",
                                       "plain-blocks", ""),
    "on-disk": on_disk,
    "kept-runs": kept_runs,
    "check": lambda find: rates(find, "check_bench", {
        "bytes_per_event": "bytes an event", "both_bytes_per_event": "with the replay",
        "changes_per_event": "changes an event", "observed": "observed states"}),
}


def replaced(text: str, find: Find) -> str:
    """Errors  ValueError if a place is not closed, or is for no table."""
    def one(place: re.Match) -> str:
        name = place[1]
        if name not in TABLES:
            raise ValueError(f"no table {name!r}: there are {', '.join(TABLES)}")
        made = TABLES[name](find)
        # What was not measured this time is left as it was.
        body = place[2].strip("\n") if made == "Not measured." else made
        return f"<!-- table {name} -->\n\n{body.strip()}\n\n<!-- end -->"
    if text.count("<!-- table ") != text.count("<!-- end -->"):
        raise ValueError("a table without <!-- end -->")
    return re.sub(r"<!-- table (\S+) -->(.*?)<!-- end -->", one, text, flags=re.DOTALL)


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the tables of bench/README.md.")
    parser.add_argument("results", nargs="?", type=Path, metavar="DIR",
                        default=ROOT / "build" / "bench-results", help="where the results are")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="put the tables in there")
    options = parser.parse_args()
    if not any(options.results.glob("*.json")):
        parser.error(f"no results in {options.results}: scripts/bench.sh makes them")
    find = cache(lambda name: Results(options.results / f"{name}.json"))
    try:
        if options.readme is None:
            print("\n\n".join(f"{name}\n\n{make(find)}" for name, make in TABLES.items()))
            return 0
        text = options.readme.read_text(encoding="utf-8")
        options.readme.write_text(replaced(text, find), encoding="utf-8")
    except (Unreadable, ValueError, OSError) as error:
        print(f"tables: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
