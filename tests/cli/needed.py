"""A program that a test is of no use without."""

import os
import shutil
import sys

# What CTest takes for a test that was left out, and lists so.
SKIPPED = 77


def need(program: str, package: str) -> None:
    """Ends the test if the program is not installed: as left out, or where nothing may be, as by
    RECKON_NOTHING_SKIPPED in the environment, as failed."""
    if shutil.which(program) is not None:
        return
    print(f"{program} is not installed, so what it makes of reckon is not tested: install the "
          f"package {package}", file=sys.stderr)
    sys.exit(1 if os.environ.get("RECKON_NOTHING_SKIPPED") else SKIPPED)
