"""Debian's modules belong to Debian's python3, which may not be the first on the PATH."""

import importlib
import os
import sys

DEBIAN = "/usr/bin/python3"
# In the environment of a process that was started anew, so that it is started once and no more.
STARTED_ANEW = "RECKON_STARTED_ANEW"


def require(*modules: str):
    """Goes on if all can be imported; else starts this program anew by Debian's python3, or says
    which packages are missing and exits with 2."""
    missing = [module for module in modules if not can_import(module)]
    if not missing:
        os.environ.pop(STARTED_ANEW, None)  # Not for children, which may be other programs.
        return
    if STARTED_ANEW not in os.environ and os.access(DEBIAN, os.X_OK):
        os.environ[STARTED_ANEW] = "1"
        os.execv(DEBIAN, [DEBIAN, *sys.orig_argv[1:]])
    packages = " ".join(f"python3-{module.split('.')[0]}" for module in missing)
    program = os.path.basename(sys.argv[0]).removesuffix(".py")
    print(f"{program}: {', '.join(missing)} cannot be imported: install {packages} "
          "(scripts/setup.sh results)", file=sys.stderr)
    sys.exit(2)


def can_import(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True
