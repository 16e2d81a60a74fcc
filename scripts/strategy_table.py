#!/usr/bin/env python3
"""Makes the table of serializers/README.md from the list of strategies.

    scripts/strategy_table.py [--readme FILE]     the table; or in its place in FILE
    scripts/strategy_table.py --check FILE        exit 1 if the table there is another

It stands between <!-- table strategies --> and <!-- end -->. Needs a built preset `release`, or the
path of a reckon in the environment as RECKON. Exit code 2 if there is no such place, or no reckon.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASSES = ["solo", "hail", "convoy", "rendezvous"]
LETTERS = {"strict": "S", "faithful": "F", "view": "V", "causal": "C", "complete": "–",
           "nothing": "."}
PLACE = re.compile(r"(?<=<!-- table strategies -->\n\n).*?(?=\n\n<!-- end -->)", re.DOTALL)


def strategies(reckon: Path) -> list[dict]:
    listed = subprocess.run([reckon, "strategies", "--json"], check=True, capture_output=True,
                            timeout=60)
    return json.loads(listed.stdout)["strategies"]


def header_of(each: dict) -> str:
    folder = "controls/" if each["role"] == "control" else ""
    return f"{folder}{each['strategy'].replace('-', '_')}.hpp"


def claims_of(each: dict) -> list[str]:
    if each["role"] == "baseline":
        return [""] * len(CLASSES)
    return [LETTERS[each["claims"][interaction]] for interaction in CLASSES]


def row(each: dict) -> str:
    name, role = each["strategy"], each["role"]
    said = each["summary"] if role != "control" else f"control: {each['summary']}"
    cells = [f"[`{name}`]({header_of(each)})", said, *claims_of(each)]
    return "| " + " | ".join(cells) + " |"


def table(listed: list[dict]) -> str:
    return "\n".join(["| name | the order is taken by | " + " | ".join(CLASSES) + " |",
                      "| --- " * (2 + len(CLASSES)) + "|", *map(row, listed)])


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the table of serializers/README.md.")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="put the table in there")
    parser.add_argument("--check", type=Path, metavar="FILE", help="hold the table there to it")
    options = parser.parse_args()
    reckon = Path(os.environ.get("RECKON", ROOT / "build" / "release" / "cli" / "reckon"))
    try:
        made = table(strategies(reckon))
        file = options.readme or options.check
        if file is None:
            print(made)
            return 0
        text = file.read_text("utf-8")
        found = PLACE.search(text)
        if found is None:
            raise ValueError(f"{file}: no place for the table of strategies")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"strategy_table: {error}", file=sys.stderr)
        return 2
    if options.readme:
        file.write_text(PLACE.sub(lambda _: made, text), "utf-8")
    elif found[0] != made:
        print(f"strategy_table: {file}: not the list's: scripts/strategy_table.py --readme {file}",
              file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
