#!/usr/bin/env python3
"""Takes the example out of serializers/README.md, and makes the list that has it alone.

    take_out.py README ALL_HPP FOLDER     writes FOLDER/serializers/rounds.hpp and …/all.hpp
"""

import re
import sys
from pathlib import Path


def example(readme: str) -> str:
    found = re.findall(r"```cpp\n(#pragma once\n.*?)```", readme, re.DOTALL)
    if len(found) != 1:
        sys.exit(f"take_out: {len(found)} headers in the README: expected one")
    return found[0]


def list_of(all_hpp: str, header: str, strategy: str) -> str:
    """The real list, with another strategy in the place of all."""
    lines = re.sub(r'#include "serializers/.*"\n', "", all_hpp)
    lines = lines.replace("#include <cstddef>\n", f'#include <cstddef>\n\n#include "{header}"\n')
    made, changed = re.subn(r"(using AllStrategies = StrategyTypes<).*?>;", rf"\1{strategy}>;",
                            lines, flags=re.DOTALL)
    if changed != 1:
        sys.exit("take_out: no list in all.hpp")
    return made


def main() -> None:
    readme, all_hpp, folder = map(Path, sys.argv[1:])
    header = example(readme.read_text("utf-8"))
    strategy = re.search(r"^class (\w+) {", header, re.MULTILINE)[1]
    name = re.search(r'name = "([a-z-]+)"', header)[1]
    path = f"serializers/{name.replace('-', '_')}.hpp"
    (folder / "serializers").mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(header, "utf-8")
    made = list_of(all_hpp.read_text("utf-8"), path, strategy)
    (folder / "serializers" / "all.hpp").write_text(made, "utf-8")


if __name__ == "__main__":
    main()
