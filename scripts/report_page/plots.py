"""Charts, by scripts/plot.py if it can be had; if not, why."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "plot.py"
SECONDS_MOST = 120


@dataclass
class Plots:
    svgs: list[tuple[str, bytes]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # Why there are none, or what was left out.


def draw(files: list[Path], bytes_most: int, script: Path = SCRIPT) -> Plots:
    plots = Plots()
    if not files:
        plots.missing.append("There are no results to plot.")
        return plots
    if not script.exists():
        plots.missing.append("All plots are left out: this tree has no scripts/plot.py.")
        return plots
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run([sys.executable, script, *files, "-o", folder],
                                  capture_output=True, timeout=SECONDS_MOST)
        except subprocess.TimeoutExpired:
            plots.missing.append(f"All plots are left out: scripts/plot.py took more than "
                                 f"{SECONDS_MOST} s.")
            return plots
        said = (done.stdout + done.stderr).decode("utf-8", "replace").replace(folder + "/", "")
        for path in sorted(Path(folder).glob("*.svg")):
            if path.stat().st_size <= bytes_most:
                plots.svgs.append((path.stem, path.read_bytes()))
                bytes_most -= path.stat().st_size
            else:
                plots.missing.append(f"{path.stem} is left out: the page would be too large.")
        if done.returncode != 0 and not plots.svgs:
            plots.missing.append("All plots are left out: scripts/plot.py failed.")
        # It says of each chart whether it was made; those that were are to be seen.
        plots.missing += [line.strip() for line in said.splitlines()
                          if line.strip() and not line.startswith("made:")]
    return plots
