#!/usr/bin/env python3
"""Where each strategy's instructions go: of one producer of record_bench, by part of a step.

    bench/scripts/attribution.py [OPTION...]

Counts instructions of the producer's loop alone by valgrind (callgrind), and gives each to the part
whose code it was made from, through all that was inlined, by the debug information of record_bench.
Needs the release build of the benches (scripts/bench.sh) and valgrind (scripts/setup.sh bench).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import which

sys.dont_write_bytecode = True

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "build" / "release" / "bench" / "record_bench"
ROW = "record/{}/ships:16/producers:1"

# By the innermost function, of those that an instruction was inlined through, that a pattern finds.
PARTS = [
    ("lock", r"[mM]utex|lock_guard|scoped_lock|lll_lock|futex"),
    ("queue", r"boost::lockfree|RealSync::(?:Queue|Ring)"),
    ("allocation", r"\bmalloc|\bfree\b|_int_(?:malloc|free)|operator (?:new|delete)|unique_ptr|"
                   r"make_unique|tcache"),
    ("clock reading", r"clock_gettime|Clock::now"),
    ("append", r"Lane|::Bytes::append|\bappend\b"),
    ("publish", r"::Step::publish|Beacon<.*>::publish"),
    ("observe", r"::run<.*::\{lambda|operator\(\)<.*Seen<|ignore_seen"),
    ("deref", r"::Step::decide|Beacon<.*>::look"),
    ("step", r"::Step::|::sail\b|Beacon<"),
    ("rest of run", r"::run(?:<|\()"),
]


class Failed(Exception):
    pass


def part_of(functions: list[str]) -> str:
    """Of the functions from the innermost outwards."""
    for function in functions:
        # Of a template's function its own name counts, not what it was made for.
        for part, pattern in PARTS:
            if re.search(pattern, function):
                return part
    return "other"


def costs(profile: str) -> Iterator[tuple[str, str, str, int]]:
    """Of a callgrind file: object, function, address, instructions; calls not counted again."""
    program = function = ""
    of_call = False
    for line in profile.split("\n"):
        if line.startswith("ob="):
            program = line[3:]
        elif line.startswith("fn="):
            function = line[3:]
        elif line.startswith("calls="):
            of_call = True
        elif line.startswith("0x"):
            address, _, count = line.split()
            if not of_call:
                yield program, function, address, int(count)
            of_call = False


def inlined_through(addresses: list[str]) -> dict[str, list[str]]:
    """Of addresses in record_bench: the functions from the innermost outwards."""
    said = subprocess.run(["addr2line", "-a", "-i", "-f", "-C", "-e", BENCH], text=True,
                          input="\n".join(addresses), capture_output=True, check=True).stdout
    chains: dict[str, list[str]] = {}
    chain: list[str] = []
    lines = iter(said.splitlines())
    for line in lines:
        if line.startswith("0x"):
            chain = chains.setdefault(hex(int(line, 16)), [])
        else:
            chain.append(line)
            next(lines)  # File and line.
    return chains


def profile_of(strategy: str, events: int, folder: Path) -> str:
    out = folder / f"{strategy}.out"
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--toggle-collect=*::sail(*", "--dump-instr=yes",
         "--compress-strings=no", "--compress-pos=no", f"--callgrind-out-file={out}", BENCH,
         f"--benchmark_filter=^{ROW.format(strategy)}/", f"--events={events}"],
        capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{strategy}: exit code {done.returncode}: {done.stderr[-2000:]}")
    return out.read_text(encoding="utf-8")


def attributed(profile: str) -> Counter:
    """Instructions by part."""
    found = list(costs(profile))
    chains = inlined_through([address for program, _, address, _ in found
                              if Path(program).name == BENCH.name])
    parts: Counter = Counter()
    for program, function, address, count in found:
        inside = Path(program).name == BENCH.name
        chain = chains.get(hex(int(address, 16)), []) if inside else []
        parts[part_of([*chain, function])] += count
    return parts


def strategies() -> list[str]:
    said = subprocess.run([BENCH, "--benchmark_list_tests=true"], capture_output=True, text=True,
                          check=True).stdout
    return re.findall("^" + ROW.format(r"([^/]+)") + "/", said, re.MULTILINE)


def measure(names: list[str], events: int) -> dict:
    rows = []
    order = [part for part, _ in PARTS] + ["other"]
    # Side by side: instructions are counted, whatever else the machine does.
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        profiles = pool.map(
            lambda name: attributed(profile_of(name, events, Path(folder))), names)
        for name, parts in zip(names, profiles):
            for part, count in [("all", parts.total()), *((part, parts[part]) for part in order)]:
                rows.append({"name": f"attribution/{name}/{part}", "run_type": "iteration",
                             "instructions_per_event": count / events,
                             "family_index": len(rows)})
    return {"context": {"events": events}, "benchmarks": rows}


def text(results: dict) -> str:
    lines: dict[str, list[str]] = {}
    for row in results["benchmarks"]:
        _, strategy, part = row["name"].split("/")
        count = row["instructions_per_event"]
        if count >= 0.05:
            lines.setdefault(strategy, []).append(f"{part} {count:.1f}")
    return "\n".join(f"{strategy:<16} {', '.join(parts)}" for strategy, parts in lines.items())


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Where each strategy's instructions go, by part of a step.")
    parser.add_argument("strategies", nargs="*", metavar="NAME",
                        help="strategies or floors of record_bench; all, if none is named")
    parser.add_argument("--events", type=int, default=20_000, metavar="N",
                        help="20000 if not given")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the results as JSON")
    options = parser.parse_args()
    if options.events < 1:
        parser.error("--events: expected a whole number from 1")
    if not BENCH.exists():
        parser.error("record_bench is not built: scripts/build.sh release")
    for tool in ("valgrind", "addr2line"):
        if which(tool) is None:
            parser.error(f"there is no {tool}: scripts/setup.sh build bench")
    known = strategies()
    for name in options.strategies:
        if name not in known:
            parser.error(f"no row of record_bench for {name!r}: there are {', '.join(known)}")
    try:
        results = measure(options.strategies or known, options.events)
        if options.output:
            options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    except (Failed, OSError, subprocess.SubprocessError) as error:
        print(f"attribution: {error}", file=sys.stderr)
        return 1
    print(text(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
