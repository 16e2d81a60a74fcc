#!/usr/bin/env python3
"""Makes the cases of tests/schedules anew: one for each strategy and class that claims less than
faithful, found by exploring small scenarios and shrunk.

    scripts/schedules.py [STRATEGY...]      only theirs, if any are named

To be run when a strategy is added, or when the cases have gone stale. Needs a built preset
`release`, or the path of a reckon in the environment as RECKON; writes
tests/schedules/STRATEGY-CLASS.case.json. Exit 1 if one is missing, 2 if a strategy is not known.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECKON = Path(os.environ.get("RECKON", ROOT / "build" / "release" / "cli" / "reckon"))
CASES = ROOT / "tests" / "schedules"
CLASSES = ["solo", "hail", "convoy", "rendezvous"]
FAITHFUL = {"faithful", "strict"}
# Small scenarios first; a ring has to overflow before it loses anything.
SIZES = [(3, 2), (3, 4), (3, 30)]
SEEDS = 20


def reckon(*args: object) -> int:
    done = subprocess.run([RECKON, *map(str, args)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"schedules: reckon {' '.join(map(str, args))}\n{done.stderr}")
    return done.returncode


def make(strategy: str, interaction: str, folder: Path) -> str:
    """What is wrong, if the case could not be made."""
    found = folder / f"{strategy}-{interaction}.case.json"
    if not find(strategy, interaction, found):
        return f"nothing found for {strategy} on {interaction}"
    # Through a file of its own: what is not the smallest does not take the place of what was.
    small = folder / "small.case.json"
    if reckon("shrink", found, "--keep-class", "-o", small) != 0:
        return f"{strategy} on {interaction} was not shrunk to the end"
    case = CASES / found.name
    shutil.copyfile(small, case)
    print(case.relative_to(ROOT))
    return ""


def find(strategy: str, interaction: str, case: Path) -> bool:
    for ships, orders in SIZES:
        for seed in range(1, SEEDS + 1):
            code = reckon("explore", "--strategy", strategy, "--scenario", interaction,
                          "--ships", ships, "--orders", orders, "--seed", seed, "--policy", "pct",
                          "--schedules", 2000, "--require", "faithful", "-o", case)
            if code == 1:
                return True
    return False


def main() -> int:
    if not RECKON.exists():
        print("schedules: no build/release: run scripts/build.sh first", file=sys.stderr)
        return 2
    listed = json.loads(subprocess.run([RECKON, "strategies", "--json"], check=True,
                                       capture_output=True).stdout)["strategies"]
    names = [each["strategy"] for each in listed]
    wanted = sys.argv[1:] or names
    for name in wanted:
        if name not in names:
            print(f'schedules: "{name}": expected one of {", ".join(names)}', file=sys.stderr)
            return 2
    missing = 0
    with tempfile.TemporaryDirectory() as folder:
        for each in listed:
            name = each["strategy"]
            for interaction in CLASSES:
                faithful = each["claims"][interaction] in FAITHFUL
                if each["role"] == "baseline" or faithful or name not in wanted:
                    continue
                if wrong := make(name, interaction, Path(folder)):
                    missing += 1
                    print(f"schedules: {wrong}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
