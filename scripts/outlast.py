#!/usr/bin/env python3
"""Kills long runs in the middle, and works on with what is left of their recordings.

    scripts/outlast.py RECKON [--events N] [--strategies A,B] [--folder DIR] [--memory SIZE]
                       [--streaming] [--json]

For each strategy: a run to its end, and one that is killed (SIGKILL) when its file is half as long;
then, of what is left, recover, replay, check, state, query and whatif. Prints how long each took,
events a second, and the most memory of its own (mapped files aside) that it was seen to have.

    --events N       at least so many a run: 10000000 if not given
    --strategies     mutex,lamport,vector,deps if not given
    --folder DIR     where the recordings go, 85 bytes an event: the system's temporary folder if
                     not given; they are removed
    --memory SIZE    what a run may take, as `reckon run` has it: 4G if not given
    --streaming      replay, check and query go through the file; without state and whatif
    --json           print the rows as JSON

Exit 0 if each command did what it promises; 1 if one did not; 2 for wrong options.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

SHIPS = 16
UNDECIDED = 3


class Step(NamedTuple):
    """One command, and what it took."""
    name: str
    code: int
    seconds: float
    memory: int  # Bytes.
    result: Any

    def row(self, strategy: str, events: int) -> dict[str, Any]:
        return {"strategy": strategy, "command": self.name, "exit": self.code,
                "seconds": round(self.seconds, 3), "events": events,
                "events_per_s": round(events / self.seconds), "memory_bytes": self.memory}


class Failed(Exception):
    """A command did not do what it promises."""


def own_memory(process: int) -> int:
    """Bytes of a process that are no file's."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
    return int(sizes[0]) * 1024 if sizes else 0


def started(args: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(args, stdout=subprocess.PIPE)


def step(reckon: str, *args: str, accept: tuple[int, ...] = (0,)) -> Step:
    began = time.monotonic()
    with started([reckon, *args, "--json"]) as process:
        out: list[bytes] = []
        assert process.stdout
        reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
        reader.start()
        memory = 0
        while process.poll() is None:
            memory = max(memory, own_memory(process.pid))
            time.sleep(0.002)
        reader.join()
    seconds = time.monotonic() - began
    if process.returncode not in accept:
        raise Failed(f"{' '.join(args)}: exit {process.returncode}, not {accept}")
    return Step(args[0], process.returncode, seconds, memory, json.loads(out[0]))


def run_args(strategy: str, events: int, memory: str, file: Path) -> list[str]:
    return ["run", "--strategy", strategy, "--scenario", "convoy", "--ships", str(SHIPS),
            "--orders", str(-(-events // SHIPS)), "--memory", memory, "--quiet",
            "--sync", "interval=10", "--snapshots", str(max(events // 100, 1000)), "-o", str(file)]


def killed(reckon: str, args: list[str], file: Path, bytes_min: int) -> None:
    file.unlink(missing_ok=True)
    with started([reckon, *args]) as process:
        while process.poll() is None and (not file.exists() or file.stat().st_size < bytes_min):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    if process.returncode != -signal.SIGKILL:
        raise Failed(f"{' '.join(args)}: ended before it was killed")


def check_of(strategy: str, checked: Step, whole: bool) -> None:
    """A log that claims to be faithful was; nobody knows whether a part is complete."""
    found = {name: check["result"] for name, check in checked.result["checks"].items()}
    claimed = ["causal"] if strategy == "lamport" else ["final", "history", "view", "causal"]
    wrong = [name for name in claimed if found[name] != "holds"]
    if wrong or found["complete"] != ("holds" if whole else "undecided"):
        raise Failed(f"{strategy}: {found}")


def outlast(options: argparse.Namespace, strategy: str, folder: Path) -> list[dict[str, Any]]:
    reckon = options.reckon
    file = folder / "run.reckon"
    left = folder / "run.recovered.reckon"
    args = run_args(strategy, options.events, options.memory, file)
    whole = step(reckon, *args, accept=(0, 1))
    made = whole.result["events"]
    rows = [{**whole.row(strategy, made), "bytes_per_event": file.stat().st_size / made}]
    killed(reckon, args, file, file.stat().st_size // 2)
    recovered = step(reckon, "recover", str(file))
    kept, promised = recovered.result["kept"]["log"], recovered.result["synced"]["log"]
    if kept < promised or recovered.result["synced"]["missing"]:
        raise Failed(f"{strategy}: {kept} events are left, {promised} had been synced")
    file.unlink()
    in_stream = ["--streaming"] if options.streaming else []
    steps = [recovered, step(reckon, "replay", str(left), *in_stream)]
    steps.append(step(reckon, "check", str(left), *in_stream, accept=(1, UNDECIDED)))
    check_of(strategy, steps[-1], whole=False)
    steps.append(step(reckon, "query", str(left), *in_stream, "--timeout", "3600",
                      "SELECT ship, count(*) AS events FROM events GROUP BY ship"))
    counts = dict(steps[-1].result["rows"])
    if sum(counts.values()) != kept:
        raise Failed(f"{strategy}: {sum(counts.values())} events in SQL, {kept} in the log")
    if not options.streaming:
        steps.append(step(reckon, "state", str(left), "--at", f"Emma@{counts['Emma'] // 2}"))
        steps.append(step(reckon, "whatif", str(left), "--drop", f"Emma@{counts['Emma'] - 10}"))
    left.unlink()
    return rows + [step.row(strategy, kept) for step in steps]


def line(row: dict[str, Any]) -> str:
    size = f"{row['bytes_per_event']:.1f} B an event" if "bytes_per_event" in row else ""
    return (f"{row['strategy']:8} {row['command']:8} {row['seconds']:8.2f} s "
            f"{row['events_per_s'] / 1e6:8.2f} M events/s {row['memory_bytes'] / 2**20:8.0f} MiB  "
            f"{size}").rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reckon")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--strategies", default="mutex,lamport,vector,deps")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--memory", default="4G")
    parser.add_argument("--streaming", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.events < SHIPS:
        parser.error(f"--events: {options.events}: expected {SHIPS} or more")
    rows = []
    with tempfile.TemporaryDirectory(prefix="outlast_", dir=options.folder) as folder:
        for strategy in options.strategies.split(","):
            try:
                found = outlast(options, strategy, Path(folder))
            except Failed as failure:
                print(f"outlast: {failure}", file=sys.stderr)
                return 1
            rows += found
            if not options.json:
                print("\n".join(map(line, found)), flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
