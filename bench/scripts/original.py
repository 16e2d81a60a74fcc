#!/usr/bin/env python3
"""The original in Clojure and reckon on the same fleet, side by side.

    bench/scripts/original.py [OPTION...]

The fleet departs and follows, each ship by its plan. The original (bench/peers/ships.clj) runs in
one JVM, whose first rounds only warm it up; reckon's rounds go between, by strategy: `atom`, which
does what the original does, and `deps`. Rates are medians of the rounds. Needs the release build
(scripts/build.sh) and clojure (scripts/setup.sh bench).
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from shutil import which

sys.dont_write_bytecode = True
from results import Figure

ROOT = Path(__file__).resolve().parents[2]
RECKON = ROOT / "build" / "release" / "cli" / "reckon"
EARTH_RADIUS_MILES = 3440.065
KINDS = ("depart", "arrive", "load", "unload", "follow", "rendezvous", "hail", "transfer")


class Failed(Exception):
    pass


def reckon(*arguments: str, expected: tuple[int, ...] = (0,)) -> dict:
    done = subprocess.run([RECKON, *arguments], capture_output=True, text=True)
    if done.returncode not in expected:
        raise Failed(f"reckon {' '.join(arguments)}: exit code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def miles(a: dict, b: dict) -> int:
    latitude_a, latitude_b = math.radians(a["latitude"]), math.radians(b["latitude"])
    east = math.radians(b["longitude"] - a["longitude"])
    across = (math.sin((latitude_b - latitude_a) / 2) ** 2
              + math.cos(latitude_a) * math.cos(latitude_b) * math.sin(east / 2) ** 2)
    return round(2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(across)))


def as_edn(scenario: dict, ports: list[dict]) -> str:
    """The fleet as ships.clj reads it."""
    port_ids = {port["name"]: i for i, port in enumerate(ports)}
    ship_ids = {ship["name"]: i for i, ship in enumerate(scenario["ships"])}

    def index(ids: dict[str, int], named: str | int) -> int:
        return named if isinstance(named, int) else ids[named]

    def order(entry: dict) -> str:
        match entry:
            case {"do": "depart", "to": port}:
                return f"[:depart {index(port_ids, port)}]"
            case {"do": "follow", "ship": ship}:
                return f"[:follow {index(ship_ids, ship)}]"
        raise Failed(f"ships.clj knows no order {entry}")

    ships = "\n".join(f"{{:at {index(port_ids, ship['at'])} :cargo {ship['cargo']} "
                      f":plan [{' '.join(map(order, ship['orders']))}]}}"
                      for ship in scenario["ships"])
    table = " ".join("[" + " ".join(str(miles(a, b)) for b in ports) + "]" for a in ports)
    return f"{{:miles [{table}]\n:ships [{ships}]}}\n"


class Original:
    """One JVM, for all rounds."""

    def __init__(self, edn: Path, workers: int):
        self.process = subprocess.Popen(
            ["clojure", ROOT / "bench" / "peers" / "ships.clj", str(workers), edn],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Original":
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def sail(self) -> int:
        """Units: nanoseconds."""
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # It has said why.
        line = self.process.stdout.readline()
        if not line.strip().isdigit():
            raise Failed("ships.clj ended before its time")
        return int(line)


def rows(name: str, label: str, events: int, rounds: list[int]) -> list[dict]:
    """As Google Benchmark's JSON has them."""
    return [{"name": f"original/{name}", "label": label, "run_type": "iteration",
             "repetition_index": i, "events_per_s": events / ns * 1e9,
             "ns_per_event": ns / events} for i, ns in enumerate(rounds)]


def measure(options: argparse.Namespace, folder: Path) -> dict:
    shares = [f"{kind}={int(kind in ('depart', 'follow'))}" for kind in KINDS]
    fleet = ["--scenario", "convoy", "--ships", str(options.ships), "--orders",
             str(options.orders), "--share", *shares]
    scenario = reckon("scenarios", "--print", *fleet)
    ports = reckon("scenarios", "--ports", "--json")["ports"]
    file, edn = folder / "fleet.json", folder / "fleet.edn"
    file.write_text(json.dumps(scenario, ensure_ascii=False), encoding="utf-8")
    edn.write_text(as_edn(scenario, ports), encoding="utf-8")
    known: dict = {}
    rounds: dict[str, list[int]] = {"clojure": [], "atom": [], "deps": []}
    with Original(edn, options.workers) as original:
        for _ in range(options.warm_up):
            original.sail()
        # In turn, so that what slows the machine down for a while slows all down.
        for _ in range(options.rounds):
            rounds["clojure"].append(original.sail())
            for strategy in ("atom", "deps"):
                # Without a history there is no verdict, which is exit code 3.
                known = reckon("run", "--strategy", strategy, "--scenario", str(file), "--workers",
                               str(options.workers), "--no-history", "--json", expected=(0, 3))
                rounds[strategy].append(known["elapsed_ns"])
    events = options.ships * options.orders
    version = subprocess.run(["clojure", "-e", "(print (clojure-version))"], capture_output=True,
                             text=True, check=True).stdout
    found = rows("clojure", f"original, Clojure {version}", events, rounds["clojure"])
    for strategy in ("atom", "deps"):
        found += rows(f"reckon-{strategy}", f"reckon, `{strategy}`", events, rounds[strategy])
    return {"context": {"date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
                        "ships": options.ships, "orders": options.orders,
                        "workers": options.workers, "num_cpus": known["cores"],
                        **{key: known[key] for key in ("commit", "compiler", "flags", "cpu")}},
            "benchmarks": found}


def text(results: dict) -> str:
    by_row: dict[str, list[float]] = {}
    for entry in results["benchmarks"]:
        by_row.setdefault(entry["label"], []).append(entry["events_per_s"])
    figures = {label: Figure.of(rates) for label, rates in by_row.items()}
    first = next(iter(figures.values())).median
    return "\n".join(f"{label:<26} {figure.median:>14,.0f} events/s  ±{figure.spread / 2:<4.0%}"
                     f" {figure.median / first:6.1f} x" for label, figure in figures.items())


def parse() -> argparse.Namespace:
    def count(argument: str) -> int:
        if not (argument.isascii() and argument.isdigit() and 1 <= int(argument) <= 1_000_000):
            raise argparse.ArgumentTypeError("expected a whole number from 1 to 1000000")
        return int(argument)
    parser = argparse.ArgumentParser(
        description="The original in Clojure and reckon on the same fleet, side by side.")
    parser.add_argument("--ships", type=count, default=16, metavar="N", help="16 if not given")
    parser.add_argument("--orders", type=count, default=20_000, metavar="N",
                        help="of each ship; 20000 if not given")
    parser.add_argument("--workers", type=count, default=2, metavar="N", help="2 if not given")
    parser.add_argument("--rounds", type=count, default=7, metavar="N", help="7 if not given")
    parser.add_argument("--warm-up", type=count, default=5, metavar="N",
                        help="rounds of the JVM before those that count; 5 if not given")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the results as JSON")
    options = parser.parse_args()
    if options.ships < 2:
        parser.error("--ships: a ship needs another to follow: at least 2")
    if not RECKON.exists():
        parser.error("reckon is not built: scripts/build.sh release")
    if which("clojure") is None:
        parser.error("there is no clojure: scripts/setup.sh bench")
    return options


def main() -> int:
    options = parse()
    try:
        with tempfile.TemporaryDirectory() as folder:
            results = measure(options, Path(folder))
        if options.output:
            options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    except (Failed, KeyError, OSError, subprocess.SubprocessError) as error:
        print(f"original: {error}", file=sys.stderr)
        return 1
    print(text(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
